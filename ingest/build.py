"""Corpus → a new live index version; the one file that knows the order.

read → cut → write beside the live version → verify → accept → switch. An unchanged corpus under
unchanged settings builds nothing.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest import index as opened
from ingest.cache import Cache, CachedEmbeddings
from ingest.changes import Changes, changes
from ingest.errors import IndexMismatchError, IndexMissingError
from ingest.index import Index
from ingest.reading import Corpus, read_corpus
from ingest.settings import Settings
from ingest.vectors import discard, shown
from ingest.versions import Manifest, Versions
from ingest.writing import Prints, Progress, cut_corpus, write_version

if TYPE_CHECKING:
    from ingest.embedding import Embedder

Accept = Callable[[Manifest | None, str], None]
"""Called with the live version's manifest and the new one's folder; raises what keeps the new one
from service."""


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


def settings_fingerprint(settings: Settings, embedder: "Embedder") -> str:
    """Changes whenever the same corpus would give another index, or one elsewhere."""
    return _sha256([str(opened.FORMAT), embedder.fingerprint, shown(settings.chroma_url)])


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
    versions, prints = Versions(settings.data), settings_fingerprint(settings, embedder)
    return Index(versions, version, prints, settings.chroma_url)


def build_index(
    settings: Settings,
    embedder: "Embedder",
    progress: Progress | None = None,
    *,
    rebuild: bool = False,
    accept: Accept | None = None,
) -> Report:
    """Builds a version where corpus or settings changed (or `rebuild`), verifies it, makes it
    live.

    Raises CorpusError, IndexStoreError, and what `accept` raises; whatever it raises, the live
    version is untouched.
    """
    started = time.perf_counter()
    versions, cache = Versions(settings.data), Cache(settings.cache)
    embeddings = CachedEmbeddings(embedder, cache)
    with versions.writing():
        corpus = read_corpus(settings.corpus, None if rebuild else cache)
        prints = Prints(corpus_fingerprint(corpus), settings_fingerprint(settings, embedder))
        manifest = before = live_manifest(versions)
        built = rebuild or before is None or Prints(before.corpus, before.settings) != prints
        if manifest is None or built:
            build = _Build(settings, versions, before, embedder, embeddings)
            manifest = build.made(corpus, prints, progress or (lambda *_: None), accept)
            versions.switch(manifest.version)
            versions.clean(build.discard)
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


class _Build:
    """Makes whole, verified versions that are not live."""

    def __init__(
        self,
        settings: Settings,
        versions: Versions,
        live: Manifest | None,
        embedder: "Embedder",
        embeddings: CachedEmbeddings,
    ) -> None:
        self._versions, self._live, self._server = versions, live, settings.chroma_url
        self._embedder, self._embeddings = embedder, embeddings

    def made(
        self, corpus: Corpus, prints: Prints, progress: Progress, accept: Accept | None
    ) -> Manifest:
        """It has its name only once it is verified and accepted."""
        version = f"v{self._versions.next_number()}-{_sha256(prints)[:8]}"
        beside = f"building-{version}-{os.getpid()}"
        self.discard(beside)
        folder = self._versions.folder(beside)
        folder.mkdir()
        passages = cut_corpus(corpus, self._embedder)
        manifest = write_version(
            folder, version, prints, corpus, passages, self._embeddings, self._server, progress
        )
        try:
            self._verify(beside, manifest)
            if accept:
                accept(self._live, beside)
        except BaseException:
            self.discard(beside)
            raise
        folder.replace(self._versions.folder(version))
        return manifest

    def discard(self, version: str) -> None:
        discard(self._versions.folder(version), self._server)

    def _verify(self, beside: str, manifest: Manifest) -> None:
        """Opens the new version as a reader does: counts, every offset, a query per document."""
        index = Index(self._versions, beside, manifest.settings, self._server)
        try:
            faults = list(index.faults(self._embeddings.documents))
        finally:
            index.close()
        if faults:
            raise IndexMismatchError(
                f"L’index construit n’est pas conforme ({faults[0]}) et n’a pas été mis en "
                "service. Relancez : retro index"
            )


def _sha256(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
