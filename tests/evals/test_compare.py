"""Two runs beside each other: won and lost, and differences that can be done by hand."""

from itertools import pairwise
from typing import Any

import pytest

from evals import statistics
from evals.compare import Comparison, Difference, compare
from evals.measures import NAMED
from evals.run import RunError
from evals.schema import Outcome
from evals.statistics import Estimate
from tests.evals.test_run import outcome, refusal, run_of


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "RESAMPLES", 200)


def rated(scores: str, name: str = "right", **changes: Any) -> list[Outcome]:
    """`q0`, `q1`… with a score each: the digits of `scores`; a dot is a question less, a dash
    one that is not eligible."""
    return [
        outcome(
            f"q{at}", right=score == "1", scores={} if score == "-" else {name: float(score)},
            **changes,
        )
        for at, score in enumerate(scores)
        if score != "."
    ]  # fmt: skip


def compared(first: str, second: str, name: str = "right", **changes: Any) -> Comparison:
    return compare(run_of(*rated(first, name, **changes)), run_of(*rated(second, name, **changes)))


def measured(found: Comparison, name: str) -> Difference:
    (one,) = [one for one in found.differences if one.measure.name == name]
    return one


# --- questions --------------------------------------------------------------------------------


def test_questions_that_change_sides_are_won_or_lost() -> None:
    found = compared("0110", "1100")
    assert [(before.id, after.id) for before, after in found.won] == [("q0", "q0")]
    assert [(before.id, after.id) for before, after in found.lost] == [("q2", "q2")]
    assert [(before.right, after.right) for before, after in found.won] == [(False, True)]


def test_questions_are_paired_by_id_and_not_by_place() -> None:
    first, second = rated("011"), rated("110")
    found = compare(run_of(*first), run_of(*reversed(second)))
    assert [after.id for _, after in found.won] == ["q0"]
    assert [after.id for _, after in found.lost] == ["q2"]
    assert measured(found, "right").gap.value == 0


def test_questions_of_one_run_alone_count_for_nothing() -> None:
    found = compared("000.", "1..1")
    one = measured(found, "right")
    assert (found.questions, one.gap.n) == (1, 1)
    assert (one.first, one.second) == (0, 1)
    assert [after.id for _, after in found.won] == ["q0"]


@pytest.mark.parametrize(("first", "second"), [("11..", "..11"), ("", "1"), ("", "")])
def test_runs_without_a_common_question(first: str, second: str) -> None:
    with pytest.raises(RunError, match="aucune question en commun"):
        compared(first, second)


# --- differences ------------------------------------------------------------------------------


def test_a_difference_by_hand() -> None:
    """Gaps 1, 1, 0, 1, −1: their mean is 0.4."""
    one = measured(compared("00101", "11110"), "right")
    assert (one.first, one.second) == pytest.approx((0.4, 0.8))
    assert one.gap.value == pytest.approx(0.4)
    assert (one.gap.n, one.gap.clusters) == (5, 5)
    assert -1 <= one.gap.low < 0.4 < one.gap.high <= 1


def test_only_questions_that_are_eligible_in_both_are_paired() -> None:
    one = measured(compared("001-", "1-00"), "right")
    assert (one.first, one.second) == (0.5, 0.5)
    assert one.gap.n == 2
    names = [one.measure.name for one in compared("--", "11").differences]
    assert names
    assert "right" not in names


def test_the_same_gap_on_every_question_has_no_width() -> None:
    one = measured(compared("0000", "1111"), "right")
    assert one.gap[:3] == (1, 1, 1)


def test_questions_of_one_passage_are_drawn_together() -> None:
    one = measured(compared("0000", "0011", cluster="one"), "right")
    assert one.gap == Estimate(0.5, 0.5, 0.5, 4, 1)


@pytest.mark.parametrize(
    ("name", "first", "second", "verdict"),
    [
        ("right", "000000", "111111", "better"),
        ("right", "111111", "000000", "worse"),
        ("right", "010101", "101010", "same"),
        ("right", "010101", "010101", "same"),
        ("right", "00000000", "00000001", "same"),
        ("wrong_refusal", "000000", "111111", "worse"),
        ("wrong_refusal", "111111", "000000", "better"),
        ("wrong_refusal", "010101", "101010", "same"),
        ("words", "222222", "777777", "same"),
    ],
)
def test_a_verdict(name: str, first: str, second: str, verdict: str) -> None:
    assert measured(compared(first, second, name), name).verdict == verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.1, 0.3, "better"), (0.0, 0.3, "same"), (-0.1, 0.3, "same"), (-0.3, -0.1, "worse")],
)
def test_an_interval_that_touches_zero_says_nothing(low: float, high: float, verdict: str) -> None:
    gap = Estimate((low + high) / 2, low, high, 9, 9)
    assert Difference(NAMED["right"], 0.5, 0.5, gap).verdict == verdict


# --- measures of all questions at once --------------------------------------------------------


def mixed(answered: str, refused: str) -> list[Outcome]:
    """Answerable questions, of which `0` are refused; and others, of which `1` are."""
    asked = [
        outcome(f"a{at}", right=one == "1", status="answered" if one == "1" else "not_found")
        for at, one in enumerate(answered)
    ]
    return asked + [refusal(f"r{at}", right=one == "1") for at, one in enumerate(refused)]


def test_a_measure_of_all_questions_by_hand() -> None:
    """Balanced accuracy: (1/2 + 3/4) / 2 before, (2/2 + 2/4) / 2 after."""
    found = compare(run_of(*mixed("1110", "10")), run_of(*mixed("1100", "11")))
    one = measured(found, "balanced_accuracy")
    assert (one.first, one.second) == pytest.approx((0.625, 0.75))
    assert one.gap.value == pytest.approx(0.125)
    assert one.gap.n == 6
    assert one.verdict == "same"


def test_a_measure_of_all_questions_where_less_is_better() -> None:
    sure = [outcome(f"q{at}", right=at < 8, confidence=1 - at / 9) for at in range(9)]
    unsure = [one.model_copy(update={"forced": not one.forced}) for one in sure]
    worse, better = (
        measured(compare(run_of(*a), run_of(*b)), "aurc")
        for a, b in ((sure, unsure), (unsure, sure))
    )
    assert (worse.verdict, better.verdict) == ("worse", "better")
    assert worse.gap.value == pytest.approx(-better.gap.value)


def test_a_measure_that_one_run_cannot_have_is_left_out() -> None:
    """Nothing is refused before, so that refusals have no precision."""
    found = compare(run_of(*mixed("11", "00")), run_of(*mixed("10", "11")))
    names = [one.measure.name for one in found.differences]
    assert "refusal_precision" not in names
    assert {"right", "refusal", "balanced_accuracy"} <= set(names)


def test_differences_keep_the_order_of_the_measures() -> None:
    found = compare(run_of(*mixed("11", "10")), run_of(*mixed("10", "11")))
    order = [list(NAMED).index(one.measure.name) for one in found.differences]
    assert all(before < after for before, after in pairwise(order))
