"""What to measure beside the product, to tell what each of its parts is worth.

Four systems on the same index and embedder, without periods, dialogues or refusals: the usual
chain, and the product's own two ways of searching, each alone and then fused. As there is no
chat model, what a system answers is the best sentence of what it finds.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import numpy as np
from langchain_core.documents import Document as LangChainDocument
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.composing import compose, refuse
from assistant.phrases import phrase
from assistant.pipeline import Assistant, Trace
from assistant.schema import Answer, Proof, Question, Searched, Statement, Status, Turn, Wanted
from assistant.wanted import language_of
from evals.suite import Make
from ingest.embedding import Embedder
from ingest.errors import RetroError
from ingest.index import sentence_id, sentence_spans
from ingest.schema import Hit, Kind, Passage
from ingest.text import keys

FOUND = 10  # units in the ranked list
READ = 4  # units that the answer is from: what LangChain's `similarity_search` gives by default


class BaselineError(RetroError):
    """There is no system of that name to compare with."""


class Baseline(ABC):
    """A way of searching made a `System`; confidence is the score of the first unit found.

    A sentence is cited as of its own passage, in whatever unit it was found: a citation then
    bears its date, and answers about the wrong year are counted for all systems alike.
    """

    name: str

    def __init__(self, assistant: Assistant, embedder: Embedder) -> None:
        self._assistant, self._index = assistant, assistant.index
        self._vector = lru_cache(maxsize=1)(embedder.embed_query)  # to search, then to read
        self.documents = self._index.documents
        self.units: Sequence[Passage] = self._index.searched
        self._sentences = [
            Proof(passage, span)
            for passage in self._index.searched
            for span in sentence_spans(passage, self.documents[passage.document])
        ]

    @abstractmethod
    def search(self, text: str) -> list[Hit]:
        """Up to `FOUND` units, best first."""

    def read(self, text: str, hits: Sequence[Hit]) -> Proof | None:
        """The sentence nearest the question, of all that stand whole in the first units."""
        inside = {
            sentence_id(one.passage.document, one.span): one
            for hit in hits[:READ]
            for one in self._inside(hit.passage)
        }
        if not inside:
            return None
        cosines = self._index.sentence_vectors(list(inside)) @ np.asarray(self._vector(text))
        return list(inside.values())[int(cosines.argmax())]

    def trace(self, question: str, history: Sequence[Turn] = ()) -> Trace:
        """`history` is passed over: each message is taken as a question of its own."""
        started = time.perf_counter()
        hits = self.search(question)
        answer = self._answer(question, self.read(question, hits))
        answer = answer.with_elapsed(round((time.perf_counter() - started) * 1000))
        confidence = hits[0].score if hits else 0.0
        return Trace(answer, tuple(hit.passage for hit in hits), confidence, answer)

    @cached_property
    def _by_id(self) -> dict[str, Passage]:
        return {unit.id: unit for unit in self.units}

    def _hits(self, found: Iterable[tuple[LangChainDocument, float]]) -> list[Hit]:
        return [
            Hit(self._by_id[str(piece.id)], score, rank)
            for rank, (piece, score) in enumerate(found, 1)
        ]

    def _inside(self, unit: Passage) -> list[Proof]:
        return [
            one
            for one in self._sentences
            if one.passage.document == unit.document
            and unit.start <= one.span.start
            and one.span.end <= unit.end
        ]

    def _answer(self, text: str, proof: Proof | None) -> Answer:
        question = Question(text, text, language_of(text), Wanted.FACT)
        searched = Searched(tuple(self.documents))
        if proof is None:
            said = phrase("not_found", question.language, coverage=self._assistant.summary)
            return refuse(question, Status.NOT_FOUND, said, searched=searched, index=self._index)
        quotation = Statement("", (proof,))
        return compose(question, [quotation], short="", searched=searched, index=self._index)


class NaiveChain(Baseline):
    """The chain of LangChain's RAG tutorial, its splitter, store and figures, but for the model:
    https://python.langchain.com/docs/tutorials/rag (v0.3; later ones made an agent of it)."""

    name = "naive"

    def __init__(self, assistant: Assistant, embedder: Embedder) -> None:
        super().__init__(assistant, embedder)
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=1000, chunk_overlap=200, add_start_index=True
        )
        pieces = splitter.split_documents(
            LangChainDocument(page_content=one.text, metadata={"document": one.id})
            for one in self.documents.values()
        )
        self.units = [_chunk(piece) for piece in pieces]
        self._store = InMemoryVectorStore(embedder)
        self._store.add_documents(pieces, ids=[chunk.id for chunk in self.units])

    def search(self, text: str) -> list[Hit]:
        found = self._store.similarity_search_with_score_by_vector(self._vector(text), k=FOUND)
        return self._hits(found)


def _chunk(piece: LangChainDocument) -> Passage:
    text, start = piece.page_content, piece.metadata["start_index"]
    return Passage(piece.metadata["document"], start, start + len(text), text, Kind.PARAGRAPH)


class Bm25Alone(Baseline):
    """Lexical search of the product's passages; the one baseline that may find nothing."""

    name = "bm25"

    def search(self, text: str) -> list[Hit]:
        return self._index.lexical(dict.fromkeys(keys(text), 1.0), FOUND)

    def read(self, text: str, hits: Sequence[Hit]) -> Proof | None:
        """The sentence of the best passage that holds the most keys of the question."""
        asked = set(keys(text))
        inside = [one for hit in hits[:1] for one in self._inside(hit.passage)]
        return max(inside, key=lambda one: len(asked & self._keys(one)), default=None)

    def _keys(self, sentence: Proof) -> set[str]:
        text = self.documents[sentence.passage.document].text
        return set(keys(text[sentence.span.start : sentence.span.end]))


class DenseAlone(Baseline):
    """Vector search of the product's passages."""

    name = "dense"

    def search(self, text: str) -> list[Hit]:
        return self._index.dense(self._vector(text), FOUND)


class Hybrid(Baseline):
    """The product's own LangChain retriever: the scores of both searches fused. It embeds
    the question for itself, which costs one embedding more than the others."""

    name = "hybrid"

    def __init__(self, assistant: Assistant, embedder: Embedder) -> None:
        super().__init__(assistant, embedder)
        self._retriever = assistant.retriever(FOUND)

    def search(self, text: str) -> list[Hit]:
        return self._hits((one, one.metadata["score"]) for one in self._retriever.invoke(text))


BASELINES: dict[str, Make] = {one.name: one for one in (NaiveChain, Bm25Alone, DenseAlone, Hybrid)}


def against(name: str) -> list[Make]:
    """The systems that `retro eval --against` a name runs: `naive` stands for all of them, as
    the usual chain tells little without the steps between it and the product."""
    if name not in BASELINES:
        others = ", ".join(one for one in BASELINES if one != NaiveChain.name)
        raise BaselineError(
            f"« {name} » n’est pas un système de comparaison. "
            f"Choisissez « {NaiveChain.name} » (tous à la fois) ou un seul de : {others}."
        )
    return list(BASELINES.values()) if name == NaiveChain.name else [BASELINES[name]]
