"""The pages beside the chat: documents, help, accessibility. Nothing on them needs a script.

Every template escapes what it prints; no page makes markup of its own.
"""

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, Protocol

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.library import Library
from ingest.errors import RetroError
from ingest.schema import Document
from ui import document_page, labels, timeline
from ui.coverage import built, missing
from ui.feedback import Feedback
from ui.language import other, spoken, translated

STYLE = Path(__file__).parent / "static" / "pages.css"
TEMPLATES = Path(__file__).parent / "templates"
TOP, BELOW = "./", "../"
"""Where the chat stands, seen from `/documents` and from `/documents/view`."""

Given = ParamSpec("Given")
log = logging.getLogger(__name__)


class Shelves(Protocol):
    """What the pages need of `assistant.live.LiveAssistant`."""

    def library(self) -> Library: ...

    def document(self, document_id: str, version: str) -> Document | None: ...

    def original(self, document_id: str) -> Path | None: ...


def pages(assistant: Shelves, kept: int = 0, feedback: Feedback | None = None) -> APIRouter:
    """Their routes. `kept` is for how many days the service keeps questions; `feedback` keeps
    opinions on answers."""
    router = APIRouter()

    @router.get("/documents")
    @_told(TOP)
    def documents() -> Response:
        library = assistant.library()
        titles = {document.id: document.title for document, _ in library.documents}
        return html_page("documents.html", TOP, library=library, titles=titles)

    @router.get("/documents/view")
    @_told(BELOW)
    def view(
        id: str = "", version: str = "", start: str = "", end: str = "", q: str = ""
    ) -> Response:
        wanted = document_page.Wanted(id, version, start, end, q)
        shown = document_page.document_page(wanted, assistant.library(), assistant.document)
        if shown is None:
            return _message(404, BELOW, labels.MISSING_PAGE, labels.NO_DOCUMENT)
        return html_page("document.html", BELOW, **shown._asdict())

    @router.get("/documents/original")
    @_told(BELOW)
    def original(id: str = "") -> Response:
        path = assistant.original(id) if document_page.is_pdf(id) else None
        if path is None:
            return _message(404, BELOW, labels.MISSING_PAGE, labels.NO_ORIGINAL)
        return FileResponse(path, media_type="application/pdf", filename=path.name)

    @router.get("/aide")
    def help_page() -> Response:
        told = labels.OPINION_TOLD
        opinions = told.format(days=labels.days(feedback.days)) if feedback else ""
        page = f"{spoken()}/help.html"
        return html_page(page, TOP, kept=labels.kept(kept), opinions=opinions)

    @router.get("/accessibilite")
    def accessibility() -> Response:
        return html_page(f"{spoken()}/accessibility.html", TOP)

    @router.get("/static/pages.css")
    def style() -> Response:
        return FileResponse(STYLE, headers={"Cache-Control": "no-cache"})

    return router


def _told(root: str) -> Callable[[Callable[Given, Response]], Callable[Given, Response]]:
    """Says on a page what goes wrong behind it."""

    def around(show: Callable[Given, Response]) -> Callable[Given, Response]:
        @wraps(show)
        def shown(*given: Given.args, **named: Given.kwargs) -> Response:
            try:
                return show(*given, **named)
            except RetroError as error:
                return _message(503, root, labels.FAILED_PAGE, labels.failure(error))
            except Exception:
                log.exception("a page could not be shown")
                return _message(500, root, labels.FAILED_PAGE, labels.UNEXPECTED_PAGE)

        return shown

    return around


def _message(status: int, root: str, title: str, message: str) -> Response:
    return html_page("message.html", root, status, title=title, message=message)


def html_page(template: str, root: str, status: int = 200, **shown: Any) -> Response:
    """A template, from where the chat stands at `root`."""
    content = _templates.get_template(template).render(root=root, language=spoken(), **shown)
    return HTMLResponse(content, status)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "labels": labels,
        "translated": translated,
        "other_language": other,
        "place": document_page.place,
        "timeline": timeline,
        "built": built,
        "missing": missing,
    }
    return environment


_templates = _environment()
