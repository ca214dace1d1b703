"""The loader of evaluation questions: what it reads, and what it refuses, by file and line."""

import re
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.schema import Status
from evals.dataset import QuestionsError, check_evidence, chosen, load_questions
from evals.schema import DateFact, Kind, NumberFact, Split, Tier, iso_period
from ingest.reading import read_corpus
from ingest.schema import Document
from tests.conftest import CORPUS

HEAD = "set: own\nsplit: dev\nquestions:\n"
OTHER = "set: other\nsplit: test\nquestions:\n"
GOOD = """\
- id: postes
  turns: ["Combien de postes ?"]
  kind: number
  expected: answered
  facts: ["4 000"]
  evidence:
    - "4 000 postes"
    - "neuf auditions"
"""
FACTS, NUMBER, NEUF = '["4 000"]', "  kind: number\n", '    - "neuf auditions"\n'
LUNE = """\
- id: lune
  turns: ["Et la Lune ?"]
  kind: fact
  expected: not_found
  tier: off_subject
  reason: "Rien."
"""
DIALOGUE = GOOD.replace('["Combien de postes ?"]', '["Combien ?", "Et en juin ?"]')
REFERENCES, STANDALONE = '  references: ["4 000."]\n', '  standalone: "Et en juin ?"\n'
DOCUMENTS = [Document("a.txt", "A", None, "fr", "4 000 postes, neuf auditions", "")]


def write(folder: Path, text: str, name: str = "a.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load_and_check(path: Path) -> None:
    for file in load_questions(path):
        check_evidence(file, DOCUMENTS)


def refused(path: Path, name: str, line: int, *said: str) -> None:
    with pytest.raises(QuestionsError) as caught:
        load_and_check(path)
    assert f"{path.parent if path.suffix else path}/{name}, ligne {line}" in str(caught.value)
    assert re.findall(r"ligne (\d+)", str(caught.value)) == [str(line)]
    assert all(word in str(caught.value) for word in said)


def test_a_file_with_an_answer_and_a_refusal(tmp_path: Path) -> None:
    (file,) = load_questions(write(tmp_path, HEAD + GOOD + LUNE))
    answered, other = file.content.questions
    assert (file.content.set, file.content.split, file.corpus) == ("own", "dev", None)
    assert (answered.id, answered.expected) == ("postes", [Status.ANSWERED])
    assert (answered.answerable, answered.must_refuse) == (True, False)
    assert (other.answerable, other.must_refuse) == (False, True)
    check_evidence(file, DOCUMENTS)


def test_a_folder_is_read_in_order_of_name_and_yaml_alone(tmp_path: Path) -> None:
    write(tmp_path, HEAD + LUNE, "b.yaml")
    write(tmp_path, HEAD + GOOD, "a.yaml")
    write(tmp_path, "nothing of ours", "README.md")
    assert [file.path.name for file in load_questions(tmp_path)] == ["a.yaml", "b.yaml"]


def test_the_corpus_of_a_file_is_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    (file,) = load_questions(write(folder, "corpus: ../mine\n" + HEAD + LUNE))
    assert file.corpus == (tmp_path / "mine").resolve()


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        ('"4 000"', [["4 000"]]),
        ('"a", ["b", "c"]', [["a"], ["b", "c"]]),
        ("{number: 9}", [[NumberFact(number=9)]]),
        ("{number: 26.3, unit: euros}", [[NumberFact(number=26.3, unit="euros")]]),
        ("{date: 2020-11-24}", [[DateFact(date="2020-11-24")]]),
        ('{date: "2020-11"}', [[DateFact(date="2020-11")]]),
        ("{date: 2020}", [[DateFact(date="2020")]]),
        ('{date: "2020-07-08/2020-07-09"}', [[DateFact(date="2020-07-08/2020-07-09")]]),
        ("[{number: 9, unit: jours}, neuf]", [[NumberFact(number=9, unit="jours"), "neuf"]]),
    ],
)
def test_facts(tmp_path: Path, written: str, facts: list[list[Any]]) -> None:
    text = HEAD + GOOD.replace(FACTS, f"[{written}]")
    (file,) = load_questions(write(tmp_path, text))
    assert file.content.questions[0].facts == facts


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (NUMBER, "  kind: riddle\n", 6, "kind"),
        (NUMBER, "", 4, "kind"),
        (NUMBER, NUMBER + "  colour:\n    - blue\n", 7, "colour"),
        (NUMBER, NUMBER + "  tier: hard\n", 7, "tier"),
        (NUMBER, NUMBER + "  kind: date\n", 7, "« kind » écrite deux fois"),
        ("expected: answered", "expected: perhaps", 7, "expected"),
        ("id: postes", "id: des postes", 4, "id"),
        ('turns: ["Combien de postes ?"]', "turns: []", 5, "turns"),
        (FACTS, "[]", 4, "des faits et une preuve"),
        (FACTS, "[[]]", 8, "facts"),
        (FACTS, "\n    - [a, b]\n    - [c, 7]", 10, "valid string"),
        (FACTS, "\n    - number: 7\n      unti: euros", 10, "unti"),
        (FACTS, "\n    - number: seven\n      unit: euros", 9, "number"),
        (FACTS, '[{date: "2020-02-30"}]', 8, "day is out of range"),
        (FACTS, "\n    - {date: 2020-11}\n    - {date: 2020-02-30}", 10, "2020-02-30"),
        (FACTS, '[{date: "2020-13"}]', 8, "month must be in"),
        (FACTS, '[{date: "2021/2020"}]', 8, "ends before it starts"),
        (FACTS, "[{date: hier}]", 8, "date"),
        (f'  evidence:\n    - "4 000 postes"\n{NEUF}', "", 4, "des faits et une preuve"),
        (NEUF, '    - "dix auditions"\n', 11, "dix auditions"),
        (NEUF, '    - "  "\n', 11, "preuve absente"),
        (NEUF, '    - ""\n', 11, "preuve absente"),
    ],
)
def test_a_bad_question(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert GOOD.count(old) == 1
    refused(write(tmp_path, HEAD + GOOD.replace(old, new)), "a.yaml", line, said)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GOOD + LUNE.replace("  tier: off_subject\n", ""), 12, "« tier »"),
        (GOOD + LUNE.replace('  reason: "Rien."\n', ""), 12, "« reason »"),
        (DIALOGUE, 4, "dialogue"),
        (DIALOGUE + REFERENCES, 4, "dialogue"),
        (DIALOGUE + STANDALONE, 4, "dialogue"),
        (DIALOGUE + REFERENCES.replace("]", ", oui]") + STANDALONE, 4, "dialogue"),
        (GOOD + GOOD, 12, "« postes » déjà pris dans a.yaml"),
    ],
)
def test_a_question_that_is_not_whole(tmp_path: Path, text: str, line: int, said: str) -> None:
    refused(write(tmp_path, HEAD + text), "a.yaml", line, said)


