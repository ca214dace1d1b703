"""How the chat is put in service: where, for whom, and how much at once."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from ingest.errors import ServerError, SettingsError
from ingest.settings import Settings
from ui import labels
from ui.accounts import Accounts
from ui.barrier import OPENID, Barrier
from ui.desk import Desk
from ui.front import Front, Place, read_place, read_proxies
from ui.language import PREFIXES, Speaking
from ui.openid import OpenId, openid_routes
from ui.quota import Quota
from ui.security import Closed, Guard
from ui.sessions import Sessions
from ui.signing_in import Entrance, sign_in_routes

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SIGNING_IN_SECONDS = 600


class SignIn(NamedTuple):
    """Those who may come in, and what they need for it."""

    accounts: Accounts
    entrance: Entrance
    openid: OpenId | None


class Service(NamedTuple):
    """All that stands around the chat. `hosts` are the names by which it may be asked for: a page
    from elsewhere that points its own name at this machine is refused."""

    place: Place = Place()
    hosts: Sequence[str] = ("*",)
    proxies: Sequence[str] = ()
    header: str = ""
    sign_in: SignIn | None = None
    per_minute: int = 0
    answer_seconds: float = 120.0

    def desk(self) -> Desk:
        return Desk(self.answer_seconds)

    def quota(self) -> Quota:
        return Quota(self.per_minute)

    def surround(self, app: FastAPI) -> None:
        """Adds the layers, the innermost first, and the routes to sign in."""
        gate = self.sign_in.entrance if self.sign_in else None
        if self.sign_in:
            _add_sign_in(app, self.sign_in, self.place)
        app.add_middleware(Closed)
        app.add_middleware(Barrier, gate=gate)
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(self.hosts))
        app.add_middleware(Guard)
        app.add_middleware(Speaking)
        app.add_middleware(Front, place=self.place, proxies=self.proxies, secret=self.header)


ALONE = Service()
"""Without sign-in or limit, under any name."""


def read_service(settings: Settings, host: str, root: str = "") -> Service:
    """As the settings and the command line have it.

    Sign-in is on as soon as there is a way to: an account, a proxy's header, a provider. Raises
    ServerError when others than this machine would come in without; SettingsError for settings
    that cannot be used.
    """
    place, proxies = read_place(root), read_proxies(settings.proxies)
    if settings.user_header and not proxies:
        raise SettingsError(labels.HEADER_WITHOUT_PROXY.format(header=settings.user_header))
    sign_in = _sign_in(settings)
    passed_on = bool(place.path or proxies) and place.host not in LOOPBACK
    alone = host in LOOPBACK and place.host in ("", *LOOPBACK) and not passed_on
    if not sign_in and not alone:
        raise ServerError(labels.SIGN_IN_NEEDED.format(host=place.host or host))
    hosts = (*LOOPBACK, "[::1]", *filter(None, [place.host])) if not sign_in else ("*",)
    return Service(
        place,
        hosts,
        proxies,
        settings.user_header,
        sign_in,
        settings.questions_per_minute,
        settings.answer_seconds,
    )


def _sign_in(settings: Settings) -> SignIn | None:
    accounts = Accounts(settings.data)
    openid = OpenId(settings) if settings.oidc_issuer else None
    if not (openid or settings.user_header or accounts.all()):
        return None
    sessions = Sessions(settings.idle_minutes * 60, settings.session_hours * 3600)
    entrance = Entrance(accounts, sessions, settings.user_header, openid=bool(openid))
    return SignIn(accounts, entrance, openid)


def _add_sign_in(app: FastAPI, sign_in: SignIn, place: Place) -> None:
    accounts, entrance, openid = sign_in
    routes = sign_in_routes(entrance, accounts, openid)
    for prefix in PREFIXES.values():
        app.include_router(routes, prefix=prefix)
    if openid:
        app.include_router(openid_routes(openid, entrance))
        app.add_middleware(
            SessionMiddleware,
            secret_key=secrets.token_hex(32),
            session_cookie="retro-signing-in",
            max_age=SIGNING_IN_SECONDS,
            path=place.path + OPENID,
            same_site="lax",
            https_only=place.origin.startswith("https:"),
        )
