"""Questions to ask next, made from what stands near an answer in the documents.

Few and good: each is one of a handful of sentences that are right whatever they are filled with.
Whether the documents answer one is for the assistant to say before it is proposed.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from assistant.entries import dated
from assistant.names import office, persons
from assistant.phrases import happened, who
from assistant.schema import Answer, Excerpt, Status
from ingest.index import Index
from ingest.periods import mentions
from ingest.schema import Passage, Period
from ingest.text import folded

MOST_NEAR = 3
SHORTEST_MONTH, DAYS_OF_A_MONTH = 28, 31


def proposals(answer: Answer, index: Index) -> Iterator[str]:
    """What was asked of another year, who is named, the entry that follows, the month: one of each
    in turn, none twice, and not what was asked."""
    near = _passages(answer, index)
    language = answer.language
    kinds = (
        _other_years(answer, index),
        (who(name, language) for name in _named(near)),
        (happened(period, language) for period in _next(answer, index)),
        (happened(period, language) for period in _months(near)),
    )
    asked = {_plain(answer.question), _plain(answer.standalone_question)}
    for question in (one for some in zip_longest(*kinds) for one in some if one):
        if _plain(question) not in asked:
            asked.add(_plain(question))
            yield question


def is_new(found: Answer, shown: Answer) -> bool:
    """Whether an answer says what another has not said already."""
    said = {_place(one) for one in shown.citations}
    return found.status is Status.ANSWERED and any(
        _place(one) not in said for one in found.citations
    )


def _passages(answer: Answer, index: Index) -> list[Passage]:
    """Those that an answer quotes; those that come near where it has none; else the entry that is
    nearest to the asked period."""
    excerpts = (answer.citations or answer.related)[:MOST_NEAR]
    if not excerpts and answer.searched.periods:
        return _nearest(dated(index), answer.searched.periods[0])
    return [
        passage
        for excerpt in excerpts
        for passage in index.searched
        if passage.document == excerpt.document and passage.start <= excerpt.start < passage.end
    ]


def _nearest(entries: Sequence[Passage], asked: Period) -> list[Passage]:
    apart = [(one.period.distance(asked), at) for at, one in enumerate(entries) if one.period]
    return [entries[min(apart)[1]]] if apart else []


def _other_years(answer: Answer, index: Index) -> Iterator[str]:
    """The same question of the nearest other years; only where it names one year, once."""
    text = answer.standalone_question
    years = [one for one in mentions(text) if one.asked and one.year]
    if len(years) != 1 or not years[0].year:
        return
    own = years[0].year
    found = list(re.finditer(rf"\b{own}\b", text))
    if len(found) == 1:
        start, end = found[0].span()
        for year in sorted(set(index.years) - {own}, key=lambda year: (abs(year - own), year)):
            yield f"{text[:start]}{year}{text[end:]}"


def _named(near: Sequence[Passage]) -> Iterator[str]:
    """Those whose office is told beside their name."""
    for passage in near:
        for person in persons(passage.text):
            if office(passage.text, person):
                yield person.text


def _next(answer: Answer, index: Index) -> Iterator[Period]:
    """The first entry after those that are shown, of a day or a few; after what is known by its
    month alone, the next month that has one."""
    shown = [one.period for one in answer.citations or answer.related if one.period]
    own = [period for period in shown if period.days <= DAYS_OF_A_MONTH]
    if not own:
        return
    last = max(own, key=lambda period: period.last)
    later = [p.period for p in dated(index) if p.period and p.period.first > last.last]
    if last == _month(last):
        yield from map(_month, later[:1])
    else:
        yield from [one for one in later if one.days < SHORTEST_MONTH][:1]


def _months(near: Sequence[Passage]) -> Iterator[Period]:
    for passage in near:
        if passage.period and passage.period.days <= DAYS_OF_A_MONTH:
            yield _month(passage.period)


def _month(period: Period) -> Period:
    """The one in which it begins."""
    return Period.of_month(period.first.year, period.first.month)


def _plain(question: str) -> str:
    return " ".join(folded(question).replace("?", " ").split())


def _place(excerpt: Excerpt) -> tuple[str, int, int]:
    return excerpt.document, excerpt.start, excerpt.end
