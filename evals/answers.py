"""Measures of an answer's text against the expected facts. Pure functions."""

from collections import Counter
from collections.abc import Sequence

from evals.facts import MARKER, contains, holds
from evals.normalisation import norm_fr, tokens
from evals.schema import Alternative
from ingest.schema import Period

Facts = Sequence[Sequence[Alternative]]


def is_right(
    text: str, facts: Facts, forbidden: Sequence[Alternative], periods: Sequence[Period] = ()
) -> bool:
    """Every expected fact, and no forbidden one."""
    return all(holds(fact, text, periods) for fact in facts) and not any(
        holds([bad], text, periods) for bad in forbidden
    )


def fact_recall(text: str, facts: Facts, periods: Sequence[Period] = ()) -> float:
    """The share of the expected facts that the text holds: a list is compared as a set."""
    return sum(holds(fact, text, periods) for fact in facts) / len(facts)


def item_precision(text: str, facts: Facts, periods: Sequence[Period] = ()) -> float:
    """The share of a list's items (lines that start with `- `, else paragraphs) that hold an
    expected fact."""
    found = items(text)
    good = sum(any(holds(fact, item, periods) for fact in facts) for item in found)
    return good / len(found) if found else 0.0


def items(text: str) -> list[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [line for line in lines if line.startswith("- ")] or lines


def containment(text: str, facts: Facts) -> float:
    """1 where, for every fact, one wording is a contiguous run of the normalised text."""
    return float(
        all(any(contains(text, one) for one in fact if isinstance(one, str)) for fact in facts)
    )


def exact_match(text: str, references: Sequence[str]) -> float:
    """1 where the normalised texts are the same, for the best reference; nothing is never exact
    (a reference that is an article normalises to nothing)."""
    said = norm_fr(plain := MARKER.sub("", text).strip())
    return float(bool(plain) and any(said == norm_fr(reference) for reference in references))


def f1(text: str, references: Sequence[str]) -> float:
    """Overlap of words as multisets, for the best reference (Rajpurkar et al. 2016)."""
    said = Counter(tokens(MARKER.sub("", text)))
    return max((_f1(said, Counter(tokens(reference))) for reference in references), default=0.0)


def _f1(said: Counter[str], wanted: Counter[str]) -> float:
    same = sum((said & wanted).values())
    return 2 * same / (sum(said.values()) + sum(wanted.values())) if same else 0.0


def words(text: str) -> int:
    """Length in words, markers apart."""
    return len(MARKER.sub("", text).split())
