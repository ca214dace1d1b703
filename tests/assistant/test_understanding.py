"""What was asked → Question."""

from datetime import date

import pytest

from assistant.schema import Question, Turn, Wanted
from assistant.understanding import asked_periods, clean, understand
from ingest.schema import Period

TODAY = date(2021, 3, 1)


def read(text: str, *turns: Turn) -> Question:
    return understand(text, turns, years=[2020], today=TODAY)[0]


def days(*edges: tuple[int, int]) -> Period:
    first, last = edges
    return Period(date(2020, *first), date(2020, *last))


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("  Qui\n\n est\tlà ? ", "Qui est là ?"),
        ("Qui\x00 est\x1b là\x07 ?", "Qui est là ?"),
        ("Qui\u200b est\u202e là ?", "Qui est là ?"),
        ("\x00\x01\x02", ""),
        ("« Été » à l’œuvre", "« Été » à l’œuvre"),
    ],
)
def test_control_and_invisible_characters_go(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Que s’est-il passé en octobre ?", Period.of_month(2020, 10)),
        ("Que s’est-il passé en octobre 2019 ?", Period.of_month(2019, 10)),
        ("Que s’est-il passé en 2019 ?", Period.of_year(2019)),
        ("Que s’est-il passé le 13 octobre ?", days((10, 13), (10, 13))),
        ("Que s’est-il passé le 24/09 ?", days((9, 24), (9, 24))),
        ("Que s’est-il passé du 22 au 23 octobre ?", days((10, 22), (10, 23))),
        ("Que s’est-il passé de mars à mai 2020 ?", days((3, 1), (5, 31))),
        ("Que s’est-il passé au premier trimestre ?", days((1, 1), (3, 31))),
        ("Que s’est-il passé l’an dernier ?", Period.of_year(2020)),
        ("What happened in June?", Period.of_month(2020, 6)),
        ("Que s’est-il passé après le 15 novembre ?", days((11, 16), (12, 31))),
        ("Que s’est-il passé depuis septembre ?", days((9, 1), (12, 31))),
        ("Que s’est-il passé avant l’été ?", days((1, 1), (6, 20))),
        ("Que s’est-il passé jusqu’en mars ?", days((1, 1), (3, 31))),
        ("Que s’est-il passé à la rentrée ?", days((9, 1), (9, 30))),
        ("Que s’est-il passé les deux derniers mois ?", days((11, 1), (12, 31))),
        ("Que s’est-il passé en fin d’année ?", days((12, 1), (12, 31))),
        ("Entre le lundi 12 et le vendredi 16 octobre, que s’est-il passé ?",
         days((10, 12), (10, 16))),
        ("octobre 2020 : résumé des actions de l’agence svp", Period.of_month(2020, 10)),
        ("l’agence a fait quoi exactement en octobre ?", Period.of_month(2020, 10)),
        ("Pouvez-vous me lister ce que l’agence a fait en octobre ?", Period.of_month(2020, 10)),
    ],
)  # fmt: skip
def test_periods(text: str, period: Period) -> None:
    question = read(text)
    assert question.periods == (period,)
    assert question.wanted is Wanted.ENTRIES


@pytest.mark.parametrize(
    ("text", "documents", "told"),
    [
        ("Selon le bilan 2019, combien d’agents ?", (Period.of_year(2019),), ()),
        ("Combien d’agents (lettre de mai 2019) ?", (Period.of_year(2019),), ()),
        (
            "Selon le bilan 2019, combien d’agents en 2018 ?",
            (Period.of_year(2019),),
            (Period.of_year(2018),),
        ),
        (
            "Selon le bilan 2019, combien d’agents en 2019 ?",
            (Period.of_year(2019),),
            (Period.of_year(2019),),
        ),
        ("Combien d’agents en 2019 ?", (), (Period.of_year(2019),)),
    ],
)
def test_the_document_that_is_named_is_no_period_of_what_it_tells(
    text: str, documents: tuple[Period, ...], told: tuple[Period, ...]
) -> None:
    question = read(text)
    assert (question.documents, question.told) == (documents, told)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Combien de temps dure la construction ?", ["construction"]),
        ("Qui occupe le poste de DG ?", ["DG"]),
        ("Combien de temps ?", []),
        ("Depuis quel temps dure la crise ?", ["temps", "dure", "crise"]),
    ],
)
def test_words_that_only_ask_are_not_looked_for(text: str, words: list[str]) -> None:
    assert [term.word for term in read(text).terms] == words


