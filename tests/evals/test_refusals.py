"""Refusing: the four counts and what is made of them; risk against coverage."""

from itertools import permutations
from math import isnan

import pytest

from evals.refusals import Confusion, aurc, confusion, risk_at, risk_coverage

SURE = (0.9, 0.8, 0.7, 0.6, 0.5)
RIGHT = (True, True, True, False, False)
ONE_BY_ONE = [(1 / 4, 0), (2 / 4, 1 / 2), (3 / 4, 1 / 3), (1, 2 / 4)]


def test_the_four_counts_by_hand() -> None:
    must = [True, True, True, False, False, False, False, False]
    refused = [True, True, False, True, False, False, False, False]
    found = confusion(refused, must)
    assert found == Confusion(right_refusals=2, wrong_refusals=1, wrong_answers=1, answers=4)
    assert found.recall == pytest.approx(2 / (2 + 1))
    assert found.precision == pytest.approx(2 / (2 + 1))
    assert found.wrong_refusal_rate == pytest.approx(1 / (1 + 4))
    assert found.balanced_accuracy == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_precision_and_recall_are_not_the_same() -> None:
    found = Confusion(right_refusals=3, wrong_refusals=6, wrong_answers=1, answers=2)
    assert found.recall == pytest.approx(3 / 4)
    assert found.precision == pytest.approx(3 / 9)
    assert found.wrong_refusal_rate == pytest.approx(6 / 8)
    assert found.balanced_accuracy == pytest.approx((3 / 4 + 2 / 8) / 2)


@pytest.mark.parametrize("must_refuse", [1, 5, 9])
@pytest.mark.parametrize("refuses", [True, False])
def test_always_the_same_is_worth_half(refuses: bool, must_refuse: int) -> None:
    must = [at < must_refuse for at in range(10)]
    assert confusion([refuses] * 10, must).balanced_accuracy == pytest.approx(0.5)


@pytest.mark.parametrize("mistaken", [False, True])
def test_never_and_always_mistaken(mistaken: bool) -> None:
    must = [True, False, True, False]
    found = confusion([one is not mistaken for one in must], must)
    assert found.balanced_accuracy == float(not mistaken)


def test_what_cannot_be_told_is_no_number() -> None:
    assert isnan(confusion([True, False], [False, False]).balanced_accuracy)
    assert isnan(confusion([False, False], [True, False]).precision)


@pytest.mark.parametrize(
    ("confidences", "right", "points"),
    [
        ((0.9, 0.8, 0.7, 0.6), (1, 0, 1, 0), ONE_BY_ONE),
        ((0.6, 0.9, 0.7, 0.8), (0, 1, 1, 0), ONE_BY_ONE),
        ((0.9, 0.5, 0.5, 0.1), (1, 1, 0, 0), [(1 / 4, 0), (3 / 4, 1 / 3), (1, 2 / 4)]),
        ((0.9, 0.5, 0.5, 0.1), (1, 0, 1, 0), [(1 / 4, 0), (3 / 4, 1 / 3), (1, 2 / 4)]),
        ((0.5, 0.5, 0.5), (1, 0, 0), [(1, 2 / 3)]),
    ],
)
def test_risk_and_coverage_take_equal_confidences_at_once(
    confidences: tuple[float, ...], right: tuple[int, ...], points: list[tuple[float, float]]
) -> None:
    coverage, risk = risk_coverage(confidences, right)
    assert list(zip(coverage, risk, strict=True)) == [pytest.approx(point) for point in points]


@pytest.mark.parametrize(
    ("confidences", "right", "area"),
    [
        ((0.9, 0.8, 0.7, 0.6), (1, 0, 1, 0), (0 + 1 / 2 + 1 / 3 + 2 / 4) / 4),
        ((0.9, 0.8, 0.7, 0.6, 0.5), (0, 1, 1, 1, 0), (1 + 1 / 2 + 1 / 3 + 1 / 4 + 2 / 5) / 5),
        ((0.9, 0.5, 0.5, 0.1), (1, 1, 0, 0), 1 / 4 * 0 + 2 / 4 * 1 / 3 + 1 / 4 * 2 / 4),
        ((0.5, 0.5, 0.5, 0.5), (1, 0, 0, 0), 3 / 4),
        ((0.9, 0.8), (1, 1), 0.0),
        ((0.9, 0.8), (0, 0), 1.0),
    ],
)
def test_the_area_by_hand(
    confidences: tuple[float, ...], right: tuple[int, ...], area: float
) -> None:
    assert aurc(confidences, right) == pytest.approx(area)


def test_right_answers_first_is_the_least_area_and_last_the_most() -> None:
    areas = {order: aurc(SURE, order) for order in permutations(RIGHT)}
    assert len(areas) == 10
    assert min(areas, key=areas.__getitem__) == RIGHT
    assert max(areas, key=areas.__getitem__) == RIGHT[::-1]
    assert sorted(areas.values())[1] > areas[RIGHT] > 0


@pytest.mark.parametrize(
    ("least", "risk"),
    [(0.2, 0 / 1), (0.6, 0 / 3), (0.61, 1 / 4), (0.8, 1 / 4), (0.81, 2 / 5), (1.0, 2 / 5)],
)
def test_the_risk_at_a_coverage(least: float, risk: float) -> None:
    assert risk_at(SURE, RIGHT, least) == pytest.approx(risk)


def test_equal_confidences_are_covered_at_once() -> None:
    assert risk_at((0.9, 0.5, 0.5, 0.5), (1, 1, 0, 0), 0.5) == pytest.approx(2 / 4)
