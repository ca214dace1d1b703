"""Documents → Passages: the document's own pieces, each with its headings and its period.

A block of the text is a passage; one that is too long for the model is split at sentences, and a
table between rows.
The period of a passage is, in this order: the date that opens it, a day of its heading's month
written in it, its heading's, the one date of a box, the document's.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import NamedTuple

from ingest.chronicle import is_chronicle
from ingest.figures import gives_figure
from ingest.headings import Block, blocks, is_label
from ingest.periods import RELATIVE_YEARS, Mention, mentions
from ingest.schema import Document, Heading, Kind, Origin, Passage, Period, Table
from ingest.text import BULLET, Span, folded, line_spans, runs, sentences

_OPENING = re.compile(
    r"(?:ainsi|enfin|puis|deja|toujours|egalement|par ailleurs|de plus)?,? ?"
    r"(?:le|les|en|du|des|au|au mois de|au mois d'|a l'|entre|d'ici|depuis|debut|mi|fin)? ?"
)
_RELATIVE = [
    *RELATIVE_YEARS,
    (re.compile(r"l'annee precedente\b"), -1),
    (re.compile(r"l'annee suivante\b"), 1),
]
_LEAD = re.compile(r":\s*$|:\s*\n\s*[-–•*][ \t][^\n]*$")
_SINCE = re.compile(r"\bdepuis\b")
_CLOSED_SPEECH = re.compile(r"[»”]\s*,?\s*$")
MOST_ASKED = 200
Fits = Callable[[str], bool]


class _Section(NamedTuple):
    """The headings above a place, the period that they or the document give, whether they name a
    month of it."""

    titles: tuple[str, ...]
    period: Period | None
    origin: Origin | None
    month: bool


def cut(document: Document, fits: Fits) -> tuple[Passage, ...]:
    """The passages of a document, in order; `fits` tells whether a text is within the model."""
    tables = {table.start: table for table in document.tables}
    sections = _sections(document)
    starts = list(sections)
    found: list[Passage] = []
    for block in _content(document, tables):
        section = _above(block, sections, starts)
        if table := tables.get(block.start):
            found += _rows(document, table, section, fits)
        else:
            found += _pieces(document, block, section, fits)
    return tuple(found) if is_chronicle(found) else tuple(map(_of_some_day, found))


def _above(block: Block, sections: dict[int, _Section], starts: list[int]) -> _Section:
    """The section that a block is in; a heading stands in its own, without itself above it."""
    section = sections[starts[bisect_right(starts, block.start) - 1]]
    itself = block.start in sections
    return section._replace(titles=section.titles[:-1]) if itself else section


def _of_some_day(passage: Passage) -> Passage:
    return replace(passage, some_day=passage.period_origin is Origin.DOCUMENT)


def _pieces(document: Document, block: Block, section: _Section, fits: Fits) -> Iterator[Passage]:
    """A block, or runs of its sentences, each with the period of the whole."""
    period, origin = _period(block.text, section)
    kind = _kind(block.text, period, document.period)
    for span in _within(document.text, Span(block.start, block.end), fits):
        yield _passage(document, span, kind, section.titles, period, origin)


def _rows(document: Document, table: Table, section: _Section, fits: Fits) -> Iterator[Passage]:
    """Groups of rows under the table's title and header; a row that opens with its date is one by
    itself."""
    fitting = partial(_fits_below, document, table, fits)
    rows = line_spans(document.text, table.start, table.end)
    for period, some in groupby(rows, key=lambda row: _dated(document.text[slice(*row)], section)):
        for span in some if period else runs(some, fitting):
            yield _passage(
                document,
                span,
                Kind.TABLE,
                section.titles,
                period or section.period,
                Origin.OPENING if period else section.origin,
                _repeated(table, span),
            )


def _fits_below(document: Document, table: Table, fits: Fits, span: Span) -> bool:
    return fits(f"{_repeated(table, span)}\n{document.text[slice(*span)]}")


def _repeated(table: Table, span: Span) -> str:
    """What stands above some rows: the table's title, and its header where they lack it."""
    parts = (table.title, table.header if span.start > table.start else "")
    return "\n".join(filter(None, parts))


def _dated(row: str, section: _Section) -> Period | None:
    opening = _opening(row, mentions(row))
    return opening.period(_year(section.period)) if opening else None


def _content(document: Document, tables: Container[int]) -> list[Block]:
    """Blocks that tell something; a speech and the block that says whose it is are one, and so
    are a question and its answer, and a list and what leads to it."""
    found: list[Block] = []
    for block in _telling(document):
        alone = block.start in tables or (found and found[-1].start in tables)
        if found and not alone and _goes_with(found[-1], block, document.headings):
            start = found.pop().start
            block = Block(start, block.end, document.text[start : block.end])
        found.append(block)
    return found


def _telling(document: Document) -> Iterator[Block]:
    """What is no heading, and the headings that give a figure."""
    headings = {heading.start: heading for heading in document.headings}
    for block in blocks(document.text):
        heading = headings.get(block.start)
        if heading is None:
            yield block
            continue
        if gives_figure(heading.title):
            yield Block(heading.start, heading.end, document.text[heading.start : heading.end])
        if heading.end < block.end:
            yield from blocks(document.text, heading.end, block.end)


def _goes_with(before: Block, block: Block, headings: tuple[Heading, ...]) -> bool:
    """Whether no heading parts a speech from who spoke, a question from its answer, or a list from
    what leads to it."""
    if any(before.start < heading.start < block.start for heading in headings):
        return False
    asks = before.text.rstrip().endswith("?") and len(before.text) <= MOST_ASKED
    leads = _LEAD.search(before.text) and BULLET.match(block.text)
    return (asks and not block.text.rstrip().endswith("?")) or bool(leads) or _speaks(before, block)


