"""What is indexed, told to staff: in the terminal, and as a card of the chat."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.coverage import Coverage, YearCovered
from ingest.schema import Document, Period
from ui import labels
from ui.rendering import literal


class Line(NamedTuple):
    """`reason` is what follows in French, whatever language is spoken."""

    told: str
    reason: str = ""


def coverage_text(found: Coverage) -> str:
    lines = (f"{told} ({reason})" if reason else told for told, reason in _lines(found))
    return "\n".join([*lines, built(found)])


def coverage_markup(summary: str, found: Coverage) -> str:
    """`summary` unfolds into the whole, on one line of HTML."""
    rows = "".join(f"<li>{_markup(line)}</li>" for line in _lines(found))
    return (
        f"<details><summary>{literal(summary)}</summary>"
        f"<div><ul>{rows}</ul><p>{literal(built(found))}</p></div></details>"
    )


def _markup(line: Line) -> str:
    reason = f' (<span lang="fr">{literal(line.reason)}</span>)' if line.reason else ""
    return literal(line.told) + reason


def _lines(found: Coverage) -> Iterator[Line]:
    yield from (_year(one) for one in found.years)
    yield from missing(found)


def _year(one: YearCovered) -> Line:
    months = ", ".join(map(labels.month, one.silent_months))
    silent = f" ({labels.silent(months)})" if months else ""
    return Line(labels.pair(str(one.year), _titles(one.documents)) + silent)


def _titles(documents: Iterable[Document]) -> str:
    return ", ".join(map(labels.quoted, dict.fromkeys(document.title for document in documents)))


def missing(found: Coverage) -> Iterator[Line]:
    """The years without a document, the documents without a year, the files that are unreadable."""
    if found.missing:
        yield Line(labels.pair(labels.MISSING_YEARS, ", ".join(map(str, found.missing))))
    if found.undated:
        yield Line(labels.pair(labels.UNDATED, _titles(found.undated)))
    for path, reason in found.refused:
        yield Line(labels.pair(labels.UNREADABLE, path), reason)


def built(found: Coverage) -> str:
    """When the version was built, and which it is."""
    day = found.built.astimezone().date()
    return labels.indexed(labels.period(Period(day, day)), found.version)
