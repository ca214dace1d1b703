"""Question → Evidence: dense and lexical search, their scores fused, inside the periods.

A convex combination of normalised scores: Bruch, Gai & Ingber, ACM TOIS 2023.
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
from ingest.schema import Hit, Period
from ingest.text import keys

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
    found = fuse(index.dense(vector, DEPTH, periods), index.lexical(weights, DEPTH, periods))
    if periods and not figures:
        found = [one for one in found if any(map(one.passage.is_of, periods))]
    return found[:k]


def fuse(dense: Sequence[Hit], lexical: Sequence[Hit]) -> list[Evidence]:
    """One list out of both, by the mean of their scores: cosines between the least found and the
    best, BM25 between nothing and the best. Equal ones keep text order."""
    passages = {hit.passage.id: hit.passage for hit in (*dense, *lexical)}
    cosines = {hit.passage.id: hit.score for hit in dense}
    matches = {hit.passage.id: hit.score for hit in lexical}
    least = min(cosines.values(), default=0.0)
    range_, best = max(cosines.values(), default=0.0) - least, max(matches.values(), default=1.0)
    found = []
    for id_, passage in passages.items():
        cosine = cosines.get(id_, least)
        near = (cosine - least) / range_ if range_ else float(id_ in cosines)
        score = (near + matches.get(id_, 0.0) / best) / 2
        found.append(Evidence(passage, score, cosine))
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
