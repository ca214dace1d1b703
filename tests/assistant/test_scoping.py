"""A filter narrows everything that is answered from, and nothing widens it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pytest

from assistant.pipeline import Assistant
from assistant.schema import Answer, Scope, Status, Told
from assistant.scoping import say_scope, scope_periods
from ingest.build import open_index
from ingest.embedding import Embedder
from ingest.schema import Period
from ingest.settings import Settings

TEXTS = {
    "2019/bilan.txt": (
        "Bilan 2019\n\nMars\n\nLe 12/03, Anne Morel inaugure la maison de services de Mende.\n\n"
        "Octobre\n\nLe 4/10, l’agence compte 120 agents et signe la convention de Foix.\n"
    ),
    "2020/bilan.txt": (
        "Bilan 2020\n\nMars\n\nLe 9/03, Paul Vidal inaugure la maison de services de Rodez.\n\n"
        "Octobre\n\nLe 6/10, l’agence compte 150 agents et signe la convention d’Albi.\n"
    ),
    "2020/lettre.txt": (
        "Lettre 2020\n\nOctobre\n\nLe 8/10, Jeanne Roux présente le programme des ponts.\n"
    ),
}
LETTER = "2020/lettre.txt"


@pytest.fixture(scope="module")
def several(
    indexed: Callable[[Mapping[str, str]], Settings], real_embedder: Embedder
) -> Iterator[Assistant]:
    index = open_index(indexed(TEXTS), real_embedder)
    yield Assistant(index, real_embedder, today=date(2021, 3, 1))
    index.close()


def cited(answer: Answer) -> set[str]:
    return {one.document for one in (*answer.citations, *answer.related)}


def test_an_answer_comes_from_what_the_filter_keeps(several: Assistant) -> None:
    question = "Combien d’agents compte l’agence ?"
    for year, number in ((2019, "120"), (2020, "150")):
        answer = several.answer(question, scope=Scope((year,)))
        assert answer.status is Status.ANSWERED
        assert number in answer.short_answer
        assert {one[:4] for one in cited(answer)} == {str(year)}
        assert answer.searched.scope == Scope((year,))
        assert answer.to_json()["searched"]["filters"]["years"] == [year]


def test_months_are_those_of_every_year(several: Assistant) -> None:
    answer = several.answer("Qui a inauguré une maison de services ?", scope=Scope(months=(3,)))
    assert {one.period.first.month for one in answer.citations if one.period} == {3}
    listed = several.answer("Que s’est-il passé en 2020 ?", scope=Scope(months=(10,)))
    assert [one.period.first for one in listed.citations if one.period] == [
        date(2020, 10, 6), date(2020, 10, 8)
    ]  # fmt: skip


def test_a_question_narrows_a_filter(several: Assistant) -> None:
    answer = several.answer("Que s’est-il passé en octobre ?", scope=Scope((2020,)))
    assert cited(answer) == {"2020/bilan.txt", LETTER}
    only = several.answer("Que s’est-il passé en octobre ?", scope=Scope((2020,), (), (LETTER,)))
    assert cited(only) == {LETTER}


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("Qu’a fait Anne Morel ?", Scope((2020,))),
        ("Combien d’agents compte l’agence en octobre ?", Scope(documents=(LETTER,))),
        ("Qui présente le programme des ponts ?", Scope(months=(3,))),
    ],
)
def test_nothing_is_found_or_shown_beyond_it(
    several: Assistant, question: str, scope: Scope
) -> None:
    answer = several.answer(question, scope=scope)
    assert answer.status is not Status.ANSWERED
    assert say_scope(scope, "fr", ("Lettre 2020",) if scope.documents else ()) in answer.text
    assert all(scope.years in ((), (int(one[:4]),)) for one in cited(answer))
    assert all(scope.documents in ((), (one,)) for one in cited(answer))
    assert all(
        one.period and one.period.first.month in (scope.months or range(13))
        for one in answer.related
    )
    assert several.answer(question).status is Status.ANSWERED


def test_what_the_filter_excludes_is_said_with_how_to_lift_it(several: Assistant) -> None:
    answer = several.answer("Que s’est-il passé en 2019 ?", scope=Scope((2020,)))
    assert answer.status is Status.NOT_FOUND
    assert answer.text == (
        "Le filtre (2020) exclut 2019. Enlevez le filtre, ou élargissez-le, pour poser cette "
        "question aux documents."
    )
    english = several.answer("What happened in 2019?", scope=Scope((2020,), (10,)))
    assert "The filter (2020 · October) excludes 2019." in english.text
    letter = several.answer("Que s’est-il passé en 2019 ?", scope=Scope(documents=(LETTER,)))
    assert "Le filtre (Lettre 2020) exclut 2019" in letter.text
    nowhere = several.answer("Que s’est-il passé en 2031 ?", scope=Scope((2020,)))
    assert "Aucun document indexé ne couvre 2031" in nowhere.text


def test_a_filter_that_keeps_nothing_says_so(several: Assistant) -> None:
    for scope in (
        Scope((2031,)),
        Scope(documents=("2031/none.txt",)),
        Scope((2019,), (), (LETTER,)),
    ):
        answer = several.answer("Combien d’agents ?", scope=scope)
        assert (answer.status, answer.searched.documents) == (Status.NOT_FOUND, ())
        assert "Rien d’indexé ne répond au filtre" in answer.text


def test_years_that_the_filter_excludes_are_not_told_as_missing(several: Assistant) -> None:
    question = "Comment a évolué le nombre d’agents de 2019 à 2020 ?"
    assert [row.told for row in several.answer(question).rows] == [Told.QUOTED, Told.QUOTED]
    answer = several.answer(question, scope=Scope((2020,)))
    assert answer.rows == ()
    assert cited(answer) == {"2020/bilan.txt"}


def test_stream_and_trace_keep_to_it(several: Assistant) -> None:
    scope = Scope((2019,))
    *_, streamed = several.stream("Que s’est-il passé en octobre ?", (), scope)
    trace = several.trace("Combien d’agents ?", (), scope)
    assert cited(streamed) == cited(trace.answer) == {"2019/bilan.txt"}
    assert {passage.document for passage in trace.passages} == {"2019/bilan.txt"}


def test_all_of_it_is_as_no_filter(several: Assistant) -> None:
    everything = Scope((2019, 2020))
    for question in ("Combien d’agents compte l’agence ?", "Qui présente le programme des ponts ?"):
        plain, kept = several.answer(question), several.answer(question, scope=everything)
        assert (plain.text, plain.citations) == (kept.text, kept.citations)


def test_a_filter_is_said_and_read_as_periods() -> None:
    scope = Scope((2019, 2020), (2, 11), ("a.txt",))
    assert say_scope(scope, "fr") == "2019, 2020 · février, novembre · a.txt"
    assert say_scope(scope, "en", ["A"]) == "2019, 2020 · February, November · A"
    assert scope_periods(Scope((2020,), (2,)), ()) == [Period.of_month(2020, 2)]
    assert scope_periods(Scope(months=(2,)), (2019, 2020)) == [
        Period.of_month(2019, 2), Period.of_month(2020, 2)
    ]  # fmt: skip
    assert scope_periods(Scope(documents=("a",)), (2019,)) == []
