"""Ranked lists against the evidence: by hand, and as trec_eval has it."""

from collections.abc import Sequence
from math import log2

import ir_measures
import numpy as np
import pytest
from ir_measures import RR, Measure, Qrel, R, ScoredDoc, nDCG

from evals.ranking import CUTOFFS, Spot, depth, first_rank, ndcg, recall, reciprocal_rank
from evals.ranking import relevant_units as relevant

FIRST, SECOND, THIRD = Spot("a", 0, 10), Spot("a", 10, 20), Spot("a", 20, 30)
UNITS = (FIRST, SECOND, THIRD)


def ranking(*hits: int, length: int = 12) -> list[bool]:
    """A ranked list whose passages at these ranks are relevant."""
    return [rank in hits for rank in range(1, length + 1)]


@pytest.mark.parametrize(
    ("hits", "total", "k", "found"),
    [
        ((1,), 1, 1, 1 / 1),
        ((2,), 1, 1, 0 / 1),
        ((2,), 1, 3, 1 / 1),
        ((1, 3, 11), 4, 3, 2 / 4),
        ((1, 3, 11), 4, 10, 2 / 4),
        ((1, 2), 2, 1, 1 / 2),
        ((), 3, 10, 0 / 3),
        ((), 0, 10, 0.0),
    ],
)
def test_recall(hits: tuple[int, ...], total: int, k: int, found: float) -> None:
    assert recall(ranking(*hits), total, k) == pytest.approx(found)


@pytest.mark.parametrize(
    ("hits", "rank", "reciprocal"),
    [((1,), 1, 1 / 1), ((3, 5), 3, 1 / 3), ((12,), 12, 1 / 12), ((), None, 0.0)],
)
def test_the_first_relevant_rank(
    hits: tuple[int, ...], rank: int | None, reciprocal: float
) -> None:
    assert first_rank(ranking(*hits)) == rank
    assert reciprocal_rank(ranking(*hits)) == pytest.approx(reciprocal)


@pytest.mark.parametrize(
    ("hits", "total", "found"),
    [
        ((1,), 1, 1.0),
        ((2,), 1, 1 / log2(3)),
        ((10,), 1, 1 / log2(11)),
        ((11,), 1, 0.0),
        ((1, 4), 2, (1 / log2(2) + 1 / log2(5)) / (1 / log2(2) + 1 / log2(3))),
        ((2,), 3, (1 / log2(3)) / (1 / log2(2) + 1 / log2(3) + 1 / log2(4))),
        (tuple(range(1, 11)), 12, 1.0),
        ((), 0, 0.0),
    ],
)
def test_ndcg(hits: tuple[int, ...], total: int, found: float) -> None:
    assert ndcg(ranking(*hits), total) == pytest.approx(found)


def drawn(seed: int) -> tuple[list[bool], int]:
    """A ranked list of up to 30 passages, and how many are relevant, some of them not found."""
    random = np.random.default_rng(seed)
    hits = random.random(random.integers(1, 31)) < random.choice([0.05, 0.2, 0.7])
    found = [bool(hit) for hit in hits]
    return found, max(1, sum(found) + int(random.integers(0, 4)))


def oracle(measure: Measure, lists: Sequence[tuple[list[bool], int]]) -> list[float]:
    judged, ranked = [], []
    for number, (hits, total) in enumerate(lists):
        names = [f"{'yes' if hit else 'no'}{rank}" for rank, hit in enumerate(hits)]
        wanted = [name for name in names if name.startswith("yes")]
        wanted += [f"lost{one}" for one in range(total - len(wanted))]
        judged += [Qrel(str(number), name, 1) for name in wanted]
        ranked += [ScoredDoc(str(number), name, float(-at)) for at, name in enumerate(names)]
    found = {one.query_id: one.value for one in ir_measures.iter_calc([measure], judged, ranked)}
    return [found[str(number)] for number in range(len(lists))]


