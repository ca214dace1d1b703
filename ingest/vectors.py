"""Vectors on disk; the one home of chromadb and langchain-chroma.

A folder holds one Chroma database, written by one build and only read afterwards: Chroma's
embedded client is for one process, so that a writer never shares a folder with a reader.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from numpy.typing import NDArray

from ingest.errors import IndexMismatchError, IndexStoreError
from ingest.schema import Period

BATCH = 1000


class Near(NamedTuple):
    """An id found by its vector, the cosine, and the metadata kept with it."""

    id: str
    cosine: float
    metadata: dict[str, Any]


class VectorStore:
    """Named collections of texts with their vectors, in one folder."""

    def __init__(self, folder: Path, *, writing: bool = False) -> None:
        """Where it is not to be written, it must be there already."""
        if not writing and not (folder / "chroma.sqlite3").exists():
            raise IndexMismatchError(f"{_damaged(folder)} ; lancez : retro index --rebuild")
        try:
            self._client = chromadb.PersistentClient(
                str(folder), ChromaSettings(anonymized_telemetry=False)
            )
        except Exception as error:  # whatever Chroma raises for a base that it cannot read
            SharedSystemClient.clear_system_cache()
            raise IndexMismatchError(
                f"{_damaged(folder)} ; lancez : retro index --rebuild"
            ) from error
        self._folder = folder
        self._collections: dict[str, Chroma] = {}

    def _collection(self, name: str) -> Chroma:
        if name not in self._collections:
            self._collections[name] = Chroma(
                collection_name=name,
                client=self._client,
                collection_configuration={"hnsw": {"space": "cosine"}},
            )
        return self._collections[name]

    def add(
        self,
        name: str,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        texts: Sequence[str],
        metadatas: Sequence[Mapping[str, float]] | None = None,
    ) -> None:
        """Vectors of shape (len(ids), dimension), with their texts."""
        self._collection(name)
        collection = self._client.get_collection(name)
        for start in range(0, len(ids), BATCH):
            batch = slice(start, start + BATCH)
            with _writing(self._folder):
                collection.add(
                    list(ids[batch]),
                    embeddings=vectors[batch],
                    documents=list(texts[batch]),
                    metadatas=list(metadatas[batch]) if metadatas else None,
                )

    def count(self, name: str) -> int:
        with _reading(self._folder):
            return int(self._client.get_collection(name).count())

    def near(
        self, name: str, vector: Sequence[float], k: int, periods: Sequence[Period] = ()
    ) -> list[Near]:
        """The `k` nearest by cosine, best first; with periods, among what tells of one."""
        found = self._collection(name).similarity_search_by_vector_with_relevance_scores(
            np.asarray(vector).tolist(), k=k, filter=_overlapping(periods)
        )
        return [Near(str(d.id), 1.0 - float(distance), d.metadata) for d, distance in found]

    def vectors(self, name: str, ids: Sequence[str]) -> NDArray[np.float32]:
        """The stored vectors of `ids`, in their order; shape (len(ids), dimension)."""
        if not ids:
            return np.zeros((0, 0), dtype=np.float32)
        with _reading(self._folder):
            got = self._client.get_collection(name).get(list(ids), include=["embeddings"])
            by_id = dict(zip(got["ids"], got["embeddings"], strict=True))  # type: ignore[arg-type]
            return np.asarray([by_id[one] for one in ids], dtype=np.float32)

    def close(self) -> None:
        """Releases the files, so that the folder can be moved or removed."""
        self._collections.clear()
        self._client.close()  # type: ignore[attr-defined]  # on the client, not in its interface
        SharedSystemClient.clear_system_cache()


def _damaged(folder: Path) -> str:
    return f"La base de vecteurs {folder} manque ou est abîmée"


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    try:
        yield
    except (chromadb.errors.ChromaError, KeyError) as error:
        raise IndexMismatchError(f"{_damaged(folder)} ; lancez : retro index --rebuild") from error


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except chromadb.errors.ChromaError as error:
        raise IndexStoreError(
            f"Écriture impossible dans {folder} ({error}). Libérez de la place ou changez de "
            "dossier par RETRO_DATA ; la version en service n’est pas touchée."
        ) from error


def dated(period: Period | None) -> dict[str, int]:
    """Metadata by which `near` finds what tells of a period; undated tells of all."""
    if period is None:
        return {"first": 0, "last": 10**7, "days": 0}
    return {"first": period.first.toordinal(), "last": period.last.toordinal(), "days": period.days}


def _overlapping(periods: Sequence[Period]) -> dict[str, Any] | None:
    clauses: list[dict[str, Any]] = [
        {
            "$and": [
                {"first": {"$lte": period.last.toordinal()}},
                {"last": {"$gte": period.first.toordinal()}},
                {"days": {"$lte": period.widest}},
            ]
        }
        for period in periods
    ]
    if len(clauses) < 2:
        return clauses[0] if clauses else None
    return {"$or": clauses}
