"""The figures of a run: who is eligible, how they are made, how they are grouped."""

import json
from collections import Counter
from typing import Any

import pytest

from assistant.schema import Status
from evals.measures import MEASURES, NAMED, estimate, figures, figures_json, groups
from evals.schema import Outcome
from evals.statistics import wilson

ANSWERED, NOT_FOUND = Status.ANSWERED, Status.NOT_FOUND
OF_SEVERAL = {"refusal_precision", "balanced_accuracy", "aurc", "risk@80", "recovery"}


def outcome(id_: str, **changes: Any) -> Outcome:
    plain: dict[str, Any] = {
        "id": id_,
        "set": "fictional",
        "split": "dev",
        "kind": "number",
        "tier": None,
        "cluster": id_,
        "turns": ["?"],
        "expected": [ANSWERED],
        "wanted": [],
        "evidence": [],
        "status": ANSWERED,
        "answer": "",
        "short_answer": "",
        "citations": [],
        "retrieved": [],
        "rank": None,
        "depth": None,
        "confidence": 0.5,
        "forced": False,
        "right": False,
        "elapsed_ms": 0,
        "scores": {},
    }
    return Outcome.model_validate(plain | changes)


def answerable(id_: str, *, refused: bool = False, **changes: Any) -> Outcome:
    return outcome(id_, status=NOT_FOUND if refused else ANSWERED, **changes)


def unanswerable(id_: str, *, refused: bool = True, **changes: Any) -> Outcome:
    status = NOT_FOUND if refused else ANSWERED
    plain = {"expected": [NOT_FOUND], "tier": "near_miss", "status": status}
    return outcome(id_, **plain | changes)


def dialogue(id_: str, alone: float, own: float, whole: float) -> Outcome:
    named = {"alone": alone, "dialogue": own, "whole": whole}
    return outcome(id_, scores={f"recall@5_{name}": value for name, value in named.items()})


def value(name: str, *outcomes: Outcome) -> float | None:
    found = estimate(NAMED[name], outcomes)
    return found and found.value


def test_no_two_measures_share_a_name_or_a_label() -> None:
    for said in ([one.name for one in MEASURES], [one.label for one in MEASURES]):
        assert [one for one, times in Counter(said).items() if times > 1] == []
    assert {one.name for one in MEASURES if one.of} == OF_SEVERAL
    assert all(bool(one.of) == bool(one.columns) for one in MEASURES)


def test_who_is_not_eligible_is_absent_and_not_zero() -> None:
    both = answerable("a", scores={"f1": 0.5}), unanswerable("b", scores={"refusal": 1.0})
    assert (value("f1", *both), value("refusal", *both)) == (0.5, 1.0)
    assert value("ndcg@10", *both) is None
    assert "ndcg@10" not in figures(both)
    assert estimate(NAMED["f1"], both)[3:] == (1, 1)  # type: ignore[index]


def test_a_zero_counts() -> None:
    found = estimate(NAMED["f1"], [answerable(id_, scores={"f1": s}) for id_, s in
                                   (("a", 0.0), ("b", 0.25), ("c", 0.5))])  # fmt: skip
    assert found
    assert (found.value, found.n, found.clusters) == ((0 + 0.25 + 0.5) / 3, 3, 3)


def test_a_share_has_wilsons_interval_and_a_mean_has_not() -> None:
    rows = [answerable(str(n), cluster="a", scores={"right": n < 3, "f1": n < 3}) for n in range(4)]
    right, f1 = estimate(NAMED["right"], rows), estimate(NAMED["f1"], rows)
    assert right == (3 / 4, *wilson(3, 4), 4, 1)
    assert f1 == (3 / 4, 3 / 4, 3 / 4, 4, 1)


def test_refusing_by_hand() -> None:
    """Two of three that should be refused are; one of four that should not."""
    rows = [unanswerable(f"u{n}", refused=n < 2) for n in range(3)]
    rows += [answerable(f"a{n}", refused=n < 1) for n in range(4)]
    assert value("refusal_precision", *rows) == pytest.approx(2 / (2 + 1))
    assert value("balanced_accuracy", *rows) == pytest.approx((2 / 3 + 3 / 4) / 2)
    found = estimate(NAMED["balanced_accuracy"], rows)
    assert found
    assert found[3:] == (7, 7)
    assert found.low < found.value < found.high


