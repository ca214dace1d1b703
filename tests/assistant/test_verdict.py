"""« Oui » is said where the passage proves what the question asks, and nowhere else."""

import pytest

from assistant.pipeline import Assistant
from assistant.verdict import stated, verdict


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Les maires ont-ils signé la charte ?", "Les maires ont signé la charte."),
        ("L’Agence a-t-elle fermé l’usine ?", "L’Agence a fermé l’usine."),
        ("A-t-elle signé la charte\u202f?", "elle A signé la charte."),
        ("Est-ce que l’Agence pilote la filière ?", "l’Agence pilote la filière."),
        ("Y a-t-il eu un vote ?", "il Y a eu un vote."),
        ("Y a-t-on participé au rendez-vous ?", "on Y a participé au rendez-vous."),
        ("Did the agency sign?", "the agency sign."),
    ],
)
def test_a_question_is_put_as_a_statement(question: str, statement: str) -> None:
    assert stated(question) == statement


@pytest.mark.parametrize(
    "question",
    [
        "L’Agence participe-t-elle au rendez-vous du Numérique en commun(s) ?",
        "L’ANCT a-t-elle signé une convention avec l’Agence France locale ?",
    ],
)
def test_yes_is_said_of_what_the_passage_says(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).short_answer == "Oui"


@pytest.mark.parametrize(
    "question",
    [
        "Yves Le Breton a-t-il démissionné ?",
        "L’ANCT a-t-elle supprimé 4 000 postes de conseillers numériques ?",
        "L’ANCT a-t-elle refusé de signer une convention avec l’Agence France locale ?",
        "L’ANCT a-t-elle signé une convention avec l’Agence France locale le 25 novembre ?",
    ],
)
def test_yes_is_not_said_of_what_it_does_not(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).short_answer != "Oui"


def test_yes_is_not_said_beside_a_sentence_that_does_not_prove_it(assistant: Assistant) -> None:
    found = assistant.choices(
        "L’Agence organise-t-elle la 3e rencontre nationale d’Action cœur de ville ?"
    )
    assert found
    question, (best, *others) = found
    documents = assistant.index.documents
    assert verdict(question, best, documents) == "Oui"
    apart = [
        one for one in others if one.passage == best.passage and one.quoted.start >= best.quoted.end
    ]
    assert apart
    assert {verdict(question, one, documents) for one in apart} == {""}
