"""Every question that the server is asked, wherever it comes from, and what came of it."""

import time
from collections.abc import Callable, Iterator, Sequence
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
        started = time.perf_counter()
        answer, outcome, error = None, STOPPED, ""
        try:
            for answer in self._assistant.stream(question, *rest, **named):
                yield answer
            outcome = answer.status.value if answer else STOPPED
        except Exception as problem:
            outcome, error = ERROR, type(problem).__name__
            raise
        finally:
            seconds = time.perf_counter() - started
            asked = Asked(self._route, question, answer, outcome, seconds, error)
            for observer in self._observers:
                observer(asked)
