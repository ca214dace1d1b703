"""Periods in words, in French and English."""

from datetime import date

from ingest.schema import Period
from ingest.text import french

_MONTH_NAMES = {
    "fr": french()["month_names"],
    "en": [name.capitalize() for name in french()["english_months"]],
}


def say(period: Period, language: str) -> str:
    """A period in words: `24 septembre 2020`, `du 24 au 26 novembre 2020`, `juillet 2020`."""
    first, last = period.first, period.last
    month = _MONTH_NAMES[language]
    if first == last:
        return _say_day(first, language)
    if period == Period.of_year(first.year):
        return str(first.year)
    if (first.day, last) == (1, Period.of_month(last.year, last.month).last):
        if (first.year, first.month) == (last.year, last.month):
            return f"{month[first.month - 1]} {first.year}"
        if (first.month, last.month) == (1, 12):
            return f"{first.year}-{last.year}"
    return _say_range(first, last, language)


def month_name(month: int, language: str) -> str:
    """`octobre` of 10."""
    name: str = _MONTH_NAMES[language][month - 1]
    return name


def _say_day(day: date, language: str) -> str:
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{number} {_MONTH_NAMES[language][day.month - 1]} {day.year}"


def _say_range(first: date, last: date, language: str) -> str:
    start = _say_day(first, language)
    if first.year == last.year:
        start = start.rsplit(" ", 1 if first.month != last.month else 2)[0]
    end = _say_day(last, language)
    return f"du {start} au {end}" if language == "fr" else f"{start} to {end}"


def date_label(period: Period | None, language: str) -> str:
    """What stands before a dated entry: `24 septembre 2020 :`; empty where there is no date."""
    if period is None:
        return ""
    said = say(period, language)
    return f"{said[:1].upper()}{said[1:]}" + ("\u00a0:" if language == "fr" else ":")
