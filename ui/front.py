"""What stands in front of the server: a reverse proxy, a path and a name that it gives it.

Everything behind this layer sees each request as its reader made it: with the reader's address,
the public scheme, host and path. What anyone but a named proxy says of these is taken away.
"""

import ipaddress
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ingest.errors import SettingsError
from ui import labels

_HOST, _SCHEME = b"x-forwarded-host", b"x-forwarded-proto"
_FORWARDED = {b"forwarded", b"x-forwarded-for", _HOST, _SCHEME, b"x-gradio-server"}


class Place(NamedTuple):
    """Where readers find the service: `path` is empty or begins with a slash; `origin` is empty
    unless known beforehand, as `https://retro.example.org`."""

    origin: str = ""
    path: str = ""

    @property
    def host(self) -> str:
        """The name alone, without a port."""
        return urlsplit(self.origin).hostname or ""


def read_place(root: str) -> Place:
    """From `--root-path`, a path or a whole address. Raises SettingsError for anything else."""
    parts = urlsplit(root)
    path = parts.path.rstrip("/")
    whole = parts.scheme in ("http", "https") and parts.hostname
    plain = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    strange = parts.query or parts.fragment or "//" in path or "/." in path or "@" in parts.netloc
    if root and (strange or not (whole or plain)):
        raise SettingsError(labels.BAD_ROOT.format(root=root))
    return Place(f"{parts.scheme}://{parts.netloc}" if whole else "", path)


def read_proxies(said: str) -> list[str]:
    """Addresses and networks. Raises SettingsError for what is neither."""
    named = [one.strip() for one in said.split(",") if one.strip()]
    for one in named:
        try:
            ipaddress.ip_network(one)
        except ValueError as error:
            raise SettingsError(labels.BAD_PROXY.format(proxy=one)) from error
    return named


def inner_path(scope: Scope) -> str:
    """The path of a request without the one that the service stands at."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


class Front:
    """ASGI layer around everything else.

    A proxy may pass the path on whole or without `place.path`: both are understood. `secret` is a
    header that only proxies may set.
    """

    def __init__(
        self, app: ASGIApp, place: Place, proxies: Sequence[str] = (), secret: str = ""
    ) -> None:
        self._app = app
        self._place = place
        self._known = ProxyHeadersMiddleware(app, list(proxies))  # type: ignore[arg-type]
        self._theirs = _FORWARDED | ({secret.lower().encode()} if secret else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif self._place.path and scope["path"] == self._place.path:
            redirect = RedirectResponse(f"{self._place.path}/", 308)
            await redirect(scope, receive, send)
        else:
            await self._known(self._seen(scope), receive, send)  # type: ignore[arg-type]

    def _seen(self, scope: Scope) -> Scope:
        path = self._place.path
        if not scope["path"].startswith(f"{path}/"):
            scope = {**scope, "path": path + scope["path"]}
        secure = self._place.origin.startswith("https:")
        scheme = {"scheme": "https" if secure else "http"} if self._place.origin else {}
        return {**scope, "root_path": path, "headers": self._headers(scope), **scheme}

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        headers: list[tuple[bytes, bytes]] = list(scope["headers"])
        client = scope.get("client")
        if not client or client[0] not in self._known.trusted_hosts:
            headers = [(name, value) for name, value in headers if name not in self._theirs]
        host = urlsplit(self._place.origin).netloc.encode() or dict(headers).get(_HOST)
        if self._place.origin:
            headers = [(name, value) for name, value in headers if name != _SCHEME]
        if host:
            first = host.split(b",")[0].strip()
            headers = [one for one in headers if one[0] not in (b"host", _HOST)]
            headers.append((b"host", first))
        return headers
