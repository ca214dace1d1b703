"""The dated entries of the indexed years, by month and by day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.chronicle import MOST_DAYS
from ingest.schema import Kind, Passage, Period


@dataclass(frozen=True)
class DayTold:
    """The entries of one period: a day, some days, or the month where no day is known."""

    period: Period
    entries: tuple[Passage, ...]


@dataclass(frozen=True)
class MonthTold:
    """A month with its days in order; none where nothing is dated to it."""

    period: Period
    days: tuple[DayTold, ...]

    @property
    def count(self) -> int:
        return sum(len(day.entries) for day in self.days)


@dataclass(frozen=True)
class YearTold:
    """A year with its twelve months."""

    year: int
    months: tuple[MonthTold, ...]

    @property
    def count(self) -> int:
        return sum(month.count for month in self.months)

    @property
    def most(self) -> int:
        """The entries of its busiest month."""
        return max(month.count for month in self.months)


def timeline(passages: Iterable[Passage], years: Iterable[int]) -> tuple[YearTold, ...]:
    """Newest year first. An entry that runs over a month's end stands in the month it begins in;
    what is dated to a year at large, or to a year that is not one of `years`, in none."""
    told: dict[Period, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.kind is Kind.EVENT and passage.period and passage.period.days <= MOST_DAYS:
            told[passage.period].append(passage)
    days = [DayTold(period, tuple(told[period])) for period in sorted(told)]
    return tuple(
        YearTold(year, tuple(_month(Period.of_month(year, month), days) for month in range(1, 13)))
        for year in sorted(years, reverse=True)
    )


def _month(month: Period, days: Iterable[DayTold]) -> MonthTold:
    own = (day for day in days if month.first <= day.period.first <= month.last)
    return MonthTold(month, tuple(own))
