"""The assistant on whatever version is live: what is reindexed is answered from at the next
question, without a restart."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.introduction import Introduction
from assistant.library import Library, library
from assistant.pipeline import Assistant
from assistant.provenance import Provenance, provenance
from assistant.reader import load_reader
from assistant.schema import EVERYTHING, Answer, Scope, Turn
from assistant.worded import open_writer
from ingest.build import open_version
from ingest.cache import Cache
from ingest.embedding import load_embedder
from ingest.errors import RetroError
from ingest.original import original
from ingest.schema import Document
from ingest.settings import Settings
from ingest.versions import KEPT, Versions

_log = logging.getLogger(__name__)


@dataclass
class _Held:
    """A version that is open, and how many questions it is answering."""

    assistant: Assistant
    asked: int = 0

    @cached_property
    def library(self) -> Library:
        return library(self.assistant.index)


class LiveAssistant:
    """Answers from the live version; safe to share between threads.

    Questions under way end on the version that they began with. A new version that cannot be
    opened is left alone, and the one before goes on answering. The documents of the last `KEPT`
    versions stay at hand for what was cited from them.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises IndexMissingError, IndexMismatchError, ModelError, ChatModelError."""
        self._embedder = load_embedder(settings)
        self._reader, self._writer = load_reader(settings), open_writer(settings)
        self._settings, self._versions = settings, Versions(settings.data)
        self._held: dict[str, _Held] = {}
        self._lock, self._opening = threading.Lock(), threading.Lock()
        self._unusable = ""
        self._version = self._versions.live()
        self._held[self._version] = _Held(self._opened(self._version))

    @property
    def writes(self) -> bool:
        """Whether a chat model words answers."""
        return self._writer is not None

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Answer:
        with self._live() as assistant:
            return assistant.answer(question, history, scope, quotations=quotations)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Iterator[Answer]:
        """As `Assistant.stream`, all of it on one version."""
        with self._live() as assistant:
            yield from assistant.stream(question, history, scope, quotations=quotations)

    def standalone(self, question: str, history: Sequence[Turn] = ()) -> str:
        with self._live() as assistant:
            return assistant.standalone(question, history)

    def propose(self, answer: Answer) -> tuple[str, ...]:
        """As `Assistant.propose`, of the live version."""
        with self._live() as assistant:
            return assistant.propose(answer)

    def document(self, document_id: str, version: str) -> Document | None:
        held = self._held.get(version)
        return held.assistant.document(document_id, version) if held else None

    def provenance(self, answer: Answer) -> Provenance | None:
        """What the receipt of an answer says of its version; None when that one is closed."""
        held = self._held.get(answer.index_version)
        return provenance(answer, held.assistant.index, self._settings) if held else None

    def introduction(self) -> Introduction:
        """Of the live version."""
        with self._live() as assistant:
            return assistant.introduction

    def library(self) -> Library:
        """Of the live version."""
        self._follow()
        with self._lock:
            held = self._held[self._version]
        return held.library

    def original(self, document_id: str) -> Path | None:
        """The file of a document of the live version, where it has not changed since."""
        with self._live() as assistant:
            document = assistant.index.documents.get(document_id)
        found = Cache(self._settings.cache)
        return original(document, self._settings.corpus, found) if document else None

    def close(self) -> None:
        for held in self._held.values():
            held.assistant.index.close()

    @contextmanager
    def _live(self) -> Iterator[Assistant]:
        """The assistant on the live version, which stays open meanwhile."""
        self._follow()
        with self._lock:
            held = self._held[self._version]
            held.asked += 1
        try:
            yield held.assistant
        finally:
            with self._lock:
                held.asked -= 1

    def _follow(self) -> None:
        """Opens the live version where it is another; whoever asks meanwhile does not wait."""
        if not self._opening.acquire(blocking=False):
            return
        try:
            name = self._versions.live()
            if name not in (self._version, self._unusable):
                self._unusable = name
                opened = self._held.get(name) or _Held(self._opened(name))
                with self._lock:
                    self._held[name], self._version, self._unusable = opened, name, ""
                    self._release()
        except RetroError as error:
            _log.warning("version %s goes on answering: %s", self._version, error)
        finally:
            self._opening.release()

    def _opened(self, version: str) -> Assistant:
        index = open_version(self._settings, self._embedder, version)
        return Assistant(index, self._embedder, self._reader, self._writer)

    def _release(self) -> None:
        """Closes the oldest versions that answer nothing."""
        old = [name for name in self._held if name != self._version][: -KEPT + 1]
        for name in old:
            if not self._held[name].asked:
                self._held.pop(name).assistant.index.close()
