"""A document's canonical text as what a page is made of: headings, paragraphs, lists, tables.

Blocks hold places in the text, never text: what is shown of them stays exact.
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from ingest import headings
from ingest.schema import Document, Heading, Table
from ingest.text import Span, bare, line_spans, strip

DEEPEST = 6
_BAR = re.compile(r"(?:^| )\|(?= |$)")


class Block(NamedTuple):
    """`rows` holds places: one of one cell for a heading or a paragraph, one an item for a list,
    the cells of each line for a table. `level` is that of a heading, from 2; `headed` tells
    whether the first row of a table names its columns, `title` what the table is called."""

    kind: Literal["heading", "paragraph", "list", "table"]
    rows: tuple[tuple[Span, ...], ...]
    level: int = 0
    headed: bool = False
    title: str = ""

    @property
    def start(self) -> int:
        return self.rows[0][0].start


def blocks(document: Document) -> list[Block]:
    """Every block, in order; a heading's level is how deep it stands, without a gap."""
    text, done = document.text, 0
    made: list[Block] = []
    above: list[int] = []
    for part in _parts(document):
        if part.start < done:
            continue
        made += _prose(text, done, part.start)
        if isinstance(part, Table):
            made.append(_table(text, part))
        else:
            above = [*(level for level in above if level < part.level), part.level]
            made.append(_heading(part, min(len(above) + 1, DEEPEST)))
        done = part.end
    return [*made, *_prose(text, done, len(text))]


def _parts(document: Document) -> list[Heading | Table]:
    """Headings that say something, and tables."""
    named = (heading for heading in document.headings if re.search(r"[^\W_]", heading.title))
    return sorted((*named, *document.tables), key=lambda part: part.start)


def _heading(heading: Heading, level: int) -> Block:
    return Block("heading", ((Span(heading.start, heading.end),),), level=level)


def _table(text: str, table: Table) -> Block:
    rows = tuple(_cells(text, line) for line in line_spans(text, table.start, table.end))
    return Block("table", rows, headed=bool(table.header), title=table.title)


def _cells(text: str, line: Span) -> tuple[Span, ...]:
    """The cells of a line, some empty."""
    bars = [match.span() for match in _BAR.finditer(text[line.start : line.end])]
    cuts = [(0, 0), *bars, (line.end - line.start,) * 2]
    return tuple(
        strip(text, line.start + before[1], line.start + after[0])
        for before, after in pairwise(cuts)
    )


def _prose(text: str, start: int, end: int) -> Iterator[Block]:
    """Paragraphs and lists; a line under an item that is none itself goes on with it."""
    for run in headings.blocks(text, start, end):
        pieces: list[tuple[bool, Span]] = []
        for line in line_spans(text, run.start, run.end):
            own = bare(text, *line)
            item = own != line
            if item or not pieces:
                pieces.append((item, own))
            else:
                pieces[-1] = (pieces[-1][0], Span(pieces[-1][1].start, line.end))
        for item, some in groupby(pieces, key=lambda piece: piece[0]):
            rows = tuple((span,) for _, span in some if span.start < span.end)
            if rows:
                yield Block("list" if item else "paragraph", rows)