def test_risk_counts_answers_forced_out_of_refusals() -> None:
    rows = [
        answerable("a", confidence=0.9, forced=True),
        answerable("b", confidence=0.8, forced=True, refused=True),
        answerable("c", confidence=0.6, forced=False),
        answerable("d", confidence=0.5, forced=True),
        unanswerable("e", confidence=0.7, forced=True),
    ]
    risks = 0 / 1, 0 / 2, 1 / 3, 2 / 4, 2 / 5
    assert value("aurc", *rows) == pytest.approx(sum(risks) / 5)
    assert value("risk@80", *rows) == pytest.approx(risks[3])


def test_what_may_be_answered_or_refused_is_judged_by_neither() -> None:
    rows = [answerable("a", forced=True), unanswerable("b")]
    mixed = outcome("c", expected=[ANSWERED, NOT_FOUND], status=NOT_FOUND, confidence=0.99)
    assert figures([*rows, mixed]) == figures(rows)
    assert figures([mixed]) == {}


def test_recovery_by_hand() -> None:
    rows = [dialogue("a", 0.0, 0.5, 1.0), dialogue("b", 0.4, 0.5, 0.6)]
    assert value("recovery", *rows) == pytest.approx((0.5 - 0.2) / (0.8 - 0.2))
    assert value("recovery", *rows, answerable("c")) == value("recovery", *rows)


@pytest.mark.parametrize(
    ("alone", "own", "whole", "recovered"),
    [
        (0.0, 1.0, 1.0, 1.0),
        (0.2, 0.2, 1.0, 0.0),
        (0.5, 0.25, 1.0, -0.5),
        (0.5, 0.5, 0.5, None),
        (0.5, 0.5, 0.2, None),
    ],
)
def test_recovery_needs_something_to_find_back(
    alone: float, own: float, whole: float, recovered: float | None
) -> None:
    assert value("recovery", dialogue("a", alone, own, whole)) == recovered


def test_outcomes_are_grouped_by_set_by_kind_or_by_tier() -> None:
    a, b = answerable("a", kind="place"), answerable("b", split="test")
    c = unanswerable("c", kind="fact", tier="hostile", set="other")
    d = outcome("d", expected=[ANSWERED, NOT_FOUND], tier="false_premise", kind="reason")
    e = outcome("e", expected=[ANSWERED, NOT_FOUND], kind="reason")
    assert groups([a, b, c, d, e]) == {
        "by_set": {"fictional/dev": [a, d, e], "fictional/test": [b], "other/dev": [c]},
        "by_kind": {"number": [b], "place": [a]},
        "by_tier": {"false_premise": [d], "hostile": [c]},
    }


def test_a_group_has_the_figures_of_its_own_outcomes() -> None:
    rows = [answerable("a", scores={"f1": 0.0}), answerable("b", kind="place", scores={"f1": 1.0})]
    found = figures_json([*rows, unanswerable("c")])
    assert found["overall"]["f1"]["value"] == 1 / 2
    assert found["by_set"]["fictional/dev"] == found["overall"]
    assert found["by_kind"]["place"]["f1"] == {
        "value": 1.0, "low": 1.0, "high": 1.0, "n": 1, "clusters": 1,
    }  # fmt: skip
    assert "f1" not in found["by_tier"]["near_miss"]


@pytest.mark.parametrize(
    "outcomes",
    [
        [],
        [answerable("a")],
        [answerable("a", refused=True)],
        [unanswerable("a")],
        [unanswerable("a", refused=False)],
        [unanswerable("a"), answerable("b")],
        [outcome("a", expected=[ANSWERED, NOT_FOUND])],
        [dialogue("a", 0.5, 0.5, 0.5)],
        [dialogue("a", 0.0, 0.5, 1.0), dialogue("b", 1.0, 0.5, 0.0)],
        [dialogue("a", 0.0, 0.5, 1.0), dialogue("b", 0.5, 0.5, 0.5)],
    ],
)
def test_what_is_no_number_stays_out_of_the_json(outcomes: list[Outcome]) -> None:
    text = json.dumps(figures_json(outcomes), allow_nan=False)
    assert set(json.loads(text)) == {"overall", "by_set", "by_kind", "by_tier"}
