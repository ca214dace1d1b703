"""What the page shows before anything is asked: what is indexed, questions to start with, the year
as a picture, and the filter."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from ingest.errors import RetroError
from ui import labels
from ui.backend import Backend
from ui.coverage import coverage_markup
from ui.filters import filter_documents, filter_told, filters_markup, read_filter
from ui.language import spoken
from ui.layout import Parts
from ui.rendering import literal
from ui.signed import signed_markup
from ui.timeline import timeline_markup

MOST_EXAMPLES = 4

Changes = dict[Any, Any]


class Welcome:
    """Its events; `introduce` and `picture` fill it as the page opens."""

    def __init__(self, parts: Parts, assistant: Backend) -> None:
        self.parts, self.assistant = parts, assistant

    def wire(self, page: gr.Blocks, **how: Any) -> None:
        parts = self.parts
        page.load(self.introduce, None, [parts.coverage, *parts.examples], **how)
        offered = [parts.years, parts.filters, parts.filter_documents]
        page.load(self.picture, None, offered, **how)
        page.load(signed_markup, None, parts.signed, **how)
        parts.filter.click(
            self.keep_to,
            [parts.reference, parts.filter_documents],
            [parts.scope, parts.filtered],
            **how,
        )

    def introduce(self) -> list[Any]:
        """What is indexed as the page opens, and questions to start with."""
        try:
            found = self.assistant.introduction()
        except RetroError as error:
            return [f"<p>{literal(labels.failure(error))}</p>", *self._examples(())]
        return [
            coverage_markup(found.summary, found.coverage),
            *self._examples(found.examples[spoken()]),
        ]

    def picture(self) -> list[Any]:
        """The indexed years by month, and what can be filtered; nothing where the index cannot
        say."""
        try:
            library = self.assistant.library()
        except RetroError:
            return ["", "", []]
        return [timeline_markup(library.years), filters_markup(library), filter_documents(library)]

    def keep_to(self, reference: str, documents: list[tuple[str, str]]) -> Changes:
        """Set the filter; nothing for what is none."""
        scope = read_filter(reference, documents)
        if scope is None:
            return {self.parts.filtered: gr.skip()}
        return {self.parts.scope: scope, self.parts.filtered: filter_told(scope, documents)}

    def _examples(self, questions: Sequence[str]) -> list[Any]:
        shown = (questions or labels.FALLBACK_EXAMPLES)[:MOST_EXAMPLES]
        hidden = [gr.update(visible=False)] * (MOST_EXAMPLES - len(shown))
        return [*(gr.update(value=one, visible=True) for one in shown), *hidden]
