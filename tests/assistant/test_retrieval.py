"""Question → Evidence."""

from collections.abc import Iterator

import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.runnables import RunnableLambda

from assistant.pipeline import Assistant
from assistant.refusing import Refusals
from assistant.retrieval import fuse, retrieve
from ingest.build import build_index, open_index
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.schema import Hit, Kind, Passage, Period
from ingest.settings import Settings
from ingest.text import keys

A, B, C, D = (Passage("a.txt", at, at + 1, "x", Kind.PARAGRAPH) for at in range(4))


def hits(*scored: tuple[Passage, float]) -> list[Hit]:
    return [Hit(passage, score, rank) for rank, (passage, score) in enumerate(scored, 1)]


def test_scores_are_fused_as_shares_of_the_best() -> None:
    found = fuse(hits((A, 0.9), (B, 0.86), (D, 0.82)), hits((B, 8.0), (C, 6.0)))
    assert [(e.passage, pytest.approx(e.score)) for e in found] == [
        (B, (0.5 + 1) / 2), (A, 1 / 2), (C, 0.75 / 2), (D, 0)
    ]  # fmt: skip


def test_equal_scores_keep_the_order_of_the_text() -> None:
    found = fuse(hits((C, 0.9), (B, 0.8)), hits((A, 5.0)))
    assert [evidence.passage for evidence in found] == [A, C, B]


def test_the_cosine_is_that_of_dense_search_or_the_least_of_it() -> None:
    found = {e.passage: e.cosine for e in fuse(hits((A, 0.9), (B, 0.8)), hits((C, 5.0)))}
    assert found == {A: 0.9, B: 0.8, C: 0.8}


def test_one_way_of_searching_is_enough() -> None:
    assert [e.score for e in fuse(hits((A, 0.9)), [])] == [0.5]
    assert [e.score for e in fuse([], hits((A, 5.0)))] == [0.5]
    assert fuse([], []) == []


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


@pytest.fixture(scope="module")
def titled(
    real_settings: Settings, real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Index]:
    """Two documents of one text whose titles differ, and one of months to come."""
    root = tmp_path_factory.mktemp("titled")
    for name, text in {
        "2021/lettre-couthenans.txt": "Lettre aux habitants\n\nLe marché a lieu le dimanche matin.",
        "2021/lettre-brest.txt": "Lettre aux voisins\n\nLe marché a lieu le dimanche matin.",
        "2021/suite.txt": "La suite\n\nMars 2022\n\nUne foire a réuni vingt communes.",
    }.items():
        path = root / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    places = {"corpus": root / "corpus", "data": root / "data"}
    settings = real_settings.model_copy(update=places)
    build_index(settings, real_embedder)
    index = open_index(settings, real_embedder)
    yield index
    index.close()


@pytest.mark.parametrize("town", ["couthenans", "brest"])
def test_a_document_is_found_by_its_name(titled: Index, town: str) -> None:
    hits = titled.lexical(dict.fromkeys(keys(f"le marché de {town}"), 1.0), k=1)
    assert town in hits[0].passage.document


def test_the_months_of_headings_are_covered_too(titled: Index) -> None:
    assert titled.years == (2021, 2022)
    assert not Refusals(titled).not_indexed([Period.of_month(2022, 3)])
    assert Refusals(titled).not_indexed([Period.of_month(2022, 7)])
