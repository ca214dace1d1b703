"""One version, written whole into its folder: documents, passages, lexical index, vectors, and
the manifest that describes them."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest import index as opened
from ingest.cache import CachedEmbeddings
from ingest.changes import days
from ingest.index import embedded_text, is_searched, named, sentence_id, sentence_spans
from ingest.lexical import LexicalIndex
from ingest.lexicon import Lexicon
from ingest.passages import cut
from ingest.reading import Corpus
from ingest.schema import Document, Passage
from ingest.text import terms
from ingest.vectors import VectorStore, dated
from ingest.versions import DocumentEntry, Manifest, checksums, write_manifest

if TYPE_CHECKING:
    from ingest.embedding import Embedder

ROWS = 2000
Progress = Callable[[str, int, int], None]
"""Called with a step's French name, what is done and what there is in all."""


class Prints(NamedTuple):
    """Fingerprints of what a version is made of."""

    corpus: str
    settings: str


def cut_corpus(corpus: Corpus, embedder: "Embedder") -> list[Passage]:
    """The passages of every document, each within the model's length with its headings."""

    def fits(text: str) -> bool:
        return embedder.count_tokens(text) <= embedder.max_tokens - 112  # room for the headings

    return [passage for document in corpus.documents for passage in cut(document, fits)]


def write_version(
    folder: Path,
    version: str,
    prints: Prints,
    corpus: Corpus,
    passages: list[Passage],
    embeddings: CachedEmbeddings,
    server: str,
    progress: Progress,
) -> Manifest:
    """Into an empty folder. Raises IndexStoreError, OSError."""
    searched = [passage for passage in passages if is_searched(passage)]
    opened.dump(opened.DOCUMENTS_JSON, corpus.documents, folder / "documents.json")
    opened.dump(opened.PASSAGES_JSON, passages, folder / "passages.json")
    names = {document.id: named(document) for document in corpus.documents}
    lexical = LexicalIndex.build(f"{names[p.document]}\n{embedded_text(p)}" for p in searched)
    lexical.save(folder / "lexical")
    texts = [passage.text for passage in searched]
    Lexicon.of(texts, map(embedded_text, searched)).save(folder / "lexicon.json")
    sentences = dict(_sentences(searched, corpus.documents))
    store = VectorStore(folder, server, writing=True)
    try:
        _write_vectors(store, searched, sentences, embeddings, progress)
    finally:
        store.close()
    manifest = Manifest(
        version=version,
        created=datetime.now(UTC),
        corpus=prints.corpus,
        settings=prints.settings,
        documents=_entries(corpus.documents, passages),
        refusals=corpus.refusals,
        passages=len(passages),
        sentences=len(sentences),
        files=checksums(folder),
    )
    write_manifest(folder, manifest)
    return manifest


def _write_vectors(
    store: VectorStore,
    searched: list[Passage],
    sentences: dict[str, str],
    embeddings: CachedEmbeddings,
    progress: Progress,
) -> None:
    passages = {passage.id: embedded_text(passage) for passage in searched}
    words = vocabulary(searched)
    for name, texts, step, metadatas in (
        (opened.PASSAGES, passages, "passages", [dated(one) for one in searched]),
        (opened.SENTENCES, sentences, "phrases", None),
    ):
        some = list(texts.values())
        vectors = embeddings.documents(some, partial(progress, step))
        store.add(name, list(texts), vectors, some, metadatas)
    vectors = embeddings.queries(list(words.values()), partial(progress, "mots"))
    store.add(opened.WORDS, list(words), vectors, list(words), hubness(vectors))


def hubness(vectors: NDArray[np.float32]) -> list[dict[str, float]]:
    """How near each word is to its `HUBNESS_NEIGHBOURS` nearest others, on average.

    Some words are near everything; cross-domain similarity local scaling takes that off
    (Conneau et al. 2018, arXiv:1710.04087, §2.3).
    """
    found: list[float] = []
    for start in range(0, len(vectors), ROWS):
        cosines = vectors[start : start + ROWS] @ vectors.T
        np.fill_diagonal(cosines[:, start:], -1.0)
        nearest = np.sort(cosines, axis=1)[:, -opened.HUBNESS_NEIGHBOURS :]
        found += nearest.mean(axis=1).tolist()
    return [{"hubness": value} for value in found]


def _sentences(
    searched: Iterable[Passage], documents: Iterable[Document]
) -> Iterable[tuple[str, str]]:
    by_id = {document.id: document for document in documents}
    for passage in searched:
        document = by_id[passage.document]
        for span in sentence_spans(passage, document):
            yield sentence_id(document.id, span), document.text[span.start : span.end]


def vocabulary(searched: Iterable[Passage]) -> dict[str, str]:
    """Each content word's key, with one way of writing it."""
    return {
        term.key: term.word
        for passage in searched
        for term in terms(passage.text)
        if not term.word[:1].isdigit()
    }


def _entries(
    documents: Iterable[Document], passages: Iterable[Passage]
) -> tuple[DocumentEntry, ...]:
    counts = Counter(passage.document for passage in passages)
    return tuple(
        DocumentEntry(
            id=document.id,
            title=document.title,
            sha256=document.sha256,
            period=days(document),
            passages=counts[document.id],
            warnings=document.warnings,
        )
        for document in documents
    )
