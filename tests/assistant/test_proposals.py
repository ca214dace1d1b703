"""Questions to go on with: well formed, answered, new, and under the same filter."""

import pytest

from assistant.pipeline import Assistant
from assistant.schema import Scope, Status
from ingest.text import folded
from tests.assistant.test_scoping import LETTER, several  # noqa: F401

QUESTIONS = [
    "Quand le programme Petites Villes de demain a-t-il été lancé ?",
    "Combien de postes de conseillers numériques ?",
    "Que s’est-il passé en août 2020 ?",
    "Qu'a fait l'ANCT en 2019 ?",
    "Que s’est-il passé du 20 au 22 octobre 2020 ?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_is_answered_with_something_new(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    proposed = assistant.propose(answer, seconds=60)
    assert 1 <= len(proposed) <= 3
    assert len({folded(one) for one in (*proposed, question)}) == len(proposed) + 1
    for one in proposed:
        found = assistant.answer(one)
        assert found.status is Status.ANSWERED
        assert {c.quote for c in found.citations} - {c.quote for c in answer.citations}


def test_they_are_of_what_stands_near(assistant: Assistant) -> None:
    answer = assistant.answer("Quand le programme Petites Villes de demain a-t-il été lancé ?")
    assert assistant.propose(answer, seconds=60) == (
        "Qui est Jacqueline Gourault\u202f?",
        "Que s’est-il passé le 13 octobre 2020\u202f?",
        "Que s’est-il passé en octobre 2020\u202f?",
    )


def test_an_english_question_gets_english_ones(assistant: Assistant) -> None:
    answer = assistant.answer("When was the Petites Villes de demain programme launched?")
    proposed = assistant.propose(answer, seconds=60)
    assert "What happened in October 2020?" in proposed
    assert all(one.startswith(("Who is ", "What happened ")) for one in proposed)


def test_the_same_is_asked_of_another_year(several: Assistant) -> None:  # noqa: F811
    answer = several.answer("Combien d’agents compte l’agence en 2019 ?")
    proposed = several.propose(answer, seconds=60)
    assert proposed[0] == "Combien d’agents compte l’agence en 2020 ?"


def test_a_filter_holds_for_them_too(several: Assistant) -> None:  # noqa: F811
    scope = Scope((2019,))
    answer = several.answer("Combien d’agents compte l’agence en 2019 ?", scope=scope)
    proposed = several.propose(answer, seconds=60)
    assert not [one for one in proposed if "2020" in one]
    only = several.answer("Qui présente le programme des ponts ?", scope=Scope(documents=(LETTER,)))
    assert several.propose(only, seconds=60) == ()


def test_a_period_that_the_filter_excludes_leads_to_the_nearest_one(assistant: Assistant) -> None:
    answer = assistant.answer("Que s’est-il passé en octobre 2020 ?", scope=Scope(months=(11,)))
    assert "Que s’est-il passé en novembre 2020\u202f?" in assistant.propose(answer, seconds=60)


def test_no_time_no_proposal_and_none_after_a_greeting(assistant: Assistant) -> None:
    assert assistant.propose(assistant.answer(QUESTIONS[0]), seconds=-1) == ()
    assert assistant.propose(assistant.answer("Bonjour"), seconds=60) == ()