def test_random_rankings_measure_as_in_trec_eval() -> None:
    lists = [drawn(seed) for seed in range(300)]
    assert len({(tuple(hits), total) for hits, total in lists}) > 200
    ours = {R @ k: [recall(hits, total, k) for hits, total in lists] for k in CUTOFFS}
    ours[RR] = [reciprocal_rank(hits) for hits, _ in lists]
    ours[nDCG @ 10] = [ndcg(hits, total) for hits, total in lists]
    for measure, values in ours.items():
        assert len(set(values)) > 5
        assert values == pytest.approx(oracle(measure, lists), abs=1e-9)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Spot("a", 0, 10), Spot("a", 5, 20), 5),
        (Spot("a", 0, 10), Spot("a", 2, 4), 2),
        (Spot("a", 0, 10), Spot("a", 10, 20), 0),
        (Spot("a", 0, 10), Spot("a", 30, 40), 0),
        (Spot("a", 0, 10), Spot("b", 0, 10), 0),
    ],
)
def test_characters_in_common(one: Spot, other: Spot, shared: int) -> None:
    assert (one.shared(other), other.shared(one)) == (shared, shared)


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        ([[Spot("a", 2, 6)]], {FIRST}),
        ([[Spot("a", 8, 12)]], {FIRST, SECOND}),  # two halves
        ([[Spot("a", 7, 12)]], {FIRST}),  # three fifths and two fifths
        ([[Spot("a", 0, 21)]], {FIRST, SECOND, THIRD}),  # 10, 10 and 1 of 21: no half
        ([[Spot("a", 0, 20)]], {FIRST, SECOND}),
        ([[Spot("a", 2, 6), Spot("a", 22, 26)]], {FIRST, THIRD}),  # one piece, two places
        ([[Spot("a", 2, 6)], [Spot("a", 22, 26)]], {FIRST, THIRD}),  # two pieces
        ([[Spot("a", 2, 6)], [Spot("a", 0, 3)]], {FIRST}),
        ([[Spot("b", 2, 6)]], set()),
        ([[]], set()),
        ([], set()),
    ],
)
def test_passages_that_hold_evidence(pieces: list[list[Spot]], found: set[Spot]) -> None:
    assert relevant(UNITS, pieces) == found


def test_a_half_is_enough_and_leaves_out_smaller_shares() -> None:
    units = [Spot("a", 0, 10), Spot("a", 10, 13), Spot("a", 13, 20)]  # 5, 3 and 2 of 10
    assert relevant(units, [[Spot("a", 5, 15)]]) == {Spot("a", 0, 10)}


def test_overlapping_passages_may_all_hold_it() -> None:
    inner, outer = Spot("a", 0, 10), Spot("a", 0, 30)
    assert relevant([inner, outer], [[Spot("a", 2, 6)]]) == {inner, outer}


@pytest.mark.parametrize(
    ("units", "evidence", "read"),
    [
        (UNITS, [Spot("a", 2, 6)], 6),
        (UNITS, [Spot("a", 12, 16)], 10 + 6),
        (UNITS, [Spot("a", 0, 10)], 10),
        (UNITS, [Spot("a", 22, 26), Spot("a", 13, 15)], 10 + 5),
        (UNITS, [Spot("a", 5, 9), Spot("a", 2, 4)], 4),
        ((THIRD, FIRST), [Spot("a", 2, 6)], 10 + 6),
        (UNITS, [Spot("a", 8, 12)], None),
        ((FIRST, Spot("a", 5, 15)), [Spot("a", 8, 12)], 10 + 7),
        (UNITS, [Spot("a", 5, 5)], None),
        (UNITS, [Spot("b", 2, 6)], None),
        (UNITS, [], None),
        ((), [Spot("a", 2, 6)], None),
    ],
)
def test_depth_is_what_must_be_read_until_evidence_is_whole(
    units: tuple[Spot, ...], evidence: list[Spot], read: int | None
) -> None:
    assert depth(units, evidence) == read
