"""Measures of a ranked list of passages against the evidence of a question. Pure functions.

`relevant` says of each rank whether the passage there holds evidence; `total` is how many
relevant passages the index has. The names and formulas are those of trec_eval.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

CUTOFFS = (1, 3, 5, 10)
DEPTHS = (500, 1000, 2000)
LEAST_SHARED = 0.5


class Spot(NamedTuple):
    """Characters `[start, end)` of a document."""

    document: str
    start: int
    end: int

    def shared(self, other: "Spot") -> int:
        """How many characters the two have in common."""
        if self.document != other.document:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def relevant_units(units: Iterable[Spot], pieces: Iterable[Sequence[Spot]]) -> set[Spot]:
    """The passages that hold at least half of a piece of evidence at one of its places; of a piece
    that none does (a chunk's border cuts it in three), those that hold anything of it."""
    known = list(units)
    found: set[Spot] = set()
    for places in pieces:
        shares = {unit: _share(unit, places) for unit in known}
        half = {unit for unit, share in shares.items() if share >= LEAST_SHARED}
        found |= half or {unit for unit, share in shares.items() if share > 0}
    return found


def _share(unit: Spot, places: Sequence[Spot]) -> float:
    return max((unit.shared(one) / (one.end - one.start) for one in places), default=0.0)


def recall(relevant: Sequence[bool], total: int, k: int) -> float:
    """0 where no passage is relevant: evidence that is in no passage cannot be found."""
    return sum(relevant[:k]) / total if total else 0.0


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / rank of the first relevant passage; 0 where there is none."""
    rank = first_rank(relevant)
    return 1 / rank if rank else 0.0


def first_rank(relevant: Sequence[bool]) -> int | None:
    return relevant.index(True) + 1 if True in relevant else None


def ndcg(relevant: Sequence[bool], total: int, k: int = 10) -> float:
    """Normalised discounted cumulative gain with gains 0 and 1 (Järvelin & Kekäläinen 2002)."""
    gained = sum(1 / math.log2(at + 2) for at, hit in enumerate(relevant[:k]) if hit)
    best = sum(1 / math.log2(at + 2) for at in range(min(total, k)))
    return gained / best if best else 0.0


def depth(units: Sequence[Spot], evidence: Sequence[Spot]) -> int | None:
    """Characters read, passage after passage, until the first piece of evidence is whole."""
    read = 0
    for unit in units:
        ends = [
            piece.end - unit.start
            for piece in evidence
            if piece.end > piece.start and unit.shared(piece) == piece.end - piece.start
        ]
        if ends:
            return read + min(ends)
        read += unit.end - unit.start
    return None
