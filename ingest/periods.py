"""Dates and periods of French (and English) text: one grammar for documents and questions.

A mention may lack its year (`Le 3/09`) or its month (`le 17`): it is resolved with the year
and the month that its surroundings give. Nothing is guessed: an impossible date is no mention.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.date_grammar import DAYS, GRAMMAR, Found, Resolve, a_year, bare_day
from ingest.schema import Period
from ingest.text import Folded, fold

RELATIVE_YEARS = [
    (re.compile(r"\b(?:l'an dernier|l'annee derniere|l'an passe|l'annee passee|last year)\b"), -1),
    (re.compile(r"\b(?:cette annee\b(?!-la\b| la\W*(?:\(.*)?$| la\s*,)|this year\b)"), 0),
    (re.compile(r"\b(?:l'an prochain|l'annee prochaine|next year)\b"), 1),
]
"""Years told from that of who speaks, on folded text: from today, or from a document's year."""
_INTRODUCES_YEAR = re.compile(
    r"\b(?:en|de|pour|durant|pendant|annee|l'annee|exercice|courant|jusqu'en|in|"
    r"during|for|year|of|entre|from|between|saison|dans le courant de|depuis|"
    r"retrospective|bilan|rapport(?: annuel| d'activite)?|document) $"
)


@dataclass(frozen=True)
class Mention:
    """A date or period written in a text, at `[start, end)` of the original.

    `year` is the one written, if any. `asked` tells whether the words around make it the time
    that is spoken of (« en 2021 ») rather than a part of a name (« budget 2021 »).
    `precision` is `day`, `month` or `year`: the size of the unit named.
    """

    start: int
    end: int
    year: int | None
    resolve: Resolve
    precision: str
    asked: bool = True
    needs_month: bool = False

    def period(self, year: int | None, month: int | None = None) -> Period | None:
        """The period, with the year and month of the surroundings; None where they are needed
        and absent, or where no such day exists."""
        year = self.year or year
        if year is None or (self.needs_month and month is None):
            return None
        try:
            return self.resolve(year, month or 1)
        except ValueError:
            return None


def mentions(text: str) -> list[Mention]:
    """Every date or period written in a text, in order; the longest reading wins."""
    whole = fold(text)
    taken: list[tuple[int, int]] = []
    found = []
    for pattern, build in GRAMMAR:
        for match in pattern.finditer(whole.text):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            if (read := _read(whole, match, build)) or build in DAYS:
                taken.append(match.span())
                found += read
    return sorted(found, key=lambda mention: mention.start)


def _read(
    whole: Folded, match: re.Match[str], build: Callable[[re.Match[str]], Found]
) -> list[Mention]:
    start, end = whole.span(*match.span())
    written = match.groupdict().get("year")
    year = int(written) if written else None
    asked = build is not a_year or bool(
        match.start() == 0 or _INTRODUCES_YEAR.search(whole.text[: match.start()])
    )
    return [
        mention
        for resolve, precision in build(match)
        if _possible(
            mention := Mention(start, end, year, resolve, precision, asked, build is bare_day)
        )
    ]


def _possible(mention: Mention) -> bool:
    """Whether the days exist, be it in a leap year."""
    return mention.period(mention.year or 2020, 1) is not None