def _speaks(speech: Block, block: Block) -> bool:
    """Whether `block` names who said `speech`: a capitalised name and an office, no sentence."""
    return (
        bool(_CLOSED_SPEECH.search(speech.text))
        and len(block.text) <= 200
        and "," in block.text
        and block.text[0].isupper()
        and not re.search(r"[.!?]\s*$", block.text)
    )


def _sections(document: Document) -> dict[int, _Section]:
    """What stands above each place after a heading, by where the heading starts; -1 for what
    comes before any."""
    origin = Origin.DOCUMENT if document.period else None
    found = {-1: _Section((), document.period, origin, False)}
    above = [(0, found[-1])]
    for heading in document.headings:
        while above[-1][0] >= heading.level:
            above.pop()
        above.append((heading.level, _below(above[-1][1], heading.title)))
        found[heading.start] = above[-1][1]
    return found


def _below(section: _Section, title: str) -> _Section:
    _, period, origin, month = section
    year = _year(period)
    for mention in mentions(title):
        if found := mention.period(year):
            period, origin, month = found, Origin.SECTION, mention.precision != "year"
    return _Section((*section.titles, title), period, origin, month)


def _year(period: Period | None) -> int | None:
    """The year that a date without one belongs to; None where the period spans several."""
    return period.first.year if period and period.first.year == period.last.year else None


def _within(text: str, span: Span, fits: Fits) -> Iterator[Span]:
    """The span itself, or runs of its sentences that fit."""
    if fits(text[span.start : span.end]):
        yield span
        return
    pieces = (piece for one in sentences(text, *span) for piece in _halve(text, one, fits))
    yield from runs(pieces, lambda run: fits(text[run.start : run.end]))


def _halve(text: str, span: Span, fits: Fits) -> Iterator[Span]:
    """A sentence too long for the model, halved at a space as often as needed."""
    middle = (span.start + span.end) // 2
    space = text.rfind(" ", span.start + 1, middle)
    if fits(text[span.start : span.end]) or span.end - span.start < 2:
        yield span
        return
    at = space if space > 0 else middle
    yield from _halve(text, Span(span.start, at), fits)
    yield from _halve(text, Span(at, span.end), fits)


def _passage(
    document: Document,
    span: Span,
    kind: Kind,
    titles: tuple[str, ...],
    period: Period | None,
    origin: Origin | None,
    table: str = "",
) -> Passage:
    return Passage(
        document=document.id,
        start=span.start,
        end=span.end,
        text=document.text[span.start : span.end],
        kind=kind,
        headings=titles,
        period=period,
        period_origin=origin,
        page=bisect_right(document.pages, span.start) or None,
        table=table,
        named_years=_named_years(document.text[span.start : span.end], period),
    )


def _named_years(text: str, period: Period | None) -> tuple[int, ...]:
    """The years of the dates written in full that are none of the passage's."""
    found = {mention.year for mention in mentions(text) if mention.asked and mention.year}
    own = range(period.first.year, period.last.year + 1) if period else ()
    return tuple(sorted(found - set(own)))


def _kind(text: str, period: Period | None, whole: Period | None) -> Kind:
    if is_label(text) or (_is_alternative_text(text) and not gives_figure(text)):
        return Kind.CAPTION
    if re.match(r"[«“]", text) or re.search(r"[»”]\s*,?\s+[A-ZÀ-Þ][^.!?]*$", text):
        return Kind.QUOTATION
    return Kind.EVENT if period and period != whole else Kind.PARAGRAPH


def _is_alternative_text(text: str) -> bool:
    """A short block without a sentence's shape: no final stop, as link labels have."""
    return len(text) <= 60 and not re.search(r"[.!?…»:]\s*$", text) and "\n" not in text


def _period(text: str, section: _Section) -> tuple[Period | None, Origin | None]:
    year = _year(section.period)
    month = section.period.first.month if section.period and section.month else None
    found = mentions(text)
    if year and (step := _relative(text)):
        return Period.of_year(year + step), Origin.OPENING
    if (opening := _opening(text, found)) and (period := opening.period(year, month)):
        return _onwards(text[: opening.start], period, section), Origin.OPENING
    own = {period for m in found if m.precision == "day" and (period := m.period(year, month))}
    if section.month and section.period:
        own = {period for period in own if section.period.contains(period)}
    if len(own) == 1 and not _tells_a_year(found):
        return own.pop(), Origin.WRITTEN
    return section.period, section.origin


def _relative(text: str) -> int:
    """Years from the document's to that which opens the text (« L’an dernier, … »); 0 for none."""
    opens = folded(text[:40]).removeprefix("des ")
    return next((step for pattern, step in _RELATIVE if pattern.match(opens)), 0)


def _onwards(before: str, period: Period, section: _Section) -> Period:
    """« Depuis novembre 2017, … » tells of all that follows, as far as its section does."""
    if _SINCE.search(folded(before)) and section.period and period.first <= section.period.last:
        return Period(period.first, max(period.last, section.period.last))
    return period


def _tells_a_year(found: list[Mention]) -> bool:
    return any(mention.precision == "year" for mention in found)


def _opening(text: str, found: list[Mention]) -> Mention | None:
    """The mention that opens the text: `Le 3/09, …`, `Ainsi, en 2020, …`."""
    if found and found[0].asked and _OPENING.fullmatch(folded(text[: found[0].start]) + " "):
        return found[0]
    return None
