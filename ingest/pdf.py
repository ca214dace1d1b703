"""PDF → canonical text, headings, tables and pages; the one home of pdfplumber.

The library gives words with their place and font; what reads them in order is `layout`.
"""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from ingest.errors import DocumentError
from ingest.layout import Box, Line, is_cut, lines
from ingest.legibility import examine
from ingest.loaded import Loaded
from ingest.margins import Margins
from ingest.page import LETTERS, Block, Page, joined, page_of
from ingest.schema import Heading, Table
from ingest.text import folded

MAX_PAGES = 1000
MAX_CHARACTERS = 200_000
MAX_EDGES = 2_000
CELL_LENGTH = 300
FILLED = 0.6
_BOLD = re.compile("bold|black|heavy", re.I)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def load_pdf(data: bytes) -> Loaded:
    """Raises DocumentError with the reason: password, broken, scan, blank, garbled, too long."""
    try:
        found, heights, images, named = _read(data)
    except DocumentError:
        raise
    except Exception as error:  # whatever a broken file makes pdfminer raise
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise DocumentError(
                "le PDF est protégé par un mot de passe ; enregistrez-le sans mot de passe"
            ) from error
        raise DocumentError("le PDF est abîmé ou incomplet ; déposez-le à nouveau") from error
    margins = Margins(found, heights)
    pages = [page_of(margins.without(number)) for number in range(len(found))]
    writer = _Writer(pages)
    warnings = examine(writer.text, [bool(page.blocks) for page in pages], images)
    return Loaded(
        writer.text,
        tuple(writer.headings),
        tuple(writer.tables),
        tuple(writer.starts),
        margins.labels,
        _title(named, pages),
        warnings=warnings,
    )


def _read(data: bytes) -> tuple[list[list[Line]], list[float], list[bool], str]:
    """The lines of each page, its height, whether it holds a picture; the title of the metadata."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        if len(pdf.pages) > MAX_PAGES:
            raise DocumentError(f"plus de {MAX_PAGES} pages ; partagez le fichier en plusieurs")
        found, heights, images = [], [], []
        for page in pdf.pages:
            found.append(_lines(page))
            heights.append(float(page.height))
            images.append(bool(page.images))
            page.close()
        return found, heights, images, str((pdf.metadata or {}).get("Title") or "")


def _lines(page: Any) -> list[Line]:
    """The lines of a page, a table as one."""
    if len(page.chars) > MAX_CHARACTERS:
        raise DocumentError(f"la page {page.page_number} est démesurée ; vérifiez le fichier")
    tables = list(_tables(page))
    words = [
        word for word in _words(page) if not any(_inside(word.box, table.box) for table in tables)
    ]
    return [*lines(words), *tables]


def _words(page: Any) -> Iterator[Line]:
    """The words that are seen: what stands beyond the edges of the page is not."""
    for word in page.extract_words(extra_attrs=["fontname", "size"], x_tolerance_ratio=0.15):
        box = Box(word["x0"], word["top"], word["x1"], word["bottom"])
        text = _CONTROL.sub("", word["text"])
        if text and _inside(box, Box(0, 0, page.width, page.height)):
            yield Line(box, text, float(word["size"]), bool(_BOLD.search(word["fontname"])))


def _inside(box: Box, other: Box) -> bool:
    """Whether the middle of a box is in another."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return other.x0 <= x <= other.x1 and other.top <= y <= other.bottom


def _tables(page: Any) -> Iterator[Line]:
    """The ruled tables of a page; a frame around text is none, nor are the lines of a drawing."""
    if len(page.edges) > MAX_EDGES:
        return
    for table in page.find_tables():
        rows = [[_cell(cell) for cell in row] for row in table.extract()]
        rows = [row for row in rows if any(row)]
        cells = [cell for row in rows for cell in row]
        if len(rows) < 2 or min(map(len, rows)) < 2:
            continue
        if sum(map(bool, cells)) < FILLED * len(cells) or max(map(len, cells)) > CELL_LENGTH:
            continue
        yield Line(Box(*table.bbox), "\n".join(" | ".join(row) for row in rows), 0.0, False)


def _cell(text: str | None) -> str:
    return " ".join(_CONTROL.sub(" ", text or "").split())


def _title(named: str, pages: Sequence[Page]) -> str:
    """The title of the metadata where the first page says it too, else what is largest there."""
    first = pages[0].blocks if pages else []
    words = set(folded(named).split())
    seen = set(folded(" ".join(block.text for block in first)).split())
    if words and len(words & seen) * 2 >= len(words):
        return named
    shown = [block for block in first if LETTERS.search(block.text) and not block.table]
    return max(shown, key=lambda block: block.size).text if shown else ""


class _Writer:
    """Pages → the canonical text and what stands where in it."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.text = ""
        self.headings: list[Heading] = []
        self.tables: list[Table] = []
        self.starts: list[int] = []
        styles = {_style(b) for page in pages for b in page.blocks if page.is_heading(b)}
        self._levels = {style: rank for rank, style in enumerate(sorted(styles, reverse=True), 2)}
        self._last: Block | None = None
        for page in pages:
            self._page(page)

    def _page(self, page: Page) -> None:
        for number, block in enumerate(page.blocks):
            start = self._write(block)
            if not number:
                self.starts.append(start)
            if page.is_heading(block):
                level = 1 if not self.headings else self._levels[_style(block)]
                self.headings.append(Heading(start, len(self.text), level, block.text))
        if not page.blocks:
            self.starts.append(len(self.text))

    def _write(self, block: Block) -> int:
        """Where the block starts."""
        last, self._last = self._last, block
        text = f"- {block.text}" if block.item else block.text
        if last and self._goes_on(last, block):
            start = len(self.text)
            self.text = joined(self.text, text)
            return start
        between = "\n" if last and last.item and block.item else "\n\n"
        start = len(self.text) + (len(between) if self.text else 0)
        self.text += (between if self.text else "") + text
        if block.table:
            self.tables.append(_table(start, block.text, last))
        return start

    def _goes_on(self, last: Block, block: Block) -> bool:
        """Whether a block is the rest of the last one, which the end of a page cut."""
        plain = not (block.item or block.table or last.table)
        return plain and _style(last) == _style(block) and is_cut(last.text, block.text)


def _style(block: Block) -> tuple[int, bool]:
    return round(block.size), block.bold


def _table(start: int, text: str, last: Block | None) -> Table:
    """Its title is the block above where that says so; its header the first row where figures
    stand under words only."""
    title = last.text if last and folded(last.text).startswith("tableau") else ""
    first, *rows = text.split("\n")
    header = first if not re.search(r"\d", first) and any(re.search(r"\d", r) for r in rows) else ""
    return Table(start, start + len(text), title, header)
