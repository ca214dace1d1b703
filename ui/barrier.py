"""The one way in: nothing but `/healthz` and the sign-in page answers whoever is not signed in.

A layer around the whole application, whatever routes are added to it or mounted under it. It also
refuses what another site has a reader's browser send, as Go's `http.CrossOriginProtection` does.
"""

import logging
from typing import Protocol
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.errors import AccountsError
from ui import labels
from ui.front import inner_path
from ui.language import parted
from ui.throttle import address_key

SIGN_IN, SIGN_OUT = "/connexion", "/deconnexion"
OPENID, OPENID_BACK = "/connexion/openid", "/connexion/openid/retour"
_LOOKS = ("/static/style.css", "/static/pages.css", "/static/icon.svg")
OPEN = frozenset(("/healthz", SIGN_IN, SIGN_OUT, OPENID, OPENID_BACK, *_LOOKS))
_SAFE = {"GET", "HEAD", "OPTIONS"}

log = logging.getLogger(__name__)


class Gate(Protocol):
    """Who knows the people who may come in."""

    def who(self, request: Request) -> str: ...

    def page(self, request: Request) -> Response: ...


class Barrier:
    """Without a gate everyone may come in. What lies behind finds in the state of a request its
    `user`, empty for nobody, and its `asker`, the user or else the address."""

    def __init__(self, app: ASGIApp, gate: Gate | None = None) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            refusal = _from_elsewhere(scope) or self._refusal(scope)
            if refusal is None:
                await self._app(scope, receive, send)
                return
        except AccountsError as error:
            refusal = _unavailable(error)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Notes who asks; None for who may."""
        try:
            user = self._gate.who(_request(scope)) if self._gate else ""
        except AccountsError as error:
            return None if _open(scope) else _unavailable(error)
        client = scope.get("client")
        who = f"user {user}" if user else f"address {address_key(client[0] if client else '')}"
        scope.setdefault("state", {}).update(user=user, asker=who)
        if user or self._gate is None or _open(scope):
            return None
        return self._unknown(self._gate, scope)

    def _unknown(self, gate: Gate, scope: Scope) -> Response:
        """A browser that opens a page gets the one to sign in on."""
        headers = Headers(scope=scope)
        if scope["type"] == "http" and "text/html" in headers.get("accept", ""):
            return gate.page(_request(scope))
        error = {"message": labels.NOT_SIGNED_IN, "type": "authentication_error"}
        openai = inner_path(scope).startswith("/v1/")
        said = {"error": error if openai else labels.NOT_SIGNED_IN}
        how = {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"}
        return JSONResponse(said, 401, how)


def _unavailable(error: AccountsError) -> Response:
    """To whoever may be anyone: the log alone names the file."""
    log.error("%s", error)
    return JSONResponse({"error": labels.ACCOUNTS_AWAY}, 503)


def _open(scope: Scope) -> bool:
    return scope["type"] == "http" and parted(inner_path(scope))[1] in OPEN


def _request(scope: Scope) -> Request:
    """Also of a websocket, to read its headers."""
    return Request({**scope, "type": "http", "method": scope.get("method", "GET")})


def _from_elsewhere(scope: Scope) -> Response | None:
    """For a request that changes something and that a browser says another site had it send."""
    headers = Headers(scope=scope)
    if scope["type"] == "http" and scope["method"] in _SAFE:
        return None
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site in ("same-origin", "none") or (site is None and origin is None):
        return None
    if site is None and origin and urlsplit(origin).netloc == headers.get("host"):
        return None
    return JSONResponse({"error": labels.FROM_ELSEWHERE}, 403)
