"""Measures of refusing: refusal is the positive class. Pure functions.

F1 alone is no use here, since who always refuses gets a good one (El-Yaniv & Wiener 2010,
Geifman & El-Yaniv 2017 for risk and coverage).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Confusion(NamedTuple):
    """Counts: refused and should, refused and should not, answered and should not have,
    answered and should."""

    right_refusals: int
    wrong_refusals: int
    wrong_answers: int
    answers: int

    @property
    def recall(self) -> float:
        return _ratio(self.right_refusals, self.right_refusals + self.wrong_answers)

    @property
    def precision(self) -> float:
        return _ratio(self.right_refusals, self.right_refusals + self.wrong_refusals)

    @property
    def wrong_refusal_rate(self) -> float:
        return _ratio(self.wrong_refusals, self.wrong_refusals + self.answers)

    @property
    def balanced_accuracy(self) -> float:
        """The mean of what is refused of what should be and answered of what should be: 50 %
        for who always refuses or always answers."""
        return (self.recall + 1 - self.wrong_refusal_rate) / 2


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def confusion(refused: ArrayLike, must_refuse: ArrayLike) -> Confusion:
    did, should = np.asarray(refused, dtype=bool), np.asarray(must_refuse, dtype=bool)
    counts = (did & should, did & ~should, ~did & should, ~did & ~should)
    return Confusion(*(int(one.sum()) for one in counts))


def risk_coverage(confidences: ArrayLike, right: ArrayLike) -> tuple[Array, Array]:
    """Coverage (share of the questions answered, the surest first) and the risk there (share of
    those answered wrong). Answers of one confidence come at once."""
    sure = np.asarray(confidences, dtype=float)
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~np.asarray(right, dtype=bool)[order])
    last = np.append(np.diff(sure[order]) != 0, True)
    count = np.arange(1, len(order) + 1)
    return count[last] / len(order), wrong[last] / count[last]


def aurc(confidences: ArrayLike, right: ArrayLike) -> float:
    """Area under the risk-coverage curve, as a step function: 0 is best."""
    coverage, risk = risk_coverage(confidences, right)
    return float(np.sum(np.diff(coverage, prepend=0.0) * risk))


def risk_at(confidences: ArrayLike, right: ArrayLike, least: float) -> float:
    """The risk at the first point that covers at least that share of the questions."""
    coverage, risk = risk_coverage(confidences, right)
    return float(risk[np.searchsorted(coverage, least - 1e-9)])
