"""Every question that the server is asked, wherever it comes from, and what came of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from assistant.schema import Answer

ERROR, STOPPED = "error", "stopped"


@dataclass(frozen=True)
class Asked:
    """One question. `outcome` is the answer's status, or `error`, or `stopped` when whoever
    asked went away; `answer` is the last that was given, `error` the name of an exception."""

    route: str
    question: str
    answer: Answer | None
    outcome: str
    seconds: float
    error: str = ""


Observer = Callable[[Asked], None]


@dataclass
class Answering:
    """A question while it is answered: `answer` is the last that was given."""

    answer: Answer | None = None


@contextmanager
def observing(route: str, question: str, observers: Sequence[Observer]) -> Iterator[Answering]:
    """What is done inside is answering this question, which is told once it is over."""
    started = time.perf_counter()
    answering, outcome, error = Answering(), STOPPED, ""
    try:
        yield answering
        outcome = answering.answer.status.value if answering.answer else STOPPED
    except Exception as problem:
        outcome, error = ERROR, type(problem).__name__
        raise
    finally:
        seconds = time.perf_counter() - started
        asked = Asked(route, question, answering.answer, outcome, seconds, error)
        for observer in observers:
            observer(asked)


class Streams(Protocol):
    """An assistant, as far as it is observed."""

    def stream(self, question: str) -> Iterator[Answer]: ...


Kind = TypeVar("Kind", bound=Streams)


def observed(assistant: Kind, route: str, observers: Sequence[Observer]) -> Kind:
    """The same assistant, every question to which is told once it is over."""
    return cast("Kind", _Observed(assistant, route, observers))


class _Observed:
    def __init__(self, assistant: Streams, route: str, observers: Sequence[Observer]) -> None:
        self._assistant = assistant
        self._route = route
        self._observers = observers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def stream(self, question: str, *rest: Any, **named: Any) -> Iterator[Answer]:
        with observing(self._route, question, self._observers) as answering:
            for answer in self._assistant.stream(question, *rest, **named):
                answering.answer = answer
                yield answer
