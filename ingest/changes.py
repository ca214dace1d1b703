"""What a corpus has that the version in service has not: documents added, changed, removed."""

from collections.abc import Iterable
from typing import NamedTuple

from ingest.schema import Document
from ingest.versions import DocumentEntry


class Changes(NamedTuple):
    """Document ids, each in one of the four."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def changes(before: Iterable[DocumentEntry], documents: Iterable[Document]) -> Changes:
    known = {entry.id: (entry.sha256, entry.title, entry.period) for entry in before}
    found = {one.id: (one.sha256, one.title, days(one)) for one in documents}
    both = [one for one in found if one in known]
    return Changes(
        added=tuple(one for one in found if one not in known),
        changed=tuple(one for one in both if found[one] != known[one]),
        same=tuple(one for one in both if found[one] == known[one]),
        removed=tuple(one for one in known if one not in found),
    )


def days(document: Document) -> tuple[str, str] | None:
    """First and last day that it covers, as a manifest keeps them."""
    period = document.period
    return (period.first.isoformat(), period.last.isoformat()) if period else None
