"""The year of a figure: of the year that stands right behind it, else of its passage's.

« Le budget passe à 6 millions (5,5 M€ en 2020) », in a report of 2021, answers for 2020 what
stands beside that year, and for 2021 the rest.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.quantities import quantities
from assistant.schema import Question, Wanted
from ingest.periods import Mention, mentions
from ingest.schema import Passage, Period
from ingest.text import Span, fold

_BEHIND = re.compile(r"[\s(]*(?:(?:en|fin|pour|sur|in)\s+)?(?:l'annee\s+)?")


class _Dated(NamedTuple):
    """A figure with the year behind it: where the two stand, and what the year covers."""

    span: Span
    period: Period


def told(question: Question, passage: Passage, text: str) -> str:
    """What of a sentence may answer, the rest of it blank or left out; empty where nothing may: it
    is of another period than asked and gives no figure of that one (one to come is a forecast)."""
    asked = question.periods
    of_asked = not asked or any(map(passage.is_of, asked))
    if question.wanted is not Wanted.NUMBER:
        return text if of_asked else ""
    if of_asked:
        return _without_others(text, asked or question.documents)
    last = passage.period.last.year if passage.period else 0
    spans = (
        one.span
        for one in _dated(text)
        if any(period.contains(one.period) for period in asked) and one.period.last.year <= last
    )
    return next((text[slice(*span)] for span in spans), "")


def _without_others(text: str, asked: Sequence[Period]) -> str:
    for (start, end), period in _dated(text) if asked else ():
        if not any(map(period.overlaps, asked)):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _dated(text: str) -> Iterator[_Dated]:
    years = [mention for mention in mentions(text) if mention.precision == "year"]
    for quantity in quantities(text):
        behind = next((one for one in years if one.start >= quantity.span.end), None)
        if behind and (period := _period_behind(text, quantity.span.end, behind)):
            yield _Dated(Span(quantity.span.start, behind.end), period)


def _period_behind(text: str, end: int, mention: Mention) -> Period | None:
    """Of a year that nothing but « en » parts from what ends there."""
    beside = _BEHIND.fullmatch(fold(text[end : mention.start]).text)
    return mention.period(None) if mention.asked and beside else None
