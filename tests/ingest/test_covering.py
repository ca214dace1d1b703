"""Which period a document covers, and what says so."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from ingest.covering import Covered, covered
from ingest.schema import Heading, Origin, Period

TOLD = Period(date(2019, 9, 1), date(2020, 8, 31))
DATES = "Le 3 mai 2016, un accord. Le 7 mai 2016, un vote. En juin 2016, une fête."


def cover(
    path: str = "divers/a.pdf",
    title: str = "Un titre",
    headings: tuple[str, ...] = (),
    text: str = "",
    told: Period | None = None,
) -> Covered:
    found = [Heading(0, 0, 2, one) for one in headings]
    return covered(told, PurePosixPath(path), title, found, text)


def test_what_says_the_period_in_this_order() -> None:
    headings = ("Mai 2017", "Juin 2017", "Juillet 2017")
    path, title = "2021/a.pdf", "Bilan 2018"
    year = Period.of_year
    assert cover(path, title, headings, DATES, TOLD) == (TOLD, Origin.SIDECAR)
    assert cover(path, title, headings, DATES) == (year(2021), Origin.FOLDER)
    assert cover(title=title, headings=headings, text=DATES) == (year(2018), Origin.TITLE)
    assert cover(headings=headings, text=DATES) == (year(2017), Origin.HEADINGS)
    assert cover(text=DATES) == (year(2016), Origin.TEXT)
    assert cover() == (None, None)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("Rapport d’activité 2018-2019", date(2018, 1, 1), date(2019, 12, 31)),
        ("Saison 2022-2023", date(2022, 1, 1), date(2023, 12, 31)),
        ("Lettre de novembre 2021", date(2021, 11, 1), date(2021, 11, 30)),
        ("BILAN DU PROGRAMME 2021", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_a_title_that_names_one_period(title: str, first: date, last: date) -> None:
    assert cover(title=title).period == Period(first, last)


@pytest.mark.parametrize(
    "title", ["De 2018, et puis de 2020", "Les mois de mai", "Bilan publié en mars 2022", "Plan 20"]
)
def test_a_title_that_does_not(title: str) -> None:
    assert cover(title=title).period is None


def test_a_title_narrows_the_year_of_its_folder() -> None:
    november = Period.of_month(2021, 11)
    assert cover("2021/a.md", "Lettre de novembre 2021") == (november, Origin.TITLE)
    assert cover("2022/a.md", "Lettre de novembre 2021") == (Period.of_year(2022), Origin.FOLDER)
    assert cover("2021/a.md", "Lettre de novembre 2021", told=TOLD).period == TOLD


def test_the_nearest_folder_counts() -> None:
    assert cover("2019/2021/divers/a.pdf").period == Period.of_year(2021)
    assert cover("12021/a.pdf").period is None


def test_dates_of_several_years_or_too_few_say_nothing() -> None:
    assert cover(text=f"{DATES} En 2017, une autre.").period is None
    assert cover(text="Le 3 mai 2016 et le 7 mai 2016.").period is None
