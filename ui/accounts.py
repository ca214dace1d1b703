"""The accounts of `retro users`: names, hashed passwords, hashed tokens, in one file.

It is read again whenever it changes, so that what the command does holds at once in a running
chat. A token has 256 bits of chance: it needs no slow hash, as a password does.
"""

import hashlib
import json
import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout
from pydantic import BaseModel, Field, ValidationError

from ingest.errors import AccountsError
from ui import labels

FILE = "users.json"
SHORTEST, LONGEST = 12, 1000
PREFIX = "retro_"
LOCK_SECONDS = 10.0

_NAME = re.compile(r"[\w.@+-]{1,100}")
_AT_ONCE = threading.Semaphore(2)
"""Each password that is tried takes 64 MB for a moment."""

_hasher = PasswordHasher()


class Token(BaseModel):
    """How a program signs in; `id` names it without giving it."""

    id: str
    sha256: str
    created: date


class Account(BaseModel):
    """A program has tokens and no password."""

    password: str = ""
    tokens: list[Token] = Field(default_factory=list)


class _File(BaseModel):
    users: dict[str, Account] = Field(default_factory=dict)


class Accounts:
    """Of one data folder. Every method may raise AccountsError: for a file that cannot be read or
    written, for a name that has no account or has one already."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._read: tuple[Any, _File] = (None, _File())

    def all(self) -> dict[str, Account]:
        return dict(sorted(self._now().users.items()))

    def add(self, name: str, password: str | None = None) -> str:
        """Without a password it is a program's; returns the name as it is kept."""
        name = checked_name(name)
        hashed = "" if password is None else _hashed(name, password)
        with self._changing() as users:
            if name in users:
                raise AccountsError(labels.USER_EXISTS.format(name=name))
            users[name] = Account(password=hashed)
        return name

    def remove(self, name: str) -> None:
        """Sessions and tokens of the account end with it."""
        with self._changing() as users:
            del users[_known(users, name)]

    def set_password(self, name: str, password: str) -> None:
        """Sessions that the former password began end."""
        hashed = _hashed(normal(name), password)
        with self._changing() as users:
            users[_known(users, name)].password = hashed

    def new_token(self, name: str) -> str:
        """The token, which is kept nowhere."""
        token = PREFIX + secrets.token_urlsafe(32)
        kept = Token(id=secrets.token_hex(4), sha256=_digest(token), created=_today())
        with self._changing() as users:
            users[_known(users, name)].tokens.append(kept)
        return token

    def revoke(self, name: str, token_id: str) -> None:
        with self._changing() as users:
            account = users[_known(users, name)]
            kept = [token for token in account.tokens if token.id != token_id]
            if len(kept) == len(account.tokens):
                raise AccountsError(labels.NOT_ISSUED.format(name=normal(name), token=token_id))
            account.tokens = kept

    def verify(self, name: str, password: str) -> str:
        """The stamp of the account, empty when the name or the password is wrong."""
        account = self._now().users.get(normal(name)) if len(password) <= LONGEST else None
        hashed, nobody = account.password if account else "", _nobody()
        with _AT_ONCE:
            try:
                _hasher.verify(hashed or nobody, _spelt(password[:LONGEST]))
            except (VerificationError, InvalidHashError):
                return ""
        return _digest(hashed)

    def stamp(self, name: str) -> str:
        """Changes with the password; empty for a name that has none."""
        account = self._now().users.get(name)
        return _digest(account.password) if account and account.password else ""

    def owner(self, token: str) -> str:
        """Whose token it is; empty for one that is nobody's."""
        digest = _digest(token)
        for name, account in self._now().users.items():
            if any(secrets.compare_digest(kept.sha256, digest) for kept in account.tokens):
                return name
        return ""

    def _now(self) -> _File:
        try:
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
            if self._read[0] != seen:
                self._read = (seen, _File.model_validate_json(self._path.read_bytes()))
        except FileNotFoundError:
            return _File()
        except OSError as error:
            message = labels.CANNOT_READ_USERS.format(path=self._path, reason=error.strerror)
            raise AccountsError(message) from error
        except ValidationError as error:
            raise AccountsError(labels.BAD_USERS.format(path=self._path)) from error
        return self._read[1]

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Account]]:
        """One writer at a time; readers see the file before or after, whole."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), timeout=LOCK_SECONDS):
                changed = self._now().model_copy(deep=True)
                yield changed.users
                self._write(changed)
        except (OSError, Timeout) as error:
            message = labels.CANNOT_WRITE_USERS.format(path=self._path, reason=error)
            raise AccountsError(message) from error

    def _write(self, file: _File) -> None:
        beside = self._path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(file.model_dump(mode="json"), out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self._path)


def normal(name: str) -> str:
    """A name is the same however it is cased or its accents are encoded."""
    return unicodedata.normalize("NFC", name.strip()).casefold()


def checked_name(name: str) -> str:
    if not _NAME.fullmatch(normal(name)):
        raise AccountsError(labels.BAD_NAME.format(name=name))
    return normal(name)


def _known(users: dict[str, Account], name: str) -> str:
    if normal(name) not in users:
        raise AccountsError(labels.NO_USER.format(name=normal(name)))
    return normal(name)


@cache
def _nobody() -> str:
    """Tried for a name that has no password, which then takes as long to be refused."""
    return _hasher.hash(secrets.token_hex())


def _hashed(name: str, password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST or normal(password) == name:
        raise AccountsError(labels.TOO_WEAK.format(shortest=SHORTEST, longest=LONGEST))
    return _hasher.hash(_spelt(password))


def _spelt(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogateescape")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _today() -> date:
    return datetime.now(UTC).date()
