"""Blocks and headings of plain text, which has no markup: a heading is known by its shape.

A month alone on its line is a heading. So is a short line without a final stop that opens a
paragraph, unless it names an image or a link (`Photo de…`, `Reportage`) or the next block is
a dated entry: labels stand under what they belong to, headings above it.
"""

import re
from typing import NamedTuple

from ingest.periods import mentions
from ingest.schema import Heading
from ingest.text import Span, folded, french, strip

MAX_HEADING = 90
_BLANK_LINE = re.compile(r"\n\s*\n")
_FINAL = re.compile(r"[.!?…;:,»]\s*$")
_BOX_TITLE = re.compile(r"(?P<title>[^\n]{3,60})\n(?=\s*[A-ZÀ-ÖØ-ÞŒ«])")
_CREDITS = re.compile(r"credits?( photos?)? ?:|©|photos? ?:|source ?:")


class Block(NamedTuple):
    """A run of lines without a blank one between."""

    start: int
    end: int
    text: str


def blocks(text: str, start: int = 0, end: int | None = None) -> list[Block]:
    end = len(text) if end is None else end
    cuts = [start]
    for match in _BLANK_LINE.finditer(text, start, end):
        cuts += [match.start(), match.end()]
    spans = [strip(text, a, b) for a, b in zip(cuts[::2], [*cuts[1::2], end], strict=True)]
    return [Block(a, b, text[a:b]) for a, b in spans if a < b]


def plain_headings(text: str) -> tuple[Heading, ...]:
    """Headings of a plain text; the title of the document is level 1, the others level 2."""
    found = []
    all_blocks = blocks(text)
    for number, block in enumerate(all_blocks):
        after = all_blocks[number + 1] if number + 1 < len(all_blocks) else None
        if span := _heading(block, after if number else None, first=number == 0):
            level = 1 if number == 0 else 2
            found.append(Heading(span.start, span.end, level, text[span.start : span.end]))
    return tuple(found)


def _heading(block: Block, after: Block | None, *, first: bool) -> Span | None:
    """`after` does not count for the first block: a title may stand right above a month."""
    if is_month(block.text):
        return Span(block.start, block.end)
    if (box := _BOX_TITLE.match(block.text)) and not _FINAL.search(box["title"]):
        title = strip(block.text, 0, box.end())
        return Span(block.start + title.start, block.start + title.end)
    if not _is_short(block.text) or _FINAL.search(block.text) or is_label(block.text):
        return None
    if first:
        return Span(block.start, block.end)
    if after is None or is_month(after.text) or opens_dated(after.text):
        return None
    return Span(block.start, block.end)


def _is_short(text: str) -> bool:
    return len(text) <= MAX_HEADING and "\n" not in text


def is_month(text: str) -> bool:
    """Whether the text is a month and nothing else, its year apart."""
    name, _, year = folded(text).rpartition(" ")
    return (name or year) in french()["months"] and (not name or year.isdigit())


def opens_dated(text: str) -> bool:
    """Whether the text opens with its date, as the entries of a calendar do."""
    return any(
        mention.precision == "day"
        and re.fullmatch(r"(le|les|du|des)? ?", folded(text[: mention.start]))
        for mention in mentions(text[:60])[:1]
    )


def is_label(text: str) -> bool:
    """Whether a block is the caption of an image, the label of a link, or credits."""
    plain = folded(text)
    first = re.split(r"[ ':,]", plain, maxsplit=1)[0]
    words = french()
    if _CREDITS.match(plain):
        return True
    if not _is_short(text):
        return False
    if first in words["image_words"].split() or first in words["link_words"].split():
        return True
    return len(plain.split()) <= 3 and plain.split()[-1] in words["link_words"].split()
