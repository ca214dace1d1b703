"""What every response carries, and what the page is made to be before it leaves.

Gradio writes the page in English, for any origin and without a content policy; this
layer has it tell the language that is spoken, gives it the chat's one script and style, and
a policy under which nothing but this server can be reached and no text can become a script.
"""

import html
import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import labels
from ui.front import inner_path
from ui.language import parted, spoken

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self'; "
    "manifest-src 'self'; worker-src 'self' blob:; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)

# Files that the chat never sends or takes, and that Gradio would fetch, keep or pass on.
_CLOSED = re.compile(r"/(file[=/]|proxy=|upload|stream|deep_link|monitoring|runs)", re.IGNORECASE)

_GRADIO = b"<gradio-app"
_ELSEWHERE = re.compile(
    rb'<(?:meta\s+(?:property|name)="(?:og|twitter):|link rel="manifest")[^>]*>\s*'
)
_HEAD = b"""
<meta name="robots" content="noindex">
<script src="./static/app.js"></script>
<link rel="stylesheet" href="./static/style.css">
<link rel="icon" href="./static/icon.svg" type="image/svg+xml">
"""


class Guard:
    """ASGI layer around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        else:
            outgoing = _Outgoing(send, cached=_is_asset(scope))
            await self.app(_uncompressed(scope), receive, outgoing.send)


class Closed:
    """ASGI layer before routes that are of no use here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _CLOSED.search(parted(inner_path(scope))[1]):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class _Outgoing:
    """One response on its way; a page is held back until it is whole. Browsers keep on disk what
    they may: nothing but assets is for their cache, not even the stream of an answer."""

    def __init__(self, send: Send, *, cached: bool) -> None:
        self._send = send
        self._cached = cached
        self._nonce = secrets.token_urlsafe(16)
        self._held: Message | None = None
        self._page = bytearray()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self._held is None:
            await self._send(message)
        else:
            self._page += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._held)

    async def _start(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        headers.update(HEADERS)
        headers["Content-Security-Policy"] = _POLICY.format(nonce=self._nonce)
        if not self._cached:
            headers["Cache-Control"] = "no-store"
        if headers.get("content-type", "").startswith("text/html"):
            self._held = message
        else:
            await self._send(message)

    async def _send_page(self, start: Message) -> None:
        body = rewritten(bytes(self._page), self._nonce)
        MutableHeaders(scope=start)["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def rewritten(page: bytes, nonce: str) -> bytes:
    """Gradio's page in the language that is spoken, with our head, and with the nonce on its own
    scripts; any other page as it is."""
    if _GRADIO not in page:
        return page
    page = re.sub(rb'(<html\s+)lang="\w+"', rf'\1lang="{spoken()}"'.encode(), page, count=1)
    page = _ELSEWHERE.sub(b"", page)
    page = re.sub(rb"(<head[^>]*>)", lambda head: head[1] + _HEAD, page, count=1)
    page = re.sub(rb"(<body[^>]*>)", lambda body: body[1] + _body(), page, count=1)
    return re.sub(rb"<script\b", f'<script nonce="{nonce}"'.encode(), page)


def _body() -> bytes:
    words = " ".join(f'data-{name}="{html.escape(word)}"' for name, word in labels.SPOKEN.items())
    return (
        f'<a class="skip" href="#question">{html.escape(labels.SKIP)}</a>'
        f'<p class="unseen" id="status" role="status" {words}></p>'
    ).encode()


def _uncompressed(scope: Scope) -> Scope:
    """The page must come as plain text to be rewritten; the assets may be compressed."""
    if _is_asset(scope):
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": kept}


def _is_asset(scope: Scope) -> bool:
    return parted(inner_path(scope))[1].startswith(("/assets/", "/static/"))
