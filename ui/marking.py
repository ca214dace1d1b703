"""What is marked in a document that is shown whole: the cited characters, what was searched for,
where its pages begin."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.schema import Document
from ingest.text import Span, fold, folded

MOST_HITS = 500


class Piece(NamedTuple):
    """Some characters in a row that are marked alike.

    `hit` numbers, from 1, the place that a search found; `opens` and `closes` tell that its first
    and its last characters are among these. `pages` are the pages that begin right before them;
    `first` tells the first cited characters.
    """

    text: str
    cited: bool
    hit: int
    opens: bool
    closes: bool
    first: bool
    pages: tuple[int, ...]


def found(text: str, query: str) -> list[Span]:
    """Where the words of a query stand one after the other, case, accents and white space apart."""
    words = folded(query).split()
    if not words:
        return []
    whole = fold(text)
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return [whole.span(*match.span()) for match in pattern.finditer(whole.text)]


class Marker:
    """Cuts places of one document into pieces; to be asked in the order of the text."""

    def __init__(self, document: Document, cited: Span | None, hits: Sequence[Span]) -> None:
        self._text, self._cited, self._hits = document.text, cited, hits
        self._pages = list(enumerate(document.pages, start=1))
        edges = {edge for span in (*hits, *([cited] if cited else [])) for edge in span}
        self._cuts = sorted(edges | set(document.pages))
        self._next_hit = 0
        self._opened = 0
        self._cited_shown = False

    def pieces(self, span: Span) -> Iterator[Piece]:
        inner = slice(bisect_right(self._cuts, span.start), bisect_left(self._cuts, span.end))
        for start, end in pairwise([span.start, *self._cuts[inner], span.end]):
            if start < end:
                yield self._piece(start, end)

    def _piece(self, start: int, end: int) -> Piece:
        hit = self._hit(start)
        opens = hit > self._opened
        self._opened = max(self._opened, hit)
        cited = self._cited is not None and self._cited.start <= start < self._cited.end
        first, self._cited_shown = cited and not self._cited_shown, self._cited_shown or cited
        closes = bool(hit) and self._hits[hit - 1].end <= end
        return Piece(self._text[start:end], cited, hit, opens, closes, first, self.begun(start))

    def _hit(self, start: int) -> int:
        """The hit that a place is in; 0 for none."""
        while self._next_hit < len(self._hits) and self._hits[self._next_hit].end <= start:
            self._next_hit += 1
        if self._next_hit < len(self._hits) and self._hits[self._next_hit].start <= start:
            return self._next_hit + 1
        return 0

    def begun(self, start: int) -> tuple[int, ...]:
        """The pages that begin at this place or before, and were not yet told."""
        begun = []
        while self._pages and self._pages[0][1] <= start:
            begun.append(self._pages.pop(0)[0])
        return tuple(begun)
