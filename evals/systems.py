"""What can be measured: anything that answers questions about documents, step by step."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.pipeline import Assistant, Trace
from assistant.schema import Turn
from ingest.schema import Document, Passage


class System(Protocol):
    """`units` is all that it can find: its passages or chunks, as pieces of `documents`."""

    name: str

    @property
    def documents(self) -> Mapping[str, Document]: ...

    @property
    def units(self) -> Sequence[Passage]: ...

    def trace(self, question: str, history: Sequence[Turn] = ()) -> Trace: ...


class Product:
    """The assistant itself, as users have it without a chat model."""

    name, quotations = "assistant", True

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @property
    def documents(self) -> Mapping[str, Document]:
        return self._assistant.index.documents

    @property
    def units(self) -> Sequence[Passage]:
        return self._assistant.index.searched

    def trace(self, question: str, history: Sequence[Turn] = ()) -> Trace:
        return self._assistant.trace(question, history, quotations=self.quotations)


class Worded(Product):
    """The assistant, its answers worded by the chat model of the settings."""

    name, quotations = "generative", False
