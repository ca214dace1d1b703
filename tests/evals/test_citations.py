"""Citations: whether a quotation stands where it says, and whether it is the evidence."""

import pytest

from evals.citations import citation_precision, citation_recall, pointer_valid, spot
from evals.ranking import Spot
from evals.schema import Cited

TEXTS = {"a": "Neuf auditions. Deux lois.", "b": "Neuf auditions."}
NINE, TWO = Spot("a", 0, 15), Spot("a", 16, 26)
SAME_IN_B = Spot("b", 0, 15)


def cited(place: Spot, quote: str | None = None) -> Cited:
    said = TEXTS.get(place.document, "")[place.start : place.end] if quote is None else quote
    return Cited(document=place.document, start=place.start, end=place.end, quote=said, period=None)


@pytest.mark.parametrize(
    ("citations", "valid"),
    [
        ([cited(NINE)], 1.0),
        ([cited(NINE), cited(TWO), cited(SAME_IN_B)], 1.0),
        ([cited(Spot("a", 1, 16), "Neuf auditions.")], 0.0),
        ([cited(Spot("b", 16, 26), "Deux lois.")], 0.0),
        ([cited(Spot("c", 0, 15), "Neuf auditions.")], 0.0),
        ([cited(NINE), cited(Spot("a", 17, 27), "Deux lois.")], 0.0),
        ([cited(NINE, "neuf auditions.")], 0.0),
        ([cited(Spot("a", 0, 0), "")], 0.0),
        ([cited(Spot("a", 16, 99), "Deux lois.")], 0.0),
        ([cited(Spot("a", -10, -1), "Deux lois")], 0.0),
        ([], 0.0),
    ],
)
def test_every_quotation_stands_at_its_offsets(citations: list[Cited], valid: float) -> None:
    assert pointer_valid(citations, TEXTS) == valid


def test_the_spot_of_a_citation_is_what_it_claims() -> None:
    assert spot(cited(TWO)) == TWO


@pytest.mark.parametrize(
    ("citations", "evidence", "recall", "precision"),
    [
        ([NINE], [[NINE]], 1 / 1, 1 / 1),
        ([NINE], [[NINE], [TWO]], 1 / 2, 1 / 1),
        ([NINE, TWO], [[NINE]], 1 / 1, 1 / 2),
        ([NINE, TWO], [[NINE], [TWO]], 2 / 2, 2 / 2),
        ([SAME_IN_B], [[NINE]], 0 / 1, 0 / 1),
        ([SAME_IN_B], [[NINE, SAME_IN_B], [TWO]], 1 / 2, 1 / 1),
        ([NINE, SAME_IN_B], [[NINE, SAME_IN_B]], 1 / 1, 2 / 2),
        ([Spot("a", 0, 26)], [[NINE], [TWO]], 2 / 2, 1 / 1),
        ([Spot("a", 14, 15)], [[NINE]], 1 / 1, 1 / 1),
        ([Spot("a", 15, 16)], [[NINE], [TWO]], 0 / 2, 0 / 1),
        ([], [[NINE]], 0 / 1, 0.0),
        ([NINE], [], 0.0, 0 / 1),
    ],
)
def test_recall_is_of_pieces_and_precision_of_citations(
    citations: list[Spot], evidence: list[list[Spot]], recall: float, precision: float
) -> None:
    told = [cited(place) for place in citations]
    assert citation_recall(told, evidence) == recall
    assert citation_precision(told, evidence) == precision
