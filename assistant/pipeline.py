"""Question → Answer; the one file that knows the order.

understand → retrieve → choose → answer → verify → compose; with a chat model, what is chosen is
worded by it, and proven, before it is composed.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering import OfYear, short_answer, statements, year_statements
from assistant.choice import Choice, weights
from assistant.composing import compose, refuse
from assistant.courtesy import courtesy
from assistant.deciding import answers, comparable, fitting_first, newest_first
from assistant.entries import entries, entry_statements, nearest
from assistant.introduction import Introduction, introduction
from assistant.matching import EXPANSION, Needs, find_needs
from assistant.phrases import phrase
from assistant.proposals import is_new, proposals
from assistant.reader import Reader, load_reader
from assistant.refusing import Refusals
from assistant.renaming import renamings
from assistant.retrieval import RetroRetriever, retrieve
from assistant.runnable import AssistantRunnable
from assistant.schema import (
    EVERYTHING,
    Answer,
    Question,
    Scope,
    Searched,
    Statement,
    Status,
    Turn,
    Wanted,
)
from assistant.scoping import within
from assistant.selection import Chooser
from assistant.understanding import MAX_CHARACTERS, clean, read_question, understand
from assistant.verification import verify
from assistant.wanted import language_of
from assistant.worded import MOST_RELATED, Wording, open_writer, worded
from assistant.written import Tally
from assistant.yearly import yearly
from ingest.build import open_index
from ingest.embedding import Embedder, load_embedder
from ingest.index import Index, embedded_text
from ingest.schema import Document, Passage, Period
from ingest.settings import Settings
from ingest.text import keys, words

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


class _Found(NamedTuple):
    """What searching gave for one reading of the question."""

    question: Question
    choices: list[Choice]

    @property
    def probability(self) -> float:
        if not self.choices or self.choices[0].missing:
            return 0.0
        return self.choices[0].probability


class _Told(NamedTuple):
    """The extractive answer, what was found where a search was needed, and what a chat model
    may word."""

    answer: Answer
    found: _Found | None = None
    worded: Wording | None = None


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
        scope: Scope = EVERYTHING,
        excluded: Callable[[Sequence[Period]], bool] = lambda periods: False,
    ) -> None:
        """`index` is what a filter, `scope`, keeps of a whole one; `excluded` tells whether that
        one covers periods which the filter leaves out."""
        self.index = index
        self._embedder = embedder
        self._reader = reader
        self._chooser = Chooser(index, reader)
        self._scope, self._excluded = scope, excluded
        self._refusals = Refusals(index, scope)
        self._renamed = renamings(document.text for document in index.documents.values())
        self._writer = writer
        self._today = today
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

        def excluded(periods: Sequence[Period]) -> bool:
            return not self._refusals.not_indexed(periods)

        return Assistant(
            within(self.index, scope),
            self._embedder,
            self._reader,
            self._writer,
            today=self._today,
            scope=scope,
            excluded=excluded,
        )

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
        for answer, _ in self._successive(self._told(question, history, quotations)):
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
        told = self._told(question, history, quotations)
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
            forced = self._quote(found.question, answers(found.question, found.choices, sure=True))
        return Trace(answer, searched, found.probability, forced, tally, first)

    def propose(self, answer: Answer, *, seconds: float = PATIENCE) -> tuple[str, ...]:
        """Up to `MOST_PROPOSED` questions to go on with, under the answer's own filter: each is
        answered, and not with what is on screen already. Fewer where the time is over."""
        if answer.status is Status.DECLINED:
            return ()
        if answer.searched.scope != self._scope:
            return self.within(answer.searched.scope).propose(answer, seconds=seconds)
        until, found = time.monotonic() + seconds, list[str]()
        for question in proposals(answer, self.index):
            if time.monotonic() > until or len(found) == MOST_PROPOSED:
                break
            if is_new(self.answer(question, quotations=True), answer):
                found.append(question)
        return tuple(found)

    @staticmethod
    def turn(answer: Answer) -> Turn:
        """What the next question's history keeps of an answer."""
        return Turn(answer.question, answer.standalone_question, answer.text)

    def standalone(self, question: str, history: Sequence[Turn] = ()) -> str:
        """The question completed by what goes before, as it is read first: nothing is searched."""
        return self._readings(clean(question), history)[0].standalone

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

    def choices(
        self, text: str, history: Sequence[Turn] = ()
    ) -> tuple[Question, list[Choice]] | None:
        """The question as understood and its candidate sentences, best first; None for what is
        no question or asks for a period that is not indexed. For evaluation and tuning."""
        asked = clean(text)
        if self._unanswerable(asked):
            return None
        found = self._best(self._readings(asked, history))
        if self._refusals.not_indexed(found.question.periods):
            return None
        return found.question, found.choices

    # --- the way of a question ------------------------------------------------------------

    def _told(self, text: str, history: Sequence[Turn], quotations: bool = False) -> _Told:
        asked = clean(text)
        if refusal := self._unanswerable(asked):
            return _Told(refusal)
        readings = self._readings(asked, history, quotations)
        if not self.index.searched:
            return _Told(self._refusals.refuse(readings[0], "scope_empty"))
        if len(readings) == 1 and (answer := self._without_search(readings[0])):
            return _Told(answer)
        if parts := self._kept(yearly(readings[0], self.index.years)):
            return _Told(*self._by_year(readings[0], parts))
        found = self._best(readings)
        if len(readings) > 1 and (answer := self._without_search(found.question)):
            return _Told(answer)
        chosen = answers(found.question, found.choices)
        if not chosen:
            return _Told(self._near(found), found)
        quoted = self._quote(found.question, chosen)
        said = statements(found.question, chosen)
        wording = Wording(found.question, quoted, said, chosen, found.choices)
        return _Told(quoted, found, wording if wording.is_due and not quotations else None)

    def _successive(self, told: _Told) -> Iterator[tuple[Answer, Tally | None]]:
        """Longer and longer answers: quotations line by line, or a chat model's sentences as they
        are proven. What refuses, lists a period or compares years is never worded by one."""
        if self._writer and told.worded:
            yield from worded(self._writer, told.worded, self.index, self._refusals)
        else:
            yield from ((answer, None) for answer in _by_line(told.answer))

    def _kept(self, parts: list[Question]) -> list[Question]:
        """The years that the filter keeps: of the others nothing is said."""
        return [one for one in parts if not self._is_excluded(one.periods)]

    def _is_excluded(self, periods: Sequence[Period]) -> bool:
        return self._refusals.not_indexed(periods) and self._excluded(periods)

    def _by_year(self, question: Question, parts: Sequence[Question]) -> tuple[Answer, _Found]:
        """One line a year: what is said of it, that nothing is, or that no document covers it."""
        found = [self._search(part) for part in parts]
        ranks = zip_longest(*(one.choices for one in found))
        every = _Found(question, [choice for rank in ranks for choice in rank if choice])
        likely = comparable([answers(one.question, one.choices) for one in found])
        if sum(map(bool, likely)) < 2:
            likely = [self._of_what_is_named(*pair) for pair in zip(parts, likely, strict=True)]
        told = [
            OfYear(part, chosen, not self._refusals.not_indexed(part.periods))
            for part, chosen in zip(parts, likely, strict=True)
        ]
        if not any(year.choices for year in told):
            return self._near(every), every
        return self._prove(question, year_statements(told), short=""), every

    def _of_what_is_named(self, part: Question, chosen: Sequence[Choice]) -> list[Choice]:
        """The sentences with a figure whose passage has the very word for what is counted: one
        year alone has no other to show that a word near it counts the same."""
        if part.wanted is not Wanted.NUMBER or not part.terms:
            return list(chosen)
        counted = self._needs(part).needs[0]
        return [
            choice
            for choice in chosen
            if choice.found.fit > 0
            and counted.strength(keys(embedded_text(choice.passage))) >= EXPANSION
        ]

    def _readings(
        self, asked: str, history: Sequence[Turn], quotations: bool = True
    ) -> list[Question]:
        """As the rules read it; where they complete it, also as a chat model would."""
        years, today = self.index.years, self._today or date.today()
        found = understand(asked, history, years=years, today=today)
        if (
            self._writer is None
            or quotations
            or found[0].standalone == asked == found[-1].standalone
        ):
            return found
        whole = self._writer.standalone(found[0], history)
        if whole and whole not in (one.standalone for one in found):
            language = found[0].language
            found.append(read_question(asked, whole, language, years=years, today=today))
        return found

    def _best(self, readings: Sequence[Question]) -> _Found:
        """The reading whose evidence is best, where the words alone do not tell."""
        return max((self._search(reading) for reading in readings), key=lambda f: f.probability)

    def _without_search(self, question: Question) -> Answer | None:
        """The answer that needs no search: a period that is not indexed, a question without a
        content word, the entries of a period."""
        if self._refusals.not_indexed(question.periods):
            key = "excluded" if self._excluded(question.periods) else "not_indexed"
            return self._refusals.refuse(question, key)
        if question.wanted is not Wanted.ENTRIES:
            if question.terms:
                return None
            return self._refusals.refuse(question, "empty", status=Status.DECLINED)
        listed = entries(question, self.index, self._is_about(question))
        return self._entries(question, listed) if listed or not question.terms else None

    def _is_about(self, question: Question) -> Callable[[Passage], bool]:
        """Tells whether a passage covers the words of a question besides its period."""
        needs = self._needs(question)
        least = weights()["coverage"]["entry"]
        return lambda passage: needs.coverage(set(keys(embedded_text(passage)))) >= least

    def _needs(self, question: Question) -> Needs:
        return find_needs(
            question.standalone, question.terms, self.index, self._embedder, self._renamed
        )

    def _unanswerable(self, asked: str) -> Answer | None:
        """The answer to what is no question: empty, endless, a greeting, an order."""
        language, length = language_of(asked), len(asked)
        if length > MAX_CHARACTERS:
            key, asked = "too_long", asked[:MAX_CHARACTERS]
        elif not any(word.folded for word in words(asked)):
            key = "empty"
        else:
            key = courtesy(asked) or ""
        if not key:
            return None
        text = phrase(key, language, coverage=self.summary, length=length, limit=MAX_CHARACTERS)
        question = Question(asked, asked, language, Wanted.FACT)
        searched = Searched(())
        return refuse(question, Status.DECLINED, text, searched=searched, index=self.index)

    def _search(self, question: Question, *, everywhere: bool = False) -> _Found:
        vector = self._embedder.embed_query(question.standalone)
        needs = self._needs(question)
        periods = () if everywhere else question.periods
        evidence = retrieve(self.index, vector, needs.weights, periods)
        choices = fitting_first(self._chooser.choose(question, needs, evidence, vector))
        return _Found(question, choices if question.periods else newest_first(choices))

    def _entries(self, question: Question, found: Sequence[Passage]) -> Answer:
        if not found:
            return self._refusals.no_entry(question, nearest(question, self.index))
        return self._prove(question, entry_statements(question, found, self.index), short="")

    def _quote(self, question: Question, chosen: Sequence[Choice]) -> Answer:
        return self._prove(
            question, statements(question, chosen), short=short_answer(question, chosen)
        )

    def _prove(self, question: Question, said: Sequence[Statement], *, short: str) -> Answer:
        """Verifies, then composes; an answer of which nothing holds is none."""
        verified = verify(said, self.index.documents)
        if not verified.statements:
            return self._refusals.refuse(question, "not_found")
        if short not in (statement.words for statement in verified.statements):
            short = ""
        return compose(
            question,
            verified.statements,
            short=short,
            searched=self._refusals.searched(question),
            index=self.index,
        )

    def _near(self, found: _Found) -> Answer:
        """Not found, with what comes near; or a question about something else altogether."""
        question, near, widened = found.question, found.choices, False
        if self._refusals.is_off_subject(question, near):
            return self._refusals.refuse(question, "off_subject", status=Status.DECLINED)
        if question.periods and len(near) < MOST_RELATED:
            near, widened = self._search(question, everywhere=True).choices, True
        key = "not_found_then" if question.periods else "not_found"
        passages = list(dict.fromkeys(choice.passage for choice in near))[:MOST_RELATED]
        return self._refusals.refuse(question, key, related=passages, widened=widened)


def _by_line(whole: Answer) -> Iterator[Answer]:
    """Successive answers, each one more line of the text."""
    for cut in (at for at, char in enumerate(whole.text) if char == "\n"):
        if not whole.text[:cut].endswith("\n"):
            yield replace(whole, text=whole.text[:cut].rstrip())
    yield whole


def _since(started: float) -> int:
    """Milliseconds."""
    return round((time.perf_counter() - started) * 1000)
