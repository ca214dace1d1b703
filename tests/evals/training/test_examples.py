"""The examples of a training: their kinds, and what holds of each."""

from collections import Counter

import pytest

from evals.training.agencies import Material
from evals.training.examples import SHARES, examples
from evals.training.sources import Asked
from ingest.text import folded
from tests.evals.training.opendata import given

MADE = 300
PLAIN = ["noisy"]


def test_the_same_seed_gives_the_same_examples(
    asked: list[Asked], agencies: list[Material]
) -> None:
    made = examples(asked, 5, MADE, agencies=agencies)
    assert made == examples(asked, 5, MADE, agencies=agencies)
    assert Counter(made) != Counter(examples(asked, 6, MADE, agencies=agencies))


def test_every_kind_is_made_in_its_share(asked: list[Asked], agencies: list[Material]) -> None:
    plain, noisy = (
        examples(asked, 5, MADE, PLAIN, agencies),
        examples(asked, 5, MADE, agencies=agencies),
    )
    kinds = Counter(one.kind for one in plain)
    assert kinds == {kind: round(share * MADE) for kind, share in SHARES.items()}
    assert [one._replace(question="") for one in noisy] == [
        one._replace(question="") for one in plain
    ]
    changed = sum(one != other for one, other in zip(noisy, plain, strict=True))
    assert 0.05 < changed / len(plain) < 0.25


def test_a_positive_example_is_answered_by_an_annotator(
    asked: list[Asked], agencies: list[Material]
) -> None:
    by_question = {one.question: one for one in asked}
    made = [
        one for one in examples(asked, 5, MADE, PLAIN, agencies) if one.kind in ("piaf", "squad")
    ]
    seen = set()
    for one in made:
        header, text = one.window.split("\n", 1)
        source = by_question[one.question]
        assert one.answer
        assert one.answer.start > len(header)
        assert one.words in given(source)
        assert header.startswith(source.article)
        assert text in source.text
        seen.add((one.question, one.words))
    assert len(seen) > len({question for question, _ in seen})


def test_an_example_without_an_answer_does_not_hold_its_words(
    asked: list[Asked], agencies: list[Material]
) -> None:
    by_question = {one.question: one for one in asked}
    kinds = ("without-sentence", "hard-window", "other-window")
    made = [one for one in examples(asked, 5, MADE, PLAIN, agencies) if one.kind in kinds]
    assert {one.kind for one in made} == set(kinds)
    for one in made:
        assert one.answer is None
        answers = given(by_question[one.question])
        assert not any(folded(answer) in folded(one.window) for answer in answers)


def test_unanswered_questions_of_the_data_and_swapped_ones_have_no_answer(
    asked: list[Asked], agencies: list[Material]
) -> None:
    made = examples(asked, 5, MADE, PLAIN, agencies)
    unanswered = {one.question for one in asked if not one.answers}
    assert {one.question for one in made if one.kind == "squad-absent"} == unanswered
    swapped = [one for one in made if one.kind == "swapped"]
    assert not {one.question for one in swapped} & {one.question for one in asked}
    assert {one.answer for one in made if one.kind in ("squad-absent", "swapped")} == {None}


@pytest.mark.parametrize("kind", SHARES)
def test_the_rest_is_the_same_without_a_kind(
    asked: list[Asked], agencies: list[Material], kind: str
) -> None:
    made = examples(asked, 5, MADE, agencies=agencies)
    left = examples(asked, 5, MADE, [kind], agencies)
    assert left == [one for one in made if one.kind != kind]
    assert len(left) < len(made)
