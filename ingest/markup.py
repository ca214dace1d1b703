"""An HTML tree → canonical text with its headings and tables, whatever format the tree came from.

Blocks stand apart by a blank line. An item of a list is a line after `- `, a row of a table is a
line with its cells apart by ` | `; an image is its alternative text. Nothing is left out here:
what a page holds beside its text is taken out of the tree before.
"""

import re
from typing import Any

from ingest.inline import BLOCKS, CONTROL, alternative, figure_caption, squeezed, words
from ingest.loaded import Loaded
from ingest.rows import is_layout, rows_of
from ingest.schema import Heading, Table
from ingest.tree import walk

_LISTS = ("ul", "ol", "menu")
_HEADING = re.compile(r"h([1-9])")


def canonical(root: Any, title: str = "", warnings: tuple[str, ...] = ()) -> Loaded:
    writer = _Writer()
    events = walk(root)
    for event, element in events:
        if event == "end":
            writer.end(element, tail="" if element is root else squeezed(element.tail))
        elif writer.start(element):
            events.skip_subtree()
    writer.flush()
    return Loaded(
        "".join(writer.pieces),
        tuple(writer.headings),
        tuple(writer.tables),
        title=title,
        warnings=warnings,
    )


class _Writer:
    """Takes the tree an element at a time, so that no depth is too much for it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.headings: list[Heading] = []
        self.tables: list[Table] = []
        self._length = 0
        self._line: list[str] = []
        self._images: list[str] = []
        self._level = 0
        self._depth = 0
        self._dash = False
        self._listing = False
        self._told: set[Any] = set()

    def start(self, element: Any) -> bool:
        """Whether the element is written with all that it holds."""
        if element in self._told:
            return True
        if element.tag in ("table", "pre") and not self._level:
            self.flush()
            if element.tag == "table" and not is_layout(element):
                self._table(element)
                return True
            if element.tag == "pre":
                self._verbatim(element)
                return True
        if element.tag in BLOCKS:
            self._open(element.tag)
        elif text := alternative(element):
            (self._line if self._level else self._images).append(text)
        self._line.append("\n" if element.tag == "br" else squeezed(element.text))
        return False

    def end(self, element: Any, *, tail: str) -> None:
        if element.tag in BLOCKS:
            self._close(element.tag)
        if element.tag == "figcaption":
            self._told.add(element)
        self._line.append(tail)

    def _open(self, tag: str) -> None:
        if self._level:
            self._line.append(" ")
            return
        if tag == "dd" and "".join(self._line).strip():
            self._line.append("\n")
            return
        self.flush()
        if heading := _HEADING.fullmatch(tag):
            self._level, self._dash = int(heading[1]), False
        elif tag in _LISTS:
            self._listing = self._listing and self._depth > 0
            self._depth += 1
        elif tag == "li":
            self._dash = True

    def _close(self, tag: str) -> None:
        if _HEADING.fullmatch(tag):
            self._heading()
        elif self._level:
            self._line.append(" ")
        elif tag != "dt":
            self.flush()
        if tag == "li":
            if self._dash and self._images:
                self._put(self._images.pop(), item=True)
            self._dash = False
        elif tag in _LISTS and not self._level:
            self._depth -= 1
            self.flush()

    def _heading(self) -> None:
        title = squeezed("".join(self._line)).strip()
        level, self._level = self._level, 0
        self._line.clear()
        if _says_something(title):
            start = self._put(title)
            self.headings.append(Heading(start, start + len(title), level, title))

    def flush(self) -> None:
        """Writes the paragraphs of the line, then its images where no list is cut by them."""
        text = re.sub(r" *\n *", "\n", re.sub(" +", " ", "".join(self._line))).strip()
        self._line.clear()
        for paragraph in re.split(r"\n+" if self._dash else r"\n{2,}", text):
            if not _says_something(paragraph):
                continue
            self._put(paragraph.strip(), item=self._dash)
            self._dash = False
        if not self._depth:
            images, self._images = self._images, []
            for image in images:
                self._put(image)

    def _verbatim(self, element: Any) -> None:
        """A `pre`, its line ends kept and its blank lines closed: one block."""
        pieces = [
            (node.text or "") + ("\n" if node.tag == "br" else "") + (node.tail or "")
            if node is not element
            else node.text or ""
            for node in element.iter()
        ]
        lines = CONTROL.sub("", "".join(pieces)).replace("\r", "").split("\n")
        if text := "\n".join(line.rstrip() for line in lines if line.strip()):
            self._put(text)

    def _table(self, table: Any) -> None:
        title = self._caption(table)
        rows = list(rows_of(table))
        if not rows:
            return
        lines = [" | ".join(cells).strip(" ") for cells, _ in rows]
        start = self._put("\n".join(lines))
        header = lines[0] if rows[0][1] else ""
        self.tables.append(Table(start, self._length, title, header))

    def _caption(self, table: Any) -> str:
        """The caption of a table, written before it wherever it stands."""
        caption = next(table.iterchildren("caption"), None)
        if caption is None:
            caption = figure_caption(table)
        title = words(caption) if caption is not None else ""
        if title and caption not in self._told:
            self._told.add(caption)
            self._put(title)
        return title

    def _put(self, text: str, *, item: bool = False) -> int:
        """Where the block starts."""
        between = "\n" if item and self._listing else "\n\n"
        text = f"- {text}" if item else text
        self._listing = item
        if self.pieces:
            self.pieces.append(between)
            self._length += len(between)
        start = self._length
        self.pieces.append(text)
        self._length += len(text)
        return start


def _says_something(text: str) -> bool:
    return bool(re.search(r"\w", text))
