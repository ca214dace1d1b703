"""The language that the interface speaks: French, or English under `/en`.

It is said by the address alone, whatever the browser says, and kept nowhere: the links of a page
lead to pages of its language. Code that reads `labels` need not know which one it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.schema import Language

LANGUAGES: tuple[Language, ...] = ("fr", "en")
LOCALES: dict[Language, str] = {"fr": "fr-FR", "en": "en-GB"}
PREFIXES: dict[Language, str] = {"fr": "", "en": "/en"}

_spoken: ContextVar[Language] = ContextVar("language", default="fr")
_page: ContextVar[str] = ContextVar("page", default="")


def spoken() -> Language:
    return _spoken.get()


@contextmanager
def speaking(language: Language, path: str | None = None) -> Iterator[None]:
    """What is said inside is said in this language, on the page of this `path` in French; without
    one, on the same as before."""
    spoken_before, page_before = _spoken.set(language), _page.get()
    _page.set(page_before if path is None else quote(path.lstrip("/")))
    try:
        yield
    finally:
        _spoken.reset(spoken_before)
        _page.set(page_before)


def parted(path: str) -> tuple[Language, str]:
    """The language of a path, and the same path in French."""
    for language, prefix in PREFIXES.items():
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            return language, path.removeprefix(prefix)
    return "fr", path


def other() -> Language:
    return "en" if spoken() == "fr" else "fr"


def translated(root: str) -> str:
    """The address of the page that is asked for, in the other language; the chat of this one
    stands at `root`."""
    chat = f"{root}en/" if spoken() == "fr" else f"{root}../"
    return chat + _page.get()


class Speaking:
    """ASGI layer: every request is answered in the language of its address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        language, path = parted(scope["path"].removeprefix(scope.get("root_path", "")))
        query = scope.get("query_string", b"").decode("ascii", "ignore")
        _page.set(quote(path.lstrip("/")) + (f"?{query}" if query else ""))
        with speaking(language):
            await self._app(scope, receive, send)
