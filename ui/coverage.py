"""What is indexed, told to staff: in the terminal, and as a card of the chat."""

from collections.abc import Iterator, Sequence

from ingest.coverage import Coverage, YearCovered
from ingest.schema import Period
from ingest.wording import say
from ui import labels
from ui.rendering import literal


def coverage_text(found: Coverage) -> str:
    return "\n".join([*_years(found), *_rest(found), _built(found)])


def coverage_markup(summary: str, found: Coverage) -> str:
    """`summary` unfolds into the whole, on one line of HTML."""
    rows = "".join(f"<li>{literal(line)}</li>" for line in [*_years(found), *_rest(found)])
    return (
        f"<details><summary>{literal(summary)}</summary>"
        f"<div><ul>{rows}</ul><p>{literal(_built(found))}</p></div></details>"
    )


def _years(found: Coverage) -> Iterator[str]:
    for one in found.years:
        titles = " ; ".join(dict.fromkeys(document.title for document in one.documents))
        yield f"{one.year} : {titles}{_silent(one)}"


def _silent(one: YearCovered) -> str:
    if not one.silent_months:
        return ""
    return f" ({labels.SILENT} {_names(one.silent_months)})"


def _names(months: Sequence[Period]) -> str:
    """`avril, mai`: the year stands before them."""
    return ", ".join(say(month, "fr").partition(" ")[0] for month in months)


def _rest(found: Coverage) -> Iterator[str]:
    if found.missing:
        yield f"{labels.MISSING_YEARS} : {', '.join(map(str, found.missing))}"
    if found.undated:
        yield f"{labels.UNDATED} : {' ; '.join(document.title for document in found.undated)}"
    for path, reason in found.refused:
        yield f"{labels.UNREADABLE} : {path} ({reason})"


def _built(found: Coverage) -> str:
    day = found.built.astimezone().date()
    return f"{labels.INDEXED} {say(Period(day, day), 'fr')} ({found.version})"
