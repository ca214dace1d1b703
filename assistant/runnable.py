"""The assistant as a LangChain runnable, for use in a chain of one's own."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.schema import Answer, Turn


class Ask(NamedTuple):
    """The input of the runnable."""

    question: str
    history: tuple[Turn, ...] = ()


class Answering(Protocol):
    """What the runnable needs of `assistant.pipeline.Assistant`."""

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer: ...

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]: ...


class AssistantRunnable(Runnable[Ask, Answer]):
    """From Ask to Answer; it streams as `Assistant.stream`."""

    def __init__(self, assistant: Answering) -> None:
        self._assistant = assistant

    def invoke(self, input: Ask, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        return self._call_with_config(lambda ask: self._assistant.answer(*ask), input, config)

    def stream(
        self, input: Ask, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Answer]:
        yield from self._assistant.stream(*input)
