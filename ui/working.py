"""What the buttons under an answer do: edit its question, copy it, export it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import gradio as gr

from ui import labels
from ui.actions import ALL, Act, editing_markup, read_act
from ui.conversation import Exchange
from ui.delivery import Deliveries, File
from ui.export import COPIED, export
from ui.layout import Parts
from ui.rendering import literal

Changes = dict[Any, Any]


class Workbench:
    """Of one page. What is wanted comes from the browser as a button's id; what it is done to
    only ever from the server's session."""

    def __init__(self, parts: Parts, deliveries: Deliveries) -> None:
        self.parts = parts
        self.deliveries = deliveries

    def shown(self) -> list[Any]:
        """The components that these events change, the question apart."""
        parts = self.parts
        return [parts.delivery, parts.editing, parts.edited]

    def act(self, reference: str, exchanges: list[Exchange], request: gr.Request) -> Changes:
        """Nothing for an id that is no button of this conversation."""
        act = read_act(reference, len(exchanges))
        if act is None:
            return {self.parts.delivery: gr.skip() if exchanges else lost_markup()}
        if act.name == "keep":
            return {**self._editing(0), self.parts.question: gr.update(value="")}
        if act.name == "edit" and act.turn != ALL:
            question = exchanges[act.turn - 1].question
            return {**self._editing(act.turn), self.parts.question: gr.update(value=question)}
        return self._deliver(act, exchanges, owner(request))

    def clear(self, edited: int = 0) -> Changes:
        """Tells nothing of a file any more; the question of turn `edited` stays changed."""
        return {self.parts.delivery: "", **self._editing(edited)}

    def forget(self, request: gr.Request) -> Changes:
        """As `clear`; files that were not fetched are gone."""
        self.deliveries.drop(owner(request))
        return self.clear()

    def _editing(self, turn: int) -> Changes:
        markup = editing_markup(turn) if turn else ""
        return {self.parts.editing: markup, self.parts.edited: turn}

    def _deliver(self, act: Act, exchanges: Sequence[Exchange], whose: str) -> Changes:
        """Has the file wait, and tells the page's script where."""
        file = export(act, exchanges, datetime.now().astimezone())
        if file is None:
            return {self.parts.delivery: gr.skip()}
        markup = delivery_markup(act, file, self.deliveries.put(file, whose))
        return {self.parts.delivery: markup}


def owner(request: gr.Request) -> str:
    """The visit that a request is of."""
    return str(request.session_hash)


def lost_markup() -> str:
    """What is told where the page shows a conversation that the server has no more."""
    return f'<div class="delivery lost">{literal(labels.CONVERSATION_LOST)}</div>'


def delivery_markup(act: Act, file: File, token: str) -> str:
    """What is told of a file; the script fetches it and says by a class how that went."""
    link = f'<a href="./export/{token}">{literal(labels.OPEN_PRINT)}</a>'
    if act.name in COPIED:
        kind, done, failed = "copy", labels.COPIED, labels.NOT_COPIED
    elif file.is_page:
        kind, done, failed = "page", labels.OPENING, labels.POPUP_BLOCKED
    else:
        kind, done, failed = "file", labels.downloading(file.name), ""
    told = f'<span class="told">{literal(done)}</span><span class="fault">{literal(failed)}</span>'
    return f'<div class="delivery {kind}">{told} {link}</div>'
