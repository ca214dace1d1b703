"""Index: one opened version, ready to be asked. The reader's side of the store."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from ingest.chronicle import MOST_DAYS
from ingest.errors import IndexMismatchError
from ingest.lexical import LexicalIndex
from ingest.lexicon import Lexicon
from ingest.schema import Document, Hit, Kind, Origin, Passage, Period
from ingest.text import Span, sentences
from ingest.vectors import Near, VectorStore
from ingest.versions import Manifest, Versions
from ingest.wording import say

T = TypeVar("T")
Embed = Callable[[list[str]], Sequence[Sequence[float]] | NDArray[np.float32]]
FORMAT = 10
_NO_WORD = re.compile(r"[\W_]+")
HUBNESS_NEIGHBOURS = 10
SAME = 0.99
MISSED = 0.05
"""The share of documents that an approximate search may miss; of fewer than twenty, none."""
PASSAGES, SENTENCES, WORDS = "passages", "sentences", "words"
DOCUMENTS_JSON = TypeAdapter(tuple[Document, ...])
PASSAGES_JSON = TypeAdapter(tuple[Passage, ...])


def embedded_text(passage: Passage) -> str:
    """What is embedded and searched for a passage: its headings and its dates in full, then it."""
    above = _above(passage)
    return f"{above}\n{passage.text}" if above else passage.text


def named(document: Document) -> str:
    """What a document may be called by: its title, its publisher, the words of its file's name."""
    return f"{document.title} {document.publisher} {_NO_WORD.sub(' ', PurePath(document.id).stem)}"


def header(document: Document, passage: Passage) -> str:
    """What the reader reads above a passage: the title of its document, its headings, its dates
    in full."""
    return " – ".join(part for part in (document.title, _above(passage)) if part)


def _above(passage: Passage) -> str:
    dates = say(passage.period, "fr") if passage.period else ""
    return " – ".join(
        part for part in (*passage.headings[1:], *passage.table.split("\n"), dates) if part
    )


def is_searched(passage: Passage) -> bool:
    """Captions and labels are never an answer on their own."""
    return passage.kind is not Kind.CAPTION


def sentence_spans(passage: Passage, document: Document) -> list[Span]:
    return sentences(document.text, passage.start, passage.end)


