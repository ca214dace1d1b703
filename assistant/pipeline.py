"""The assistant: what is asked of it, in which mode it answers, under which filter.

With a chat model, what quotations answer is worded by it, and proven, before it is shown.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.choice import Choice
from assistant.extractive import Extractive, Told
from assistant.introduction import Introduction, introduction
from assistant.proposals import is_new, proposals
from assistant.reader import Reader, load_reader
from assistant.refusing import Refusals
from assistant.retrieval import RetroRetriever
from assistant.runnable import AssistantRunnable
from assistant.schema import EVERYTHING, Answer, Question, Scope, Status, Turn
from assistant.scoping import within
from assistant.worded import open_writer, worded
from assistant.written import Tally
from ingest.build import open_index
from ingest.embedding import Embedder, load_embedder
from ingest.index import Index
from ingest.schema import Document, Passage
from ingest.settings import Settings

if TYPE_CHECKING:
    from assistant.writer import Writer

MOST_SCOPES = 8
MOST_PROPOSED, PATIENCE = 3, 3.0


class Trace(NamedTuple):
    """An answer and how it came about: the passages that were searched out, in the order of their
    best sentence, how sure the answer is (0 to 1), what it would be without a refusal; where a chat
    model worded it, what became of its sentences, and the milliseconds to the first one shown."""

    answer: Answer
    passages: tuple[Passage, ...]
    confidence: float
    forced: Answer
    tally: Tally | None = None
    first_ms: int = 0


class Assistant:
    """Answers questions from one open index version; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        reader: Reader | None = None,
        writer: "Writer | None" = None,
        *,
        today: date | None = None,
        refusals: Refusals | None = None,
    ) -> None:
        """`refusals` are those of `index`; they know the filter that left it of a whole one."""
        self.index = index
        self._embedder, self._reader, self._writer, self._today = embedder, reader, writer, today
        self._refusals = refusals or Refusals(index)
        self._extractive = Extractive(
            index, embedder, reader, self._refusals, today=today, writer=writer
        )
        self.within = lru_cache(MOST_SCOPES)(self._within)

    @classmethod
    def open(cls, settings: Settings, callbacks: Sequence[object] = ()) -> "Assistant":
        """On the live index; LangChain `callbacks` are told of what a chat model is asked. Raises
        IndexMissingError, IndexMismatchError, ModelError, ChatModelError."""
        embedder = load_embedder(settings)
        reader, writer = load_reader(settings), open_writer(settings, callbacks)
        return cls(open_index(settings, embedder), embedder, reader, writer)

    @property
    def writes(self) -> bool:
        """Whether a chat model words answers."""
        return self._writer is not None

    def _within(self, scope: Scope) -> "Assistant":
        """The assistant on what a filter keeps."""
        index = within(self.index, scope)
        refusals = Refusals(index, scope, whole=self._refusals)
        opened = (index, self._embedder, self._reader, self._writer)
        return Assistant(*opened, today=self._today, refusals=refusals)

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Answer:
        """The whole answer; bad input gives a `declined` one that says what to do."""
        *_, whole = self.stream(question, history, scope, quotations=quotations)
        return whole

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Iterator[Answer]:
        """Successive answers, each one more proven sentence of the text; the last is whole.

        With `quotations`, no chat model words it.
        """
        if scope:
            yield from self.within(scope).stream(question, history, quotations=quotations)
            return
        started = time.perf_counter()
        for answer, _ in self._successive(self._extractive.told(question, history, quotations)):
            yield answer.with_elapsed(_since(started))

    def trace(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Trace:
        """The answer with what evaluation wants to know of it."""
        if scope:
            return self.within(scope).trace(question, history, quotations=quotations)
        started = time.perf_counter()
        told = self._extractive.told(question, history, quotations)
        successive = self._successive(told)
        answer, tally = next(successive)
        first = _since(started)
        for answer, tally in successive:  # noqa: B007 - the last of them
            pass
        answer, found = answer.with_elapsed(_since(started)), told.found
        if found is None:
            return Trace(answer, (), float(answer.status is Status.ANSWERED), answer)
        searched = tuple(dict.fromkeys(choice.passage for choice in found.choices))
        forced = answer
        if answer.status is not Status.ANSWERED and found.choices:
            forced = self._extractive.quote_anyway(found)
        return Trace(answer, searched, found.probability, forced, tally, first)

    def propose(self, answer: Answer, *, seconds: float = PATIENCE) -> tuple[str, ...]:
        """Up to `MOST_PROPOSED` questions to go on with, under the answer's own filter: each is
        answered, and not with what is on screen already. Fewer where the time is over."""
        if answer.status is Status.DECLINED:
            return ()
        if answer.searched.scope != self._refusals.scope:
            return self.within(answer.searched.scope).propose(answer, seconds=seconds)
        until, found = time.monotonic() + seconds, list[str]()
        for question in proposals(answer, self.index):
            if time.monotonic() > until or len(found) == MOST_PROPOSED:
                break
            if is_new(self.answer(question, quotations=True), answer):
                found.append(question)
        return tuple(found)

    def standalone(self, question: str, history: Sequence[Turn] = ()) -> str:
        """The question completed by what goes before, as it is read first: nothing is searched."""
        return self._extractive.standalone(question, history)

    def choices(
        self, text: str, history: Sequence[Turn] = ()
    ) -> tuple[Question, list[Choice]] | None:
        """The question as understood and its candidate sentences, best first; None for what is
        no question or asks for a period that is not indexed. For evaluation and tuning."""
        return self._extractive.choices(text, history)

    def runnable(self) -> AssistantRunnable:
        """The assistant as a LangChain runnable, from Ask to Answer; it streams as `stream`."""
        return AssistantRunnable(self)

    def retriever(self, k: int = 4) -> RetroRetriever:
        """The retrieval as a LangChain retriever."""
        return RetroRetriever(index=self.index, embeddings=self._embedder, k=k)

    def document(self, document_id: str, version: str) -> Document | None:
        """A document as it stands in that index version."""
        return self.index.documents.get(document_id) if version == self.index.version else None

    @cached_property
    def introduction(self) -> Introduction:
        def answers(question: str) -> bool:
            return self.answer(question, quotations=True).status is Status.ANSWERED

        return introduction(self.index, self.summary, answers)

    @property
    def summary(self) -> str:
        """The documents and what they cover, on one line."""
        return self._refusals.coverage

    def _successive(self, told: Told) -> Iterator[tuple[Answer, Tally | None]]:
        """Longer and longer answers: quotations line by line, or a chat model's sentences as they
        are proven. What refuses, lists a period or compares years is never worded by one."""
        if self._writer and told.wording:
            yield from worded(self._writer, told.wording, self.index, self._refusals)
        else:
            yield from ((answer, None) for answer in _by_line(told.answer))


def _by_line(whole: Answer) -> Iterator[Answer]:
    """Successive answers, each one more line of the text."""
    for cut in (at for at, char in enumerate(whole.text) if char == "\n"):
        if not whole.text[:cut].endswith("\n"):
            yield replace(whole, text=whole.text[:cut].rstrip())
    yield whole


def _since(started: float) -> int:
    """Milliseconds."""
    return round((time.perf_counter() - started) * 1000)
