"""The receipt of an answer, and the proof that is shown of it."""

import json
from datetime import UTC, datetime

import pytest

from assistant.schema import Answer
from tests.ui.fakes import HOSTILE, FakeAssistant
from ui import labels
from ui.actions import proof_line, proof_markup
from ui.receipt import receipt, receipt_text

AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture
def answer(assistant: FakeAssistant) -> Answer:
    return list(assistant.stream("Petites Villes"))[-1]


def test_a_receipt_is_enough_to_check_the_answer_again(
    assistant: FakeAssistant, answer: Answer
) -> None:
    found = receipt(answer, assistant.provenance(answer), AT)
    assert found["question"] == found["standalone_question"] == "Petites Villes"
    assert found["answer"] == answer.text
    hashes = {one["id"]: one["sha256"] for one in found["documents"]}
    assert hashes == {assistant.real.id: assistant.real.sha256}
    for citation in found["citations"]:
        assert citation["document"] in hashes
        text = assistant.real.text[citation["start"] : citation["end"]]
        assert text == citation["quote"]
    assert found["verified"] is True
    assert found["index"] == {
        "version": "v3-0a0b0c0d",
        "built": "2021-01-04T12:00:00+00:00",
        "corpus": "c0",
        "settings": "5e",
    }
    assert found["settings"] == {
        "mode": "extractive",
        "embedding_model": "multilingual-e5-small",
        "reader": "aucun",
    }
    assert (found["date"], found["notice"]) == ("2026-11-24T10:30:00+00:00", labels.WRITTEN)


def test_a_receipt_has_the_whole_public_contract(assistant: FakeAssistant, answer: Answer) -> None:
    found = receipt(answer, assistant.provenance(answer), AT)
    assert answer.to_json().items() <= found.items()


def test_a_receipt_is_json_that_reads_back(assistant: FakeAssistant) -> None:
    trap = list(assistant.stream("le piège"))[-1]
    found = json.loads(receipt_text(trap, assistant.provenance(trap), AT))
    assert found["citations"][0]["quote"] == f"le piège : {HOSTILE}"


def test_a_receipt_of_a_closed_version_claims_nothing(answer: Answer) -> None:
    found = receipt(answer, None, AT)
    assert not found.keys() & {"verified", "documents", "index", "settings"}
    assert found["index_version"] == answer.index_version


def test_the_proof_is_said_with_version_and_date(assistant: FakeAssistant, answer: Answer) -> None:
    provenance = assistant.provenance(answer)
    assert provenance
    index = "index v3-0a0b0c0d du 4 janvier 2021"
    assert proof_line(answer, provenance) == f"Citations vérifiées · {index}"
    unproven = provenance._replace(verified=False)
    assert proof_line(answer, unproven) == f"I{index[1:]}"
    assert 'class="proof verified"' in proof_markup(answer, provenance)
    assert "verified" not in proof_markup(answer, unproven)
    assert proof_markup(answer, None) == ""
