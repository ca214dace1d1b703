"""Signing in and out: the page, the session's cookie, and who a request is of."""

import logging
import re
from typing import Protocol
from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ui import labels
from ui.accounts import Accounts, normal
from ui.barrier import OPEN, SIGN_IN, SIGN_OUT
from ui.front import inner_path
from ui.language import PREFIXES, parted, spoken
from ui.pages import html_page
from ui.sessions import Session, Sessions
from ui.throttle import Throttle, address_key

COOKIE = "retro-session"
LONGEST_FORM = 10_000

# Wrong passwords: so many at once, then slowly, of one name and of one address.
NAME_TRIES, NAME_SECONDS = 5, 300.0
ADDRESS_TRIES, ADDRESS_SECONDS = 20, 300.0

_HEADER_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,200}")

log = logging.getLogger(__name__)


class Provider(Protocol):
    """Where a session that it began ends too; an empty address for one that it did not."""

    async def farewell(self, session: Session, back: str) -> str: ...


class Entrance:
    """The ways in: a program's token, a proxy's word, a session that a password or a provider
    began. `header` is one that `ui.front` lets only proxies set; empty for none."""

    def __init__(
        self, accounts: Accounts, sessions: Sessions, header: str = "", *, openid: bool = False
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._header = header
        self._openid = openid

    def who(self, request: Request) -> str:
        """Empty for nobody. A token that is nobody's is not made up for by a session."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._accounts.owner(token.strip())
        return self._named(request) or self._in_session(request)

    def page(
        self,
        request: Request,
        fault: str = "",
        status: int = 401,
        *,
        wait: int = 0,
        name: str = "",
        to: str = "",
    ) -> Response:
        """What there is to sign in with; `to` is where the reader was going, `name` what was
        typed."""
        over = not fault and COOKIE in request.cookies
        response = html_page(
            "sign_in.html",
            chat(request),
            status,
            home=home(request),
            fault=labels.SESSION_OVER if over else fault,
            to=to or _going(request),
            name=name,
            passwords=any(account.password for account in self._accounts.all().values()),
            openid=self._openid,
            proxied=bool(self._header),
        )
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response

    def welcome(
        self, request: Request, to: str, user: str, stamp: str = "", id_token: str = ""
    ) -> Response:
        """Begins a session, in place of the one that this browser had."""
        self._sessions.close(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(home(request) + inside(to).lstrip("/"), 303)
        response.set_cookie(
            COOKIE,
            self._sessions.open(user, stamp, id_token),
            max_age=int(self._sessions.most),
            path=home(request),
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    def farewell(self, request: Request) -> Session | None:
        """Ends the session of this browser; what it was, if it was one."""
        return self._sessions.close(request.cookies.get(COOKIE, ""))

    def _named(self, request: Request) -> str:
        """By a proxy, once and clearly."""
        given = request.headers.getlist(self._header) if self._header else []
        if len(given) != 1:
            return ""
        name = _as_typed(given[0]).strip()
        return name if _HEADER_NAME.fullmatch(name) else ""

    def _in_session(self, request: Request) -> str:
        session = self._sessions.find(request.cookies.get(COOKIE, ""))
        if session and session.stamp and session.stamp != self._accounts.stamp(session.user):
            return ""
        return session.user if session else ""


def sign_in_routes(
    entrance: Entrance, accounts: Accounts, provider: Provider | None = None
) -> APIRouter:
    """The page, what it sends, and the way out."""
    router = APIRouter(include_in_schema=False)
    tries = Tries()

    @router.get(SIGN_IN)
    def page(request: Request) -> Response:
        if entrance.who(request):
            return RedirectResponse(chat(request), 303)
        return entrance.page(request, status=200)

    @router.post(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        if not 0 < int(request.headers.get("content-length", "0")) <= LONGEST_FORM:
            return entrance.page(request, labels.WRONG_PASSWORD, 413)
        name, password, to = await _form(request)
        if wait := tries.wait(request, name):
            return entrance.page(request, labels.slow_down(wait), 429, wait=wait, name=name, to=to)
        stamp = await run_in_threadpool(accounts.verify, name, password)
        if not stamp:
            log.warning("a wrong name or password from %s", address(request))
            return entrance.page(request, labels.WRONG_PASSWORD, name=name, to=to)
        tries.forgive(request, name)
        return entrance.welcome(request, to, normal(name), stamp)

    @router.post(SIGN_OUT)
    async def sign_out(request: Request) -> Response:
        session = entrance.farewell(request)
        back = str(request.base_url)
        further = await provider.farewell(session, back) if provider and session else ""
        response = html_page("signed_out.html", chat(request), further=further)
        response.delete_cookie(COOKIE, path=home(request), httponly=True, samesite="lax")
        return response

    return router


class Tries:
    """How often a password may be tried, for one name and from one address. Each try counts as a
    wrong one until it proves right: many at once are no way around."""

    def __init__(self) -> None:
        self._names = Throttle(NAME_TRIES, NAME_SECONDS)
        self._addresses = Throttle(ADDRESS_TRIES, ADDRESS_SECONDS)

    def wait(self, request: Request, name: str) -> int:
        """The seconds to wait before another; 0 for none."""
        return self._addresses.take(address(request)) or self._names.take(normal(name)[:200])

    def forgive(self, request: Request, name: str) -> None:
        """The password was right: what this name used is given back, to the address too; what
        others used from there is not."""
        used = self._names.clear(normal(name)[:200])
        self._addresses.give_back(address(request), used)


def address(request: Request) -> str:
    return address_key(request.client.host if request.client else "")


def home(request: Request) -> str:
    """The path of the service."""
    return f"{request.scope.get('root_path', '')}/"


def chat(request: Request) -> str:
    """The path of the chat in the language that is spoken."""
    return f"{request.scope.get('root_path', '')}{PREFIXES[spoken()]}/"


def inside(to: str) -> str:
    """A path of this service, whatever a form or an address said."""
    plain = to.startswith("/") and not to.startswith("//") and to.isprintable() and "\\" not in to
    return to if plain else "/"


def _going(request: Request) -> str:
    """The page that was asked for, from the chat on."""
    path = inner_path(request.scope)
    query = f"?{request.url.query}" if request.url.query else ""
    nowhere = parted(path)[1] in OPEN or request.method != "GET"
    return f"{PREFIXES[spoken()]}/" if nowhere else f"{path}{query}"


async def _form(request: Request) -> tuple[str, str, str]:
    """The name, the password, and where to go then."""
    sent = parse_qs((await request.body()).decode("utf-8", "replace"))
    name, password, to = (sent.get(field, [""])[0] for field in ("name", "password", "to"))
    return name, password, to


def _as_typed(value: str) -> str:
    """A header as its sender wrote it: bytes that are UTF-8 where they can be."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value
