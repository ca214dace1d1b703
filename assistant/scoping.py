"""A filter that the user sets: which passages it keeps, and how it is said."""

from collections.abc import Sequence

from assistant.schema import Language, Scope
from ingest.index import Index
from ingest.part import IndexPart
from ingest.schema import Passage, Period
from ingest.wording import month_name

SPARE_YEAR = 2000


def within(index: Index, scope: Scope) -> Index:
    """What of an index a filter keeps: its documents, and of these what is dated within its years
    and months."""
    periods = scope_periods(scope, index.years)

    def keeps(passage: Passage) -> bool:
        if scope.documents and passage.document not in scope.documents:
            return False
        return not periods or any(_is_of(passage, period) for period in periods)

    return IndexPart(index, keeps, periods)


def scope_periods(scope: Scope, indexed: Sequence[int]) -> list[Period]:
    """Without years, its months are those of every `indexed` year; empty for a filter of documents
    alone."""
    if not scope.months:
        return [Period.of_year(year) for year in scope.years]
    years = scope.years or indexed or (SPARE_YEAR,)
    return [Period.of_month(year, month) for year in years for month in scope.months]


def say_scope(scope: Scope, language: Language, titles: Sequence[str] = ()) -> str:
    """`2020 · octobre, novembre · Rétrospective 2020`; documents by their `titles`, where known."""
    months = (month_name(month, language) for month in scope.months)
    parts = (map(str, scope.years), months, titles or scope.documents)
    return " · ".join(filter(None, (", ".join(part) for part in parts)))


def _is_of(passage: Passage, period: Period) -> bool:
    """Whether a passage is known to tell of a period, not only that it may."""
    return passage.period is not None and passage.period.tells_of(period)
