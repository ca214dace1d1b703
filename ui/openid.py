"""Signing in with an OpenID Connect provider: ProConnect, Keycloak and their like.

Authlib does the protocol: code flow with PKCE, state, nonce, and the signature, issuer and
audience of the identity token.
"""

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from ingest.errors import SettingsError
from ingest.settings import Settings
from ui import labels
from ui.barrier import OPENID, OPENID_BACK, SIGN_IN
from ui.language import parted, speaking
from ui.sessions import Session
from ui.signing_in import Entrance, inside

WAIT_SECONDS = 10.0
TO = "to"

_FAILURES = (AuthlibBaseError, JoseError, httpx2.HTTPError, RuntimeError, ValueError, KeyError)

log = logging.getLogger(__name__)


class OpenId:
    """One provider, which is first asked when somebody signs in."""

    def __init__(self, settings: Settings) -> None:
        if not settings.oidc_client_id:
            raise SettingsError(labels.NO_CLIENT_ID)
        self._claim = settings.oidc_claim
        allowed = settings.oidc_allowed.split(",")
        self._allowed = {one.strip().casefold() for one in allowed if one.strip()}
        self._client = OAuth().register(
            "provider",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value() or None,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": WAIT_SECONDS,
                "token_endpoint_auth_method": _method(settings),
            },
        )

    async def leave_for(self, request: Request, back: str) -> Response:
        """To the provider's own page."""
        response: Response = await self._client.authorize_redirect(request, back)
        return response

    async def returned(self, request: Request) -> tuple[str, str]:
        """Who came back, and the identity token that proves it; nobody where the provider's word
        is not good, or the person is not one of those allowed."""
        await self._mistrust_unsigned()
        token = await self._client.authorize_access_token(request)
        claims: Mapping[str, Any] = token["userinfo"]
        if self._claim not in claims:
            told = await self._client.userinfo(token=token)
            claims = {**told, **claims} if told.get("sub") == claims["sub"] else claims
        return self.person(claims), token["id_token"]

    async def _mistrust_unsigned(self) -> None:
        """Authlib takes any algorithm that the provider names, `none` too."""
        metadata = await self._client.load_server_metadata()
        named = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        signing = [name for name in named if name != "none"]
        metadata["id_token_signing_alg_values_supported"] = signing

    def person(self, claims: Mapping[str, Any]) -> str:
        """The name that these claims give; empty for one that is not allowed in."""
        name = str(claims.get(self._claim) or "").strip()
        if self._claim == "email" and claims.get("email_verified", True) not in (True, "true"):
            return ""
        _, at, domain = name.casefold().rpartition("@")
        known = not self._allowed or {name.casefold(), f"{at}{domain}"} & self._allowed
        return name if known and name.isprintable() else ""

    async def farewell(self, session: Session, back: str) -> str:
        """Where the provider ends its own session, if it began this one and says where."""
        if not session.id_token:
            return ""
        try:
            found = await self._client.create_logout_url(back, session.id_token)
        except _FAILURES:
            return ""
        return str(found["url"])


def openid_routes(openid: OpenId, entrance: Entrance) -> APIRouter:
    """To the provider and back."""
    router = APIRouter(include_in_schema=False)

    @router.get(OPENID)
    async def leave(request: Request, to: str = "/") -> Response:
        request.session[TO] = to = inside(to)
        with _speaking(to):
            try:
                return await openid.leave_for(request, _back(request))
            except _FAILURES as error:
                return _failed(request, error)

    @router.get(OPENID_BACK)
    async def back(request: Request) -> Response:
        to = request.session.pop(TO, "/")
        with _speaking(to):
            try:
                user, id_token = await openid.returned(request)
            except _FAILURES as error:
                return _failed(request, error)
            if not user:
                return entrance.page(request, labels.NOT_ALLOWED, 403)
            return entrance.welcome(request, to, user, id_token=id_token)

    def _failed(request: Request, error: Exception) -> Response:
        log.warning("signing in by OpenID Connect failed: %s", type(error).__name__)
        away = isinstance(error, httpx2.HTTPError)
        fault = labels.PROVIDER_AWAY if away else labels.PROVIDER_REFUSED
        return entrance.page(request, fault, 503 if away else 401)

    return router


def _speaking(to: str) -> AbstractContextManager[None]:
    """In the language of the page that the reader is going to, as on the page to sign in on."""
    return speaking(parted(to)[0], SIGN_IN)


def _back(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}{OPENID_BACK}"


def _method(settings: Settings) -> str:
    secret = settings.oidc_client_secret.get_secret_value()
    return "client_secret_basic" if secret else "none"