def test_a_whole_dialogue(tmp_path: Path) -> None:
    (file,) = load_questions(write(tmp_path, HEAD + DIALOGUE + REFERENCES + STANDALONE))
    assert file.content.questions[0].references == ["4 000."]


def test_an_id_of_another_file(tmp_path: Path) -> None:
    write(tmp_path, HEAD + GOOD)
    write(tmp_path, HEAD + LUNE + GOOD, "b.yaml")
    refused(tmp_path, "b.yaml", 10, "postes", "déjà pris dans a.yaml")


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", 1, "questions"),
        (GOOD.encode(), 1, "questions"),
        (b"just words", 1, "questions"),
        (b"set: own\nsplit: dev\nquestions: [\n", 4, "YAML"),
        (b"set: own\nsplit: dev\n\tquestions: []\n", 3, "YAML"),
        (b"set: own\nnote: \x00\n", 2, "YAML"),
        (b"set: own\nsplit: d\xe9v\n", 2, "UTF-8"),
        (b"set: own\nsplit: dev\nquestions: []\n", 3, "questions"),
        (HEAD.replace("dev", "train").encode() + LUNE.encode(), 2, "split"),
        (HEAD.replace("split: dev\n", "").encode() + LUNE.encode(), 1, "split"),
    ],
)
def test_a_bad_file(tmp_path: Path, content: bytes, line: int, said: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    refused(path, "a.yaml", line, said)


@pytest.mark.parametrize(("name", "said"), [("none.yaml", "ne peut pas être lu"), (".", "aucun")])
def test_nothing_to_read(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(QuestionsError, match=said) as caught:
        load_questions(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, ["postes", "lune", "mars"]),
        ({"set_": "own"}, ["postes", "lune"]),
        ({"split": "test"}, ["mars"]),
        ({"kind": "fact"}, ["lune", "mars"]),
        ({"kind": "fact", "split": "dev"}, ["lune"]),
        ({"only": ["mars", "postes"]}, ["postes", "mars"]),
    ],
)
def test_every_filter_must_let_through(
    tmp_path: Path, filters: dict[str, Any], ids: list[str]
) -> None:
    write(tmp_path, HEAD + GOOD + LUNE)
    write(tmp_path, OTHER + LUNE.replace("lune", "mars"), "b.yaml")
    found = chosen(load_questions(tmp_path), **filters)
    assert [question.id for _, question in found] == ids
    assert all(question in file.content.questions for file, question in found)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"split": "test"}, "own/dev"),
        ({"kind": "number", "only": ["lune"]}, "own/dev"),
        ({"only": ["postes", "venus", "mars"]}, "mars, venus"),
    ],
)
def test_filters_that_let_nothing_through(
    tmp_path: Path, filters: dict[str, Any], said: str
) -> None:
    with pytest.raises(QuestionsError, match=said):
        chosen(load_questions(write(tmp_path, HEAD + GOOD + LUNE)), **filters)


def test_our_own_questions_stand_on_their_corpora() -> None:
    files = load_questions()
    corpora = {file.corpus for file in files}
    documents = {corpus: read_corpus(corpus or CORPUS).documents for corpus in corpora}
    for file in files:
        check_evidence(file, documents[file.corpus])
    asked = [iso_period(text) for _, question in chosen(files) for text in question.periods]
    assert len(asked) >= 100


def test_our_own_questions_are_many_and_of_every_case() -> None:
    found = chosen(load_questions())
    sizes = Counter((file.content.set, file.content.split) for file, _ in found)
    retrospective = [sizes["retrospective-2020", split] for split in get_args(Split)]
    assert sum(retrospective) >= 200
    assert min(retrospective) >= 60
    assert sum(sizes["fictional", split] for split in get_args(Split)) >= 60
    questions = [question for _, question in found]
    assert {question.kind for question in questions} == set(get_args(Kind))
    assert {question.tier for question in questions} - {None} == set(get_args(Tier))
    assert {status for question in questions for status in question.expected} == set(Status)
