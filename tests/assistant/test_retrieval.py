"""Question → Evidence."""

import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.runnables import RunnableLambda

from assistant.pipeline import Assistant
from assistant.retrieval import fuse, retrieve
from ingest.embedding import Embedder
from ingest.schema import Hit, Kind, Passage, Period
from ingest.text import keys

A, B, C = (Passage("a.txt", at, at + 1, "x", Kind.PARAGRAPH) for at in range(3))


def hits(*passages: Passage) -> list[Hit]:
    return [Hit(passage, 1 - rank / 10, rank) for rank, passage in enumerate(passages, 1)]


def test_ranks_are_fused_by_their_reciprocals() -> None:
    found = fuse({"dense": hits(A, B), "lexical": hits(B, C)})
    assert [evidence.passage for evidence in found] == [B, A, C]
    assert [evidence.score for evidence in found] == pytest.approx(
        [1 / (60 + 2) + 1 / (60 + 1), 1 / (60 + 1), 1 / (60 + 2)]
    )
    assert found[0].ranks == {"dense": 2, "lexical": 1}


def test_equal_scores_keep_the_order_of_the_text() -> None:
    found = fuse({"dense": hits(C), "lexical": hits(A)})
    assert [evidence.passage for evidence in found] == [A, C]


def test_the_cosine_is_that_of_dense_search_or_the_least_of_it() -> None:
    found = {e.passage: e.cosine for e in fuse({"dense": hits(A, B), "lexical": hits(C)})}
    assert found == pytest.approx({A: 0.9, B: 0.8, C: 0.8})


def test_nothing_is_made_of_nothing() -> None:
    assert fuse({"dense": [], "lexical": []}) == []


def search(
    assistant: Assistant, embedder: Embedder, text: str, *periods: Period, k: int = 10
) -> list[Passage]:
    vector = embedder.embed_query(text)
    weights = dict.fromkeys(keys(text), 1.0)
    return [e.passage for e in retrieve(assistant.index, vector, weights, periods, k)]


def test_the_passage_that_answers_comes_first(
    assistant: Assistant, real_embedder: Embedder
) -> None:
    found = search(assistant, real_embedder, "Combien de postes de conseillers numériques ?")
    assert "4 000 postes de conseillers numériques" in found[0].text
    assert len(found) == len(set(found)) == 10


def test_only_passages_of_the_asked_period_are_found(
    assistant: Assistant, real_embedder: Embedder
) -> None:
    october = Period.of_month(2020, 10)
    found = search(assistant, real_embedder, "Caroline Cayeux", october, k=40)
    dated = [passage.period for passage in found if passage.period]
    assert len(dated) >= 6
    assert all(period.overlaps(october) and period.days <= 31 for period in dated)


def test_an_empty_month_has_no_dated_passage(assistant: Assistant, real_embedder: Embedder) -> None:
    found = search(assistant, real_embedder, "Caroline Cayeux", Period.of_month(2020, 4))
    assert [passage.period for passage in found if passage.period] == []


def test_the_retriever_works_in_a_chain(assistant: Assistant) -> None:
    def told(documents: list[LangChainDocument]) -> list[str]:
        return [document.page_content for document in documents]

    chain = assistant.retriever(k=3) | RunnableLambda(told)
    found = chain.invoke("Où est lancé Petites Villes de demain ?")
    assert len(found) == 3
    assert "Barentin" in found[0]


def test_a_retrieved_document_says_where_it_is_from(assistant: Assistant) -> None:
    for document in assistant.retriever().invoke("Qui inaugure le pôle commercial ?"):
        about = document.metadata
        text = assistant.index.documents[about["document"]].text
        assert text[about["start"] : about["end"]] == document.page_content
        assert {"heading", "period", "score"} <= set(about)
