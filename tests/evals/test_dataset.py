"""The loader of evaluation questions, and what it refuses."""

from pathlib import Path

import pytest
import yaml

from assistant.schema import Status
from evals.dataset import QuestionsError, load_questions
from ingest.reading import read_corpus
from ingest.schema import Document
from tests.conftest import CORPUS

DOCUMENTS = [Document("a.txt", "A", None, "fr", "4 000 postes, neuf auditions", "")]
GOOD = {
    "id": "postes",
    "turns": ["Combien de postes ?"],
    "kind": "number",
    "expected": "answered",
    "facts": [["4 000"]],
    "evidence": ["4 000 postes"],
}
REFUSAL = {"id": "lune", "turns": ["Et la Lune ?"], "kind": "fact", "expected": "not_found"}


def write(folder: Path, *items: object, name: str = "a-dev.yaml") -> Path:
    (folder / name).write_text(yaml.safe_dump(list(items)), encoding="utf-8")
    return folder


def test_good_questions(tmp_path: Path) -> None:
    one, other = load_questions("dev", DOCUMENTS, write(tmp_path, GOOD, REFUSAL))
    assert (one.id, one.expected, one.answerable) == ("postes", [Status.ANSWERED], True)
    assert not other.answerable


def test_splits_are_told_apart_by_file_name(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, REFUSAL, name="a-test.yaml")
    ids = {split: [q.id for q in load_questions(split, DOCUMENTS, tmp_path)]
           for split in ("dev", "test", None)}  # fmt: skip
    assert ids == {"dev": ["postes"], "test": ["lune"], None: ["postes", "lune"]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence": ["5 000 postes"]}, "preuve absente du corpus"),
        ({"evidence": []}, "veut des faits et une preuve"),
        ({"facts": []}, "veut des faits et une preuve"),
        ({"kind": "riddle"}, "kind"),
        ({"expected": "perhaps"}, "expected"),
        ({"turns": []}, "turns"),
        ({"tier": "hard"}, "tier"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_bad_question_is_named(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(QuestionsError, match=said) as caught:
        load_questions("dev", DOCUMENTS, write(tmp_path, GOOD | changes))
    assert "a-dev.yaml" in str(caught.value)
    assert "postes" in str(caught.value)


def test_two_questions_of_one_name(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, name="b-dev.yaml")
    with pytest.raises(QuestionsError, match=r"b-dev\.yaml.*déjà pris"):
        load_questions("dev", DOCUMENTS, tmp_path)


@pytest.mark.parametrize("content", ["a: [", "a: 1", "- just words"])
def test_a_file_that_is_no_list_of_questions(tmp_path: Path, content: str) -> None:
    (tmp_path / "a-dev.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(QuestionsError, match=r"a-dev\.yaml"):
        load_questions("dev", DOCUMENTS, tmp_path)


def test_an_unknown_split(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="nowhere"):
        load_questions("nowhere", DOCUMENTS, write(tmp_path, GOOD))


def test_our_own_questions_are_sound() -> None:
    documents = read_corpus(CORPUS).documents
    counts = {split: len(load_questions(split, documents)) for split in ("dev", "test")}
    assert min(counts.values()) > 20
    assert len(load_questions(None, documents)) == sum(counts.values())
