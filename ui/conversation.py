"""What the server keeps of one conversation, and what the page may ask of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from assistant.provenance import Provenance
from assistant.schema import Answer, Excerpt, Turn
from ui import rendering
from ui.actions import actions_markup, proof_markup
from ui.run import Run

_REFERENCE = re.compile(r"([sr])-(\d{1,4})-(\d{1,3})", re.ASCII)


class State(Enum):
    """Where an exchange stands; only a working one may still change."""

    WORKING = auto()
    DONE = auto()
    STOPPED = auto()
    FAILED = auto()


@dataclass(frozen=True)
class Exchange:
    """One question and as much of its answer as there is; `error` is a French sentence,
    `provenance` that of a whole answer; `ahead` counts the questions that are to end before it
    begins; `opinion` is the number of what the user thought of it."""

    question: str
    answer: Answer | None = None
    state: State = State.WORKING
    error: str = ""
    provenance: Provenance | None = None
    ahead: int = 0
    opinion: int = 0
    run: Run = field(default_factory=Run, repr=False, compare=False)

    @property
    def cut_off(self) -> bool:
        """Whether its run went with its connection, and could not say how it ended."""
        return self.state is State.WORKING and self.run.over


def settled(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """What was cut off is stopped."""
    return [replace(one, state=State.STOPPED) if one.cut_off else one for one in exchanges]


def working(exchanges: Sequence[Exchange]) -> bool:
    last = exchanges[-1] if exchanges else None
    return last is not None and last.state is State.WORKING and not last.cut_off


def history(exchanges: Iterable[Exchange]) -> list[Turn]:
    """The turns that a next question may lean on: those that were answered."""
    return [each.answer.turn for each in exchanges if each.answer]


def messages(exchanges: Sequence[Exchange], *, judged: bool = False) -> list[dict[str, str]]:
    """The conversation as the chat shows it; turns count from 1, as in the references. `judged`
    tells whether opinions on answers are asked for."""
    shown = []
    for turn, each in enumerate(exchanges, start=1):
        language = each.answer.language if each.answer else None
        said = rendering.question_markup(each.question, language)
        shown.append({"role": "user", "content": said})
        acts = _acts(each, turn, last=turn == len(exchanges), judged=judged)
        shown.append({"role": "assistant", "content": _reply(each, turn) + acts})
    return shown


def find(exchanges: Sequence[Exchange], reference: str) -> tuple[Excerpt, str] | None:
    """What a reference names, with the index version that it is of.

    `s-{turn}-{marker}` is a citation, `r-{turn}-{rank}` a related passage; None when this
    conversation showed no such excerpt.
    """
    found = _REFERENCE.fullmatch(reference)
    if not found or not 1 <= int(found[2]) <= len(exchanges):
        return None
    answer = exchanges[int(found[2]) - 1].answer
    if answer is None:
        return None
    excerpt = _excerpts(answer, found[1]).get(int(found[3]))
    return (excerpt, answer.index_version) if excerpt else None


def _excerpts(answer: Answer, kind: str) -> dict[int, Excerpt]:
    if kind == "s":
        return {citation.marker: citation for citation in answer.citations}
    return dict(enumerate(answer.related, start=1))


def _acts(exchange: Exchange, turn: int, *, last: bool, judged: bool) -> str:
    """The proof and the buttons under a reply that no longer changes."""
    if exchange.state is State.WORKING:
        return ""
    answer = exchange.answer if exchange.state is State.DONE else None
    proof = proof_markup(answer, exchange.provenance) if answer else ""
    opinion = exchange.opinion if judged else None
    return proof + actions_markup(answer, turn, last=last, opinion=opinion)


def _reply(exchange: Exchange, turn: int) -> str:
    if exchange.state is State.FAILED:
        return rendering.error_markup(exchange.error)
    if exchange.state is State.STOPPED:
        return rendering.stopped_markup(exchange.answer, turn, exchange.error)
    if exchange.state is State.DONE and exchange.answer:
        return rendering.answer_markup(exchange.answer, turn)
    return rendering.working_markup(exchange.answer, turn, exchange.ahead)
