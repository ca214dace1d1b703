"""What a refusal says of the documents."""

from types import SimpleNamespace
from typing import Any

from assistant.refusing import MOST_TITLES, Refusals
from ingest.schema import Document, Period


def index_of(count: int) -> Any:
    documents = {
        f"{year}.txt": Document(f"{year}.txt", f"Bilan {year}", Period.of_year(year), "fr", "", "")
        for year in range(2001, 2001 + count)
    }
    periods = frozenset(document.period for document in documents.values())
    years = tuple(range(2001, 2001 + count))
    return SimpleNamespace(documents=documents, periods=periods, years=years)


def test_a_few_documents_are_named() -> None:
    assert Refusals(index_of(2)).coverage == "Bilan 2001 (2001)\u202f; Bilan 2002 (2002)"


def test_many_documents_are_counted() -> None:
    found = Refusals(index_of(MOST_TITLES + 1)).coverage
    assert found == f"{MOST_TITLES + 1} documents (2001-{2001 + MOST_TITLES})"


def test_nothing_asked_is_always_covered() -> None:
    refusals = Refusals(index_of(2))
    assert not refusals.not_indexed([])
    assert not refusals.not_indexed([Period.of_year(2002)])
    assert refusals.not_indexed([Period.of_year(2003)])
