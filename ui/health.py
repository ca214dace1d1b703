"""`/healthz`: whether a question of the index's own is answered, now.

Whoever asks may be anyone: what is wrong in detail, with the names of folders, is for the log.
"""

import asyncio
import logging
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, Protocol

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from assistant.introduction import Introduction
from assistant.schema import Answer, Status
from ingest.errors import RetroError
from ui import labels

FRESH_SECONDS = 15.0
WAIT_SECONDS = 3.0

log = logging.getLogger(__name__)


class Examined(Protocol):
    """What is asked of an assistant to know how it is."""

    def stream(self, question: str, *, quotations: bool = False) -> Iterator[Answer]: ...

    def introduction(self) -> Introduction: ...


class Report(NamedTuple):
    """`reason` is empty when all is well."""

    version: str
    reason: str = ""


class Health:
    """Asks at most every `FRESH_SECONDS`, one question at a time, in a thread of its own: a busy
    or stuck server is told so after `WAIT_SECONDS`."""

    def __init__(self, assistant: Examined) -> None:
        self._assistant = assistant
        self._threads = ThreadPoolExecutor(1, "health")
        self._asking: Future[Report] | None = None
        self._report = Report("")
        self._until = 0.0

    async def report(self) -> Report:
        if time.monotonic() < self._until:
            return self._report
        if self._asking is None or self._asking.done():
            self._asking = self._threads.submit(self._examine)
        waited = asyncio.shield(asyncio.wrap_future(self._asking))
        try:
            return await asyncio.wait_for(waited, WAIT_SECONDS)
        except TimeoutError:
            return Report("", labels.HEALTH_SLOW)

    def router(self) -> APIRouter:
        router = APIRouter()

        @router.get("/healthz", include_in_schema=False)
        async def healthz() -> JSONResponse:
            version, reason = await self.report()
            if reason:
                return JSONResponse({"status": "unavailable", "reason": reason}, 503)
            return JSONResponse({"status": "ok", "index_version": version})

        return router

    def _examine(self) -> Report:
        try:
            self._report = self._ask()
        except RetroError as error:
            log.error("%s", error)
            self._report = Report("", labels.HEALTH_BROKEN)
        except Exception:
            log.exception("the health of the index could not be told")
            self._report = Report("", labels.UNEXPECTED)
        self._until = time.monotonic() + FRESH_SECONDS
        return self._report

    def _ask(self) -> Report:
        """An example is one that the index answers; one that has none is only asked. No chat
        model is."""
        examples = self._assistant.introduction().examples["fr"]
        asked = (examples or labels.FALLBACK_EXAMPLES)[0]
        *_, answer = self._assistant.stream(asked, quotations=True)
        if examples and answer.status is not Status.ANSWERED:
            return Report("", labels.HEALTH_SILENT)
        return Report(answer.index_version)
