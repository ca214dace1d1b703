"""The panel beside the conversation: a passage in its document, marked."""

from typing import Any

import gradio as gr

from assistant.schema import Citation, Excerpt
from ingest.errors import RetroError
from ingest.schema import Document
from ui import labels
from ui.backend import Backend
from ui.conversation import Exchange, find
from ui.document_page import place
from ui.layout import Parts
from ui.rendering import literal, note, where_markup
from ui.working import lost_markup

CONTEXT = 700

Changes = dict[Any, Any]


class Panel:
    """Its events."""

    def __init__(self, parts: Parts, assistant: Backend) -> None:
        self.parts, self.assistant = parts, assistant

    def wire(self, **how: Any) -> None:
        parts = self.parts
        asked = [parts.reference, parts.exchanges]
        parts.open.click(self.open, asked, [parts.panel, parts.passage, parts.delivery], **how)
        parts.close.click(self.close, None, parts.panel, **how)

    def open(self, reference: str, exchanges: list[Exchange]) -> Changes:
        """Show a passage beside the answer; a reference that was never shown does nothing."""
        found = find(exchanges, reference)
        if found is None:
            return {self.parts.delivery: gr.skip() if exchanges else lost_markup()}
        excerpt, version = found
        try:
            document = self.assistant.document(excerpt.document, version)
        except RetroError:
            document = None
        return {
            self.parts.panel: gr.update(visible=True),
            self.parts.passage: passage_markup(document, excerpt, reference, version),
        }

    def close(self) -> Changes:
        return {self.parts.panel: gr.update(visible=False)}


def passage_markup(
    document: Document | None, excerpt: Excerpt, reference: str, version: str
) -> str:
    """The excerpt in its document of an index version, marked to the character, with a way into
    the whole of it; or that it is gone.

    The page's script knows by `reference` that what it asked for has come.
    """
    title = f'<h2 tabindex="-1">{_passage_title(excerpt)}</h2>'
    where = f'<p class="where">{where_markup(excerpt)}</p>'
    if document is None or document.text[excerpt.start : excerpt.end] != excerpt.quote:
        content = note("aside", labels.GONE)
    else:
        content = (
            _in_context(document, excerpt)
            + _read(excerpt, version)
            + note("file", labels.file(document.id))
        )
    return f'<div class="passage" id="p-{literal(reference)}">{title}{where}{content}</div>'


def _read(excerpt: Excerpt, version: str) -> str:
    href = f"documents/{place(excerpt.document, excerpt.start, excerpt.end, version)}"
    title = literal(f"{labels.READ} ({labels.NEW_TAB})")
    link = f'<a class="tab" href="{literal(href)}" title="{title}">{literal(labels.READ)}</a>'
    return f'<p class="read">{link}</p>'


def _passage_title(excerpt: Excerpt) -> str:
    if isinstance(excerpt, Citation):
        return f"{labels.PASSAGE} {literal(f'[{excerpt.marker}]')}"
    return labels.PASSAGE_RELATED


def _in_context(document: Document, excerpt: Excerpt) -> str:
    text, start, end = document.text, excerpt.start, excerpt.end
    first, last = _context_start(text, start), _context_end(text, end)
    cut = f'<span class="cut">{literal(labels.CUT)}</span>'
    return (
        f'<div class="extract" lang="{literal(document.language)}">'
        f"{cut if first else ''}<span>{literal(text[first:start])}</span>"
        f"<mark>{literal(text[start:end])}</mark>"
        f"<span>{literal(text[end:last])}</span>{cut if last < len(text) else ''}</div>"
    )


def _context_start(text: str, start: int) -> int:
    """Where the shown text starts: at a line, else at a word, else anywhere."""
    first = max(0, start - CONTEXT)
    if first == 0:
        return 0
    for separator in ("\n", " "):
        found = text.find(separator, first, start)
        if found >= 0:
            return found + 1
    return first


def _context_end(text: str, end: int) -> int:
    last = min(len(text), end + CONTEXT)
    if last == len(text):
        return last
    for separator in ("\n", " "):
        found = text.rfind(separator, end, last)
        if found >= 0:
            return found
    return last
