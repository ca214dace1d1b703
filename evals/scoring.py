"""Answer against expectation, and shares with their intervals. Pure functions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.schema import Answer, Status
from evals.dataset import EvalQuestion
from ingest.text import folded

DEPTHS = (500, 1000)


class Share(NamedTuple):
    """`hits` of `total`, with Wilson's 95 % interval."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson (1927): the centre and half-width for z = 1.96."""
        n, z = self.total, 1.96
        if not n:
            return 0.0, 1.0
        p = self.value
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Score:
    """How one answer did. `depth` is how many characters of retrieved passages had to be read
    until the first piece of evidence was whole; None where it was not found."""

    question: EvalQuestion
    answer: Answer
    right: bool
    refused: bool
    quotes_in_place: bool
    depth: int | None


def is_right(question: EvalQuestion, answer: Answer) -> bool:
    """An answer is right with every fact and no forbidden one; a refusal, with an expected status.

    Any refusal is right for what is no question for the documents: which of the two refusals it
    gets is a matter of wording.
    """
    if answer.status is Status.ANSWERED:
        return Status.ANSWERED in question.expected and has_facts(question, answer.text)
    return any(status is not Status.ANSWERED for status in question.expected)


def has_facts(question: EvalQuestion, text: str) -> bool:
    """Folded containment: no case, accents, apostrophes; spaces inside figures do not count."""
    plain = _plain(text)
    facts = all(any(_plain(str(a)) in plain for a in fact) for fact in question.facts)
    return facts and not any(_plain(str(bad)) in plain for bad in question.forbidden)


def _plain(text: str) -> str:
    joined = folded(text)
    return "".join(
        character
        for at, character in enumerate(joined)
        if not (
            character == " " and joined[at - 1 : at].isdigit() and joined[at + 1 : at + 2].isdigit()
        )
    )


def evidence_depth(evidence: Sequence[str], passages: Sequence[str]) -> int | None:
    """Characters read, passage after passage, until the first piece of evidence is complete."""
    read = 0
    for passage in passages:
        ends = [at + len(piece) for piece in evidence if (at := passage.find(piece)) >= 0]
        if ends:
            return read + min(ends)
        read += len(passage)
    return None


def shares(scores: Sequence[Score]) -> dict[str, Share]:
    """The figures of a run, by name."""
    answerable = [score for score in scores if score.question.answerable]
    refusable = [s for s in scores if Status.ANSWERED not in s.question.expected]
    deep = [s for s in answerable if s.question.kind != "entries"]
    found = {
        f"preuve dans les {depth} premiers caractères": Share(
            sum(s.depth is not None and s.depth <= depth for s in deep), len(deep)
        )
        for depth in DEPTHS
    }
    return found | {
        "bonnes réponses": Share(sum(s.right for s in answerable), len(answerable)),
        "refus à tort": Share(sum(s.refused for s in answerable), len(answerable)),
        "bons refus": Share(sum(s.refused for s in refusable), len(refusable)),
        "citations à leur place": Share(sum(s.quotes_in_place for s in scores), len(scores)),
    }
