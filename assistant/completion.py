"""One reply of a chat model, piece by piece as it comes, and within its time.

Whatever an integration raises becomes a CompletionError that names a kind of failure: its own
words may quote a key, an address or the question, so they are read here and never passed on.
"""

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, Queue
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langsmith import tracing_context

from ingest.errors import RetroError

logger = logging.getLogger(__name__)

_WINDOW = re.compile(
    r"context.{0,40}(?:length|size|window|exceed)|exceed.{0,60}context|too (?:many|long).{0,20}"
    r"(?:token|prompt)|prompt is too long|maximum.{0,20}token",
    re.IGNORECASE | re.DOTALL,
)


class Failure(StrEnum):
    """Why there is no reply, or no whole one."""

    SLOW = "slow"
    AWAY = "away"
    QUOTA = "quota"
    KEY = "key"
    UNKNOWN = "unknown"
    WINDOW = "window"
    CUT = "cut"


class CompletionError(RetroError):
    """A reply that did not come, or not whole."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"Le modèle de langue n’a pas répondu ({failure.value}).")
        self.failure = failure


@dataclass(frozen=True)
class Chat:
    """A chat model and how it is asked: `seconds` are those of one whole answer.

    Nothing is traced that `traced` does not ask for, whatever LANGSMITH_ variables say; the
    `callbacks` of whoever opened the assistant are always told.
    """

    model: BaseChatModel
    seconds: float
    traced: bool = False
    callbacks: tuple[Any, ...] = ()

    def until(self, share: float = 1.0) -> float:
        """When what begins now must be done, and has this share of the time."""
        return time.monotonic() + share * self.seconds

    def stream(self, messages: Sequence[BaseMessage], until: float) -> Iterator[str]:
        """Pieces of the reply; raises CompletionError.

        The library's time limit is between two bytes: a server that drips would keep us for
        ever. So it is read in a thread, which ends at the next byte once nobody waits.
        """
        pieces: Queue[str | BaseException | None] = Queue()
        left = threading.Event()
        threading.Thread(target=self._read, args=(messages, pieces, left), daemon=True).start()
        try:
            while (piece := _next(pieces, until)) is not None:
                yield piece
        finally:
            left.set()

    def complete(self, messages: Sequence[BaseMessage], until: float) -> str:
        """The whole reply; raises CompletionError."""
        return "".join(self.stream(messages, until))

    def _read(
        self,
        messages: Sequence[BaseMessage],
        pieces: "Queue[str | BaseException | None]",
        left: threading.Event,
    ) -> None:
        """Passes on the reply, and why it ends: None, or what went wrong."""
        end: BaseException | None = None
        try:
            with tracing_context(enabled=self.traced):
                config: Any = {"callbacks": list(self.callbacks)}
                with closing(self.model.stream(list(messages), config)) as chunks:  # type: ignore[type-var]
                    for chunk in chunks:
                        pieces.put(str(chunk.text))
                        ended = chunk.response_metadata
                        if "length" in (ended.get("finish_reason"), ended.get("done_reason")):
                            end = CompletionError(Failure.CUT)
                        if left.is_set():
                            break
        except Exception as error:
            end = error
        pieces.put(end)


def _next(pieces: "Queue[str | BaseException | None]", until: float) -> str | None:
    """None where the reply is whole."""
    try:
        piece = pieces.get(timeout=max(0.0, until - time.monotonic()))
    except Empty:
        raise CompletionError(Failure.SLOW) from None
    if isinstance(piece, CompletionError):
        raise piece
    if isinstance(piece, BaseException):
        failure = failure_of(piece)
        logger.warning("the chat model failed: %s (%s)", failure.value, type(piece).__name__)
        raise CompletionError(failure) from None
    return piece


_BY_STATUS = {
    401: Failure.KEY, 403: Failure.KEY, 404: Failure.UNKNOWN, 408: Failure.SLOW,
    413: Failure.WINDOW, 429: Failure.QUOTA, 504: Failure.SLOW,
}  # fmt: skip


def failure_of(error: BaseException) -> Failure:
    """By the HTTP status where the integration tells it, else by the name of its error."""
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if _WINDOW.search(str(error)) and status not in (401, 403, 404, 429):
        return Failure.WINDOW
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return Failure.SLOW if "Timeout" in type(error).__name__ else Failure.AWAY
