"""The questions that are proposed after an answer, as buttons."""

import re
from collections.abc import Sequence

from assistant.schema import Answer, Status
from ui import labels
from ui.rendering import literal

_REFERENCE = re.compile(r"n-(\d{1,2})", re.ASCII)


def proposed_markup(answer: Answer, questions: Sequence[str]) -> str:
    """Empty where nothing is proposed."""
    if not questions:
        return ""
    label = labels.GO_ON if answer.status is Status.ANSWERED else labels.GO_ON_NOT_FOUND
    items = "".join(f"<li>{_button(*one)}</li>" for one in enumerate(questions, 1))
    return f'<div class="next"><p class="label">{literal(label)}</p><ul>{items}</ul></div>'


def _button(rank: int, question: str) -> str:
    return f'<button type="button" class="proposed" id="n-{rank}">{literal(question)}</button>'


def proposed(reference: str, questions: Sequence[str]) -> str:
    """The question that a button is of; empty for what is no such button."""
    found = _REFERENCE.fullmatch(reference)
    rank = int(found[1]) if found else 0
    return questions[rank - 1] if 1 <= rank <= len(questions) else ""
