"""Intervals: Wilson's for shares, a bootstrap over clusters for the rest and for differences."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

SEED = 20201231
RESAMPLES = 2000
CONFIDENCE = 0.95
Values = Sequence[float] | NDArray[np.float64]


class Estimate(NamedTuple):
    """A value with its 95 % interval, and over how many questions and clusters."""

    value: float
    low: float
    high: float
    n: int
    clusters: int


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson's interval (1927) of a share."""
    if not total:
        return 0.0, 1.0
    found = binomtest(hits, total).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def share(hits: Sequence[bool], clusters: Sequence[str]) -> Estimate:
    """A share with Wilson's interval, which takes the questions as independent."""
    low, high = wilson(sum(hits), len(hits))
    return Estimate(float(np.mean(hits)), low, high, len(hits), len(set(clusters)))


def auroc(sure: Values, unsure: Values) -> float:
    """How often a confidence of `sure` is above one of `unsure`, a tie counting half; NaN where
    either has none."""
    if not (len(sure) and len(unsure)):
        return float("nan")
    labels = [True] * len(sure) + [False] * len(unsure)
    return float(roc_auc_score(labels, [*sure, *unsure]))


def mean(values: Sequence[float], clusters: Sequence[str], *, seed: int = SEED) -> Estimate:
    """A mean with the percentile interval of a bootstrap over clusters."""
    sums, counts = _by_cluster(values, clusters)
    drawn = _draws(len(sums), seed)
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return _estimate(float(np.mean(values)), means, len(values), len(sums))


def difference(
    first: Sequence[float], second: Sequence[float], clusters: Sequence[str], *, seed: int = SEED
) -> Estimate:
    """The mean of second − first over the same questions: paired, resampled by cluster."""
    gaps = [b - a for a, b in zip(first, second, strict=True)]
    return mean(gaps, clusters, seed=seed)


def statistic(
    of: Callable[[NDArray[np.intp]], float], clusters: Sequence[str], *, seed: int = SEED
) -> Estimate:
    """Any figure of a list of rows, with its interval; `of` is given the rows' numbers."""
    rows = _rows(clusters)
    drawn = _draws(len(rows), seed)
    everything = np.arange(len(clusters))
    values = np.array([of(np.concatenate([rows[c] for c in draw])) for draw in drawn])
    return _estimate(of(everything), values[~np.isnan(values)], len(clusters), len(rows))


def _estimate(value: float, resampled: NDArray[np.float64], n: int, clusters: int) -> Estimate:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail]) if len(resampled) else (value, value)
    return Estimate(value, float(low), float(high), n, clusters)


def _draws(clusters: int, seed: int) -> NDArray[np.intp]:
    """Which clusters each resample holds: `(RESAMPLES, clusters)`."""
    return np.random.default_rng(seed).integers(0, clusters, (RESAMPLES, clusters))


def _rows(clusters: Sequence[str]) -> list[NDArray[np.intp]]:
    names, numbers = np.unique(np.asarray(clusters), return_inverse=True)
    return [np.flatnonzero(numbers == number) for number in range(len(names))]


def _by_cluster(
    values: Sequence[float], clusters: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = _rows(clusters)
    array = np.asarray(values, dtype=float)
    return (
        np.array([array[row].sum() for row in rows]),
        np.array([float(len(row)) for row in rows]),
    )
