"""The lines of a page → its blocks: paragraphs, items, tables, and figures with their words.

Lengths are points, as in `layout`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.layout import (
    LEADING,
    Box,
    Line,
    around,
    in_reading_order,
    paragraphs,
    with_labels,
)
from ingest.text import is_known_word

LARGER = 1.15
TITLE_LENGTH = 120
NEAR = 2
WORDS_LARGER = 1.2
BACK = 2
LETTERS = re.compile(r"[^\W\d_]{2,}")
_AMOUNT = re.compile(
    r"\W*\d[\d .,\u202f\u00a0]*(?:%|[kKM]?€|euros?\b|"
    r"(?:millions?|milliards?)\b(?: (?:d[’'ʼ])?euros?\b)?)(?: dont\b)?\W*"
)
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u00ad]$")


@dataclass(frozen=True)
class Block:
    """A paragraph, an item, a heading or a table of a page."""

    text: str
    size: float
    bold: bool
    box: Box
    item: bool = False
    table: bool = False

    @property
    def is_figure(self) -> bool:
        return not self.table and (not LETTERS.search(self.text) or self.is_amount)

    @property
    def is_amount(self) -> bool:
        """Whether it is one number, with its unit of money or its scale."""
        return bool(_AMOUNT.fullmatch(self.text))


@dataclass(frozen=True)
class Page:
    """What stands on a page, and the style of most of its letters."""

    blocks: list[Block]
    size: float
    bold: bool

    def is_heading(self, block: Block) -> bool:
        """Larger than the page's text, or bold where that is not."""
        if block.table or block.item or len(block.text) > TITLE_LENGTH:
            return False
        if not LETTERS.search(block.text) or block.text.endswith((".", ";", ",")):
            return False
        larger = block.size >= LARGER * self.size
        return larger or (block.bold and not self.bold and block.size >= self.size / LARGER)


def page_of(found: Sequence[Line]) -> Page:
    ordered = in_reading_order(with_labels(found))
    weights: Counter[tuple[int, bool]] = Counter()
    for line in ordered:
        weights[round(line.size), line.bold] += len(line.text) if line.size else 0
    size, bold = weights.most_common(1)[0][0] if weights else (0, False)
    blocks = [_block(some) for some in paragraphs(ordered)]
    return Page(_with_figures(blocks), float(size), bold)


def _block(some: Sequence[Line]) -> Block:
    first, box = some[0], around([line.box for line in some])
    if not first.size:
        return Block(first.text, 0.0, False, box, table=True)
    text = first.text[1:].strip() if first.opens_item else first.text
    for line in some[1:]:
        text = joined(text, line.text)
    return Block(text, first.size, first.bold, box, item=first.opens_item)


def joined(text: str, after: str) -> str:
    """A word that the end of a line cut is whole again; a compound keeps its hyphen."""
    if not (cut := _HYPHENATED.search(text)) or not after[:1].isalpha():
        return f"{text} {after}"
    if after[0].isupper():
        return text + after
    rest = re.findall(r"^[^\W\d_]+", after)[0]
    compound = is_known_word(cut[1]) and is_known_word(rest) and not is_known_word(cut[1] + rest)
    return text + after if compound else text[:-1] + after


def _with_figures(blocks: Sequence[Block]) -> list[Block]:
    """A figure in larger digits goes with the words under or beside it, else with those right
    above it."""
    found: list[Block] = []
    for block in blocks:
        last = range(len(found) - 1, max(-1, len(found) - 1 - BACK), -1)
        at = next((i for i in last if found[i].is_figure and _opens(found[i], block)), None)
        if at is None:
            found.append(block)
        else:
            found[at] = _one(found[at], block, like=block)
    whole: list[Block] = []
    for block in found:
        if whole and block.is_figure and _closes(block, whole[-1]):
            whole[-1] = _one(whole[-1], block, like=whole[-1])
        else:
            whole.append(block)
    return whole


def _opens(figure: Block, words: Block) -> bool:
    """An amount may stand beside words that are somewhat larger."""
    beside = words.box.level_with(figure.box) and words.box.x0 >= figure.box.x1
    under = words.box.top - figure.box.top >= 0 and not words.box.beside(figure.box)
    near = words.box.top - figure.box.bottom <= NEAR * figure.size
    if beside and figure.is_amount:
        return _are_words(words) and words.size <= WORDS_LARGER * figure.size
    return _smaller(words, figure) and (beside or (under and near))


def _closes(figure: Block, words: Block) -> bool:
    gap = figure.box.top - words.box.bottom
    under = not words.box.beside(figure.box) and -figure.size < gap <= LEADING * figure.size
    return _smaller(words, figure) and under


def _smaller(words: Block, figure: Block) -> bool:
    return _are_words(words) and words.size < figure.size


def _are_words(block: Block) -> bool:
    return not (block.is_figure or block.table)


def _one(first: Block, second: Block, like: Block) -> Block:
    box = around([first.box, second.box])
    return replace(like, text=f"{first.text} {second.text}", box=box)
