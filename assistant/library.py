"""What the pages beside the conversation show of one index version."""

from collections import Counter
from typing import NamedTuple

from ingest.coverage import Coverage, coverage
from ingest.index import Index
from ingest.schema import Document
from ingest.timeline import YearTold, timeline


class Library(NamedTuple):
    """The documents, newest first, with how many passages each has; what they cover; and the
    entries of each year, newest first."""

    documents: tuple[tuple[Document, int], ...]
    coverage: Coverage
    years: tuple[YearTold, ...]


def library(index: Index) -> Library:
    counts = Counter(passage.document for passage in index.passages)
    documents = sorted(index.documents.values(), key=lambda document: document.title)
    documents.sort(key=_newest, reverse=True)
    return Library(
        documents=tuple((document, counts[document.id]) for document in documents),
        coverage=coverage(index),
        years=timeline(index.searched, index.years),
    )


def _newest(document: Document) -> int:
    """The last day that it covers; before all others where it covers none."""
    return document.period.last.toordinal() if document.period else 0
