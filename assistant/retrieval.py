"""Question → Evidence: dense and lexical search, fused by reciprocal rank, inside the periods.

Reciprocal rank fusion: Cormack, Clarke & Büttcher, SIGIR 2009.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.schema import Evidence
from ingest.index import Index
from ingest.schema import Hit, Passage, Period
from ingest.text import keys

RRF_K = 60
DEPTH = 40


def retrieve(
    index: Index,
    vector: Sequence[float],
    weights: Mapping[str, float],
    periods: Sequence[Period] = (),
    k: int = 10,
    *,
    figures: bool = True,
) -> list[Evidence]:
    """The `k` best passages, best first, among those that tell of one of `periods`; of those that
    are of another and name the asked year, only where `figures` are asked for."""
    runs = {
        "dense": index.dense(vector, DEPTH, periods),
        "lexical": index.lexical(weights, DEPTH, periods),
    }
    found = fuse(runs)
    if periods and not figures:
        found = [one for one in found if any(map(one.passage.is_of, periods))]
    return found[:k]


def fuse(runs: dict[str, list[Hit]]) -> list[Evidence]:
    """One list out of several, by the sum of 1 / (60 + rank); equal scores keep text order."""
    ranks: dict[str, dict[str, int]] = {}
    passages: dict[str, Passage] = {}
    for name, hits in runs.items():
        for hit in hits:
            passages[hit.passage.id] = hit.passage
            ranks.setdefault(hit.passage.id, {})[name] = hit.rank
    cosines = {hit.passage.id: hit.score for hit in runs.get("dense", [])}
    least = min(cosines.values(), default=0.0)
    found = [
        Evidence(
            passage=passages[id_],
            score=sum(1 / (RRF_K + rank) for rank in by_run.values()),
            ranks=by_run,
            cosine=cosines.get(id_, least),
        )
        for id_, by_run in ranks.items()
    ]
    return sorted(found, key=lambda e: (-e.score, e.passage.document, e.passage.start))


class RetroRetriever(BaseRetriever):
    """The product's retrieval as a LangChain retriever, for use in a chain of one's own.

    Documents carry `document`, `start`, `end`, `heading`, `period` and `score` as metadata.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    embeddings: Embeddings
    k: int = 4

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        vector = self.embeddings.embed_query(query)
        return [
            LangChainDocument(id=e.passage.id, page_content=e.passage.text, metadata=_metadata(e))
            for e in retrieve(self.index, vector, dict.fromkeys(keys(query), 1.0), k=self.k)
        ]


def _metadata(evidence: Evidence) -> dict[str, Any]:
    passage = evidence.passage
    period = passage.period
    return {
        "document": passage.document,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "period": [period.first.isoformat(), period.last.isoformat()] if period else None,
        "score": evidence.score,
    }
