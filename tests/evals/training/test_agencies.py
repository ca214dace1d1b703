"""The invented agencies: what their files hold, and what training makes of them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from evals.dataset import check_evidence, load_questions
from evals.training.agencies import Agency, Material, read_agencies, write_suite
from evals.training.example import Example
from evals.training.examples import examples
from evals.training.leaks import forbidden, leaks
from evals.training.sources import Asked, TrainingError
from ingest.reading import read_corpus
from tests.evals.training.opendata import AGENCY


def test_the_agencies_of_the_project_are_whole() -> None:
    found = read_agencies()
    assert len(found) >= 20
    assert {one.part for one in found} >= {"training", "measure"}
    for one in found:
        absent = sum(bool(question.absent) for question in one.questions)
        assert 0.2 < absent / len(one.questions) < 0.45, one.name


def test_nothing_of_the_evaluation_is_in_them() -> None:
    runs = forbidden()
    for one in read_agencies():
        told = [Example("", text, None, "") for text in one.documents.values()]
        asked = [Example(each.question, "", None, "") for each in one.questions]
        assert leaks(told + asked, runs) == [], one.name


def test_they_can_be_asked_as_evaluation_questions(tmp_path: Path) -> None:
    found = read_agencies()
    write_suite(found, tmp_path)
    files = load_questions(tmp_path)
    assert len(files) == len(found)
    for file in files:
        assert file.corpus
        check_evidence(file, list(read_corpus(file.corpus).documents))


def test_a_question_is_read_under_the_header_of_its_passage(agencies: list[Material]) -> None:
    by_question = {one.question: one for one in agencies[0].answered}
    asked = by_question["Quel a été le prix du quai de Brévant ?"]
    assert asked.article == "Rétrospective 2019 – Juin – 12 juin 2019"
    assert [asked.text[s.start : s.end] for s in asked.answers] == ["84 000 euros"]
    assert agencies[0].absent == ("Qui conduit le bac de Vaubrun ?",)


def test_examples_of_an_agency(asked: list[Asked], agencies: list[Material]) -> None:
    made = examples(asked, 3, 400, ["noisy"], agencies)
    words = {one.words for one in made if one.kind == "agency"}
    assert words == {"douze", "84 000 euros"}
    elsewhere = [one for one in made if one.kind == "agency-hard"]
    assert elsewhere
    assert not any("douze" in one.window and "voitures" in one.question for one in elsewhere)
    nowhere = [one for one in made if one.kind == "agency-absent"]
    assert {one.question for one in nowhere} == {"Qui conduit le bac de Vaubrun ?"}
    assert {one.answer for one in elsewhere + nowhere} == {None}


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ({"answer": "treize"}, "« answer »"),
        ({"evidence": "Il peut porter douze voitures jaunes."}, "ne se trouve pas dans"),
        ({"absent": "on ne sait"}, "« absent »"),
        ({"kind": "couleur"}, "kind"),
    ],
)
def test_a_file_that_is_wrong_is_named(
    tmp_path: Path, question: dict[str, Any], fault: str
) -> None:
    wrong = AGENCY | {"questions": [AGENCY["questions"][0] | question]}
    with pytest.raises(ValidationError):
        Agency.model_validate(wrong)
    (tmp_path / "bacs.yaml").write_text(yaml.safe_dump(wrong), encoding="utf-8")
    with pytest.raises(TrainingError, match=fault) as raised:
        read_agencies(tmp_path)
    assert "bacs.yaml" in str(raised.value)
