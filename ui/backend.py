"""What the chat needs of an assistant: tests give it less than a whole one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.introduction import Introduction
from assistant.library import Library
from assistant.provenance import Provenance
from assistant.schema import EVERYTHING, Answer, Scope, Turn
from ingest.schema import Document


class Backend(Protocol):
    """What it uses of `assistant.live.LiveAssistant`."""

    @property
    def writes(self) -> bool: ...

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Iterator[Answer]: ...

    def standalone(self, question: str, history: Sequence[Turn] = ()) -> str: ...

    def document(self, document_id: str, version: str) -> Document | None: ...

    def introduction(self) -> Introduction: ...

    def library(self) -> Library: ...

    def original(self, document_id: str) -> Path | None: ...

    def provenance(self, answer: Answer) -> Provenance | None: ...

    def propose(self, answer: Answer) -> tuple[str, ...]: ...
