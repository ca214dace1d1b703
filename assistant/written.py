"""What a chat model made of a question: proven sentences, and what became of the others."""

from dataclasses import dataclass
from typing import NamedTuple

from assistant.schema import Proof, Statement


@dataclass(frozen=True)
class Tally:
    """Of the sentences that the model wrote: those proven at a second try, those that a quotation
    replaced, those dropped. `added` is 1 where the best quotation had to follow them."""

    written: int = 0
    repaired: int = 0
    replaced: int = 0
    dropped: int = 0
    added: int = 0


class Written(NamedTuple):
    """As much of an answer as is proven. `failure` names why the model said no more (see
    `assistant.completion.Failure`), `no_answer` that it finds none in the passages."""

    statements: tuple[Statement, ...] = ()
    tally: Tally = Tally()
    no_answer: bool = False
    failure: str = ""


class Reserve(NamedTuple):
    """The extractive answer, should the model fail: its short answer, if any, its quotations, and
    the very sentence that answers best."""

    headline: Statement | None
    quotations: tuple[Statement, ...]
    best: Proof
