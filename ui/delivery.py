"""Files made for one reader, handed over once, from memory only."""

import secrets
import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from ui import labels

SECONDS = 60.0
MOST = 100


class File(NamedTuple):
    """A page is shown by the browser, anything else is saved."""

    name: str
    media_type: str
    content: bytes

    @property
    def is_page(self) -> bool:
        return self.media_type.startswith("text/html")


class _Waiting(NamedTuple):
    file: File
    owner: str
    until: float


class Deliveries:
    """Files that wait to be fetched; safe to share between threads.

    A token cannot be guessed, serves once and for `SECONDS`; of more than `MOST` files the
    oldest goes. An owner is a visit, whose files can be dropped together.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[str, _Waiting] = {}

    def put(self, file: File, owner: str) -> str:
        """Returns the token."""
        token = secrets.token_hex(32)
        with self._lock:
            self._forget_old()
            if len(self._waiting) >= MOST:
                self._waiting.pop(next(iter(self._waiting)))
            self._waiting[token] = _Waiting(file, owner, self._clock() + SECONDS)
        return token

    def take(self, token: str) -> File | None:
        """The file, which no longer waits; None for a token that is no longer good."""
        with self._lock:
            self._forget_old()
            found = self._waiting.pop(token, None)
        return found.file if found else None

    def drop(self, owner: str) -> None:
        """Nothing of an owner waits any more."""
        with self._lock:
            self._waiting = {t: one for t, one in self._waiting.items() if one.owner != owner}

    def _forget_old(self) -> None:
        now = self._clock()
        self._waiting = {t: one for t, one in self._waiting.items() if one.until > now}


def delivery_routes(deliveries: Deliveries) -> APIRouter:
    router = APIRouter()

    @router.get("/export/{token}")
    def export(token: str) -> Response:
        file = deliveries.take(token)
        if file is None:
            return PlainTextResponse(labels.FILE_GONE, status_code=404)
        headers = {"Cache-Control": "no-store"}
        if not file.is_page:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return Response(file.content, media_type=file.media_type, headers=headers)

    return router
