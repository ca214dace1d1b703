"""The part of a question that says in which document to look: « selon le bilan 2023 », « d'après
l'infolettre de décembre 2023 », « (lettre de novembre 2021) ».

It names a document: its words are no part of what is asked, and its date is that of a document
of that year, not of what is told there. Nor are the names that a question leaves out part of it:
« à part la Bourgogne et l'Occitanie, quelles régions… ».
"""

import re
from collections.abc import Sequence

from ingest.periods import Mention
from ingest.schema import Period
from ingest.text import Span, fold

_DOCUMENTS = (
    r"(?:bilan|rapport|retrospective|lettre|infolettre|newsletter|bulletin|synthese|compte[- ]rendu"
    r"|document|brochure|plaquette|report|review|letter)s?"
)
_SOURCE = re.compile(
    rf"(?:\b(?:d'apres|selon|suivant|dans|according to|in) (?:l'|(?:le|la|les|ce|cette|the) )"
    rf"|\(){_DOCUMENTS}\b"
)
FARTHEST = 50
_ARTICLES = r"(?:(?:de |du |des |d[’'])?(?:l[’']|la |le |les )?)"
_NAME = rf"{_ARTICLES}[A-ZÀ-ÖØ-ÞŒ][\w’'-]*(?: [A-ZÀ-ÖØ-ÞŒ][\w’'-]*)*"
_BESIDES = re.compile(
    r"\b(?i:(?:mis )?à part|a part|hormis|except[ée]|sauf|outre|en dehors|"
    r"apart from|except(?: for)?|besides|other than) "
    rf"{_NAME}(?:(?:, {_NAME})*,? (?:et|ou|and|or) {_NAME})?"
)
_ENDS = re.compile(r"[,;:?!()]")


def source_clauses(text: str, found: Sequence[Mention]) -> list[Span]:
    """Where documents are named, each up to the date that follows, or to its noun without one;
    `found` are the dates of the text."""
    plain, clauses = fold(text), []
    for match in _SOURCE.finditer(plain.text):
        start, noun = plain.span(*match.span())
        stop = _ENDS.search(text, noun)
        limit = min(stop.start() if stop else len(text), noun + FARTHEST)
        dates = [mention.end for mention in found if noun <= mention.start < limit]
        clauses.append(Span(start, dates[0] if dates else noun))
    return clauses


def left_out(text: str) -> list[Span]:
    """Where a question says what it does not ask about."""
    found = () if text.isupper() else _BESIDES.finditer(text)
    return [Span(*match.span()) for match in found]


def is_within(start: int, clauses: Sequence[Span]) -> bool:
    return any(clause.start <= start < clause.end for clause in clauses)


def of_document(period: Period) -> Period:
    """The years of a date that names a document."""
    return Period(Period.of_year(period.first.year).first, Period.of_year(period.last.year).last)
