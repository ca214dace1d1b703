"""ALCE's recall and precision of citations, with the deterministic test."""

from dataclasses import replace

import pytest

from assistant.schema import Answer, Citation, Row, Searched, Status, Told
from evals.support import claims, support
from ingest.schema import Document, Period

TEXT = (
    "Le 3 mars, l’agence ouvre 12 maisons à Barentin. "
    "Le conseil adopte la feuille de route. "
    "Le budget atteint 40 millions d’euros."
)
DOCUMENT = Document("a.txt", "Bilan", Period.of_year(2020), "fr", TEXT, "")
DOCUMENTS = {"a.txt": DOCUMENT}


def cite(marker: int, quote: str) -> Citation:
    start = TEXT.index(quote)
    period = DOCUMENT.period
    return Citation(
        "a.txt", "Bilan", "", None, "", start, start + len(quote), quote, period, marker
    )


HOUSES = cite(1, "Le 3 mars, l’agence ouvre 12 maisons à Barentin.")
ROAD = cite(2, "Le conseil adopte la feuille de route.")
BUDGET = cite(3, "Le budget atteint 40 millions d’euros.")


def answer(text: str, *cited: Citation) -> Answer:
    return Answer(
        Status.ANSWERED, text, "", "fr", "generative", "q", "q", cited, Searched(()), (), "v", 1
    )


@pytest.mark.parametrize(
    ("text", "recall", "precision", "unproven"),
    [
        ("L’agence ouvre 12 maisons. [1]", 1, 1, []),
        ("L’agence ouvre 13 maisons. [1]", 0, 0, ["L’agence ouvre 13 maisons."]),
        ("L’agence ouvre 12 maisons. [2]", 0, 0, ["L’agence ouvre 12 maisons."]),
        ("L’agence ouvre 12 maisons. [1] [2]", 1, 1 / 2, []),
        ("12 maisons [1]\n\n«\u00a0Le conseil adopte la feuille de route.\u00a0» [2]", 1, 1, []),
        ("«\u00a0Le conseil rejette la feuille de route.\u00a0» [2]", 0, 0,
         ["«\u00a0Le conseil rejette la feuille de route.\u00a0»"]),
        ("Le conseil adopte la feuille de route. [2] Il neige.", 1 / 2, 1, ["Il neige."]),
        ("- Le conseil adopte la feuille de route. [2]\n- Il neige. [9]", 1 / 2, 1, ["Il neige."]),
    ],
)  # fmt: skip
def test_sentences_and_their_citations(
    text: str, recall: float, precision: float, unproven: list[str]
) -> None:
    found = support(answer(text, HOUSES, ROAD, BUDGET), DOCUMENTS)
    assert (found.recall, found.precision, found.unproven) == (recall, precision, unproven)


def test_a_refusal_claims_nothing() -> None:
    refused = replace(answer("Les documents ne le disent pas."), status=Status.NOT_FOUND)
    assert claims(refused) == []
    assert support(refused, DOCUMENTS) == (0, 0, [])


def test_that_a_year_is_silent_is_no_claim() -> None:
    rows = (Row(Told.QUOTED, "", 2020, 1), Row(Told.NOT_MENTIONED, "", 2021))
    text = "- 2020\u00a0: 12 maisons [1]\n- 2021\u00a0: non mentionné."
    found = replace(answer(text, HOUSES), rows=rows)
    assert [one.words for one in claims(found)] == ["2020\u00a0: 12 maisons"]


@pytest.mark.parametrize(
    ("short", "unproven"),
    [
        ("12 maisons", []),
        ("3 mars 2020", []),
        ("Barentin", []),
        ("13 maisons", ["13 maisons"]),
        ("4 mars 2020", ["4 mars 2020"]),
        ("présidente", ["présidente"]),
    ],
)
def test_a_short_answer_is_a_phrase_or_a_date_of_a_citation(
    short: str, unproven: list[str]
) -> None:
    given = replace(answer(f"{short} [1]", HOUSES), short_answer=short)
    assert support(given, DOCUMENTS).unproven == unproven
