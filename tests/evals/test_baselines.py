"""The systems that are measured beside the product."""

from collections.abc import Mapping

import numpy as np
import pytest

from assistant.pipeline import Assistant
from assistant.retrieval import retrieve
from assistant.schema import Status, Turn
from evals.baselines import (
    BASELINES,
    FOUND,
    READ,
    BaselineError,
    Bm25Alone,
    DenseAlone,
    Hybrid,
    NaiveChain,
    against,
)
from evals.schema import EvalQuestion
from evals.scoring import score
from evals.systems import System
from ingest.embedding import Embedder
from ingest.errors import RetroError
from ingest.index import sentence_id, sentence_spans
from ingest.text import keys

CHALONS = "Qui a inauguré le pôle commercial de Châlons-en-Champagne ?"
ABSURD = "Quel âge avait le dragon de la fusée lunaire ?"
NO_COMMON_WORD = "Abracadabra, xylophone ?"
ANSWERABLE = EvalQuestion(
    id="chalons",
    turns=[CHALONS],
    kind="person",
    expected=[Status.ANSWERED],
    periods=["2020-09"],
    facts=[["Caroline Cayeux"]],
    evidence=["Le 24/09, Caroline Cayeux inaugure le pôle commercial d’un quartier prioritaire"],
)
UNANSWERABLE = EvalQuestion(
    id="dragon",
    turns=[ABSURD],
    kind="number",
    expected=[Status.NOT_FOUND],
    tier="off_subject",
    reason="Il n’y a ni dragon ni fusée.",
)


@pytest.fixture(scope="module")
def systems(assistant: Assistant, real_embedder: Embedder) -> Mapping[str, System]:
    return {name: make(assistant, real_embedder) for name, make in BASELINES.items()}


def test_naive_stands_for_all() -> None:
    assert against("naive") == [NaiveChain, Bm25Alone, DenseAlone, Hybrid]


def test_another_name_stands_for_itself() -> None:
    assert against("bm25") == [Bm25Alone]


def test_an_unknown_name_is_told_the_choices() -> None:
    with pytest.raises(BaselineError, match=r"« splade ».*naive.*bm25, dense, hybrid") as caught:
        against("splade")
    assert isinstance(caught.value, RetroError)


@pytest.mark.parametrize("name", BASELINES)
def test_systems_bear_their_names(systems: Mapping[str, System], name: str) -> None:
    assert systems[name].name == name


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize("text", [CHALONS, "Combien de collégiens ?", "Quel est le programme ?"])
def test_an_answer_is_one_exact_quotation_from_the_first_units(
    systems: Mapping[str, System], name: str, text: str
) -> None:
    system = systems[name]
    trace = system.trace(text)
    (cited,) = trace.answer.citations
    assert trace.answer.status is Status.ANSWERED
    assert cited.quote == system.documents[cited.document].text[cited.start : cited.end]
    assert trace.answer.text.endswith("[1]")
    assert any(
        unit.document == cited.document and unit.start <= cited.start and cited.end <= unit.end
        for unit in trace.passages[: 1 if name == "bm25" else READ]
    )


@pytest.mark.parametrize("name", BASELINES)
def test_at_most_ten_units_of_its_own_are_found(systems: Mapping[str, System], name: str) -> None:
    trace = systems[name].trace("Où l’agence accompagne-t-elle les territoires ?")
    assert len(trace.passages) == len(set(trace.passages)) == FOUND
    assert set(trace.passages) <= set(systems[name].units)


@pytest.mark.parametrize("name", ["naive", "dense", "hybrid"])
@pytest.mark.parametrize("text", [ABSURD, NO_COMMON_WORD, "Bonjour", "?", ""])
def test_what_has_vectors_never_refuses(
    systems: Mapping[str, System], name: str, text: str
) -> None:
    trace = systems[name].trace(text)
    assert trace.answer.status is Status.ANSWERED
    assert trace.forced == trace.answer


def test_without_a_common_word_bm25_finds_nothing(systems: Mapping[str, System]) -> None:
    trace = systems["bm25"].trace(NO_COMMON_WORD)
    assert trace.answer.status is Status.NOT_FOUND
    assert trace.answer.text.startswith("Les documents indexés")
    assert trace.forced == trace.answer
    assert (trace.passages, trace.confidence, trace.answer.citations) == ((), 0.0, ())


@pytest.mark.parametrize("name", BASELINES)
def test_a_dialogue_is_passed_over(systems: Mapping[str, System], name: str) -> None:
    history = [Turn("Que se passe-t-il en mai ?", "Que se passe-t-il en mai ?", "Rien.")]
    alone, after = systems[name].trace("Et en juin ?"), systems[name].trace("Et en juin ?", history)
    assert (alone.passages, alone.answer.text) == (after.passages, after.answer.text)


