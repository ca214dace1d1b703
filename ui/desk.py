"""How many questions are answered at once, who waits, and how long an answer may take."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar, cast

from assistant.schema import Answer
from ingest.errors import BusyError
from ui import labels

AT_ONCE = 4
MOST_WAITING = 200
MOST_PROGRAMS_WAITING = 20
"""Each holds a thread of those that serve everybody's pages."""
ANSWER_SECONDS = 120.0
PLACE_SECONDS = 0.5
"""How often whoever waits is told the place."""

Begin = Callable[[], Iterator[Answer]]
Kind = TypeVar("Kind")


class Desk:
    """One for the whole server: questions begin in the order that they came."""

    def __init__(self, seconds: float = ANSWER_SECONDS, at_once: int = AT_ONCE) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._free = at_once
        self._waiting: deque[_Visit] = deque()
        self._threads = ThreadPoolExecutor(at_once, "answer")

    async def answers(self, begin: Begin) -> AsyncGenerator[Answer | int, None]:
        """The answers that `begin` gives; before, while the question waits, how many are to end
        before it begins.

        Raises BusyError when too many wait, or the answer takes too long.
        """
        visit = self._enter(begin)
        try:
            begun = asyncio.wrap_future(visit.begun)
            while not (await asyncio.wait({begun}, timeout=PLACE_SECONDS))[0]:
                if ahead := self._ahead(visit):
                    yield ahead
            while (
                answer := await asyncio.wait_for(_shielded(visit.next()), visit.left())
            ) is not None:
                yield answer
        except TimeoutError as error:
            raise self._too_long() from error
        finally:
            visit.leave()

    def stream(self, begin: Begin) -> Iterator[Answer]:
        """As `answers`, for a thread that waits."""
        visit = self._enter(begin, program=True)
        try:
            visit.begun.result()
            while (answer := visit.next().result(visit.left())) is not None:
                yield answer
        except TimeoutError as error:
            raise self._too_long() from error
        finally:
            visit.leave()

    def over(self, assistant: Kind) -> Kind:
        """The same assistant, whose questions pass by this desk."""
        return cast("Kind", _Over(self, assistant))

    def _enter(self, begin: Begin, *, program: bool = False) -> "_Visit":
        visit = _Visit(self, begin, program=program)
        most = MOST_PROGRAMS_WAITING if program else MOST_WAITING
        with self._lock:
            if self._free:
                self._free -= 1
                visit.start()
            elif sum(other.program == program for other in self._waiting) < most:
                self._waiting.append(visit)
            else:
                raise BusyError(labels.QUEUE_FULL)
        return visit

    def _ahead(self, visit: "_Visit") -> int:
        with self._lock:
            return self._waiting.index(visit) + 1 if visit in self._waiting else 0

    def leave(self, visit: "_Visit") -> None:
        """Its place is for the next; a visit that never began only waits no more."""
        with self._lock:
            if visit in self._waiting:
                self._waiting.remove(visit)
            elif self._waiting:
                self._waiting.popleft().start()
            else:
                self._free += 1

    def submit(self, visit: "_Visit") -> "Future[Answer | None]":
        return self._threads.submit(next, visit.answers, None)

    def _too_long(self) -> BusyError:
        return BusyError(labels.too_long(self.seconds))


class _Visit:
    """One question at the desk."""

    def __init__(self, desk: Desk, begin: Begin, *, program: bool) -> None:
        self.program = program
        self.begun: Future[None] = Future()
        self.answers = begin()
        self._desk = desk
        self._until = 0.0
        self._step: Future[Any] = self.begun

    def start(self) -> None:
        self._until = time.monotonic() + self._desk.seconds
        self.begun.set_result(None)

    def left(self) -> float:
        return max(0.0, self._until - time.monotonic())

    def next(self) -> "Future[Answer | None]":
        self._step = self._desk.submit(self)
        return self._step

    def leave(self) -> None:
        """Now, or when the answer that is being worked on comes: work cannot be cut off."""
        if self._step is self.begun:
            self._close(self._step)
        else:
            self._step.add_done_callback(self._close)

    def _close(self, _: Future[Any]) -> None:
        try:
            getattr(self.answers, "close", lambda: None)()
        finally:
            self._desk.leave(self)


class _Over:
    def __init__(self, desk: Desk, assistant: Any) -> None:
        self._desk = desk
        self._assistant = assistant

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def stream(self, *asked: Any, **named: Any) -> Iterator[Answer]:
        return self._desk.stream(lambda: self._assistant.stream(*asked, **named))


def _shielded(step: "Future[Answer | None]") -> "asyncio.Future[Answer | None]":
    return asyncio.shield(asyncio.wrap_future(step))
