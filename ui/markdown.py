"""A transcript as Markdown that reads back to the very same characters."""

import re
from collections.abc import Callable, Iterable

from ui.transcript import Block, Part

_ACTIVE = re.compile(r"[\\`*\[\]<#~|$]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_OPENING = re.compile(r"[>+=-]|\d{1,9}(?=[.)])")
_UNSEEN = re.compile(r"^\s+|\s+$|[\r\x0c]")
_MARKER = re.compile(r"\\\[(\d{1,3})\\\](?![:(])")


def markdown(blocks: Iterable[Block]) -> str:
    """Each block after an empty line, but items of a list, which follow one another."""
    made = ""
    before = None
    for block in blocks:
        made += "" if before is None else "\n" if before is block.part is Part.ITEM else "\n\n"
        made += _WRITERS[block.part](block)
        before = block.part
    return f"{made}\n"


def inert(text: str) -> str:
    """`text`, on one line, as Markdown that means nothing but its own characters."""
    found = _ACTIVE.sub(lambda active: f"\\{active[0]}", text)
    found = _UNSEEN.sub(lambda unseen: "".join(f"&#{ord(c)};" for c in unseen[0]), found)
    opening = _OPENING.match(found)
    if opening:
        found = f"{opening[0]}\\{found[opening.end() :]}" if opening[0].isdigit() else f"\\{found}"
    return found.replace("\n", "&#10;")


def _line(text: str) -> str:
    """Our own line, whose markers need no escape to stay as they are."""
    return _MARKER.sub(r"[\1]", inert(text))


def _quote(block: Block) -> str:
    """Line by line, each break of the text a hard one; an empty line parts paragraphs."""
    lines = block.text.split("\n")
    after = [*lines[1:], ""]
    return "\n".join(
        f"> {inert(line)}{chr(92) if line and following else ''}".rstrip(" ")
        for line, following in zip(lines, after, strict=True)
    )


def _table(block: Block) -> str:
    head, *rows = (f"| {_line(name)} | {_line(cell)} |" for name, cell in block.rows)
    return "\n".join([head, "| --- | --- |", *rows])


_WRITERS: dict[Part, Callable[[Block], str]] = {
    Part.TITLE: lambda block: f"# {inert(block.text)}",
    Part.QUESTION: lambda block: f"## {inert(block.text)}",
    Part.LABEL: lambda block: f"### {inert(block.text)}",
    Part.SHORT: lambda block: f"**{_line(block.text)}**",
    Part.TEXT: lambda block: _line(block.text),
    Part.ITEM: lambda block: (
        f"- **{inert(block.lead)}**{block.text[:1]}{_line(block.text[1:])}"
        if block.lead
        else f"- {_line(block.text)}"
    ),
    Part.TABLE: _table,
    Part.PLACE: lambda block: _line(block.text),
    Part.QUOTE: _quote,
    Part.NOTE: lambda block: f"*{inert(block.text)}*",
}
