"""The form in which a user says what an answer is worth: what is kept is told before it is sent."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import gradio as gr

from assistant.schema import Answer, Status
from ingest.errors import FeedbackError
from ui import labels
from ui.actions import ALL, read_act
from ui.conversation import Exchange, messages, working
from ui.feedback import Feedback, Verdict
from ui.layout import Parts
from ui.quota import user
from ui.receipt import receipt
from ui.rendering import literal

Changes = dict[Any, Any]

log = logging.getLogger(__name__)


class Judged(NamedTuple):
    """The answer that the form is about; the server alone keeps it."""

    turn: int
    verdict: Verdict
    answer: Answer


class OpinionForm:
    """Its events. What is judged comes from the browser as a button's id; the answer itself only
    ever from the server's session."""

    def __init__(self, parts: Parts, feedback: Feedback) -> None:
        if parts.opinion is None:
            raise ValueError("the page has no room for opinions")
        self._own, self._parts, self._feedback = parts.opinion, parts, feedback

    def wire(self, **how: Any) -> None:
        own, parts = self._own, self._parts
        parts.act.click(self.open, [parts.reference, parts.exchanges], self.shown(), **how)
        given = [own.judged, own.reason, own.comment, parts.exchanges]
        changed = [*self.shown(), parts.exchanges, parts.conversation]
        own.send.click(self.send, given, changed, **how)
        own.leave.click(self.close, None, self.shown(), **how)

    def shown(self) -> list[Any]:
        own = self._own
        return [own.form, own.title, own.reason, own.comment, own.told, own.judged]

    def open(self, reference: str, exchanges: Sequence[Exchange]) -> Changes:
        """On the answer of a thumb; nothing for what is no thumb of this conversation."""
        judged = _judged(reference, exchanges)
        if judged is None:
            return {self._own.told: gr.skip()}
        reasons = _reasons(judged)
        title = labels.pair(labels.OPINION, labels.VERDICTS[judged.verdict])
        return {
            self._own.form: gr.update(visible=True),
            self._own.title: f'<h2 tabindex="-1">{literal(title)}</h2>',
            self._own.reason: gr.update(
                choices=[(label, key) for key, label in reasons.items()], value=None
            ),
            self._own.comment: "",
            self._own.told: "",
            self._own.judged: judged,
        }

    def send(
        self,
        judged: Judged | None,
        reason: str | None,
        comment: str,
        exchanges: list[Exchange],
        request: gr.Request,
    ) -> Changes:
        """Keeps it; where it cannot be kept the form stays, and says why."""
        if judged is None:
            return {self._own.told: gr.skip()}
        one = _still_shown(judged, exchanges)
        if one is None:
            return {**self.close(), self._own.told: _told(labels.OPINION_STALE)}
        reason = reason if reason in _reasons(judged) else ""
        proof = receipt(judged.answer, one.provenance, datetime.now().astimezone())
        who = user(request) or str(request.session_hash)
        try:
            number = self._feedback.add(who, judged.verdict, reason, comment, proof)
        except FeedbackError as error:
            log.error("%s", error)
            return {self._own.told: _told(labels.OPINION_NOT_KEPT)}
        said = {**self.close(), self._own.told: _told(labels.OPINION_SENT.format(id=number))}
        return said if working(exchanges) else {**said, **self._marked(exchanges, judged, number)}

    def close(self) -> Changes:
        return {
            self._own.form: gr.update(visible=False),
            self._own.told: "",
            self._own.judged: None,
        }

    def _marked(self, exchanges: list[Exchange], judged: Judged, number: int) -> Changes:
        """The conversation, with what was thought of an answer; not while another is written,
        which alone then changes the conversation."""
        at = judged.turn - 1
        marked = [*exchanges[:at], replace(exchanges[at], opinion=number), *exchanges[at + 1 :]]
        return {
            self._parts.exchanges: marked,
            self._parts.conversation: gr.update(value=messages(marked, judged=True)),
        }


def _judged(reference: str, exchanges: Sequence[Exchange]) -> Judged | None:
    act = read_act(reference, len(exchanges))
    if act is None or act.turn == ALL or act.name not in labels.VERDICTS:
        return None
    one = exchanges[act.turn - 1]
    verdict: Verdict = "up" if act.name == "up" else "down"
    return Judged(act.turn, verdict, one.answer) if one.answer and not one.opinion else None


def _still_shown(judged: Judged, exchanges: Sequence[Exchange]) -> Exchange | None:
    """Its exchange, unless its question was changed or retried meanwhile, or all was begun anew."""
    found = exchanges[judged.turn - 1 : judged.turn]
    return found[0] if found and found[0].answer == judged.answer else None


def _reasons(judged: Judged) -> dict[str, str]:
    refused = "" if judged.answer.status is Status.ANSWERED else "_refused"
    return labels.REASONS[judged.verdict + refused]


def _told(message: str) -> str:
    return f"<p>{literal(message)}</p>"
