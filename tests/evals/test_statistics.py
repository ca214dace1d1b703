"""Intervals: Wilson's against published values, the bootstrap against what theory says."""

from math import sqrt

import numpy as np
import pytest

from evals.statistics import Estimate, auroc, difference, mean, share, statistic, wilson

RANDOM = np.random.default_rng(5)
SCORES = [float(value) for value in RANDOM.random(100)]
ALONE = [str(number) for number in range(100)]
TENS = [str(number // 10) for number in range(100)]


def width(estimate: Estimate) -> float:
    return estimate.high - estimate.low


@pytest.mark.parametrize(
    ("hits", "total", "interval"),
    [
        (9, 10, (0.596, 0.982)),
        (8, 10, (0.490, 0.943)),
        (0, 10, (0.0, 0.278)),
        (10, 10, (0.722, 1.0)),
        (81, 263, (0.255, 0.366)),  # Newcombe 1998
        (15, 148, (0.062, 0.160)),  # idem
        (1, 29, (0.006, 0.172)),  # idem
        (0, 0, (0.0, 1.0)),
    ],
)
def test_wilson_as_published(hits: int, total: int, interval: tuple[float, float]) -> None:
    assert wilson(hits, total) == pytest.approx(interval, abs=6e-4)


def test_wilson_by_hand() -> None:
    z, n, p = 1.959964, 10, 8 / 10
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    assert wilson(8, 10) == pytest.approx((centre - half, centre + half))


def test_a_share_counts_its_questions_and_its_clusters() -> None:
    found = share([True, False, True, True], ["a", "a", "b", "c"])
    assert found == Estimate(3 / 4, *wilson(3, 4), n=4, clusters=3)


def test_a_mean_is_over_questions_not_over_clusters() -> None:
    found = mean([1.0, 1.0, 1.0, 0.0], ["a", "a", "a", "b"])
    assert (found.value, found.n, found.clusters) == (3 / 4, 4, 2)
    assert (found.low, found.high) == (0.0, 1.0)


def test_a_mean_of_equal_values_leaves_no_doubt() -> None:
    assert mean([0.25] * 6, list("aabbcd")) == Estimate(0.25, 0.25, 0.25, 6, 4)


def test_one_cluster_tells_of_no_other() -> None:
    assert mean([0.0, 1.0], ["a", "a"]) == Estimate(1 / 2, 1 / 2, 1 / 2, 2, 1)


def test_the_bootstrap_is_as_wide_as_theory_says() -> None:
    found = mean(SCORES, ALONE)
    assert found.value == pytest.approx(sum(SCORES) / 100)
    assert width(found) == pytest.approx(2 * 1.96 * np.std(SCORES) / sqrt(100), rel=0.05)
    assert found.low < found.value < found.high


def test_a_seed_gives_one_interval() -> None:
    assert mean(SCORES, TENS, seed=1) == mean(SCORES, TENS, seed=1)
    assert mean(SCORES, TENS) == mean(SCORES, TENS)
    assert mean(SCORES, TENS, seed=1) != mean(SCORES, TENS, seed=2)


def test_what_the_clusters_are_called_changes_nothing_else() -> None:
    assert mean(SCORES, TENS) == mean(SCORES, [f"cluster {one}" for one in TENS])


def test_clusters_of_equal_values_widen_the_interval() -> None:
    """A hundred values in ten clusters say no more than ten do: wider by about √10."""
    values = [SCORES[number // 10] for number in range(100)]
    ratio = width(mean(values, TENS)) / width(mean(values, ALONE))
    assert ratio == pytest.approx(sqrt(10), rel=0.2)


def test_a_run_against_itself_differs_by_nothing() -> None:
    assert difference(SCORES, SCORES, TENS) == Estimate(0.0, 0.0, 0.0, 100, 10)


def test_a_known_shift_is_detected() -> None:
    noise = RANDOM.normal(0, 0.1, 100)
    shifted = [value + 0.05 + gap for value, gap in zip(SCORES, noise, strict=True)]
    found = difference(SCORES, shifted, ALONE)
    assert 0 < found.low < 0.05 < found.high
    assert found.value == pytest.approx(0.05 + noise.mean())
    back = difference(shifted, SCORES, ALONE)
    assert (back.value, back.low) == pytest.approx((-found.value, -found.high), abs=2e-3)


def test_pairing_sees_what_two_intervals_hide() -> None:
    shifted = [value + 0.01 for value in SCORES]
    assert difference(SCORES, shifted, ALONE)[:3] == pytest.approx((0.01, 0.01, 0.01))
    assert mean(shifted, ALONE).low < mean(SCORES, ALONE).high


def test_noise_alone_is_no_difference() -> None:
    other = [value + gap for value, gap in zip(SCORES, RANDOM.normal(0, 0.1, 100), strict=True)]
    found = difference(SCORES, other, ALONE)
    assert found.low < 0 < found.high


def test_a_difference_is_of_the_same_questions() -> None:
    with pytest.raises(ValueError):
        difference([1.0, 0.0], [1.0], ["a", "b"])


def test_any_statistic_is_resampled_as_a_mean_is() -> None:
    values = np.array(SCORES)
    uneven = [str(int(sqrt(number))) for number in range(100)]
    found = statistic(lambda rows: float(values[rows].mean()), uneven)
    assert found == pytest.approx(mean(SCORES, uneven))


def test_a_statistic_is_given_whole_clusters() -> None:
    seen: list[list[int]] = []

    def count(rows: np.ndarray) -> float:
        seen.append([int(row) for row in rows])
        return float(len(rows))

    found = statistic(count, ["a", "b", "a", "b", "b"])
    assert seen[-1] == [0, 1, 2, 3, 4]
    assert all(rows.count(0) == rows.count(2) for rows in seen)
    assert all(rows.count(1) == rows.count(3) == rows.count(4) for rows in seen)
    assert (found.value, found.low, found.high) == (5.0, 2 + 2, 3 + 3)


def test_resamples_that_tell_nothing_are_left_out() -> None:
    """Of two rows, one resample in four has only the first, where nothing can be told."""
    found = statistic(lambda rows: float(rows.max()) or float("nan"), ["a", "b"])
    assert found == Estimate(1.0, 1.0, 1.0, 2, 2)


def test_where_no_resample_tells_anything_the_value_stands_alone() -> None:
    """It takes all of twenty rows, which no resample happens to draw."""
    rows = [str(number) for number in range(20)]
    found = statistic(lambda drawn: 2.0 if len(set(drawn)) == 20 else float("nan"), rows)
    assert found == Estimate(2.0, 2.0, 2.0, 20, 20)


@pytest.mark.parametrize(
    ("sure", "unsure", "expected"),
    [([0.9, 0.8], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([3, 1], [2, 0], 0.75)],
)
def test_auroc(sure: list[float], unsure: list[float], expected: float) -> None:
    assert auroc(sure, unsure) == pytest.approx(expected)


@pytest.mark.parametrize(("sure", "unsure"), [([], [0.5]), ([0.5], [])])
def test_auroc_of_one_side_alone_is_not_a_number(sure: list[float], unsure: list[float]) -> None:
    assert auroc(sure, unsure) != auroc(sure, unsure)
