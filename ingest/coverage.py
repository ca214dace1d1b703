"""What an index version covers, for those who ask: its years and documents, what is missing
between them, what could not be read, and when it was built."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ingest.chronicle import LEAST_MONTHS, months_told
from ingest.index import Index
from ingest.schema import Document, Period


class YearCovered(NamedTuple):
    """A year, the documents that cover it, and the months that it says nothing of where it is
    told by the month (a document without one says nothing of its months)."""

    year: int
    documents: tuple[Document, ...]
    silent_months: tuple[Period, ...]


class Coverage(NamedTuple):
    """`missing` are the years without a document between the first and the last; `refused` are
    paths and reasons."""

    version: str
    built: datetime
    years: tuple[YearCovered, ...]
    missing: tuple[int, ...]
    undated: tuple[Document, ...]
    refused: tuple[tuple[str, str], ...]


def coverage(index: Index) -> Coverage:
    documents = tuple(index.documents.values())
    told = months_told(index.searched)
    years = tuple(
        YearCovered(
            year,
            tuple(d for d in documents if _covers(index.covered[d.id], year)),
            _silent(year, told.get(year, set())),
        )
        for year in index.years
    )
    missing = set(range(index.years[0], index.years[-1])) - set(index.years) if years else set()
    return Coverage(
        version=index.version,
        built=index.manifest.created,
        years=years,
        missing=tuple(sorted(missing)),
        undated=tuple(document for document in documents if not index.covered[document.id]),
        refused=index.manifest.refusals,
    )


def _covers(periods: Iterable[Period], year: int) -> bool:
    return any(period.overlaps(Period.of_year(year)) for period in periods)


def _silent(year: int, told: set[int]) -> tuple[Period, ...]:
    if len(told) < LEAST_MONTHS:
        return ()
    return tuple(Period.of_month(year, month) for month in range(1, 13) if month not in told)
