"""Corpus → a new live index version; the one file that knows the order.

read → cut → embed, beside the live version → verify → switch. An unchanged corpus under
unchanged settings builds nothing.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest import index as opened
from ingest.cache import Cache, CachedEmbeddings
from ingest.changes import Changes, changes, days
from ingest.errors import IndexMismatchError, IndexMissingError
from ingest.index import Index, embedded_text, is_searched, sentence_id, sentence_spans
from ingest.lexical import LexicalIndex
from ingest.passages import cut
from ingest.reading import Corpus, read_corpus
from ingest.schema import Document, Passage
from ingest.settings import Settings
from ingest.text import terms
from ingest.vectors import VectorStore, dated
from ingest.versions import DocumentEntry, Manifest, Versions, checksums, write_manifest

if TYPE_CHECKING:
    from ingest.embedding import Embedder

Progress = Callable[[str, int, int], None]
"""Called with a step's French name, what is done and what there is in all."""


@dataclass(frozen=True)
class Report:
    """What a build did: the live version, whether it is a new one, how its documents differ from
    the version before, how many texts had to be embedded, and how long it all took."""

    manifest: Manifest
    built: bool
    changes: Changes
    embedded: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        return {
            "version": self.manifest.version,
            "built": self.built,
            **self.changes._asdict(),
            "refused": dict(self.manifest.refusals),
            "passages": self.manifest.passages,
            "embedded": self.embedded,
            "seconds": round(self.seconds, 1),
        }


def settings_fingerprint(embedder: "Embedder") -> str:
    """Changes whenever the same corpus would give another index."""
    return _sha256([str(opened.FORMAT), embedder.fingerprint])


def corpus_fingerprint(corpus: Corpus) -> str:
    """Changes whenever a document's text, title, period or refusal does."""
    parts = [
        json.dumps([d.id, d.title, str(d.period), d.sha256, d.publisher, d.language])
        for d in corpus.documents
    ]
    return _sha256([*parts, *(f"{path} {reason}" for path, reason in corpus.refusals)])


def open_index(settings: Settings, embedder: "Embedder") -> Index:
    """The live version, opened; raises IndexMissingError or IndexMismatchError."""
    return open_version(settings, embedder, Versions(settings.data).live())


def open_version(settings: Settings, embedder: "Embedder", version: str) -> Index:
    """As `open_index`, of a version by its name."""
    return Index(Versions(settings.data), version, settings_fingerprint(embedder))


