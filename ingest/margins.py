"""Running heads and printed page numbers: what stands in the margins of page after page."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.layout import Line
from ingest.text import folded

EDGE = 0.1
SHARE = 0.1
FEWEST = 3
_NUMBER = re.compile(r"\D{0,6}(\d{1,4})(?:\s*[/|sur]+\s*\d+)?\D{0,2}")


class Margins:
    """`pages` are the lines of each page, `heights` their heights.

    A line at the top or bottom edge is a running head where it comes back on `FEWEST` pages and
    one in ten; a number there is the page's where its sequence goes with the pages'.
    """

    def __init__(self, pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> None:
        self._pages = pages
        self._edges = [
            [one for one in some if _at_edge(one, height)]
            for some, height in zip(pages, heights, strict=True)
        ]
        often = Counter(text for edge in self._edges for text in {_said(line) for line in edge})
        least = max(FEWEST, SHARE * len(pages))
        self._heads = {said for said, count in often.items() if count >= least and said != "#"}
        self._printed = _sequence([[_number(line) for line in edge] for edge in self._edges])

    @property
    def labels(self) -> tuple[str, ...]:
        """The number printed on each page, empty where there is none; none at all where they are
        the pages' own."""
        found = tuple("–".join(map(str, numbers)) for numbers in self._printed)
        own = all(label in ("", str(at)) for at, label in enumerate(found, 1))
        return () if own else found

    def without(self, page: int) -> list[Line]:
        """The lines of a page (from 0) that are its text."""
        edge, printed = self._edges[page], self._printed[page]
        dropped = [one for one in edge if _said(one) in self._heads or _number(one) in printed]
        return [line for line in self._pages[page] if line not in dropped]


def _at_edge(line: Line, height: float) -> bool:
    return line.box.bottom <= EDGE * height or line.box.top >= (1 - EDGE) * height


def _said(line: Line) -> str:
    """Without its number where that may be the page's."""
    return re.sub(r"^\d+\b|\b\d+$", "#", folded(line.text).strip())


def _number(line: Line) -> int | None:
    match = _NUMBER.fullmatch(line.text.strip())
    return int(match[1]) if match else None


def _sequence(found: Sequence[Sequence[int | None]]) -> list[list[int]]:
    """Of the numbers at each page's edges, those that follow the pages one by one, or two by two
    (spreads)."""
    best: list[list[int]] = [[] for _ in found]
    for step in (1, 2):
        starts = Counter(
            number - step * at for at, some in enumerate(found) for number in some if number
        )
        if not starts:
            continue
        start = starts.most_common(1)[0][0]
        wanted = [range(start + step * at, start + step * at + step) for at in range(len(found))]
        kept = [
            sorted({n for n in some if n and n in span})
            for some, span in zip(found, wanted, strict=True)
        ]
        if sum(map(len, kept)) > sum(map(len, best)):
            best = kept
    enough = sum(map(bool, best)) >= max(FEWEST, len(found) / 3)
    return best if enough else [[] for _ in found]
