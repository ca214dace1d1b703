"""The period that a document covers, and what says so.

In this order: the `.toml` beside it, its folder (or the part of its year that the title names),
its title, its headings, the dates of its text.
Nothing is guessed: a source that says several things says nothing, and the next is asked.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import NamedTuple

from ingest.periods import mentions
from ingest.schema import Heading, Origin, Period
from ingest.text import folded

FEWEST = 3
_PUBLISHED = re.compile(r"\b(?:publi\w+|edite\w*|imprime\w*|mis a jour|mise a jour)\b[^.]*$")


class Covered(NamedTuple):
    period: Period | None
    origin: Origin | None


def covered(
    told: Period | None, path: PurePath, title: str, headings: Iterable[Heading], text: str
) -> Covered:
    """`told` is the `.toml`'s; `path` is under the corpus folder, where the nearest folder that
    is named by a year counts."""
    sources: list[tuple[Origin, Callable[[], Period | None]]] = [
        (Origin.SIDECAR, lambda: told),
        (Origin.TITLE, lambda: _narrower(_of_title(title), _of_folders(path))),
        (Origin.FOLDER, lambda: _of_folders(path)),
        (Origin.TITLE, lambda: _of_title(title)),
        (Origin.HEADINGS, lambda: _of_years(heading.title for heading in headings)),
        (Origin.TEXT, lambda: _of_years([text])),
    ]
    for origin, source in sources:
        if period := source():
            return Covered(period, origin)
    return Covered(None, None)


def _narrower(period: Period | None, year: Period | None) -> Period | None:
    return period if period and year and period != year and year.contains(period) else None


def _of_folders(path: PurePath) -> Period | None:
    for part in reversed(path.parts[:-1]):
        if re.fullmatch(r"(19|20)\d\d", part):
            return Period.of_year(int(part))
    return None


def _of_title(title: str) -> Period | None:
    """The one period that a title names: `Bilan 2023`, `Rapport d’activité 2018-2019`."""
    plain = folded(title)
    periods = {
        period
        for mention in mentions(title)
        if mention.year and not _PUBLISHED.search(plain[: mention.start])
        if (period := mention.period(None))
    }
    return periods.pop() if len(periods) == 1 else None


def _of_years(texts: Iterable[str]) -> Period | None:
    """The year of all the dates that have one, where there are `FEWEST` at least."""
    years = [mention.year for text in texts for mention in mentions(text) if mention.year]
    alike = len(years) >= FEWEST and len(set(years)) == 1
    return Period.of_year(years[0]) if alike and years[0] else None
