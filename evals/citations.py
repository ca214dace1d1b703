"""Measures of citations: does the quotation stand where it says, is it the evidence."""

from collections.abc import Mapping, Sequence

from evals.ranking import Spot
from evals.schema import Cited


def spot(cited: Cited) -> Spot:
    return Spot(cited.document, cited.start, cited.end)


def pointer_valid(cited: Sequence[Cited], texts: Mapping[str, str]) -> float:
    """1 where every quotation stands at its offsets of the indexed text, and there is one."""
    return float(
        bool(cited)
        and all(
            one.quote
            and one.start >= 0
            and one.end == one.start + len(one.quote)
            and texts.get(one.document, "")[one.start : one.end] == one.quote
            for one in cited
        )
    )


def citation_recall(cited: Sequence[Cited], evidence: Sequence[Sequence[Spot]]) -> float:
    """The share of the pieces of evidence that a citation touches; each piece is given by the
    places where it stands."""
    touched = [any(_touches(one, places) for one in cited) for places in evidence]
    return sum(touched) / len(touched) if touched else 0.0


def citation_precision(cited: Sequence[Cited], evidence: Sequence[Sequence[Spot]]) -> float:
    """The share of the citations that touch a piece of evidence; 0 without citations."""
    good = [any(_touches(one, places) for places in evidence) for one in cited]
    return sum(good) / len(good) if good else 0.0


def _touches(cited: Cited, places: Sequence[Spot]) -> bool:
    return any(spot(cited).shared(place) > 0 for place in places)
