"""Questions over several years: which years, and what is asked of each."""

from datetime import date

import pytest

from assistant.schema import Question, Wanted
from assistant.understanding import understand
from assistant.yearly import yearly

INDEXED = [2019, 2020, 2022]


def asked(text: str) -> list[Question]:
    question = understand(text, [], years=INDEXED, today=date(2023, 1, 5))[0]
    return yearly(question, INDEXED)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Comment a évolué le nombre d’agents de 2019 à 2022 ?", [2019, 2020, 2021, 2022]),
        ("Quelle est l’évolution du budget entre 2019 et 2020 ?", [2019, 2020]),
        ("Y avait-il plus d’agents en 2020 qu’en 2019 ?", [2019, 2020]),
        ("Combien d’agents en 2019, 2020 et 2022 ?", [2019, 2020, 2022]),
        ("Quelle différence de budget entre 2019 et 2022 ?", [2019, 2020, 2021, 2022]),
        ("Comment évolue le nombre de communes depuis 2020 ?", [2020, 2021, 2022]),
        ("Évolution du budget", [2019, 2020, 2022]),
        ("Comment a évolué le budget de 1900 à 2099 ?", [2019, 2020, 2022]),
        ("How did the number of agents change from 2019 to 2020?", [2019, 2020]),
    ],
)
def test_the_years_of_a_comparison(text: str, years: list[int]) -> None:
    assert [question.periods[0].first.year for question in asked(text)] == years


@pytest.mark.parametrize(
    "text",
    [
        "Combien d’agents en 2020 ?",
        "Selon le rapport 2022, combien d’agents en 2020 ?",
        "Que s’est-il passé de 2019 à 2022 ?",
        "Quel nom porte depuis 2020 le programme Cœurs de bourg ?",
        "Que s’est-il passé entre le 28 décembre 2019 et le 3 janvier 2020 ?",
        "Quels événements en octobre ?",
        "Qui dirige l’agence ?",
    ],
)
def test_a_question_about_one_time_is_left_alone(text: str) -> None:
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "standalone", "wanted"),
    [
        ("Comment a évolué le nombre d’agents de 2019 à 2020 ?", "le nombre d’agents en 2019 ?",
         Wanted.NUMBER),
        ("Comment la satisfaction a-t-elle évolué de 2019 à 2020 ?", "la satisfaction en 2019 ?",
         Wanted.NUMBER),
        ("Y avait-il plus d’agents en 2020 qu’en 2019 ?", "Y avait-il nombre d’agents en 2019 ?",
         Wanted.NUMBER),
        ("Qui dirigeait l’agence en 2019 et en 2020 ?", "Qui dirigeait l’agence en 2019 ?",
         Wanted.PERSON),
        ("Le salon a-t-il eu lieu dans la même ville en 2019 et en 2022 ?",
         "Le salon a-t-il eu lieu dans quelle ville en 2019 ?", Wanted.PLACE),
        ("Le délai était-il plus court en 2022 qu’en 2019 ?", "Le délai était-il en 2019 ?",
         Wanted.NUMBER),
    ],
)  # fmt: skip
def test_each_year_is_asked_without_the_words_of_comparison(
    text: str, standalone: str, wanted: Wanted
) -> None:
    first = asked(text)[0]
    assert (first.standalone, first.wanted) == (standalone, wanted)


def test_the_words_of_comparison_are_nothing_to_look_for() -> None:
    terms = asked("Comment a évolué le nombre d’agents de 2019 à 2022 ?")[0].terms
    assert [term.word for term in terms] == ["agents"]
