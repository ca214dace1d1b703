"""Two runs on the same questions: what was won and lost, and the interval of the difference."""

from typing import Any, NamedTuple

import numpy as np

from evals.measures import MEASURES, Columns, Measure, Reader
from evals.run import RunError
from evals.schema import Outcome, Run
from evals.statistics import Estimate, difference, statistic

Pairs = list[tuple[Outcome, Outcome]]


class Difference(NamedTuple):
    """A measure of both runs over the questions that are eligible in both, and second − first."""

    measure: Measure
    first: float
    second: float
    gap: Estimate

    @property
    def verdict(self) -> str:
        """`better` or `worse` where the interval leaves no zero, else `same`."""
        if self.measure.better is None or self.gap.low <= 0 <= self.gap.high:
            return "same"
        return "better" if (self.gap.value > 0) == (self.measure.better == "higher") else "worse"


class Comparison(NamedTuple):
    """Differences by measure, and as (before, after) the questions that changed sides, and those
    that are as right or wrong as before with another answer."""

    first: Run
    second: Run
    differences: list[Difference]
    won: list[tuple[Outcome, Outcome]]
    lost: list[tuple[Outcome, Outcome]]
    reworded: list[tuple[Outcome, Outcome]]
    questions: int

    def to_json(self) -> dict[str, Any]:
        """Measures with both values and the interval of their difference; ids won and lost."""
        return {
            "first": self.first.system,
            "second": self.second.system,
            "questions": self.questions,
            "differences": {
                one.measure.name: {
                    "first": one.first,
                    "second": one.second,
                    "verdict": one.verdict,
                    **one.gap._asdict(),
                }
                for one in self.differences
            },
            "won": [after.id for _, after in self.won],
            "lost": [after.id for _, after in self.lost],
            "reworded": [after.id for _, after in self.reworded],
        }


def compare(first: Run, second: Run) -> Comparison:
    """Paired by question id; raises RunError where the runs share no question."""
    before = {outcome.id: outcome for outcome in first.outcomes}
    pairs = [(before[o.id], o) for o in second.outcomes if o.id in before]
    if not pairs:
        raise RunError("Ces deux mesures n’ont aucune question en commun.")
    found = [_difference(measure, pairs) for measure in MEASURES]
    return Comparison(
        first=first,
        second=second,
        differences=[one for one in found if one],
        won=[(a, b) for a, b in pairs if b.right and not a.right],
        lost=[(a, b) for a, b in pairs if a.right and not b.right],
        reworded=[(a, b) for a, b in pairs if a.right == b.right and _is_other(a, b)],
        questions=len(pairs),
    )


def _is_other(before: Outcome, after: Outcome) -> bool:
    """Refusals name the documents that there are: that alone is no other answer."""
    both = (before.answer, after.answer) if not after.refused else (before.status, after.status)
    return both[0] != both[1]


def _difference(measure: Measure, pairs: Pairs) -> Difference | None:
    if measure.of and measure.columns:
        return _difference_of_all(measure, measure.of, measure.columns, pairs)
    eligible = [(a, b) for a, b in pairs if measure.name in a.scores and measure.name in b.scores]
    if not eligible:
        return None
    first = [a.scores[measure.name] for a, _ in eligible]
    second = [b.scores[measure.name] for _, b in eligible]
    gap = difference(first, second, [b.cluster for _, b in eligible])
    return Difference(measure, float(np.mean(first)), float(np.mean(second)), gap)


def _difference_of_all(
    measure: Measure, of: Reader, columns: Columns, pairs: Pairs
) -> Difference | None:
    rows = [(columns(a), columns(b), b.cluster) for a, b in pairs]
    eligible = [(a, b, cluster) for a, b, cluster in rows if a is not None and b is not None]
    if not eligible:
        return None
    first, second = (np.array([row[side] for row in eligible], dtype=float) for side in (0, 1))
    if np.isnan(of(first)) or np.isnan(of(second)):
        return None
    gap = statistic(lambda at: of(second[at]) - of(first[at]), [row[2] for row in eligible])
    return Difference(measure, of(first), of(second), gap)
