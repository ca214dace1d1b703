"""Answers that compare, on the page: years, documents that differ, dated entries."""

from dataclasses import replace

import pytest

from assistant.schema import Row, Told
from tests.ui.comparing import OTHER, YEARS, difference, entries, evolution
from tests.ui.fakes import HOSTILE, FakeAssistant, cite, excerpt_of
from tests.ui.test_rendering import OWN_TAGS, Page
from ui import labels
from ui.rendering import answer_markup, dated, literal, working_markup

TAGS = OWN_TAGS | {"table", "thead", "tbody", "tr", "th", "td"}


def test_an_evolution_is_a_table_a_row_a_year() -> None:
    markup = answer_markup(evolution("?"), 3)
    assert markup.count("<tr>") == 5
    text = Page(markup).texts
    assert text["th"] == "AnnéeCe qui est écrit2019202020212022"
    first, last = YEARS.text.split("\n")
    assert text["td"] == (
        f"142 agents «\u00a0{first}\u00a0» [1]{labels.YEAR_SILENT}{labels.YEAR_ABSENT}"
        f"«\u00a0{last}\u00a0» [2]"
    )
    assert f'<span class="quote" lang="fr">{literal(first)}</span>' in markup
    assert '<a class="cite" href="#s-3-2">[2]</a>' in markup


def test_two_documents_that_differ_are_shown_as_such_the_newest_first() -> None:
    page = Page(answer_markup(difference("?"), 1))
    assert page.texts["p"].startswith(labels.DIFFER + labels.DIFFER_DETAIL)
    assert page.texts["td"].startswith("187 agents")
    assert page.texts["td"].endswith(f"180 agents «\u00a0{OTHER.text}\u00a0» [1]")
    assert '<p class="short">180' not in answer_markup(difference("?"), 1)


def test_a_speech_keeps_its_own_quotation_marks() -> None:
    answer = evolution("?")
    speech = replace(answer.citations[0], quote="«\u00a0Merci\u00a0», dit-elle.")
    page = Page(answer_markup(replace(answer, citations=(speech,)), 1))
    assert "142 agents «\u00a0Merci\u00a0», dit-elle. [1]" in page.texts["td"]


def test_a_date_stands_out_only_where_it_is_that_of_the_citation(assistant: FakeAssistant) -> None:
    answer = entries("?", assistant.real)
    date = literal("13 octobre 2020\u00a0:")
    assert f"<strong>{date}</strong>" in answer_markup(answer, 1)
    assert dated("14 octobre 2020\u00a0: rien", answer.citations) == ""
    assert Page(answer_markup(answer, 1)).texts["li"].startswith("13 octobre 2020\u00a0: «")


@pytest.mark.parametrize("year", [2020, None])
def test_hostile_rows_stay_text(assistant: FakeAssistant, year: int | None) -> None:
    found = cite(excerpt_of(assistant.hostile, f"le piège : {HOSTILE}", "", None), 1)
    rows = (Row(Told.QUOTED, HOSTILE, year, 1), Row(Told.QUOTED, HOSTILE, year, 1))
    answer = replace(evolution("?"), citations=(found,), rows=rows)
    for markup in (answer_markup(answer, 1), working_markup(answer, 1)):
        page = Page(markup)
        assert "\n" not in markup
        assert page.tags <= TAGS
        assert set(page.links) == {"#s-1-1"}
        assert f"{HOSTILE} «\u00a0le piège : {HOSTILE}\u00a0» [1]" in page.texts["td"]