def test_that_year_is_not_this_year() -> None:
    assert read("Quels jours a eu lieu le salon cette année-là ?").periods == ()
    assert read("le salon des maires cette année là ?").periods == ()
    assert read("Que fait l’agence cette année la plus longue ?").periods == (Period.of_year(2021),)


def test_two_periods() -> None:
    found = read("Que s’est-il passé en mars et en octobre ?").periods
    assert found == (Period.of_month(2020, 3), Period.of_month(2020, 10))


def test_a_month_is_read_in_every_indexed_year() -> None:
    found = asked_periods("en octobre", [2020, 2021], TODAY)
    assert found == (Period.of_month(2020, 10), Period.of_month(2021, 10))


def test_the_year_of_a_budget_is_no_asked_period() -> None:
    question = read("Quel est le budget 2021 ?")
    assert question.periods == ()
    assert "2021" in {term.word for term in question.terms}


def test_terms_leave_out_stop_words_and_the_period() -> None:
    question = read("Combien de postes de conseillers en novembre 2020 ?")
    assert {term.word for term in question.terms} == {"postes", "conseillers"}
    assert question.wanted is Wanted.NUMBER


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Selon le bilan 2020, combien de postes ?", {"postes"}),
        ("Combien de postes dans le rapport d’activité de mars 2020 ?", {"postes"}),
        ("Combien de postes (lettre de mars 2020) ?", {"postes"}),
        ("D’après la synthèse, combien de postes ?", {"postes"}),
        ("Qui a écrit le rapport ?", {"écrit", "rapport"}),
    ],
)
def test_the_document_to_look_in_is_no_part_of_what_is_asked(text: str, words: set[str]) -> None:
    assert {term.word for term in read(text).terms} == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "À part la Bretagne et l’Île-de-France, quelles régions ont signé ?",
            {"régions", "signé"},
        ),
        ("Quelles régions hormis la Bretagne ont signé ?", {"régions", "signé"}),
        ("Which regions, apart from Bretagne, signed?", {"regions", "signed"}),
        ("Quelle charte, outre les conventions ?", {"charte", "outre", "conventions"}),
        ("QUELLES RÉGIONS OUTRE LA BRETAGNE ?", {"RÉGIONS", "OUTRE", "BRETAGNE"}),
    ],
)
def test_what_is_left_out_is_no_part_of_what_is_asked(text: str, words: set[str]) -> None:
    assert {term.word for term in read(text).terms} == words


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Quel salon à la fin du mois de mai ?", False),
        ("Quel salon en fin d’année ?", False),
        ("Quel salon à la fin de 2020 ?", False),
        ("Le salon a pris fin quand ?", True),
        ("Quand prendra fin le salon ?", True),
        ("Quelle est la fin du salon ?", True),
    ],
)
def test_an_end_is_a_part_of_the_year_or_what_is_asked(text: str, asked: bool) -> None:
    assert ("fin" in {term.word for term in read(text).terms}) is asked


def test_the_date_of_a_document_is_not_that_of_what_it_tells() -> None:
    assert read("Selon la lettre de mars 2020, combien ?").periods == (Period.of_year(2020),)
    assert read("Combien de postes en mars 2020 ?").periods == (Period.of_month(2020, 3),)


def test_the_language() -> None:
    assert read("How many jobs were created?").language == "en"
    assert read("Combien de postes ?").language == "fr"


def test_a_follow_up_is_made_standalone_and_keeps_what_was_typed() -> None:
    before = "Que s’est-il passé en octobre ?"
    question = read("Et le 13 ?", Turn(before, before))
    assert question.text == "Et le 13 ?"
    assert question.periods == (days((10, 13), (10, 13)),)


def test_the_first_and_the_last() -> None:
    question = read("Quel est le dernier événement de l’année ?")
    assert (question.edge, question.wanted) == ("last", Wanted.ENTRIES)
