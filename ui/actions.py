"""What stands under an answer: its proof, and the buttons to work with it.

A button's id is all that the page says of what is wanted: a name and a turn, 0 for the whole
conversation.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.provenance import Provenance
from assistant.schema import Answer
from ingest.schema import Period
from ui import labels
from ui.rendering import differs, literal

ALL = 0
_ACT = re.compile(r"([a-z]{2,10})-(\d{1,4})", re.ASCII)


class Act(NamedTuple):
    """Something wanted of a turn; turns count from 1."""

    name: str
    turn: int


def read_act(reference: str, turns: int) -> Act | None:
    """What a button's id says; None where no button of so many turns has it."""
    found = _ACT.fullmatch(reference)
    if not found or int(found[2]) > turns:
        return None
    return Act(found[1], int(found[2]))


def proof_line(answer: Answer, provenance: Provenance | None) -> str:
    """`Citations vérifiées · index v3-1f2e3d4c du 4 mai 2026`; empty when nothing is known."""
    if provenance is None:
        return ""
    day = provenance.built.astimezone().date()
    index = labels.index(provenance.version, labels.period(Period(day, day)))
    return labels.proof(len(answer.citations) if provenance.verified else 0, index)


def proof_markup(answer: Answer, provenance: Provenance | None) -> str:
    line = proof_line(answer, provenance)
    verified = " verified" if provenance and provenance.verified else ""
    return f'<div class="proof{verified}">{literal(line)}</div>' if line else ""


def actions_markup(
    answer: Answer | None, turn: int, *, last: bool, opinion: int | None = None
) -> str:
    """Without an answer there is nothing to copy or export; only the last question is retried.
    `opinion` is the number of the one that was given, 0 while none is; None: it is not asked for.
    """
    row = [_button("copy", turn, labels.COPY)] if answer else []
    row.append(_button("edit", turn, labels.EDIT))
    row += [_button("retry", turn, labels.RETRY)] if last else []
    row += [_menu(labels.EXPORT, _exports(answer, turn))] if answer else []
    row += _opinion(turn, opinion) if answer and opinion is not None else []
    return f'<div class="acts">{"".join(row)}</div>'


def whole_markup() -> str:
    """The exports of the whole conversation."""
    named = [("copy", labels.COPY), *_formats()]
    return _menu(labels.EXPORT_ALL, (_button(name, ALL, label) for name, label in named))


def editing_markup(turn: int) -> str:
    """What is said while a question already asked stands in the box to be changed."""
    keep = _button("keep", turn, labels.KEEP)
    return f'<div class="changing"><p>{literal(labels.EDITING)}</p>{keep}</div>'


def _opinion(turn: int, given: int) -> list[str]:
    if given:
        return [f'<span class="given">{literal(labels.OPINION_GIVEN.format(id=given))}</span>']
    return [_button(name, turn, label) for name, label in labels.VERDICTS.items()]


def _formats() -> Iterable[tuple[str, str]]:
    return ("md", labels.MARKDOWN), ("docx", labels.WORD), ("print", labels.PRINT)


def _exports(answer: Answer, turn: int) -> Iterable[str]:
    for name, label in _formats():
        yield _button(name, turn, label)
    if answer.rows and not differs(answer):
        yield _button("csv", turn, labels.CSV)
    yield _button("receipt", turn, labels.RECEIPT)
    yield _button("proof", turn, labels.COPY_RECEIPT)


def _menu(name: str, buttons: Iterable[str]) -> str:
    items = "".join(f"<li>{button}</li>" for button in buttons)
    return f'<details class="exports"><summary>{literal(name)}</summary><ul>{items}</ul></details>'


def _button(name: str, turn: int, label: str) -> str:
    return f'<button type="button" class="act" id="{name}-{turn}">{literal(label)}</button>'
