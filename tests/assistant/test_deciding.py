"""Which of the candidate sentences goes first."""

from dataclasses import replace

import pytest

from assistant.choice import FEATURES, Choice, Found
from assistant.deciding import fitting_first, newest_first
from assistant.pipeline import Assistant
from ingest.schema import Kind, Passage
from ingest.text import Span

MISFIT = FEATURES.index("misfit")


def choice(score: float, fit: float, missing: tuple[str, ...] = ()) -> Choice:
    """Of a question for a kind of thing, which the sentence holds as far as `fit`."""
    passage = Passage("a.txt", 0, 9, f"Texte {score}.", Kind.PARAGRAPH)
    features = tuple(float(at == MISFIT and fit < 0.3) for at in range(len(FEATURES)))
    return Choice(passage, Span(0, 9), 0, Found("", fit), features, score, 0.5, missing)


def first(*choices: Choice) -> Choice:
    return fitting_first(list(choices))[0]


def test_what_holds_the_kind_goes_before_what_is_hardly_better() -> None:
    best, near = choice(10.0, 0.0), choice(9.8, 1.0)
    assert fitting_first([best, near]) == [near, best]


@pytest.mark.parametrize(
    "other",
    [choice(9.0, 1.0), choice(9.8, 0.5), choice(9.8, 1.0, ("Lyon",))],
    ids=["far behind", "holds it badly", "lacks a name"],
)
def test_else_the_best_stays_first(other: Choice) -> None:
    best = choice(10.0, 0.0)
    assert first(best, other) == best


def test_what_holds_the_kind_already_stays_first() -> None:
    best = choice(10.0, 0.6)
    assert first(best, choice(9.9, 1.0)) == best
    assert first(replace(best, score=9.8), choice(9.7, 1.0)).score == 9.8


def test_what_is_ranked_otherwise_stays_first_and_what_names_another_does_not() -> None:
    ranked, near = replace(choice(10.0, 0.0, ("rencontre",)), ranked=True), choice(9.8, 1.0)
    assert (ranked.is_beside, choice(9.0, 1.0, ("Lyon",)).is_beside) == (False, True)
    assert first(ranked, near) == ranked
    assert newest_first([ranked, near]) == [ranked, near]


def test_there_may_be_no_sentence() -> None:
    assert fitting_first([]) == []


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Qui préside l’ANCT ?", "Caroline Cayeux"),
        ("Qui dirige l’ANCT ?", "Yves Le Breton"),
        ("Qui dirige l’Agence ?", "Yves Le Breton"),
    ],
)
def test_who_holds_an_office_is_told(assistant: Assistant, question: str, short: str) -> None:
    for typed in (question, question.replace("’", "'")):
        assert assistant.answer(typed).short_answer == short