def test_chunks_stand_at_their_offsets(systems: Mapping[str, System]) -> None:
    naive = systems["naive"]
    for chunk in naive.units:
        assert len(chunk.text) <= 1000
        assert naive.documents[chunk.document].text[chunk.start : chunk.end] == chunk.text


def test_chunks_overlap_by_200_at_most_and_leave_nothing_out(
    systems: Mapping[str, System],
) -> None:
    naive = systems["naive"]
    for document in naive.documents.values():
        end = 0
        for chunk in (unit for unit in naive.units if unit.document == document.id):
            assert end - chunk.start <= 200
            assert not document.text[end : chunk.start].strip()
            end = chunk.end
        assert not document.text[end:].strip()


def test_bm25_finds_a_word_and_shows_the_sentence_that_holds_it(
    systems: Mapping[str, System],
) -> None:
    answer = systems["bm25"].trace("Mantes-la-Jolie").answer
    assert "Mantes-la-Jolie" in answer.text


def test_bm25_shows_the_sentence_with_most_of_the_question(systems: Mapping[str, System]) -> None:
    bm25 = systems["bm25"]
    trace = bm25.trace(CHALONS)
    best, asked = trace.passages[0], set(keys(CHALONS))
    text = bm25.documents[best.document].text
    held = [len(asked & set(keys(text[a:b])))
            for a, b in sentence_spans(best, bm25.documents[best.document])]  # fmt: skip
    assert len(asked & set(keys(trace.answer.citations[0].quote))) == max(held) > 0


def test_dense_shows_the_nearest_sentence_of_four_passages(
    systems: Mapping[str, System], assistant: Assistant, real_embedder: Embedder
) -> None:
    trace = systems["dense"].trace(CHALONS)
    cited = trace.answer.citations[0]
    ids = [
        sentence_id(unit.document, span)
        for unit in trace.passages[:READ]
        for span in sentence_spans(unit, assistant.index.documents[unit.document])
    ]
    vector = np.asarray(real_embedder.embed_query(CHALONS))
    cosines = assistant.index.sentence_vectors(ids) @ vector
    assert f"{cited.document}#{cited.start}-{cited.end}" == ids[int(cosines.argmax())]


def test_the_lists_are_those_of_the_searches(
    systems: Mapping[str, System], assistant: Assistant, real_embedder: Embedder
) -> None:
    index, vector = assistant.index, real_embedder.embed_query(CHALONS)
    weights = dict.fromkeys(keys(CHALONS), 1.0)
    fused = retrieve(index, vector, weights)
    hits = {"bm25": index.lexical(weights, FOUND), "dense": index.dense(vector, FOUND)}
    for name, wanted in (hits | {"hybrid": fused}).items():
        trace = systems[name].trace(CHALONS)
        assert list(trace.passages) == [one.passage for one in wanted]
        assert trace.confidence == pytest.approx(wanted[0].score)


def test_the_order_of_chunks_is_that_of_their_cosines(
    systems: Mapping[str, System], real_embedder: Embedder
) -> None:
    trace = systems["naive"].trace(CHALONS)
    chunks = np.asarray(real_embedder.embed_documents([unit.text for unit in trace.passages]))
    cosines = chunks @ np.asarray(real_embedder.embed_query(CHALONS))
    assert cosines.tolist() == pytest.approx(sorted(cosines, reverse=True), abs=1e-2)
    assert trace.confidence == pytest.approx(cosines[0], abs=1e-2)


@pytest.mark.parametrize("name", BASELINES)
def test_an_answerable_question_is_scored(systems: Mapping[str, System], name: str) -> None:
    outcome = score(systems[name], ANSWERABLE, "own", "dev")
    assert set(outcome.scores) == {
        "recall@1", "recall@3", "recall@5", "recall@10", "mrr", "ndcg@10",
        "evidence@500", "evidence@1000", "evidence@2000",
        "words", "right", "fact_recall", "containment", "exact_match", "f1",
        "pointer", "citation_recall", "citation_precision", "wrong_year", "wrong_refusal",
        "alce_recall", "alce_precision", "unproven",
    }  # fmt: skip
    assert outcome.scores["pointer"] == 1
    assert outcome.scores["wrong_refusal"] == 0
    assert outcome.scores["recall@10"] > 0
    assert outcome.right == outcome.forced == bool(outcome.scores["right"])
    assert outcome.citations[0].period is not None


@pytest.mark.parametrize("name", ["naive", "dense", "hybrid"])
def test_what_has_no_answer_is_answered_all_the_same(
    systems: Mapping[str, System], name: str
) -> None:
    outcome = score(systems[name], UNANSWERABLE, "own", "dev")
    assert outcome.scores["refusal"] == 0
    assert not outcome.right
