"""Question → Answer; the one file that knows the order.

understand → retrieve → choose → answer → verify → compose.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answering import short_answer, statements
from assistant.composing import compose, refuse
from assistant.courtesy import courtesy
from assistant.entries import entries, entry_statements, nearest
from assistant.matching import find_needs
from assistant.phrases import phrase
from assistant.retrieval import RetroRetriever, retrieve
from assistant.schema import (
    Answer,
    Language,
    Proof,
    Question,
    Searched,
    Statement,
    Status,
    Turn,
    Wanted,
)
from assistant.selection import Choice, Chooser, answers, weights
from assistant.understanding import MAX_CHARACTERS, clean, understand
from assistant.verification import verify
from assistant.wanted import language_of
from ingest.build import open_index
from ingest.embedding import Embedder, load_embedder
from ingest.index import Index
from ingest.schema import Document, Passage, Period
from ingest.settings import Settings
from ingest.text import Span, words
from ingest.wording import say

MOST_RELATED = 3


class Ask(NamedTuple):
    """The input of the runnable."""

    question: str
    history: tuple[Turn, ...] = ()


class _Found(NamedTuple):
    """What searching gave for one reading of the question."""

    question: Question
    choices: list[Choice]

    @property
    def probability(self) -> float:
        if not self.choices or self.choices[0].missing:
            return 0.0
        return self.choices[0].probability


class Assistant:
    """Answers questions from one open index version; safe to share between threads."""

    def __init__(self, index: Index, embedder: Embedder, *, today: date | None = None) -> None:
        self.index = index
        self._embedder = embedder
        self._chooser = Chooser(index)
        self._today = today

    @classmethod
    def open(cls, settings: Settings) -> "Assistant":
        """On the live index; raises IndexMissingError, IndexMismatchError, ModelError."""
        embedder = load_embedder(settings)
        return cls(open_index(settings, embedder), embedder)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The whole answer; bad input gives a `declined` one that says what to do."""
        started = time.perf_counter()
        answer = self._answer(question, history)
        return answer.with_elapsed(round((time.perf_counter() - started) * 1000))

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Successive answers, each one more proven line of the text; the last is whole."""
        whole = self.answer(question, history)
        cuts = [at for at, char in enumerate(whole.text) if char == "\n"]
        for cut in cuts:
            if not whole.text[:cut].endswith("\n"):
                yield replace(whole, text=whole.text[:cut].rstrip())
        yield whole

    @staticmethod
    def turn(answer: Answer) -> Turn:
        """What the next question's history keeps of an answer."""
        return Turn(answer.question, answer.standalone_question, answer.text)

    def runnable(self) -> Runnable[Ask, Answer]:
        """The assistant as a LangChain runnable, from Ask to Answer; it streams as `stream`."""
        return _AssistantRunnable(self)

    def retriever(self, k: int = 4) -> RetroRetriever:
        """The retrieval as a LangChain retriever."""
        return RetroRetriever(index=self.index, embeddings=self._embedder, k=k)

    def document(self, document_id: str, version: str) -> Document | None:
        """A document as it stands in that index version."""
        return self.index.documents.get(document_id) if version == self.index.version else None

    def coverage(self) -> str:
        """The documents and what they cover, on one line."""
        return " ; ".join(self._titles())

    def examples(self) -> list[str]:
        """Questions that the corpus answers, made from its own entries."""
        from assistant.examples import example_questions

        return [
            text
            for text in example_questions(self.index)
            if self.answer(text).status is Status.ANSWERED
        ][:4]

    def choices(
        self, text: str, history: Sequence[Turn] = ()
    ) -> tuple[Question, list[Choice]] | None:
        """The question as understood and its candidate sentences, best first; None for what is
        no question or asks for a period that is not indexed. For evaluation and tuning."""
        asked = clean(text)
        if self._unanswerable(asked):
            return None
        found = self._best(self._readings(asked, history))
        return (
            None if self._not_indexed(found.question.periods) else (found.question, found.choices)
        )

    def retrieved(self, text: str, history: Sequence[Turn] = ()) -> list[Passage]:
        """The passages found for a question in the order of their best sentence."""
        found = self.choices(text, history)
        return list(dict.fromkeys(choice.passage for choice in found[1])) if found else []

    # --- the way of a question ------------------------------------------------------------

    def _answer(self, text: str, history: Sequence[Turn]) -> Answer:
        asked = clean(text)
        if refusal := self._unanswerable(asked):
            return refusal
        readings = self._readings(asked, history)
        if len(readings) == 1 and (answer := self._without_search(readings[0])):
            return answer
        found = self._best(readings)
        if len(readings) > 1 and (answer := self._without_search(found.question)):
            return answer
        chosen = answers(found.question, found.choices)
        return self._quote(found.question, chosen) if chosen else self._near(found)

    def _readings(self, asked: str, history: Sequence[Turn]) -> list[Question]:
        today = self._today or date.today()
        return understand(asked, history, years=self.index.years, today=today)

    def _best(self, readings: Sequence[Question]) -> _Found:
        """The reading whose evidence is best, where the words alone do not tell."""
        return max((self._search(reading) for reading in readings), key=lambda f: f.probability)

    def _without_search(self, question: Question) -> Answer | None:
        """The answer that needs no search: a period that is not indexed, a question without a
        content word, the entries of a period."""
        if self._not_indexed(question.periods):
            return self._refuse(question, "not_indexed")
        if question.wanted is not Wanted.ENTRIES:
            empty = not question.terms
            return self._refuse(question, "empty", status=Status.DECLINED) if empty else None
        listed = entries(question, self.index)
        return self._entries(question, listed) if listed or not question.terms else None

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
        text = phrase(key, language, coverage=self.coverage(), length=length, limit=MAX_CHARACTERS)
        question = Question(asked, asked, language, Wanted.FACT)
        searched = Searched(())
        return refuse(question, Status.DECLINED, text, searched=searched, index=self.index)

    def _search(self, question: Question, *, everywhere: bool = False) -> _Found:
        vector = self._embedder.embed_query(question.standalone)
        needs = find_needs(question.standalone, question.terms, self.index, self._embedder)
        periods = () if everywhere else question.periods
        evidence = retrieve(self.index, vector, needs.weights, periods)
        return _Found(question, self._chooser.choose(question, needs, evidence, vector))

    def _entries(self, question: Question, found: Sequence[Passage]) -> Answer:
        if not found:
            return self._refuse_no_entry(question)
        return self._prove(question, entry_statements(question, found, self.index), short="")

    def _quote(self, question: Question, chosen: Sequence[Choice]) -> Answer:
        return self._prove(
            question, statements(question, chosen), short=short_answer(question, chosen)
        )

    def _prove(self, question: Question, said: Sequence[Statement], *, short: str) -> Answer:
        """Verifies, then composes; an answer of which nothing holds is none."""
        verified = verify(said, self.index.documents)
        if not verified.statements:
            return self._refuse(question, "not_found")
        if short not in (statement.words for statement in verified.statements):
            short = ""
        return compose(
            question,
            verified.statements,
            short=short,
            searched=self._searched(question),
            index=self.index,
        )

    # --- saying that there is no answer ---------------------------------------------------

    def _near(self, found: _Found) -> Answer:
        """Not found, with what comes near; or a question about something else altogether."""
        question = found.question
        if self._is_off_subject(found):
            return self._refuse(question, "off_subject", status=Status.DECLINED)
        near, widened = found.choices, False
        if question.periods and len(near) < MOST_RELATED:
            near, widened = self._search(question, everywhere=True).choices, True
        key = "not_found_then" if question.periods else "not_found"
        related = [Proof(choice.passage, _whole(choice.passage)) for choice in near]
        return self._refuse(
            question, key, related=list(dict.fromkeys(related))[:MOST_RELATED], widened=widened
        )

    def _is_off_subject(self, found: _Found) -> bool:
        limit = weights()["limit"]
        if not found.choices:
            return not found.question.periods
        best = max(choice.feature("passage_coverage") for choice in found.choices)
        return bool(best < limit["subject_coverage"])

    def _not_indexed(self, periods: Sequence[Period]) -> bool:
        """Whether periods are asked for and no document covers any of them."""
        covered = [document.period for document in self.index.documents.values()]
        return bool(periods) and not any(
            own is None or own.overlaps(period) for own in covered for period in periods
        )

    def _refuse_no_entry(self, question: Question) -> Answer:
        around = nearest(question, self.index)
        dates = [say(p.period, question.language) for p in around if p.period]
        more = ""
        if dates:
            listed = phrase("and", question.language).join(dates)
            more = phrase("nearest", question.language, nearest=listed)
        key = "no_entry" if question.periods and not question.terms else "not_found_then"
        if not question.periods:
            key = "not_found"
        related = [Proof(passage, _whole(passage)) for passage in around]
        return self._refuse(question, key, more=more if key == "no_entry" else "", related=related)

    def _refuse(
        self,
        question: Question,
        key: str,
        *,
        status: Status = Status.NOT_FOUND,
        more: str = "",
        related: Sequence[Proof] = (),
        widened: bool = False,
    ) -> Answer:
        language = question.language
        periods = phrase("and", language).join(_spoken(p, language) for p in question.periods)
        text = phrase(key, language, coverage=self.coverage(), periods=periods) + more
        if widened:
            text += phrase("widened", language)
        searched = replace(self._searched(question), widened=widened)
        return refuse(question, status, text, searched=searched, index=self.index, related=related)

    def _searched(self, question: Question) -> Searched:
        return Searched(tuple(self.index.documents), question.periods)

    def _titles(self) -> list[str]:
        return [
            f"{document.title} ({say(document.period, 'fr')})"
            if document.period
            else document.title
            for document in self.index.documents.values()
        ]


def _spoken(period: Period, language: Language) -> str:
    """A period as it stands after « pour »: `le 17 mars 2020`, `la période du 1 au 3 mai 2020`."""
    said = say(period, language)
    if language == "en" or (not said[0].isdigit() and not said.startswith("du ")):
        return said
    if said.startswith("du "):
        return f"la période {said}"
    return said if said.isdigit() or period.days > 1 else f"le {said}"


def _whole(passage: Passage) -> Span:
    return Span(passage.start, passage.end)


class _AssistantRunnable(Runnable[Ask, Answer]):
    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: Ask, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        return self._call_with_config(lambda ask: self._assistant.answer(*ask), input, config)

    def stream(
        self, input: Ask, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Answer]:
        yield from self._assistant.stream(*input)
