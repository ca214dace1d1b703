"""The years by month and by day, on the real year 2020 and on passages made for it."""

from datetime import date
from pathlib import Path

from ingest.passages import cut
from ingest.reading import read_corpus
from ingest.schema import Kind, Passage, Period
from ingest.timeline import YearTold, timeline

CORPUS = Path(__file__).parents[2] / "corpus"


def real_year() -> YearTold:
    documents = read_corpus(CORPUS).documents
    passages = [one for each in documents for one in cut(each, lambda text: len(text) < 1500)]
    (year,) = timeline(passages, (2020,))
    return year


def entry(first: date, last: date, kind: Kind = Kind.EVENT) -> Passage:
    return Passage("a.txt", 0, 1, "x", kind, period=Period(first, last))


def test_2020_is_told_by_month_and_two_are_silent() -> None:
    year = real_year()
    assert [month.count for month in year.months] == [1, 1, 2, 0, 0, 2, 2, 1, 4, 6, 7, 3]
    assert [month.period.first.month for month in year.months if not month.days] == [4, 5]
    assert (year.year, year.count, year.most) == (2020, 29, 7)


def test_the_days_of_a_month_are_in_order_and_lead_to_their_text() -> None:
    october = real_year().months[9]
    starts = [day.period.first.day for day in october.days]
    assert starts == [1, 13, 19, 20, 21, 22]
    assert october.days[-1].period.last.day == 23
    assert october.days[1].entries[0].text.startswith("Le 13/10, Caroline Cayeux")


def test_an_entry_stands_where_it_begins_and_a_year_at_large_nowhere() -> None:
    over_the_end = entry(date(2020, 9, 29), date(2020, 10, 2))
    passages = [
        over_the_end,
        entry(date(2020, 1, 1), date(2020, 12, 31)),
        entry(date(2016, 7, 4), date(2016, 7, 4)),
        entry(date(2020, 5, 5), date(2020, 5, 5), Kind.CAPTION),
        Passage("a.txt", 0, 1, "x", Kind.EVENT),
    ]
    (year,) = timeline(passages, (2020,))
    assert year.months[8].days[0].entries == (over_the_end,)
    assert year.count == 1


def test_the_newest_year_comes_first_even_without_an_entry() -> None:
    years = timeline([entry(date(2019, 3, 1), date(2019, 3, 31))], (2019, 2021))
    assert [(year.year, year.count) for year in years] == [(2021, 0), (2019, 1)]


def test_entries_of_one_day_stand_together() -> None:
    day = date(2020, 2, 3)
    (year,) = timeline([entry(day, day), entry(day, day)], (2020,))
    assert [len(told.entries) for told in year.months[1].days] == [2]
