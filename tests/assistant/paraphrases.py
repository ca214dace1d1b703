"""The true sentences of `paraphrases.yaml`, with the passages that they restate."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from ingest.passages import cut
from ingest.reading import read_corpus
from ingest.schema import Document, Passage

ROOT = Path(__file__).parents[2]
CORPORA = {"anct": ROOT / "corpus", "fictional": ROOT / "evals/corpora/fictional"}
LONGEST = 1500


class Source(NamedTuple):
    """One document and its passages."""

    corpus: str
    document: Document
    passages: tuple[Passage, ...]

    @property
    def documents(self) -> dict[str, Document]:
        return {self.document.id: self.document}


class Paraphrase(NamedTuple):
    """A true sentence and the passages that it cites."""

    says: str
    passages: tuple[Passage, ...]
    source: Source


@cache
def sources() -> tuple[Source, ...]:
    return tuple(
        Source(name, document, cut(document, lambda text: len(text) <= LONGEST))
        for name, folder in CORPORA.items()
        for document in read_corpus(folder, None).documents
    )


@cache
def paraphrases() -> tuple[Paraphrase, ...]:
    return tuple(_read())


def _read() -> Iterator[Paraphrase]:
    rows = yaml.safe_load((Path(__file__).parent / "paraphrases.yaml").read_text("utf-8"))
    by_name = {f"{source.corpus}/{source.document.id}": source for source in sources()}
    for name, said in rows.items():
        source = by_name[name]
        for row in said:
            yield Paraphrase(
                row["says"], tuple(_holding(source, words) for words in row["from"]), source
            )


def _holding(source: Source, words: str) -> Passage:
    plain = " ".join(words.split())
    found = [p for p in source.passages if plain in " ".join(p.text.split())]
    if len(found) != 1:
        raise ValueError(f"{words!r} stands in {len(found)} passages of {source.document.id}")
    return found[0]


def is_kept_apart(text: str) -> bool:
    """Half of the sentences, never looked at while the proof is tuned."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0
