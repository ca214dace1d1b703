"""What `examine` catches of sentences made false, and what it refuses of true ones.

    pytest tests/assistant/test_lies.py -s         the shares, by kind, of both halves
    python -c "from tests.assistant.test_lies import failures; failures('tuning')"

`examine` is worked on with the half `tuning` alone; no sentence of the half `kept` is ever shown.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Literal, NamedTuple

import pytest

from assistant.claims import Claim, examine
from tests.assistant.lies import MAKERS, lies
from tests.assistant.truths import Truth, paraphrases, shelves

Half = Literal["tuning", "kept"]
HALVES: tuple[Half, ...] = ("tuning", "kept")
EXACT = (
    "figure", "figure in words", "unit", "day", "month", "year", "person", "place", "name",
    "acronym", "borrowed figure", "borrowed date", "borrowed name", "key",
)  # fmt: skip
OTHERS = tuple(kind for kind in MAKERS if kind not in EXACT)
LEAST_CAUGHT = {EXACT: 1.00, OTHERS: 0.95}
MOST_REFUSED = 0.10
"""Of each half; wanted: 1.00, 0.95 and 0.10."""


class Verdict(NamedTuple):
    """A sentence examined; `kind` is that of a lie, or empty for a true one."""

    kind: str
    claim: Claim
    truth: Truth

    @property
    def half(self) -> Half:
        """That of the true sentence, so that no lie made of it is in the other half."""
        return "tuning" if sha256(self.truth.sentence.encode()).digest()[0] % 4 else "kept"

    @property
    def failed(self) -> bool:
        return self.claim.proven is bool(self.kind)


@cache
def verdicts() -> tuple[Verdict, ...]:
    """Of every lie and every paraphrase."""
    cut = shelves()
    told = [
        Verdict(one.kind, examine(one.sentence, one.passages, one.truth.shelf.documents), one.truth)
        for one in lies(cut)
    ]
    true = [
        Verdict("", examine(one.sentence, one.passages, one.shelf.documents), one)
        for one in paraphrases(cut)
    ]
    return (*told, *true)


def of_kinds(half: Half, kinds: Sequence[str]) -> list[Verdict]:
    return [one for one in verdicts() if one.half == half and one.kind in kinds]


def failed_share(half: Half, *kinds: str) -> float:
    found = of_kinds(half, kinds)
    return sum(one.failed for one in found) / len(found)


def failures(half: Half) -> None:
    """Prints each lie that was believed, and each true sentence refused with its faults."""
    if half != "tuning":
        raise ValueError("the sentences of the half that is kept apart are not shown")
    for one in of_kinds(half, ("", *MAKERS)):
        if one.failed:
            print(f"[{one.kind or 'true, refused'}] {one.claim.sentence}")
            print(*(f"    {fault.kind}: {fault.words}" for fault in one.claim.faults), sep="\n")


def report() -> None:
    print(f"\n{'':18}" + "".join(f"{half:>16}" for half in HALVES))
    for kind in MAKERS:
        print(f"{kind:18}" + "".join(f"{_row(half, kind, 'caught'):>16}" for half in HALVES))
    print(f"{'true ones':18}" + "".join(f"{_row(half, '', 'refused'):>16}" for half in HALVES))


def _row(half: Half, kind: str, word: str) -> str:
    found = of_kinds(half, (kind,))
    share = failed_share(half, kind) if word == "refused" else 1 - failed_share(half, kind)
    return f"{share:.0%} of {len(found)}"


@pytest.fixture(scope="module", autouse=True)
def shown() -> None:
    report()


def held(good: bool) -> bool:
    """The same; what failed of the half that is worked on is printed."""
    if not good:
        failures("tuning")
    return good


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("kinds", LEAST_CAUGHT, ids=["exact", "others"])
def test_lies_are_caught(kinds: tuple[str, ...], half: Half) -> None:
    share = 1 - failed_share(half, *kinds)
    assert held(share >= LEAST_CAUGHT[kinds]), f"{share:.1%} caught"


@pytest.mark.parametrize("half", HALVES)
def test_true_sentences_are_believed(half: Half) -> None:
    share = failed_share(half, "")
    assert held(share <= MOST_REFUSED), f"{share:.1%} refused"


def test_there_are_enough_of_each() -> None:
    assert len(of_kinds("tuning", OTHERS + EXACT)) + len(of_kinds("kept", OTHERS + EXACT)) >= 450
    for half in HALVES:
        assert len(of_kinds(half, ("",))) >= 85
        assert [kind for kind in MAKERS if not of_kinds(half, (kind,))] == []


def test_a_lie_is_not_one_of_the_true_sentences_it_cites_passages_for() -> None:
    """Only a wrong key leaves the sentence as it is."""
    true = {one.truth.sentence for one in verdicts()}
    same = {one.kind for one in verdicts() if one.claim.sentence in true}
    assert same == {"", "key"}


def test_the_same_lies_are_made_each_time() -> None:
    cut = shelves()
    assert [one.sentence for one in lies(cut)] == [
        one.claim.sentence for one in verdicts() if one.kind
    ]
