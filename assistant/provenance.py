"""What an answer was made from: the version of the index, the documents cited, the settings."""

import re
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from assistant.schema import Answer
from ingest.index import Index
from ingest.settings import Settings

_FOLDERS = re.compile(r"(?<=:)/\S*/")


class Provenance(NamedTuple):
    """Of one answer. `hashes` are the SHA-256 of the cited documents' texts, by id; `verified`
    tells whether each citation was found at its place once more; `corpus` and `settings` are the
    fingerprints of the version's manifest. Models are named without their folder; the chat model
    and the hash of its prompts only where it worded the answer."""

    version: str
    built: datetime
    verified: bool
    hashes: dict[str, str]
    corpus: str
    settings: str
    embedding_model: str
    reader: str
    chat_model: str = ""
    prompts: str = ""


def provenance(answer: Answer, index: Index, settings: Settings) -> Provenance:
    worded = answer.mode == "generative"
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
        chat_model=_FOLDERS.sub("", settings.chat_model) if worded else "",
        prompts=_prompts() if worded else "",
    )


def _prompts() -> str:
    from assistant.prompts import load_prompts  # not needed without a chat model

    return load_prompts().sha256


def _in_place(answer: Answer, index: Index) -> bool:
    return all(
        (document := index.documents.get(one.document)) is not None
        and document.text[one.start : one.end] == one.quote
        for one in answer.citations
    )
