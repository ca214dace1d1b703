"""The last step: what is not proven is dropped."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.schema import Proof, Statement
from assistant.verification import is_proven, unproven, verify
from ingest.schema import Document, Kind, Passage, Period
from ingest.text import Span

LAUNCH = (
    "Le 13/10, Caroline Cayeux et Édouard Philippe, maire, lancent 4 000 postes, neuf auditions "
    "et 250 millions d’euros à Barentin (76)."
)
OPENING = "Le 24/09, Nadia Hai inaugure le pôle commercial."
TEXT = f"Rétrospective\n\n{LAUNCH}\n\n{OPENING}"


def document(name: str, text: str) -> Document:
    return Document(name, "Titre", Period.of_year(2020), "fr", text, "")


def passage(quote: str, month: int, day: int) -> Passage:
    start = TEXT.index(quote)
    when = date(2020, month, day)
    return Passage(
        "a.txt", start, start + len(quote), quote, Kind.EVENT, ("Grand Est",), Period(when, when)
    )


LAUNCHED, OPENED = passage(LAUNCH, 10, 13), passage(OPENING, 9, 24)
DOCUMENTS = {"a.txt": document("a.txt", TEXT), "b.txt": document("b.txt", TEXT.upper())}


def proof(of: Passage) -> Proof:
    return Proof(of, Span(of.start, of.end))


def said(words: str, *proofs: Proof) -> Statement:
    return Statement(words, proofs or (proof(LAUNCHED),))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "4 000 postes",
        "4\u00a0000 postes",
        "250 millions d’euros",
        "neuf auditions",
        "Caroline Cayeux",
        "CAROLINE CAYEUX et Edouard Philippe",
        "maire",
        "13 octobre 2020\u00a0:",
        "13 October 2020:",
        "Le 13/10",
        "Grand Est",
        "Barentin",
        "Oui",
    ],
)
def test_what_the_quotation_says_is_kept(words: str) -> None:
    assert unproven(said(words), DOCUMENTS) == []
    assert is_proven(said(words), DOCUMENTS)


@pytest.mark.parametrize(
    "words",
    [
        "4 001 postes",
        "400 postes",
        "40 000 postes",
        "25 millions d’euros",
        "14 octobre 2020\u00a0:",
        "13 novembre 2020\u00a0:",
        "13 octobre 2019\u00a0:",
        "Le 14/10",
        "Caroline Cayet",
        "Nadia Hai",
        "Édouard Dupont",
        "Grand Ouest",
        "4 000 postes, dit Jean Dupont",
    ],
)
def test_a_figure_a_date_or_a_name_of_its_own_is_dropped(words: str) -> None:
    assert not is_proven(said(words), DOCUMENTS)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("3 octobre 2020\u00a0:"),
        pytest.param("Le 3/10"),
        pytest.param("Caroline Caye"),
    ],
)
def test_a_piece_of_a_date_or_of_a_name_proves_nothing(words: str) -> None:
    assert not is_proven(said(words), DOCUMENTS)


def test_a_fact_of_another_passage_is_dropped() -> None:
    assert is_proven(said("Nadia Hai", proof(OPENED)), DOCUMENTS)
    assert not is_proven(said("4 000 postes", proof(OPENED)), DOCUMENTS)
    assert is_proven(said("Nadia Hai, 4 000", proof(OPENED), proof(LAUNCHED)), DOCUMENTS)


def test_a_shifted_passage_is_dropped() -> None:
    shifted = replace(LAUNCHED, start=LAUNCHED.start + 1, end=LAUNCHED.end + 1)
    assert not is_proven(said("", proof(shifted)), DOCUMENTS)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (0, 1), (5, 5), (10, 5)])
def test_a_span_outside_its_passage_or_empty_is_dropped(start: int, end: int) -> None:
    """`start` counts from the start of the passage; `end` 0 and 1 from its end."""
    first = LAUNCHED.start + start
    last = LAUNCHED.end + end if end < 5 else LAUNCHED.start + end
    assert not is_proven(said("", Proof(LAUNCHED, Span(first, last))), DOCUMENTS)


def test_a_quotation_of_another_document_is_dropped() -> None:
    assert not is_proven(said("", proof(replace(LAUNCHED, document="b.txt"))), DOCUMENTS)
    assert not is_proven(said("", proof(replace(LAUNCHED, document="c.txt"))), DOCUMENTS)


def test_one_bad_quotation_among_good_ones_is_enough() -> None:
    bad = proof(replace(OPENED, document="b.txt"))
    assert not is_proven(said("", proof(LAUNCHED), bad), DOCUMENTS)


def test_a_statement_without_proof_is_dropped() -> None:
    assert not is_proven(Statement("Oui", ()), DOCUMENTS)


def test_what_holds_is_kept_in_order_and_the_rest_counted() -> None:
    good, bad = said("4 000 postes"), said("5 000 postes")
    other = said("", proof(OPENED))
    found = verify([good, bad, other], DOCUMENTS)
    assert found.statements == (good, other)
    assert found.dropped == 1
