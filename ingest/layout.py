"""Words on a page → lines in reading order → paragraphs. Geometry only, whatever the library.

Lengths are points, `top` grows downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GUTTER = 1.2
SPACE = 0.1
LEADING = 0.6
LIKE = 0.12
FAR = 3
FEWEST = 3
LABEL = 24
BULLETS = "•◦▪●■–—-➔→►‣⁃"


class Box(NamedTuple):
    """Where something stands on its page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def beside(self, other: "Box") -> bool:
        """Whether the two share no column of the page."""
        return self.x1 <= other.x0 or other.x1 <= self.x0

    def level_with(self, other: "Box") -> bool:
        """Whether the two stand on one row: they share half of the lower one's height."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > min(self.bottom - self.top, other.bottom - other.top) / 2


@dataclass(frozen=True)
class Line:
    """Words that follow one another; `size` is that of most of its letters."""

    box: Box
    text: str
    size: float
    bold: bool

    @property
    def opens_item(self) -> bool:
        return self.text[0] in BULLETS and self.text[1:2] in ("", " ", "\u00a0", "\t")


def lines(words: Sequence[Line]) -> list[Line]:
    """Words side by side, less than a gutter apart, as one line."""
    rows: list[list[Line]] = []
    for word in sorted(words, key=lambda one: (one.box.bottom, one.box.x0)):
        row = next((row for row in rows[-3:] if row[0].box.level_with(word.box)), None)
        rows.append([word]) if row is None else row.append(word)
    return [line for row in rows for line in _split(sorted(row, key=lambda one: one.box.x0))]


def _split(row: Sequence[Line]) -> list[Line]:
    found: list[list[Line]] = [[row[0]]]
    for before, word in pairwise(row):
        if word.box.x0 - before.box.x1 > GUTTER * max(before.size, word.size):
            found.append([])
        found[-1].append(word)
    return [_joined(words) for words in found]


def _joined(words: Sequence[Line]) -> Line:
    box = around([word.box for word in words])
    letters = [(len(word.text), word.size, word.bold) for word in words]
    bold = sum(n for n, _, is_bold in letters if is_bold) * 2 > sum(n for n, _, _ in letters)
    text = words[0].text
    for before, word in pairwise(words):
        apart = word.box.x0 - before.box.x1 > SPACE * word.size
        text += f" {word.text}" if apart else word.text
    return Line(box, text, max(letters)[1], bold)


def with_labels(found: Sequence[Line]) -> list[Line]:
    """The lines, those of a column of labels (the months of a timeline, say) each put before the
    line that it stands beside: `FEWEST` at least, aligned, each at the head of a paragraph."""
    beside = {a: b for a in found if (b := _labelled(a, found))}
    columns = [[a for a in beside if _aligned(a, one, beside)] for one in beside]
    labels = max(columns, key=len, default=[])
    if len(labels) < FEWEST:
        return list(found)
    joined = {beside[a]: _joined([a, beside[a]]) for a in labels}
    rest = [joined.get(line, line) for line in found if line not in labels]
    return with_labels(rest)


def _labelled(line: Line, found: Sequence[Line]) -> Line | None:
    """What a short line that stands alone is level with, at the head of a paragraph."""
    right = [one for one in found if one.box.level_with(line.box) and one.box.x0 > line.box.x1]
    nearest = min(right, key=lambda one: one.box.x0, default=None)
    if nearest is None or len(line.text) > LABEL or _above(line, found) or _below(line, found):
        return None
    return nearest if not _above(nearest, found) and len(nearest.text) > len(line.text) else None


def _aligned(line: Line, other: Line, beside: dict[Line, Line]) -> bool:
    edge = line.size / 2
    sides = abs(line.box.x0 - other.box.x0) <= edge or abs(line.box.x1 - other.box.x1) <= edge
    return sides and abs(beside[line].box.x0 - beside[other].box.x0) <= edge


def _above(line: Line, found: Sequence[Line]) -> list[Line]:
    """The lines of its size right above it."""
    return [one for one in found if one is not line and _follows(one, line)]


def _below(line: Line, found: Sequence[Line]) -> list[Line]:
    return [one for one in found if one is not line and _follows(line, one)]


def _follows(line: Line, below: Line) -> bool:
    return (
        not line.box.beside(below.box)
        and not line.box.level_with(below.box)
        and abs(line.size - below.size) <= LIKE * line.size
        and -line.size < below.box.top - line.box.bottom <= LEADING * line.size
        and line.box.top < below.box.top
    )


def in_reading_order(found: Sequence[Line]) -> list[Line]:
    """Breuel's order (2003, « High performance document layout analysis », section 5) of stacks
    of lines: above before below in a column; left before right where nothing between the two
    spans both."""
    stacks = _stacks(found)
    order = _order([around([line.box for line in stack]) for stack in stacks])
    return [line for at in order for line in stacks[at]]


def _stacks(found: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines each of which has one line right above and one right below, no more."""
    above = {line: _above(line, found) for line in found}
    below = {line: _below(line, found) for line in found}
    stacks: dict[Line, list[Line]] = {}
    for line in sorted(found, key=lambda one: one.box.top):
        only = above[line][0] if len(above[line]) == 1 else None
        if only and len(below[only]) == 1 and only in stacks:
            stacks[line] = stacks[only]
            stacks[line].append(line)
        else:
            stacks[line] = [line]
    return list({id(stack): stack for stack in stacks.values()}.values())


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds them all."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def _order(boxes: Sequence[Box]) -> list[int]:
    before = _before(boxes)
    waits = before.sum(axis=0)
    left = set(range(len(boxes)))
    order: list[int] = []
    while left:
        ready = [at for at in left if not waits[at]] or left  # a circle: the highest goes first
        at = min(ready, key=lambda one: (boxes[one].top, boxes[one].x0))
        left.discard(at)
        order.append(at)
        waits -= before[at]
    return order


def _before(boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """Which box comes before which."""
    x0, top, x1, bottom = np.array(boxes).reshape(-1, 4).T
    middle = (top + bottom) / 2
    shares = (x0[:, None] < x1[None, :]) & (x0[None, :] < x1[:, None])
    above = shares & (middle[:, None] < middle[None, :])
    lefter = x1[:, None] <= x0[None, :]
    for one in range(len(boxes)):
        spanned = shares[one][:, None] & shares[one][None, :]
        high = np.minimum(middle[:, None], middle[None, :]) < middle[one]
        low = middle[one] < np.maximum(middle[:, None], middle[None, :])
        lefter &= ~(spanned & high & low)
    found: NDArray[np.bool_] = above | lefter
    np.fill_diagonal(found, False)
    return found


def paragraphs(ordered: Sequence[Line]) -> list[list[Line]]:
    """Lines of one style that follow closely; what a column's end cuts is put together."""
    found: list[list[Line]] = []
    for line in ordered:
        if found and _goes_on(found[-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _goes_on(paragraph: Sequence[Line], line: Line) -> bool:
    last = paragraph[-1]
    if abs(last.size - line.size) > LIKE * last.size or line.opens_item:
        return False
    if line.box.level_with(last.box):
        return line.box.x0 - last.box.x1 <= FAR * last.size
    cut = is_cut(last.text, line.text)
    gap = line.box.top - last.box.bottom
    if last.box.beside(line.box) or gap < -last.size:
        return cut
    return gap <= LEADING * last.size and (last.bold == line.bold or cut)


def is_cut(text: str, after: str) -> bool:
    """Whether a sentence goes on from one piece of text to another."""
    return text[-1:] not in ".!?…:;»)" and after[:1].islower()
