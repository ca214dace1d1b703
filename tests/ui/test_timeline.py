"""The picture of the year on the chat page, and what its links ask."""

import re
from datetime import date

import pytest

from assistant.phrases import happened
from ingest.schema import Period
from tests.ui.fakes import FakeAssistant
from ui import labels
from ui.timeline import opening, question, reference, timeline_markup

DAY, NEXT = date(2020, 9, 24), date(2020, 9, 26)


@pytest.mark.parametrize(
    ("period", "asked"),
    [
        (Period.of_month(2020, 10), "en octobre 2020"),
        (Period(DAY, DAY), "le 24 septembre 2020"),
        (Period(DAY, NEXT), "du 24 au 26 septembre 2020"),
    ],
)
def test_a_period_is_asked_about_by_its_reference(period: Period, asked: str) -> None:
    assert happened(period, "fr") == f"Que s’est-il passé {asked}\u202f?"
    assert question(reference(period)) == happened(period, "fr")


@pytest.mark.parametrize(
    "forged",
    ["", "s-1-1", "q-2020-10", "q-2020-13-01-2020-13-02", "q-2020-10-02-2020-10-01", "q-<b>"],
)
def test_a_forged_reference_asks_nothing(forged: str) -> None:
    assert question(forged) == ""


def test_each_month_has_its_bar_and_words_and_a_silent_one_no_link() -> None:
    markup = timeline_markup(FakeAssistant().library().years)
    assert "\n" not in markup
    months = re.findall(r"<li>(.*?)</li>", markup)
    assert len(months) == 12
    assert 'href="#q-2020-11-01-2020-11-30"' in months[10]
    assert "height: 100%" in months[10]
    assert "7" in months[10]
    for silent in (months[3], months[4]):
        assert "<a" not in silent
        assert labels.NO_ENTRY in silent


def test_without_an_entry_there_is_no_picture() -> None:
    assert "<details" not in timeline_markup(())


def test_a_long_entry_is_shown_by_its_beginning() -> None:
    assert opening("Court.") == "Court."
    assert opening("mot " * 100).endswith("mot…")
    assert len(opening("x" * 900)) < 300
