"""True sentences: those of the paraphrases, and the documents' own; each with what proves it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ingest.passages import cut
from ingest.reading import read_corpus
from ingest.schema import Document, Kind, Passage
from ingest.text import sentences

ROOT = Path(__file__).parents[2]
FOLDERS = ("corpus", "evals/corpora/fictional")
PARAPHRASES = Path(__file__).with_name("paraphrases.yaml")
LONGEST = 1500
"""Of a passage: about what a model of embeddings takes."""
OWN = range(40, 330)
"""Lengths of the documents' sentences that are taken."""


class Shelf(NamedTuple):
    """A corpus as the product cuts it; `folder` is where it lies under the project."""

    folder: str
    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]


class Truth(NamedTuple):
    """A true sentence, and the passages that prove it; `id` is that of a paraphrase."""

    sentence: str
    passages: tuple[Passage, ...]
    shelf: Shelf
    id: str = ""

    @property
    def is_english(self) -> bool:
        return bool(re.search(r"\b(the|of|was|has)\b", self.sentence, re.IGNORECASE))


@cache
def shelves() -> tuple[Shelf, ...]:
    """The real corpus and the fictional one."""
    found = []
    for folder in FOLDERS:
        corpus = read_corpus(ROOT / folder, None)
        passages = [p for one in corpus.documents for p in cut(one, lambda t: len(t) <= LONGEST)]
        documents = {document.id: document for document in corpus.documents}
        found.append(Shelf(folder, documents, tuple(passages)))
    return tuple(found)


def spaced(text: str) -> str:
    """The text with one plain space where there is white space of any kind."""
    return " ".join(text.split())


def paraphrases(shelves: Sequence[Shelf]) -> list[Truth]:
    """Those of `paraphrases.yaml`. Raises LookupError for evidence that no passage holds."""
    return [_paraphrase(row, shelves) for row in _rows()]


@cache
def _rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(PARAPHRASES.read_text("utf-8"))
    return found


def _paraphrase(row: dict[str, Any], shelves: Sequence[Shelf]) -> Truth:
    (shelf,) = (one for one in shelves if row["document"].startswith(f"{one.folder}/"))
    document = row["document"].removeprefix(f"{shelf.folder}/")
    inside = [one for one in shelf.passages if one.document == document]
    holding = dict.fromkeys(_holding(evidence, inside) for evidence in row["evidence"])
    return Truth(row["sentence"], tuple(holding), shelf, row["id"])


def _holding(evidence: str, passages: Sequence[Passage]) -> Passage:
    for passage in passages:
        if evidence in spaced(passage.text):
            return passage
    raise LookupError(f"no passage holds: {evidence}")


def own_sentences(shelves: Sequence[Shelf]) -> Iterator[Truth]:
    """The documents' own, but for captions, tables and speeches."""
    for shelf in shelves:
        for passage in shelf.passages:
            if passage.kind in (Kind.EVENT, Kind.PARAGRAPH):
                for span in sentences(passage.text):
                    text = spaced(passage.text[slice(*span)])
                    if len(text) in OWN and "fictif" not in text and text.endswith("."):
                        yield Truth(text, (passage,), shelf)