class Index:
    """A version that is open. Everything it gives is of that one version."""

    def __init__(self, versions: Versions, version: str, settings: str, server: str = "") -> None:
        """`settings` is the fingerprint of today's settings, another raises IndexMismatchError;
        `server` the URL of the Chroma server that has the vectors."""
        self.manifest: Manifest = versions.manifest(version)
        if self.manifest.settings != settings:
            raise IndexMismatchError(
                f"L’index {version} a été construit avec d’autres réglages (modèle, serveur ou "
                "format). Lancez : retro index"
            )
        folder = versions.folder(version)
        self.documents = {d.id: d for d in _load(DOCUMENTS_JSON, folder / "documents.json")}
        self.passages = _load(PASSAGES_JSON, folder / "passages.json")
        self.searched = tuple(passage for passage in self.passages if is_searched(passage))
        self._places: Sequence[int] = range(len(self.searched))
        self._by_id = {passage.id: passage for passage in self.searched}
        self._lexicon = Lexicon.load(folder / "lexicon.json")
        self._lexical = LexicalIndex.load(folder / "lexical")
        self._vectors = VectorStore(folder, server)

    @property
    def version(self) -> str:
        return self.manifest.version

    @cached_property
    def covered(self) -> dict[str, frozenset[Period]]:
        """By document, what it covers and the months that its headings name besides."""
        return self._covered()

    def _covered(self) -> dict[str, frozenset[Period]]:
        found: dict[str, set[Period]] = {one: set() for one in self.documents}
        for one in self.documents.values():
            found[one.id] |= {one.period} if one.period else set()
        for passage in self.searched:
            if passage.period and _of_heading(passage):
                found[passage.document].add(passage.period)
        return {one: frozenset(periods) for one, periods in found.items()}

    @cached_property
    def periods(self) -> frozenset[Period]:
        """What is covered by any document."""
        return frozenset().union(*self.covered.values())

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that are covered, in order."""
        periods = self.periods
        return tuple(sorted({y for p in periods for y in range(p.first.year, p.last.year + 1)}))

    def dense(self, vector: Sequence[float], k: int, periods: Sequence[Period] = ()) -> list[Hit]:
        """Passages by cosine, best first, among those that tell of one of `periods`."""
        return [
            Hit(self._by_id[near.id], near.cosine, rank)
            for rank, near in enumerate(self._vectors.near(PASSAGES, vector, k, periods), 1)
        ]

    def lexical(
        self, weights: Mapping[str, float], k: int, periods: Sequence[Period] = ()
    ) -> list[Hit]:
        """Passages by BM25 of weighted keys, best first, among those that tell of `periods`."""
        scores = self._lexical.scores(weights)
        order = np.argsort(-scores, kind="stable")
        kept = [i for i in order if scores[i] > 0 and tells_of(self.searched[i], periods)][:k]
        return [Hit(self.searched[i], float(scores[i]), rank) for rank, i in enumerate(kept, 1)]

    def sentence_vectors(self, ids: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of sentences, by `sentence_id`."""
        return self._vectors.vectors(SENTENCES, ids)

    def near_words(self, vector: Sequence[float], k: int) -> list[Near]:
        """The words of the corpus nearest to the vector of a word (embedded as a query).

        Ids are keys (`ingest.text.key`). `cosine` is the similarity after local scaling
        (CSLS): about 0 for words that have nothing in common, 0.2 for the same word.
        """
        found = self._vectors.near(WORDS, vector, max(k, HUBNESS_NEIGHBOURS))
        around = sum(near.cosine for near in found[:HUBNESS_NEIGHBOURS]) / HUBNESS_NEIGHBOURS
        scaled = [
            near._replace(cosine=2 * near.cosine - around - near.metadata["hubness"])
            for near in found
        ]
        return sorted(scaled, key=lambda near: -near.cosine)[:k]

    def document_frequency(self, key: str) -> int:
        """In how many searched passages a key stands."""
        return self._lexicon.frequencies.get(key, 0)

    def expansions(self, key: str) -> frozenset[str]:
        """The head of what an acronym stands for, and back: keys (`anct`, `agenc`)."""
        return self._lexicon.expansions.get(key, frozenset())

    def named_by(self, initials: str) -> str | None:
        """A key of the name that has these initials (`pvd`); see `Lexicon.initials`."""
        return self._lexicon.initials.get(initials)

    def spelling(self, word: str) -> str | None:
        """The corpus's own writing of a folded word (`evenement` → `événement`)."""
        return self._lexicon.spellings.get(word)

    def is_common(self, word: str) -> bool:
        """Whether the corpus writes a folded word without a capital."""
        return word in self._lexicon.common

    @property
    def spellings(self) -> Collection[str]:
        """Every folded word of the corpus."""
        return self._lexicon.spellings.keys()

    def faults(self, embed: Embed) -> Iterator[str]:
        """What is wrong with the version, in French; nothing where it is sound."""
        for name, expected in (
            (PASSAGES, len(self.searched)),
            (SENTENCES, self.manifest.sentences),
        ):
            if (count := self._vectors.count(name)) != expected:
                yield f"{count} vecteurs au lieu de {expected} ({name})"
        if self._lexical.count != len(self.searched):
            yield f"{self._lexical.count} textes au lieu de {len(self.searched)} (index lexical)"
        for passage in self.passages:
            if self.documents[passage.document].text[passage.start : passage.end] != passage.text:
                yield f"décalage du passage {passage.id}"
        firsts = {passage.document: passage for passage in reversed(self.searched)}
        texts = [embedded_text(passage) for passage in firsts.values()]
        vectors = np.asarray(embed(texts), dtype=np.float32)
        kept = self._vectors.vectors(PASSAGES, [passage.id for passage in firsts.values()])
        missed = []
        for (document, passage), vector, own in zip(firsts.items(), vectors, kept, strict=True):
            if vector @ own < SAME:
                yield f"le vecteur du document {document} est celui d’un autre texte"
            hits = self.dense(vector.tolist(), k=3)
            if passage.text not in {hit.passage.text for hit in hits}:
                missed.append(document)
        if len(missed) > MISSED * len(firsts):
            yield f"le document {missed[0]} ne se retrouve pas"

    def close(self) -> None:
        self._vectors.close()


def sentence_id(document: str, span: Span) -> str:
    return f"{document}#{span.start}-{span.end}"


def _of_heading(passage: Passage) -> bool:
    own = passage.period if passage.period_origin is Origin.SECTION else None
    return own is not None and own.days <= MOST_DAYS


def tells_of(passage: Passage, periods: Sequence[Period]) -> bool:
    return not periods or any(passage.tells_of(period) for period in periods)


def _load(adapter: TypeAdapter[tuple[T, ...]], path: Path) -> tuple[T, ...]:
    return adapter.validate_json(path.read_bytes())


def dump(adapter: TypeAdapter[tuple[T, ...]], items: Iterable[T], path: Path) -> None:
    path.write_bytes(adapter.dump_json(tuple(items)))
