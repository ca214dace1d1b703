"""What is indexed, told to staff: in the terminal, and as a card of the chat."""

from collections.abc import Iterable, Iterator, Sequence

from ingest.coverage import Coverage, YearCovered
from ingest.schema import Document, Period
from ingest.wording import say
from ui import labels
from ui.rendering import literal


def coverage_text(found: Coverage) -> str:
    return "\n".join([*_years(found), *missing(found), built(found)])


def coverage_markup(summary: str, found: Coverage) -> str:
    """`summary` unfolds into the whole, on one line of HTML."""
    rows = "".join(f"<li>{literal(line)}</li>" for line in [*_years(found), *missing(found)])
    return (
        f"<details><summary>{literal(summary)}</summary>"
        f"<div><ul>{rows}</ul><p>{literal(built(found))}</p></div></details>"
    )


def _years(found: Coverage) -> Iterator[str]:
    for one in found.years:
        yield f"{one.year} : {_titles(one.documents)}{_silent(one)}"


def _titles(documents: Iterable[Document]) -> str:
    titles = dict.fromkeys(document.title for document in documents)
    return ", ".join(f"«\u00a0{title}\u00a0»" for title in titles)


def _silent(one: YearCovered) -> str:
    if not one.silent_months:
        return ""
    return f" ({labels.SILENT} {_names(one.silent_months)})"


def _names(months: Sequence[Period]) -> str:
    """`avril, mai`: the year stands before them."""
    return ", ".join(say(month, "fr").partition(" ")[0] for month in months)


def missing(found: Coverage) -> Iterator[str]:
    """The years without a document, the documents without a year, the files that are unreadable."""
    if found.missing:
        yield f"{labels.MISSING_YEARS} : {', '.join(map(str, found.missing))}"
    if found.undated:
        yield f"{labels.UNDATED} : {_titles(found.undated)}"
    for path, reason in found.refused:
        yield f"{labels.UNREADABLE} : {path} ({reason})"


def built(found: Coverage) -> str:
    """When the version was built, and which it is."""
    day = found.built.astimezone().date()
    return f"{labels.INDEXED} {say(Period(day, day), 'fr')} ({found.version})"
