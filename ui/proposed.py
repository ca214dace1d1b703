"""The questions that are proposed after an answer, as buttons."""

import re
from typing import NamedTuple

from assistant.schema import Answer, Status
from ui import labels
from ui.rendering import literal

_REFERENCE = re.compile(r"n-(\d{1,2})", re.ASCII)


class Proposed(NamedTuple):
    """What is proposed after an answer."""

    answer: Answer
    questions: tuple[str, ...]


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
