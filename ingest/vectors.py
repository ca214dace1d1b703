"""A version's vectors, in Chroma; the one home of chromadb and langchain-chroma.

Without a server, the version's folder holds a Chroma database of its own, written by one build
and only read afterwards: Chroma's embedded client is for one process, so that a writer never
shares a folder with a reader. With one (`RETRO_CHROMA_URL`), the folder holds the prefix of the
version's collections there: a build never writes to the collections of another.
"""

import base64
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from numpy.typing import NDArray

from ingest.errors import IndexMismatchError, IndexStoreError, RetroError
from ingest.schema import Passage, Period

BATCH = 1000
YEARS = "years"
DATABASE, PREFIX = "chroma", "collections"
PATIENCE = httpx.Timeout(60, connect=5)


class Near(NamedTuple):
    """An id found by its vector, the cosine, and the metadata kept with it."""

    id: str
    cosine: float
    metadata: dict[str, Any]


class VectorStore:
    """Named collections of texts with their vectors, of one version."""

    def __init__(self, version: Path, server: str = "", *, writing: bool = False) -> None:
        """`version` is the version's folder, and `server` the URL of a Chroma server; what is not
        to be written must be there already. Raises IndexMismatchError, IndexStoreError."""
        self._version, self._server = version, server
        self._collections: dict[str, Chroma] = {}
        self._writing = writing
        with self._guard():
            self._prefix = _prefix(version, writing) if server else ""
            self._client = _connected(server) if server else _opened(version / DATABASE, writing)

    def _collection(self, name: str) -> Chroma:
        if name not in self._collections:
            self._collections[name] = Chroma(
                collection_name=self._prefix + name,
                client=self._client,
                collection_configuration={"hnsw": {"space": "cosine"}},
                create_collection_if_not_exists=self._writing,
            )
        return self._collections[name]

    def add(
        self,
        name: str,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        texts: Sequence[str],
        metadatas: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        """Vectors of shape (len(ids), dimension), with their texts."""
        with self._guard():
            self._collection(name)
            collection = self._client.get_collection(self._prefix + name)
            for start in range(0, len(ids), BATCH):
                batch = slice(start, start + BATCH)
                collection.add(
                    list(ids[batch]),
                    embeddings=vectors[batch],
                    documents=list(texts[batch]),
                    metadatas=list(metadatas[batch]) if metadatas else None,
                )

    def count(self, name: str) -> int:
        with self._guard():
            return int(self._client.get_collection(self._prefix + name).count())

    def near(
        self, name: str, vector: Sequence[float], k: int, periods: Sequence[Period] = ()
    ) -> list[Near]:
        """The `k` nearest by cosine, best first; with periods, among what tells of one."""
        with self._guard():
            found = self._collection(name).similarity_search_by_vector_with_relevance_scores(
                np.asarray(vector).tolist(), k=k, filter=_telling(periods)
            )
        return [Near(str(d.id), 1.0 - float(distance), d.metadata) for d, distance in found]

    def vectors(self, name: str, ids: Sequence[str]) -> NDArray[np.float32]:
        """The stored vectors of `ids`, in their order; shape (len(ids), dimension)."""
        if not ids:
            return np.zeros((0, 0), dtype=np.float32)
        with self._guard():
            got = self._collection(name).get(list(ids), include=["embeddings"])
            by_id = dict(zip(got["ids"], got["embeddings"], strict=True))
            return np.asarray([by_id[one] for one in ids], dtype=np.float32)

    def close(self) -> None:
        """Releases the files, so that the folder can be moved or removed."""
        self._collections.clear()
        self._client.close()  # type: ignore[attr-defined]  # on the client, not in its interface

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Whatever Chroma, its server or a proxy before it raises, as an error of the project."""
        try:
            yield
        except (RetroError, OSError):
            raise
        except Exception as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> IndexStoreError:
        lost = isinstance(error, (KeyError, chromadb.errors.NotFoundError))
        if self._server and not lost:
            return IndexStoreError(
                f"Le serveur Chroma {shown(self._server)} ne répond pas comme attendu "
                f"({_line(error)}). Démarrez-le ou corrigez RETRO_CHROMA_URL : la prochaine "
                "question s’en servira, sans rien relancer."
            )
        if self._writing:
            return IndexStoreError(
                f"Écriture impossible dans {self._version} ({_line(error)}). Libérez de la place "
                "ou changez de dossier par RETRO_DATA ; la version en service n’est pas touchée."
            )
        return IndexMismatchError(
            f"La base de vecteurs de {self._version} manque ou est abîmée ; "
            "lancez : retro index --rebuild"
        )


def discard(version: Path, server: str = "") -> None:
    """Removes a version's folder, and before it what a server keeps for it; where the server does
    not answer, the folder stays for another time."""
    if server and (version / PREFIX).exists():
        prefix = _prefix(version, writing=False)
        try:
            client = _connected(server)
            for collection in client.list_collections():
                if collection.name.startswith(prefix):
                    client.delete_collection(collection.name)
        except Exception:  # whatever goes wrong there, the next build tries again
            return
    shutil.rmtree(version, ignore_errors=True)


def shown(server: str) -> str:
    """A server's URL without user and password."""
    return re.sub(r"//[^/]*@", "//", server)


def _opened(folder: Path, writing: bool) -> ClientAPI:
    if not writing and not (folder / "chroma.sqlite3").exists():
        raise KeyError(folder)
    try:
        return chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
    except Exception:
        SharedSystemClient.clear_system_cache()
        raise


def _connected(server: str) -> ClientAPI:
    """Chroma's client waits for ever and has no setting for it, so that the server is asked for a
    sign of life first."""
    url = urlsplit(server)
    user = f"{unquote(url.username or '')}:{unquote(url.password or '')}"
    basic = f"Basic {base64.b64encode(user.encode()).decode()}"
    headers = {"Authorization": basic} if url.username else {}
    alive = f"{shown(server).rstrip('/')}/api/v2/heartbeat"
    httpx.get(alive, headers=headers, timeout=PATIENCE).raise_for_status()
    client = chromadb.HttpClient(
        url.hostname or "",
        url.port or (443 if url.scheme == "https" else 80),
        ssl=url.scheme == "https",
        headers=headers,
        settings=ChromaSettings(anonymized_telemetry=False),
    )
    client._server._session.timeout = PATIENCE  # type: ignore[attr-defined]
    return client


def _prefix(version: Path, writing: bool) -> str:
    """Of the version's collections on a server; drawn anew for a version that is written."""
    path = version / PREFIX
    if writing:
        path.write_text(f"retro-{secrets.token_hex(8)}-", encoding="utf-8")
    with suppress(FileNotFoundError):
        return path.read_text(encoding="utf-8")
    raise KeyError(path)


def _line(error: Exception) -> str:
    return (str(error) or type(error).__name__).partition("\n")[0][:200]


def dated(passage: Passage) -> dict[str, Any]:
    """Metadata by which `near` finds what tells of a period (`Passage.tells_of`)."""
    period = passage.period
    if period is None:
        return {"first": 0, "last": 10**7, "days": 0}
    found: dict[str, Any] = {
        "first": period.first.toordinal(),
        "last": period.last.toordinal(),
        "days": 0 if passage.some_day else period.days,
    }
    return found | ({YEARS: list(passage.named_years)} if passage.named_years else {})


def _telling(periods: Sequence[Period]) -> dict[str, Any] | None:
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
    years = dict.fromkeys(year for period in periods for year in period.years)
    clauses += [{YEARS: {"$contains": year}} for year in years]
    if len(clauses) < 2:
        return clauses[0] if clauses else None
    return {"$or": clauses}
