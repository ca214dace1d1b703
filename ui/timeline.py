"""The year as a picture on the chat page, and the questions that ask about its months and days."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.phrases import happened
from ingest.schema import Period
from ingest.timeline import MonthTold, YearTold
from ui import labels
from ui.language import spoken
from ui.rendering import literal

LONGEST_OPENING = 240
_REFERENCE = re.compile(r"q-(\d{4}-\d\d-\d\d)-(\d{4}-\d\d-\d\d)", re.ASCII)


def reference(period: Period) -> str:
    """How the page names a period to ask about; `question` is the way back."""
    return f"q-{period.first}-{period.last}"


def question(named: str) -> str:
    """What to ask about the period of a reference; empty where it is none."""
    match = _REFERENCE.fullmatch(named)
    try:
        period = Period(*map(date.fromisoformat, match.groups())) if match else None
    except ValueError:
        return ""
    return asks(period) if period else ""


def asks(period: Period) -> str:
    """The question that it is asked about by, in the language that is spoken."""
    return happened(period, spoken())


def opening(text: str) -> str:
    """A text, or its beginning where it is long."""
    if len(text) <= LONGEST_OPENING:
        return text
    cut = text.rfind(" ", 0, LONGEST_OPENING)
    return f"{text[: cut if cut > 0 else LONGEST_OPENING]}…"


def timeline_markup(years: Sequence[YearTold]) -> str:
    """One line of HTML: a list of months a year, the newest unfolded, each to be asked about."""
    told = [year for year in years if year.count]
    return f'<div class="years">{"".join(_year(year, year is told[0]) for year in told)}</div>'


def _year(year: YearTold, newest: bool) -> str:
    months = "".join(f"<li>{_month(month, year.most)}</li>" for month in year.months)
    return (
        f"<details{' open' if newest else ''}><summary>{literal(labels.year_by_month(year.year))}"
        f'</summary><ol class="bars">{months}</ol></details>'
    )


def _month(month: MonthTold, most: int) -> str:
    shown = (
        f'<span class="bar" style="height: {100 * month.count // most}%"></span>'
        f'<span class="name">{literal(labels.SHORT_MONTHS[month.period.first.month - 1])}</span> '
        f'<span class="count">{month.count}</span>'
    )
    if not month.count:
        return f'<span class="month">{shown}{_unseen(labels.NO_ENTRY)}</span>'
    asked = f"{labels.entries(month.count)}. {asks(month.period)}"
    return f'<a class="ask month" href="#{reference(month.period)}">{shown}{_unseen(asked)}</a>'


def _unseen(text: str) -> str:
    return f' <span class="unseen">{literal(text)}</span>'
