"""What need not be done twice, by content: documents as read, texts as embedded.

One SQLite file in the user's cache, which any build may write and lose: a damaged one is begun
anew, and one that cannot be written is done without. LangChain's CacheBackedEmbeddings keeps a
file a vector, hundreds of thousands of them, and would come with langchain-classic.
"""

import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Embedder

FILE = "contents.sqlite3"
DAY = 86_400
FORGOTTEN = 180
AT_ONCE = 500
_log = logging.getLogger(__name__)


def key(*parts: str | bytes) -> bytes:
    """That of a content and of what changes what is made of it."""
    digests = (hashlib.sha256(p.encode() if isinstance(p, str) else p).digest() for p in parts)
    return hashlib.sha256(b"".join(digests)).digest()


class Cache:
    """Contents by key, in `folder`. Nothing that goes wrong with the file reaches the caller."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Those of the keys that are there."""
        found: dict[bytes, bytes] = {}
        with self._open() as database:
            for some in _some(keys):
                marks = ",".join("?" * len(some))
                rows = database.execute(
                    f"SELECT key, value FROM contents WHERE key IN ({marks})",  # noqa: S608
                    some,
                ).fetchall()
                found.update(rows)
                database.execute(
                    f"UPDATE contents SET used = ? WHERE used < ? AND key IN ({marks})",  # noqa: S608
                    [_today(), _today(), *some],
                )
        return found

    def put(self, contents: Mapping[bytes, bytes]) -> None:
        with self._open() as database:
            database.executemany(
                "INSERT OR REPLACE INTO contents VALUES (?, ?, ?)",
                [(one, value, _today()) for one, value in contents.items()],
            )

    def fault(self) -> str:
        """What is wrong with the file, for `retro doctor`; empty where it is sound or not there."""
        if not self._path.exists():
            return ""
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as database:
                found = str(database.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.DatabaseError as error:
            found = str(error)
        return "" if found == "ok" else f"{self._path} est abîmé ({found})"

    def forget(self) -> None:
        """Drops what no build has asked for in `FORGOTTEN` days."""
        with self._open() as database:
            database.execute("DELETE FROM contents WHERE used < ?", [_today() - FORGOTTEN])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A transaction; on a database in memory where the file cannot be used."""
        try:
            database = self._connected(self._path)
        except (OSError, sqlite3.OperationalError):
            _log.debug("no cache in %s", self._path, exc_info=True)
            database = self._connected(":memory:")
        except sqlite3.DatabaseError:
            _log.debug("cache %s begun anew", self._path, exc_info=True)
            self._path.unlink(missing_ok=True)
            database = self._connected(":memory:")
        with closing(database):
            try:
                with database:
                    yield database
            except sqlite3.DatabaseError:
                _log.debug("cache %s failed", self._path, exc_info=True)

    def _connected(self, path: Path | str) -> sqlite3.Connection:
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(path, timeout=30)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute(
                "CREATE TABLE IF NOT EXISTS contents "
                "(key BLOB PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL)"
            )
        except sqlite3.DatabaseError:
            database.close()
            raise
        return database


def _today() -> int:
    return int(time.time() // DAY)


def _some(keys: Sequence[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(keys), AT_ONCE):
        yield list(keys[start : start + AT_ONCE])


Progress = Callable[[int, int], None]


class CachedEmbeddings:
    """An embedder that embeds a text once; `embedded` counts those that it had to."""

    def __init__(self, embedder: Embedder, cache: Cache) -> None:
        self._embedder, self._cache = embedder, cache
        self.embedded = 0

    def documents(
        self, texts: Sequence[str], progress: Progress = lambda done, total: None
    ) -> NDArray[np.float32]:
        """Unit vectors, of shape (len(texts), dimension)."""
        return self._all("document", texts, self._embedder.embed_documents, progress)

    def queries(
        self, texts: Sequence[str], progress: Progress = lambda done, total: None
    ) -> NDArray[np.float32]:
        return self._all("query", texts, self._embedder.embed_queries, progress)

    def _all(
        self,
        kind: str,
        texts: Sequence[str],
        embed: Callable[[list[str]], list[list[float]]],
        progress: Progress,
    ) -> NDArray[np.float32]:
        keys = [key(self._embedder.fingerprint, kind, text) for text in texts]
        found = self._cache.get(keys)
        missing = {one: text for one, text in zip(keys, texts, strict=True) if one not in found}
        done = len(texts) - len(missing)
        progress(done, len(texts))
        for some in _parts(missing):
            vectors = np.asarray(embed(list(some.values())), dtype=np.float32)
            made = {one: vector.tobytes() for one, vector in zip(some, vectors, strict=True)}
            self._cache.put(made)
            found |= made
            self.embedded += len(made)
            done += len(made)
            progress(done, len(texts))
        rows = [np.frombuffer(found[one], dtype=np.float32) for one in keys]
        return np.array(rows) if rows else np.zeros((0, 0), dtype=np.float32)


def _parts(missing: Mapping[bytes, str]) -> Iterator[dict[bytes, str]]:
    """Texts of like length together, which spares the model the padding; the longest first."""
    items = sorted(missing.items(), key=lambda item: -len(item[1]))
    for start in range(0, len(items), AT_ONCE):
        yield dict(items[start : start + AT_ONCE])
