"""A sentence beside the one sentence that is cited for it."""

import pytest

from assistant.claims import examine
from ingest.schema import Document, Kind, Passage, Period

YEAR = Period.of_year(2020)
JOBS = "En 2020, l’ANCT finance 4 000 conseillers numériques sur deux ans."
ASKED = "En 2020, l’ANCT finance 500 projets et aide huit communes sur dix."


def proven(claim: str, text: str) -> bool:
    document = Document("2020/a.txt", "Bilan", YEAR, "fr", text, "")
    passage = Passage(document.id, 0, len(text), text, Kind.PARAGRAPH, period=YEAR)
    return examine(claim, [passage], {document.id: document}).proven


@pytest.mark.parametrize(
    ("claim", "text", "is_proven"),
    [
        ("En 2020, l’ANCT finance 4 000 conseillers numériques.", JOBS, True),
        ("En 2020, l’ANCT aide huit communes.", ASKED, False),
    ],
    ids=["a count over years", "a ratio"],
)
def test_a_number_over_another(claim: str, text: str, is_proven: bool) -> None:
    assert proven(claim, text) is is_proven


@pytest.mark.parametrize("verb", ["limite", "recense", "engage", "juge"])
def test_a_verb_that_says_something_else_is_not_believed(verb: str) -> None:
    assert proven("En 2020, l’ANCT finance 500 projets.", ASKED)
    assert not proven(f"En 2020, l’ANCT {verb} 500 projets.", ASKED)
