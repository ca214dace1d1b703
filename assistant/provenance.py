"""What an answer was made from: the version of the index, the documents cited, the settings."""

from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from assistant.schema import Answer
from ingest.index import Index
from ingest.settings import Settings


class Provenance(NamedTuple):
    """Of one answer. `hashes` are the SHA-256 of the cited documents' texts, by id; `verified`
    tells whether each citation was found at its place once more; `corpus` and `settings` are the
    fingerprints of the version's manifest. Models are named without their folder."""

    version: str
    built: datetime
    verified: bool
    hashes: dict[str, str]
    corpus: str
    settings: str
    embedding_model: str
    reader: str


def provenance(answer: Answer, index: Index, settings: Settings) -> Provenance:
    cited = {citation.document for citation in answer.citations}
    return Provenance(
        version=index.version,
        built=index.manifest.created,
        verified=bool(cited) and _in_place(answer, index),
        hashes={one: index.documents[one].sha256 for one in sorted(cited & set(index.documents))},
        corpus=index.manifest.corpus,
        settings=index.manifest.settings,
        embedding_model=PurePath(settings.embedding_model).name,
        reader=PurePath(settings.reader).name,
    )


def _in_place(answer: Answer, index: Index) -> bool:
    return all(
        (document := index.documents.get(one.document)) is not None
        and document.text[one.start : one.end] == one.quote
        for one in answer.citations
    )
