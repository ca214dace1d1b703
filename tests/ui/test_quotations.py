"""French words in an English answer, on the page and in exports."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.schema import Answer, Row, Status, Told
from tests.ui.fakes import FakeAssistant
from ui.actions import Act
from ui.conversation import Exchange, State
from ui.export import export
from ui.language import speaking
from ui.quotations import runs
from ui.rendering import answer_markup

AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
QUOTE = "Le 1er/10, ils lancent le programme."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def demain(**changes: object) -> Answer:
    french = FakeAssistant()._demain("When?")
    text = "\n\n".join(f"“{c.quote}” [{c.marker}]" for c in french.citations)
    return replace(french, language="en", text=text, short_answer="1 October 2020", **changes)  # type: ignore[arg-type]


def exported(name: str, answer: Answer) -> tuple[str, bytes]:
    file = export(Act(name, 1), [Exchange("When?", answer, State.DONE)], AT)
    assert file
    return file.name, file.content


def test_a_text_is_cut_where_its_language_changes() -> None:
    assert list(runs(f"1 October 2020: “{QUOTE}” [1]", [QUOTE])) == [
        ("1 October 2020: “", False),
        (QUOTE, True),
        ("” [1]", False),
    ]
    assert list(runs("le programme [1]", [QUOTE])) == [("le programme [1]", True)]
    assert list(runs("gramme [1]", [QUOTE])) == [("gramme [1]", False)]
    assert list(runs("“ 10", [QUOTE])) == [("“ 10", False)]
    assert list(runs("nothing", [])) == [("nothing", False)]
    assert list(runs("", [QUOTE])) == []


def test_of_two_quotations_the_longer_is_taken() -> None:
    assert list(runs(f"see {QUOTE}", ["Le 1er/10", QUOTE]))[1] == (QUOTE, True)


def test_no_character_is_lost() -> None:
    text = f"(.*) {QUOTE} [1] 🎓 {QUOTE}"
    assert "".join(run.text for run in runs(text, [QUOTE, "(.*)"])) == text


def test_quotations_are_french_on_the_page() -> None:
    answer = demain()
    markup = answer_markup(answer, 1)
    assert '<div class="text" lang="en">' in markup
    assert markup.count('<span lang="fr">') == len(answer.citations)
    assert '<span lang="fr">1 October' not in markup


def test_a_short_answer_in_french_is_told_as_french() -> None:
    short = "Petites Villes de demain"
    markup = answer_markup(replace(demain(), short_answer=short), 1)
    assert f'<p class="short"><span lang="fr">{short}</span></p>' in markup


def test_markdown_is_in_english() -> None:
    name, content = exported("md", demain())
    assert name == "answer-2026-11-24.md"
    assert content.decode().startswith("# Retrospectives – Answer of 24 November 2026\n")
    assert "Sources (2)" in content.decode()


def test_the_page_to_print_tells_each_language() -> None:
    answer = demain()
    page = exported("print", answer)[1].decode()
    assert '<html lang="en">' in page
    assert "To print this page" in page
    # once in the text, once as a source
    assert page.count(f'<span lang="fr">{answer.citations[1].quote}</span>') == 2


def test_word_checks_each_language_by_its_own_spelling() -> None:
    answer = demain()
    file = zipfile.ZipFile(io.BytesIO(exported("docx", answer)[1]))
    body, styles = (file.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    assert 'w:lang w:val="en-GB"' in styles
    assert "fr-FR" not in styles
    assert body.count('<w:lang w:val="fr-FR"/>') == 2 * len(answer.citations)


def test_csv_is_for_a_spreadsheet_in_english() -> None:
    rows = (
        Row(Told.QUOTED, "4", 2020, 1),
        Row(Told.NOT_MENTIONED, year=2021),
        Row(Told.NO_DOCUMENT, year=2022),
    )
    name, content = exported("csv", demain(rows=rows))
    head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert name == "years-2026-11-24.csv"
    assert head[:4] == ["Year", "State", "Figure", "Quotation"]
    assert [line[1] for line in lines] == ["quoted", "not mentioned", "no document"]


def test_no_answer_is_told_in_english() -> None:
    answer = FakeAssistant()._not_found("2021?")
    assert answer.status is Status.NOT_FOUND
    page = exported("print", replace(answer, language="en"))[1].decode()
    assert "No answer in the documents" in page
    assert "Nearby passages" in page
