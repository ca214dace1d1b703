"""PIAF as documents and questions, on a folder of the same shape that holds our own text."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest

from assistant.pipeline import Trace
from assistant.schema import Answer, Searched, Status, Turn
from evals.piaf import FLOORS, Floor, measure, piaf_text
from evals.piaf_articles import (
    PARAGRAPHS,
    QUESTIONS,
    Piaf,
    PiafError,
    hold_out,
    read_piaf,
    write_corpus,
)
from evals.piaf_questions import (
    ABSENT,
    BARE,
    NAMED,
    REMOVED,
    answerable,
    ask,
    refusable,
    spread,
)
from ingest.embedding import Embedder
from ingest.reading import read_corpus
from ingest.schema import Document, Kind, Passage, Period
from ingest.settings import Settings


@pytest.fixture(autouse=True)
def untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    """No article here was trained on."""
    monkeypatch.setattr("evals.split.TRAINING", 0.0)
    monkeypatch.setattr("evals.split.CALIBRATION", 0.0)


TITLES = ["Pont de Vaubrun", "Phare d’Orcal", "Gare des Sablons", "Canal du Mirandet", "2003"]
TEXTS = [
    [
        "Le pont de Vaubrun fut ouvert en 1887 par Léonie Darcet. Il mesure 412 mètres.",
        "Une crue emporta la deuxième arche du pont de Vaubrun en 1910. Trois ans de travaux "
        "furent nécessaires.",
        "Le pont de Vaubrun est peint en vert depuis que la commune de Tessac en a la charge.",
    ],
    [
        "  Le phare d’Orcal, haut de 38 mètres, s’allume\r\ndepuis 1854. Il vient de Lyon. ",
        "Le dernier gardien du phare d’Orcal, Anselme Kerrec,\x0b partit en 1992.",
        "On atteint le phare d’Orcal par une chaussée que la mer couvre deux fois par jour.",
    ],
    [
        "La gare des Sablons a 6 voies et fut dessinée par Inès Vauquelin. Elle sert 9 lignes.",
        "La verrière de la gare des Sablons fut brisée par la grêle en 1931.",
        "Un marché aux fleurs se tient chaque jeudi devant la gare des Sablons.",
    ],
    [
        "Le canal du Mirandet relie la Sorne à la Louette sur 57 kilomètres.",
        "Le canal du Mirandet compte 21 écluses. La plus haute est celle de Brévant.",
        "La péniche Aurore fut la première à passer le canal du Mirandet, en 1839.",
    ],
    [
        "L’année 2003 fut celle de la grande sécheresse dans la vallée de Tessac.",
        "Le musée de la Dentelle de Tessac ouvrit ses portes à 3 000 visiteurs.",
        "La fanfare de Tessac gagna le concours de Brévant avec une marche d’Odilon Prat.",
    ],
]
ASKED = [
    (0, 0, "Qui a ouvert le pont de Vaubrun ?", "Léonie Darcet", True),
    (0, 0, "Quelle est la longueur du pont de Vaubrun ?", "412 mètres", True),
    (0, 1, "Quand une crue emporta-t-elle une arche du pont de Vaubrun ?", "1910", True),
    (0, 2, "De quelle couleur est le pont de Vaubrun ?", "vert", True),
    (1, 0, "Quelle est la hauteur du phare d’Orcal ?", "38 mètres", True),
    (1, 1, "Qui fut le dernier gardien du phare d’Orcal ?", "Anselme Kerrec", True),
    (1, 2, "Qu’est-ce qui mène au phare d’Orcal ?", "une chaussée", True),
    (2, 0, "Qui dessina la gare des Sablons ?", "Inès Vauquelin", True),
    (2, 0, "Combien de lignes", "9", False),
    (2, 1, "Qu’est-ce qui brisa la verrière de la gare des Sablons ?", "la grêle", True),
    (2, 2, "Que vend-on devant la gare des Sablons ?", "fleurs", True),
    (3, 0, "Que relie le canal du Mirandet ?", "la Sorne à la Louette", True),
    (3, 1, "Combien d’écluses compte le canal du Mirandet ?", "21", True),
    (3, 2, "Quelle péniche passa la première le canal du Mirandet ?", "Aurore", True),
    (4, 0, "Que connut la vallée de Tessac en 2003 ?", "la grande sécheresse", True),
    (4, 1, "Combien de visiteurs", "3 000", False),
    (4, 2, "Qui écrivit la marche de la fanfare de Tessac ?", "Odilon Prat", True),
]
Row = dict[str, Any]


def paragraph_rows() -> list[Row]:
    return [
        {"doc_id": f"d-{a}-{p}", "article": a, "title": TITLES[a], "category": "x", "text": text}
        for a, texts in enumerate(TEXTS)
        for p, text in enumerate(texts)
    ]


def question_rows() -> list[Row]:
    return [
        {
            "qid": f"q{number}",
            "question": question,
            "answers": [{"text": answer, "start": TEXTS[a][p].index(answer)}],
            "doc_id": f"d-{a}-{p}",
            "article": a,
            "named_or_dated_question": named,
        }
        for number, (a, p, question, answer, named) in enumerate(ASKED)
    ]


def write(folder: Path, paragraphs: Sequence[Row], questions: Sequence[Row]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in ((PARAGRAPHS, paragraphs), (QUESTIONS, questions)):
        (folder / name).write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "piaf", paragraph_rows(), question_rows())


@pytest.fixture
def piaf(folder: Path) -> Piaf:
    return read_piaf(folder)


@pytest.mark.parametrize("name", [PARAGRAPHS, QUESTIONS])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(PiafError, match=rf"{name} manque"):
        read_piaf(folder)


@pytest.mark.parametrize("name", [PARAGRAPHS, QUESTIONS])
def test_an_empty_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("\n\n", encoding="utf-8")
    with pytest.raises(PiafError, match=rf"{name} est vide"):
        read_piaf(folder)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "JSON illisible"),
        ('"words"', "valeur inutilisable"),
        ('{"doc_id": "d-9", "article": 9, "title": "T"}', "« text » : clé absente"),
        ('{"doc_id": "d-9", "article": 9, "title": "T", "text": ""}', "« text » : texte vide"),
        ('{"doc_id": "d-0-0", "article": 9, "title": "T", "text": "t"}', "déjà pris"),
    ],
)
def test_a_bad_line_is_named_with_its_number(folder: Path, line: str, said: str) -> None:
    path = folder / PARAGRAPHS
    path.write_text(path.read_text("utf-8") + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(PiafError, match=rf"{PARAGRAPHS}, ligne 17 : .*{said}"):
        read_piaf(folder)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"doc_id": "d-9-9"}, "d-9-9 absent de paragraphs.jsonl"),
        ({"qid": "q0"}, "q0 déjà pris"),
        ({"qid": "../q"}, "« qid » : valeur inutilisable"),
        ({"answers": []}, "« answers » : liste vide"),
        ({"answers": [{"text": "9", "start": 0}]}, "« 9 » ne se lit pas au caractère 0"),
        ({"answers": [{"text": "9", "start": 10**6}]}, "ne se lit pas au caractère 1000000"),
        ({"answers": [{"text": "9", "start": -1}]}, "« start » : valeur inutilisable"),
        ({"answers": [{"text": " ", "start": 3}]}, "une réponse est vide"),
    ],
)
def test_a_question_that_does_not_fit_its_paragraph(folder: Path, changes: Row, said: str) -> None:
    rows = question_rows()
    write(folder, paragraph_rows(), [*rows[:2], rows[2] | changes, *rows[3:]])
    with pytest.raises(PiafError, match=rf"{QUESTIONS}, ligne 3 : .*{said}"):
        read_piaf(folder)


def documents(piaf: Piaf, corpus: Path) -> dict[str, Document]:
    write_corpus(piaf.articles, corpus)
    read = read_corpus(corpus)
    assert read.refusals == ()
    return {document.id: document for document in read.documents}


def test_articles_are_documents_of_the_same_text(piaf: Piaf, tmp_path: Path) -> None:
    found = documents(piaf, tmp_path / "corpus")
    assert {one.text for one in found.values()} == {one.text for one in piaf.articles}
    assert {one.title for one in found.values()} == set(TITLES)
    named = {one.title: one.period for one in found.values() if one.period}
    assert named == {"2003": Period.of_year(2003)}


def test_evidence_and_answers_stand_in_the_canonical_text(piaf: Piaf, tmp_path: Path) -> None:
    found = documents(piaf, tmp_path / "corpus")
    for question in piaf.questions:
        evidence = piaf.evidence(question)
        document = found[f"articles/{piaf.homes[question.doc_id].name}.txt"]
        assert document.text.count(evidence) == 1
        assert question.answers[0].text in evidence
        assert evidence in piaf.paragraphs[question.doc_id].text


def test_evidence_is_the_sentence_of_the_answer(piaf: Piaf) -> None:
    evidence = {one.qid: piaf.evidence(one) for one in piaf.questions}
    assert evidence["q1"] == "Il mesure 412 mètres."
    assert evidence["q4"].endswith("s’allume \ndepuis 1854.")
    assert evidence["q5"] == TEXTS[1][1].replace("\x0b", " ")


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "/", "..", "C:\\a", "a\nb", "œuvre « 中 »", "x" * 300]
)
def test_no_title_leaves_the_folder(folder: Path, tmp_path: Path, title: str) -> None:
    rows = [row | {"title": title} for row in paragraph_rows()]
    corpus = tmp_path / "deep" / "corpus"
    write_corpus(read_piaf(write(folder, rows, question_rows())).articles, corpus)
    written = list(tmp_path.rglob("*.txt"))
    assert len(written) == len(TITLES)
    assert {path.parent for path in written} == {corpus / "articles"}


def test_a_corpus_holds_no_article_of_before(piaf: Piaf, tmp_path: Path) -> None:
    write_corpus(piaf.articles, tmp_path)
    write_corpus(piaf.articles[1:], tmp_path)
    names = {path.stem for path in tmp_path.rglob("*.txt")}
    assert names == {one.name for one in piaf.articles[1:]}


def test_what_is_held_out_is_nowhere_in_the_corpus(piaf: Piaf, tmp_path: Path) -> None:
    held = hold_out(piaf)
    write_corpus(held.articles, tmp_path)
    whole = "".join(document.text for document in read_corpus(tmp_path).documents)
    gone = {
        one.doc_id
        for one in piaf.paragraphs.values()
        if one.doc_id in held.removed or piaf.homes[one.doc_id].name in held.absent
    }
    assert (len(held.absent), len(held.removed)) == (1, 4)
    assert len(gone) == 3 + 4
    for paragraph in piaf.paragraphs.values():
        assert (paragraph.text.strip() in whole) is (paragraph.doc_id not in gone)


def test_what_is_held_out_is_always_the_same(piaf: Piaf) -> None:
    shuffled = piaf._replace(articles=piaf.articles[::-1])
    one, other = hold_out(piaf), hold_out(shuffled)
    assert (one.absent, one.removed) == (other.absent, other.removed)


def test_short_articles_keep_their_paragraphs(folder: Path) -> None:
    rows = [row for row in paragraph_rows() if row["doc_id"][-1] != "2"]
    questions = [row for row in question_rows() if row["doc_id"][-1] != "2"]
    assert hold_out(read_piaf(write(folder, rows, questions))).removed == set()


def test_one_article_is_too_few(folder: Path) -> None:
    piaf = read_piaf(write(folder, paragraph_rows()[:3], question_rows()[:4]))
    with pytest.raises(PiafError, match="au moins deux articles"):
        hold_out(piaf)


def test_a_sample_is_spread_over_the_articles(piaf: Piaf) -> None:
    five = spread(piaf, piaf.questions, 5)
    assert len({piaf.homes[one.doc_id].name for one in five}) >= 4
    assert five == spread(piaf, piaf.questions[::-1], 5)
    assert sorted(one.qid for one in spread(piaf, piaf.questions, 99)) == sorted(
        one.qid for one in piaf.questions
    )
    assert spread(piaf, piaf.questions, 0) == []


def test_bare_questions_are_a_set_of_their_own(piaf: Piaf) -> None:
    sets = {one.question.id: one.set_ for one in answerable(piaf, piaf.questions)}
    assert {id_ for id_, set_ in sets.items() if set_ == BARE} == {"q8", "q15"}
    assert set(sets.values()) == {NAMED, BARE}


def test_refusals_are_about_what_is_missing(piaf: Piaf) -> None:
    held = hold_out(piaf)
    asked = refusable(piaf, held, 99)
    homes = {f"{one.qid}-{set_}": one for one in piaf.questions for set_ in (ABSENT, REMOVED)}
    assert {one.set_: one.question.tier for one in asked} == {
        ABSENT: "off_subject",
        REMOVED: "near_miss",
    }
    for one in asked:
        question = homes[one.question.id]
        assert question.named_or_dated_question
        assert one.question.must_refuse
        assert (one.article in held.absent) is (one.set_ == ABSENT)
        assert (question.doc_id in held.removed) is (one.set_ == REMOVED)


class Finder:
    """A system that refuses every question, having found the same passage."""

    name = "finder"
    documents: Mapping[str, Document] = {}

    def __init__(self, text: str) -> None:
        self.units = [Passage("a.txt", 0, len(text), text, Kind.PARAGRAPH)]

    def trace(self, question: str, history: Sequence[Turn] = ()) -> Trace:
        searched = Searched(())
        answer = Answer(
            Status.NOT_FOUND, "", "", "fr", "extractive", question, question, (), searched, (),
            "v1", 0,
        )  # fmt: skip
        return Trace(answer, tuple(self.units), 0.0, answer)


def test_what_is_said_elsewhere_is_no_refusal(piaf: Piaf) -> None:
    asked = refusable(piaf, hold_out(piaf), 99)
    removed = next(one for one in asked if one.set_ == REMOVED)

    def left(text: str) -> list[str]:
        return [one.id for one in ask(Finder(text), asked, lambda *_: None)]

    assert len(left("Rien de tout cela.")) == len(asked)
    assert removed.question.id not in left(f"On dit aussi : {removed.wordings[0]} !")
    absent = [one for one in asked if one.set_ == ABSENT]
    assert len(left(" ".join(w for one in absent for w in one.wordings))) >= len(absent)


@pytest.mark.parametrize(
    ("better", "value", "gap"),
    [("higher", 0.5, -10.0), ("higher", 0.7, 10.0), ("lower", 0.5, 10.0)],
)
def test_a_floor_is_met_or_missed_by_so_much(
    better: Literal["higher", "lower"], value: float, gap: float
) -> None:
    assert Floor("", "right", floor=60.0, better=better).gap(value) == pytest.approx(gap)


@pytest.mark.slow
def test_a_whole_measure(
    folder: Path, piaf: Piaf, tmp_path: Path, real_settings: Settings, real_embedder: Embedder
) -> None:
    settings = real_settings.model_copy(update={"data": tmp_path / "data"})
    steps: list[str] = []
    run = measure(settings, folder, sample=30, progress=lambda step, *_: steps.append(step))
    homes = {one.qid: piaf.homes[one.doc_id].name for one in piaf.questions}
    assert {one.id: one.cluster for one in run.outcomes if one.answerable} == homes
    assert {one.set for one in run.outcomes} >= {NAMED, BARE, ABSENT}
    assert (run.system, "passages" in steps) == ("assistant", True)
    found = next(one for one in run.outcomes if one.id == "q12")
    assert (found.right, found.scores["recall@1"]) == (True, 1.0)
    assert all(one.scores.get("pointer", 1.0) == 1.0 for one in run.outcomes)
    assert {floor.key for floor in FLOORS if REMOVED not in floor.sets} <= set(run.figures["piaf"])
    text = piaf_text(run)
    assert "AUROC, article absent" in text
    assert "manqué" in text or "tenu" in text

    steps.clear()
    again = measure(settings, folder, sample=30, progress=lambda step, *_: steps.append(step))
    assert set(steps) == {"questions de PIAF"}
    assert again.figures["piaf"] == run.figures["piaf"]
    assert again.fingerprints == run.fingerprints
