"""A question and the conversation before it → the standalone question."""

from datetime import date

import pytest

from assistant.followups import standalone_question
from assistant.schema import Turn
from ingest.schema import Period

JULY, OCTOBER = Period.of_month(2020, 7), Period.of_month(2020, 10)


def day(month: int, number: int) -> Period:
    return Period(date(2020, month, number), date(2020, month, number))


def after(before: str, text: str, *asked: Period, answer: str = "") -> str:
    """The preferred reading of `text`."""
    return standalone_question(text, [Turn(before, before, answer)], asked, "fr")[0]


def test_without_a_conversation_nothing_changes() -> None:
    assert standalone_question("Et au Sénat ?", [], (), "fr") == ["Et au Sénat ?"]


def test_a_place_takes_the_place_of_its_like() -> None:
    before = "Combien d’auditions Yves Le Breton a-t-il eues à l’Assemblée nationale ?"
    found = after(before, "Et au Sénat ?")
    assert "Sénat" in found
    assert "Assemblée" not in found
    assert found.startswith("Combien d’auditions Yves Le Breton")


def test_a_month_takes_the_place_of_a_month() -> None:
    found = after("Que s’est-il passé en juillet ?", "Et en juin ?", JULY)
    assert found == "Que s’est-il passé en juin ?"


def test_a_person_takes_the_place_of_a_person() -> None:
    assert after("Qui est Caroline Cayeux ?", "Et Nadia Hai ?") == "Qui est Nadia Hai ?"


def test_a_pronoun_gets_the_person_of_the_question() -> None:
    found = after("Qui est Caroline Cayeux ?", "Qu’a-t-elle inauguré ?")
    assert "Caroline Cayeux" in found
    assert "inauguré" in found


def test_a_pronoun_gets_the_person_of_the_answer() -> None:
    found = after("Qui est la présidente ?", "Qu’a-t-elle inauguré ?", answer="Caroline Cayeux [1]")
    assert "Caroline Cayeux" in found


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        (day(10, 20), "Et le lendemain ?", "21 octobre 2020"),
        (day(10, 20), "Et la veille ?", "19 octobre 2020"),
        (day(10, 31), "Et le lendemain ?", "1er novembre 2020"),
        (day(12, 31), "Et le jour suivant ?", "1er janvier 2021"),
        (day(10, 20), "Et la semaine suivante ?", "du 26 octobre au 1er novembre 2020"),
        (day(10, 20), "Et la semaine précédente ?", "du 12 au 18 octobre 2020"),
        (OCTOBER, "Et le mois suivant ?", "novembre 2020"),
        (OCTOBER, "Et le mois précédent ?", "septembre 2020"),
        (OCTOBER, "Et deux mois plus tard ?", "décembre 2020"),
        (day(10, 20), "Et 3 jours avant ?", "17 octobre 2020"),
        (Period.of_year(2020), "Et trois ans plus tard ?", "2023"),
    ],
)
def test_the_next_and_the_one_before(asked: Period, text: str, expected: str) -> None:
    before = "Que s’est-il passé en octobre ?" if asked == OCTOBER else "Que s’est-il passé le 20 ?"
    assert expected in after(before, text, asked)


def test_the_week_after_is_counted_from_the_day_that_was_answered() -> None:
    asked = Period(date(2020, 7, 1), date(2020, 7, 10))
    said = "Les 1er et 2 juillet, ils se rendent en Bourgogne [1]"
    found = after("Où vont-ils début juillet ?", "Et la semaine suivante ?", asked, answer=said)
    assert "du 6 au 12 juillet 2020" in found


def test_a_common_noun_with_a_capital_is_not_all_that_was_asked_about() -> None:
    before = Turn("À quel salon l’Agence va-t-elle ?", "À quel salon l’Agence va-t-elle ?", "")
    assert "salon" in standalone_question("C’était où ?", [before], (), "fr")[-1]


def test_a_bare_day_is_of_the_month_asked_before() -> None:
    assert "13 octobre 2020" in after("Que s’est-il passé en octobre ?", "Et le 13 ?", OCTOBER)


def test_a_question_that_stands_alone_is_left_alone() -> None:
    text = "Combien de postes de conseillers numériques sont créés ?"
    assert after("Que s’est-il passé en octobre ?", text, OCTOBER) == text


def test_the_last_turn_is_what_counts() -> None:
    turns = [Turn(q, q) for q in ("Qui est Nadia Hai ?", "Qui est Caroline Cayeux ?")]
    found = standalone_question("Qu’a-t-elle inauguré ?", turns, (), "fr")[0]
    assert "Cayeux" in found
    assert "Hai" not in found