def build_index(
    settings: Settings,
    embedder: "Embedder",
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> Report:
    """Builds a version where corpus or settings changed (or `force`), verifies it, makes it live.

    Raises CorpusError, IndexStoreError; whatever it raises, the live version is untouched.
    """
    started = time.perf_counter()
    versions, cache = Versions(settings.data), Cache(settings.cache)
    embeddings = CachedEmbeddings(embedder, cache)
    with versions.writing(wait=0):
        corpus = read_corpus(settings.corpus, None if force else cache)
        manifest = before = live_manifest(versions)
        wanted = corpus_fingerprint(corpus), settings_fingerprint(embedder)
        built = force or before is None or (before.corpus, before.settings) != wanted
        if manifest is None or built:
            manifest = _build(versions, corpus, embedder, embeddings, progress or (lambda *_: None))
            versions.switch(manifest.version)
            versions.clean()
            cache.forget()
    found = changes(before.documents if before else (), corpus.documents)
    seconds = time.perf_counter() - started
    return Report(manifest, built, found, embeddings.embedded, seconds)


def live_manifest(versions: Versions) -> Manifest | None:
    """Of the live version, where it is whole."""
    try:
        return versions.manifest(versions.live())
    except (IndexMissingError, IndexMismatchError):
        return None


def _build(
    versions: Versions,
    corpus: Corpus,
    embedder: "Embedder",
    embeddings: CachedEmbeddings,
    progress: Progress,
) -> Manifest:
    prints = corpus_fingerprint(corpus), settings_fingerprint(embedder)
    version = f"v{versions.next_number()}-{_sha256(prints)[:8]}"
    folder = versions.folder(f"building-{version}-{os.getpid()}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    passages = cut_corpus(corpus, embedder)
    opened.dump(opened.DOCUMENTS_JSON, corpus.documents, folder / "documents.json")
    opened.dump(opened.PASSAGES_JSON, passages, folder / "passages.json")
    searched = [passage for passage in passages if is_searched(passage)]
    LexicalIndex.build(embedded_text(p) for p in searched).save(folder / "lexical")
    sentences = _write_vectors(folder, corpus, searched, embeddings, progress)
    manifest = _manifest(version, prints, corpus, passages, sentences, folder)
    write_manifest(folder, manifest)
    _verify(versions, folder.name, manifest, embeddings)
    folder.replace(versions.folder(version))
    return manifest


def cut_corpus(corpus: Corpus, embedder: "Embedder") -> list[Passage]:
    """The passages of every document, each within the model's length with its headings."""

    def fits(text: str) -> bool:
        return embedder.count_tokens(text) <= embedder.max_tokens - 112  # room for the headings

    return [passage for document in corpus.documents for passage in cut(document, fits)]


def _write_vectors(
    folder: Path,
    corpus: Corpus,
    searched: list[Passage],
    embeddings: CachedEmbeddings,
    progress: Progress,
) -> int:
    """Embeds passages, sentences and words; returns how many sentences there are."""
    documents = {document.id: document for document in corpus.documents}
    passages = {passage.id: embedded_text(passage) for passage in searched}
    sentences = dict(_sentences(searched, documents))
    words = vocabulary(searched)
    store = VectorStore(folder / "chroma", writing=True)
    for name, texts, step, metadatas in (
        (opened.PASSAGES, passages, "passages", [dated(one.period) for one in searched]),
        (opened.SENTENCES, sentences, "phrases", None),
    ):
        some = list(texts.values())
        vectors = embeddings.documents(some, partial(progress, step))
        store.add(name, list(texts), vectors, some, metadatas)
    vectors = embeddings.queries(list(words.values()))
    store.add(opened.WORDS, list(words), vectors, list(words), hubness(vectors))
    store.close()
    return len(sentences)


def hubness(vectors: NDArray[np.float32]) -> list[dict[str, float]]:
    """How near each word is to its `HUBNESS_NEIGHBOURS` nearest others, on average.

    Some words are near everything; cross-domain similarity local scaling takes that off
    (Conneau et al. 2018, arXiv:1710.04087, §2.3).
    """
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1.0)
    nearest = np.sort(cosines, axis=1)[:, -opened.HUBNESS_NEIGHBOURS :]
    return [{"hubness": float(value)} for value in nearest.mean(axis=1)]


def _sentences(
    searched: list[Passage], documents: dict[str, Document]
) -> Iterable[tuple[str, str]]:
    for passage in searched:
        document = documents[passage.document]
        for span in sentence_spans(passage, document):
            yield sentence_id(document.id, span), document.text[span.start : span.end]


def vocabulary(searched: list[Passage]) -> dict[str, str]:
    """Each content word's key, with one way of writing it."""
    return {
        term.key: term.word
        for passage in searched
        for term in terms(passage.text)
        if not term.word[:1].isdigit()
    }


def _manifest(
    version: str,
    prints: tuple[str, str],
    corpus: Corpus,
    passages: list[Passage],
    sentences: int,
    folder: Path,
) -> Manifest:
    return Manifest(
        version=version,
        created=datetime.now(UTC),
        corpus=prints[0],
        settings=prints[1],
        documents=tuple(_entry(document, passages) for document in corpus.documents),
        refusals=corpus.refusals,
        passages=len(passages),
        sentences=sentences,
        files=checksums(folder),
    )


def _entry(document: Document, passages: list[Passage]) -> DocumentEntry:
    return DocumentEntry(
        id=document.id,
        title=document.title,
        sha256=document.sha256,
        period=days(document),
        passages=sum(passage.document == document.id for passage in passages),
        warnings=document.warnings,
    )


def _verify(
    versions: Versions, name: str, manifest: Manifest, embeddings: CachedEmbeddings
) -> None:
    """Opens the new version as a reader does: counts, every offset, a query per document."""
    index = Index(versions, name, manifest.settings)
    try:
        faults = list(index.faults(embeddings.documents))
    finally:
        index.close()
    if faults:
        shutil.rmtree(versions.folder(name), ignore_errors=True)
        raise IndexMismatchError(
            f"L’index construit n’est pas conforme ({faults[0]}) et n’a pas été mis en service. "
            "Relancez : retro index"
        )


def _sha256(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
