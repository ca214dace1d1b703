"""A sentence that may answer, with what it is chosen by; and the fitted weights of the choice.

The weights of the two linear models (which sentence, and whether any) are fitted on the
development questions by `python -m evals.calibration`, and kept in `weights.toml`: once for
going without the reader (`plain`), once with what it says (`read`).
"""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from ingest.schema import Kind, Passage
from ingest.text import Span

FEATURES = (
    "sentence_coverage", "passage_coverage", "names", "gap", "known", "fit", "misfit",
    "sentence_cosine", "passage_cosine", "retrieval", "english",
)  # fmt: skip
READ = ("span", "span_open")
Model = Literal["plain", "read"]
NAMES: dict[Model, tuple[str, ...]] = {"plain": FEATURES, "read": (*FEATURES, *READ)}


class Found(NamedTuple):
    """A short answer and how well it fits the kind of answer wanted."""

    short: str
    fit: float


@dataclass(frozen=True)
class Choice:
    """A sentence that may answer: where, its short answer, and its features.

    `score` orders sentences; `probability` is that of answering the question. `context` starts
    where the sentence before does, if the sentence goes on with what that one names. `missing`
    are the names and figures of the question that the passage does not hold; `ranked` tells whether
    it ranks otherwise what the question ranks; `also` is what it holds of the second kind of answer
    that is wanted, if one is. `model` tells which models gave the two: `read` ones
    also see the log-odds of the reader, of a closed or of an open question.
    """

    passage: Passage
    span: Span
    context: int
    found: Found
    features: tuple[float, ...]
    score: float
    probability: float
    missing: tuple[str, ...]
    ranked: bool = False
    also: Found | None = None
    model: Model = "plain"
    read: tuple[float, float] = (0.0, 0.0)

    @property
    def is_beside(self) -> bool:
        """Whether it is about something else, so that another sentence may answer: not where what
        it tells is ranked otherwise, « la 3e rencontre » for the first."""
        return bool(self.missing) and not self.ranked

    @property
    def plain_score(self) -> float:
        """The score without the reader, which says of one sentence of a passage that it answers
        and nothing of those that go on with it."""
        return linear("plain", "ranking", self.features)

    @property
    def year(self) -> int:
        """The last year that the passage covers; 0 where that is not known."""
        return self.passage.period.last.year if self.passage.period else 0

    @property
    def quoted(self) -> Span:
        """The sentence with the one that it goes on with; of a speech, all with who spoke; what
        leads to a list, with the list."""
        if self.passage.kind is Kind.QUOTATION:
            return Span(self.passage.start, self.passage.end)
        start, end = (at - self.passage.start for at in self.span)
        leads = self.passage.announces(self.passage.text[start:end])
        return Span(self.context, self.passage.end if leads else self.span.end)

    def feature(self, name: str) -> float:
        return self.features[FEATURES.index(name)]

    @property
    def limits(self) -> dict[str, float]:
        """The least probability of an answer, and the margins of score."""
        found: dict[str, float] = weights()[self.model]["limit"]
        return found


@cache
def weights() -> dict[str, Any]:
    """The fitted models: of each, `ranking` and `answerable` (weights by feature and an
    intercept) and `limit`; and the `coverage` that entries and subjects need."""
    return tomllib.loads((files("assistant") / "weights.toml").read_text(encoding="utf-8"))


def linear(model: Model, part: str, features: Sequence[float]) -> float:
    fitted = weights()[model][part]
    total: float = fitted["intercept"] + sum(
        fitted[name] * value for name, value in zip(NAMES[model], features, strict=True)
    )
    return total


def logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
