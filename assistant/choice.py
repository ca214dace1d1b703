"""A sentence that may answer, with what it is chosen by; and the fitted weights of the choice.

The weights of the two linear models (which sentence, and whether any) are fitted on the
development questions by `python -m evals.calibration`, and kept in `weights.toml`.
"""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ingest.schema import Passage
from ingest.text import Span

FEATURES = (
    "sentence_coverage", "passage_coverage", "names", "gap", "known", "fit", "misfit",
    "sentence_cosine", "passage_cosine", "rank", "english",
)  # fmt: skip


class Found(NamedTuple):
    """A short answer and how well it fits the kind of answer wanted."""

    short: str
    fit: float


@dataclass(frozen=True)
class Choice:
    """A sentence that may answer: where, its short answer, and its features.

    `score` orders sentences; `probability` is that of answering the question. `context` starts
    where the sentence before does, if the sentence goes on with what that one names. `missing`
    are the names and figures of the question that the passage does not hold.
    """

    passage: Passage
    span: Span
    context: int
    found: Found
    features: tuple[float, ...]
    score: float
    probability: float
    missing: tuple[str, ...]

    @property
    def year(self) -> int:
        """The last year that the passage covers; 0 where that is not known."""
        return self.passage.period.last.year if self.passage.period else 0

    def feature(self, name: str) -> float:
        return self.features[FEATURES.index(name)]


@cache
def weights() -> dict[str, Any]:
    """The fitted models: `ranking` and `answerable`, each weights by feature and an intercept,
    and the least `probability` of an answer."""
    return tomllib.loads((files("assistant") / "weights.toml").read_text(encoding="utf-8"))


def linear(model: str, features: Sequence[float]) -> float:
    fitted = weights()[model]
    total: float = fitted["intercept"] + sum(
        fitted[name] * value for name, value in zip(FEATURES, features, strict=True)
    )
    return total


def probability(features: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-linear("answerable", features)))
