"""What users thought of answers: one SQLite file, under a pseudonym that rotates, for so many days.

Whoever gives an opinion was told before what is kept of it. Two processes may write at once.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from ingest.errors import FeedbackError
from ingest.settings import Settings
from ui import labels

FILE = "feedback.sqlite3"
WAIT_SECONDS = 5
MOST_COMMENT = 2000
DAY_SECONDS = 24 * 3600

Verdict = Literal["up", "down"]

log = logging.getLogger(__name__)

_TABLES = """
CREATE TABLE IF NOT EXISTS opinions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, pseudonym TEXT NOT NULL,
    verdict TEXT NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL,
    question TEXT NOT NULL, version TEXT NOT NULL, receipt TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS opinions_by_day ON opinions (day);
CREATE TABLE IF NOT EXISTS salts (month TEXT PRIMARY KEY, salt BLOB NOT NULL);
"""
_COLUMNS = "id, day, pseudonym, verdict, reason, comment, question, version, receipt"


@dataclass(frozen=True)
class Opinion:
    """What is kept: the receipt of the answer (see `ui.receipt`) says all of it. `pseudonym` tells
    the opinions of one user in one month apart from those of others, and nothing else."""

    id: int
    day: date
    pseudonym: str
    verdict: Verdict
    reason: str
    comment: str
    question: str
    version: str
    receipt: dict[str, Any]


class Feedback:
    """The opinions in `folder`, of which those older than `days` go at each writing and reading;
    with 0 days, all of them.

    Whatever is wrong with the file raises FeedbackError, which says what to do.
    """

    def __init__(self, folder: Path, days: int, today: Callable[[], date] = date.today) -> None:
        self.days = days
        self._path = folder / FILE
        self._today = today

    @classmethod
    def of(cls, settings: Settings) -> "Feedback":
        return cls(settings.data, settings.feedback_days)

    def add(
        self, who: str, verdict: Verdict, reason: str, comment: str, receipt: dict[str, Any]
    ) -> int:
        """Returns its number. `who` tells one user from another, and is not kept; nor is the
        moment, which others may have written down with a name: only the day."""
        day = self._today().isoformat()
        with self._open(create=True) as database:
            written = database.execute(
                f"INSERT INTO opinions ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (
                    day,
                    self._pseudonym(database, who),
                    verdict,
                    reason,
                    comment.strip()[:MOST_COMMENT],
                    receipt["question"],
                    receipt["index_version"],
                    json.dumps({**receipt, "date": day}, ensure_ascii=False),
                ),
            )
            return int(written.lastrowid or 0)

    def list(self, ids: Sequence[int] = ()) -> list[Opinion]:
        """The newest last; all of them, or those with these numbers.

        Raises FeedbackError for a number that none has."""
        with self._open() as database:
            rows = database.execute(f"SELECT {_COLUMNS} FROM opinions ORDER BY id").fetchall()  # noqa: S608
        found = [_opinion(row) for row in rows if not ids or row[0] in ids]
        if missing := sorted(set(ids) - {one.id for one in found}):
            raise FeedbackError(labels.NO_OPINION.format(ids=", ".join(map(str, missing))))
        return found

    def purge(self, ids: Sequence[int] = (), *, everything: bool = False) -> int:
        """How many went: those of `ids`, or all, or those whose time is over.

        Raises FeedbackError for a number that none has."""
        if ids:
            self.list(ids)
        with self._open(purged=False) as database:
            if everything:
                return database.execute("DELETE FROM opinions").rowcount
            if ids:
                gone = database.executemany(
                    "DELETE FROM opinions WHERE id = ?", [(i,) for i in ids]
                )
                return gone.rowcount
            before = [self._first_kept()]
            return database.execute("DELETE FROM opinions WHERE day < ?", before).rowcount

    def forget(self) -> None:
        """What has had its time goes, though nobody writes or reads."""
        with self._open():
            pass

    def _month(self) -> str:
        return self._today().isoformat()[:7]

    def _first_kept(self) -> str:
        return (self._today() - timedelta(days=self.days or -1)).isoformat()

    def _pseudonym(self, database: sqlite3.Connection, who: str) -> str:
        month = self._month()
        salt = secrets.token_bytes(32)
        database.execute("INSERT OR IGNORE INTO salts VALUES (?, ?)", (month, salt))
        (salt,) = database.execute("SELECT salt FROM salts WHERE month = ?", [month]).fetchone()
        return hmac.new(salt, who.encode(), hashlib.sha256).hexdigest()[:12]

    def _forget(self, database: sqlite3.Connection) -> None:
        """What is too old; and the salt of another month, with which goes who was behind its
        pseudonyms."""
        database.execute("DELETE FROM opinions WHERE day < ?", [self._first_kept()])
        database.execute("DELETE FROM salts WHERE month <> ?", [self._month()])

    @contextmanager
    def _open(self, *, create: bool = False, purged: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction that others wait for; on nothing where there is no file to read."""
        try:
            path: Path | str = self._path if create or self._path.exists() else ":memory:"
            if create:
                _make_private(self._path)
            with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as database:
                database.execute("PRAGMA secure_delete = ON")
                database.executescript(_TABLES)
                with database:
                    database.execute("BEGIN IMMEDIATE")
                    if purged:
                        self._forget(database)
                    yield database
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            message = labels.CANNOT_KEEP_OPINION.format(path=self._path, reason=reason)
            raise FeedbackError(message) from error


@asynccontextmanager
async def forgetting(feedback: Feedback) -> AsyncIterator[None]:
    """While a service runs what has had its time goes: when it starts, then every day."""

    async def daily() -> None:
        while True:
            try:
                await asyncio.to_thread(feedback.forget)
            except FeedbackError as error:
                log.error("%s", error)
            await asyncio.sleep(DAY_SECONDS)

    running = asyncio.create_task(daily())
    try:
        yield
    finally:
        running.cancel()


def _make_private(path: Path) -> None:
    """Readable by its owner alone, before anything is written in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _opinion(row: tuple[Any, ...]) -> Opinion:
    found = dict(zip(_COLUMNS.split(", "), row, strict=True))
    found |= {"day": date.fromisoformat(found["day"]), "receipt": json.loads(found["receipt"])}
    return Opinion(**found)
