"""The assistant over the fictional documents of 2019, 2020 and 2022: several years at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.schema import Answer, Status
from ingest.build import build_index, open_index
from ingest.embedding import Embedder
from ingest.settings import Settings
from tests.conftest import FICTIONAL

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(
    real_settings: Settings, real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    data: Path = tmp_path_factory.mktemp("fictional")
    settings = real_settings.model_copy(update={"corpus": FICTIONAL, "data": data})
    build_index(settings, real_embedder)
    index = open_index(settings, real_embedder)
    yield Assistant(index, real_embedder)
    index.close()


def lines(answer: Answer) -> list[str]:
    return answer.text.split("\n")


def test_an_evolution_has_a_line_a_year(archive: Assistant) -> None:
    answer = archive.answer("Comment a évolué le nombre d’agents de 2019 à 2022 ?")
    assert [line[:6] for line in lines(answer)] == ["- 2019", "- 2020", "- 2021", "- 2022"]
    for line, number in zip(lines(answer), ("142", "151", "", "187"), strict=True):
        assert number in line


def test_each_year_is_quoted_from_a_document_of_that_year(archive: Assistant) -> None:
    answer = archive.answer("Comment a évolué le nombre d’agents de 2019 à 2022 ?")
    years = [citation.period.first.year for citation in answer.citations if citation.period]
    assert years == [2019, 2020, 2022]


def test_a_year_without_a_document_is_said_and_cites_nothing(archive: Assistant) -> None:
    line = lines(archive.answer("Évolution du nombre d’agents de 2020 à 2022 ?"))[1]
    assert line == "- 2021\u00a0: aucun document indexé ne couvre cette année."


def test_a_year_whose_documents_do_not_say_is_said_too(archive: Assistant) -> None:
    answer = archive.answer(
        "Comment la satisfaction des visiteurs a-t-elle évolué de 2019 à 2022 ?"
    )
    assert lines(answer)[1] == "- 2020\u00a0: non mentionné dans les documents de cette année."
    assert "81" in lines(answer)[0]
    assert "88" in lines(answer)[3]


def test_years_of_which_nothing_is_said_are_no_answer(archive: Assistant) -> None:
    answer = archive.answer("Comment a évolué le nombre de licornes de 2019 à 2022 ?")
    assert answer.status is not Status.ANSWERED
    assert answer.citations == ()


def test_a_figure_of_something_near_is_not_set_beside_other_years(assistant: Assistant) -> None:
    """The 2020 retrospective gives amounts, and of the budget no figure."""
    answer = assistant.answer("Comment a évolué le budget de 2019 à 2021 ?")
    assert answer.status is not Status.ANSWERED


def test_two_documents_that_differ_are_both_quoted(archive: Assistant) -> None:
    answer = archive.answer("Combien d’appels la ligne Allô Secrétaires a-t-elle traités en 2022 ?")
    assert {citation.document for citation in answer.citations} == {
        "2022/rapport-activite.md", "2022/chiffres-cles.md"
    }  # fmt: skip
    assert "Un autre passage donne un autre chiffre" in answer.text
    assert [row.year for row in answer.rows] == [None, None]
    assert {row.marker for row in answer.rows} == {1, 2}


def test_two_documents_that_agree_are_no_difference(archive: Assistant) -> None:
    answer = archive.answer("Combien de dossiers ont été instruits en 2022 ?")
    assert "547" in answer.text
    assert answer.rows == ()
    assert "un autre chiffre" not in answer.text


def test_the_other_name_of_a_programme_finds_its_figures(archive: Assistant) -> None:
    answer = archive.answer("Combien de commerces ont rouvert grâce à Cœurs de bourg en 2020 ?")
    assert "51" in answer.text


def test_a_question_printed_in_a_document_is_never_the_answer(archive: Assistant) -> None:
    answer = archive.answer("Peut-on faire refaire sa carte d'identité dans une maison ?")
    assert answer.short_answer == "Non"
    assert "mairie équipée" in answer.text


def test_years_later_are_counted_from_the_year_before(archive: Assistant) -> None:
    first = archive.answer("Combien de dossiers ont été instruits en 2019 ?")
    answer = archive.answer("Et trois ans plus tard ?", [first.turn])
    assert "547" in answer.text
    assert answer.rows == ()
