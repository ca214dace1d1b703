"""Answer against expectation; the arithmetic of the shares."""

from math import sqrt
from typing import Any

import pytest

from assistant.schema import Answer, Searched, Status, Wanted
from evals.dataset import EvalQuestion
from evals.scoring import Score, Share, evidence_depth, has_facts, is_right, shares


def question(**changes: Any) -> EvalQuestion:
    plain = {"id": "q", "turns": ["?"], "kind": "number", "expected": "answered"}
    return EvalQuestion.model_validate(plain | changes)


def answer(status: Status, text: str = "") -> Answer:
    searched = Searched(())
    return Answer(status, text, "", "fr", "extractive", "?", "?", (), searched, (), "v1", 0)


def test_wilson_of_eight_in_ten() -> None:
    centre = (0.8 + 1.96**2 / 20) / (1 + 1.96**2 / 10)
    half = 1.96 * sqrt(0.8 * 0.2 / 10 + 1.96**2 / 400) / (1 + 1.96**2 / 10)
    assert (round(centre - half, 4), round(centre + half, 4)) == (0.4902, 0.9433)
    assert Share(8, 10).interval == pytest.approx((centre - half, centre + half))


@pytest.mark.parametrize(
    ("share", "value", "interval"),
    [
        (Share(0, 0), 0.0, (0.0, 1.0)),
        (Share(0, 10), 0.0, (0.0, 0.2775)),
        (Share(10, 10), 1.0, (0.7225, 1.0)),
    ],
)
def test_the_edges_stay_inside(share: Share, value: float, interval: tuple[float, float]) -> None:
    assert share.value == value
    assert share.interval == pytest.approx(interval, abs=1e-4)


@pytest.mark.parametrize(
    ("facts", "text", "right"),
    [
        ([["4 000 postes"]], "4\u202f000 POSTES", True),
        ([["4000 postes"]], "4 000 postes", True),
        ([["4 000 postes"]], "4 001 postes", False),
        ([[4000]], "pour 4\u00a0000 postes", True),
        ([["Édouard"]], "edouard", True),
        ([["l'usine"]], "l’usine", True),
        ([["neuf", 9]], "9 auditions", True),
        ([["neuf"], ["Sénat"]], "neuf auditions", False),
        ([], "n’importe quoi", True),
    ],
)
def test_facts_are_looked_for_without_case_accents_or_spaces_in_figures(
    facts: list[list[str | int]], text: str, right: bool
) -> None:
    assert has_facts(question(facts=facts), text) is right


def test_a_forbidden_word_makes_an_answer_wrong() -> None:
    asked = question(facts=[["neuf"]], forbidden=["Sénat"])
    assert has_facts(asked, "neuf auditions")
    assert not has_facts(asked, "neuf auditions au sénat")


@pytest.mark.parametrize(
    ("expected", "status", "right"),
    [
        ("answered", Status.ANSWERED, True),
        ("answered", Status.NOT_FOUND, False),
        ("not_found", Status.NOT_FOUND, True),
        ("not_found", Status.DECLINED, True),
        ("not_found", Status.ANSWERED, False),
        (["answered", "not_found"], Status.NOT_FOUND, True),
        (["answered", "not_found"], Status.ANSWERED, True),
    ],
)
def test_the_status(expected: str | list[str], status: Status, right: bool) -> None:
    asked = question(expected=expected, facts=[["neuf"]])
    assert is_right(asked, answer(status, "neuf")) is right


def test_depth_is_what_must_be_read() -> None:
    passages = ["abcdef", "ghij", "klm"]
    assert evidence_depth(["cd"], passages) == 4
    assert evidence_depth(["hi"], passages) == 6 + 3
    assert evidence_depth(["klm", "hi"], passages) == 9
    assert evidence_depth(["abcdef"], passages) == 6
    assert evidence_depth(["fg"], passages) is None
    assert evidence_depth([], passages) is None
    assert evidence_depth(["a"], []) is None


def score(*, expected: str, right: bool, refused: bool, depth: int | None = None) -> Score:
    asked = question(expected=expected)
    status = Status.NOT_FOUND if refused else Status.ANSWERED
    return Score(asked, answer(status), right, refused, True, depth)


def test_each_share_counts_its_own_questions() -> None:
    found = shares(
        [
            score(expected="answered", right=True, refused=False, depth=500),
            score(expected="answered", right=False, refused=False, depth=501),
            score(expected="answered", right=False, refused=True),
            score(expected="not_found", right=True, refused=True),
            score(expected="declined", right=False, refused=False),
        ]
    )
    assert found == {
        "preuve dans les 500 premiers caractères": Share(1, 3),
        "preuve dans les 1000 premiers caractères": Share(2, 3),
        "bonnes réponses": Share(1, 3),
        "refus à tort": Share(1, 3),
        "bons refus": Share(1, 2),
        "citations à leur place": Share(5, 5),
    }
    assert Wanted.NUMBER is question().kind
