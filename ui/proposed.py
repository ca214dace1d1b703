"""The questions that are proposed after an answer, as buttons."""

import logging
import re
from typing import Any, NamedTuple

from assistant.schema import Answer, Status
from ui import labels
from ui.backend import Backend
from ui.conversation import Exchange, State, working
from ui.layout import Parts
from ui.rendering import literal

MOST_AT_ONCE = 2
"""Those who look for what to propose leave the processor to those who answer."""
_REFERENCE = re.compile(r"n-(\d{1,2})", re.ASCII)

log = logging.getLogger(__name__)


class Proposed(NamedTuple):
    """What is proposed after an answer."""

    answer: Answer
    questions: tuple[str, ...]


class Proposals:
    """What happens once a question was answered."""

    def __init__(self, parts: Parts, assistant: Backend) -> None:
        self.parts, self.assistant = parts, assistant

    def wire(self, answered: Any, **how: Any) -> None:
        """`answered` is the event of an answer."""
        parts = self.parts
        found = answered.then(
            self.propose,
            [parts.asked, parts.exchanges],
            parts.proposed,
            concurrency_limit=MOST_AT_ONCE,
            concurrency_id="propose",
            **how,
        )
        shown = [parts.proposed, parts.exchanges]
        found.then(self.show, shown, parts.proposals, queue=False, **how)

    def propose(self, asked: str, exchanges: list[Exchange]) -> Proposed | None:
        """Questions to go on with, once an answer is on screen; none where that fails, or where
        `begin` refused the question."""
        last = exchanges[-1] if asked and exchanges else None
        if last is None or last.answer is None or last.state is not State.DONE:
            return None
        try:
            return Proposed(last.answer, self.assistant.propose(last.answer))
        except Exception:
            log.exception("nothing could be proposed")
            return None

    def show(self, found: Proposed | None, exchanges: list[Exchange]) -> str:
        """Nothing where the conversation went on meanwhile."""
        last = exchanges[-1].answer if exchanges and not working(exchanges) else None
        return proposed_markup(found) if found and found.answer == last else ""


def proposed_markup(found: Proposed) -> str:
    """Empty where nothing is proposed."""
    if not found.questions:
        return ""
    label = labels.GO_ON if found.answer.status is Status.ANSWERED else labels.GO_ON_NOT_FOUND
    items = "".join(f"<li>{_button(*one)}</li>" for one in enumerate(found.questions, 1))
    return f'<div class="next"><p class="label">{literal(label)}</p><ul>{items}</ul></div>'


def _button(rank: int, question: str) -> str:
    return f'<button type="button" class="proposed" id="n-{rank}">{literal(question)}</button>'


def proposed(reference: str, found: Proposed | None) -> str:
    """The question that a button is of; empty for what is no such button."""
    read = _REFERENCE.fullmatch(reference)
    rank = int(read[1]) if read else 0
    return found.questions[rank - 1] if found and 1 <= rank <= len(found.questions) else ""
