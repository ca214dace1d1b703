"""A question → the answer that quotations give; the one file that knows the order of the steps.

understand → retrieve → choose → answer → verify → compose. Beside that answer stands what a chat
model may word of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering import OfYear, short_answer, statements, year_statements
from assistant.choice import Choice, weights
from assistant.composing import compose
from assistant.deciding import answers, comparable, fitting_first, newest_first
from assistant.entries import entries, entry_statements, nearest
from assistant.matching import EXPANSION, Needs, find_needs
from assistant.reader import Reader
from assistant.recasing import recased
from assistant.refusing import Refusals
from assistant.renaming import renamings
from assistant.retrieval import retrieve
from assistant.schema import Answer, Question, Statement, Status, Turn, Wanted
from assistant.selection import Chooser
from assistant.understanding import clean, read_question, understand
from assistant.verification import verify
from assistant.worded import MOST_RELATED, Wording
from assistant.yearly import yearly
from ingest.embedding import Embedder
from ingest.index import Index, embedded_text
from ingest.part import IndexPart
from ingest.schema import Passage, Period
from ingest.text import keys

if TYPE_CHECKING:
    from assistant.writer import Writer

MOST_PARTS = 8
Proven = tuple[Statement, ...]


class Found(NamedTuple):
    """What searching gave for one reading of the question."""

    question: Question
    choices: list[Choice]

    @property
    def probability(self) -> float:
        if not self.choices or self.choices[0].missing:
            return 0.0
        return self.choices[0].probability


class Told(NamedTuple):
    """The extractive answer, what was found where a search was needed, and what a chat model
    may word."""

    answer: Answer
    found: Found | None = None
    wording: Wording | None = None


class Extractive:
    """The way of a question over one open index; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        reader: Reader | None,
        refusals: Refusals,
        *,
        today: date | None = None,
        writer: "Writer | None" = None,
    ) -> None:
        """`writer` may complete a follow-up otherwise than the rules do, and word the answer."""
        self._index, self._embedder, self._refusals = index, embedder, refusals
        self._chooser = Chooser(index, reader)
        self._renamed = renamings(document.text for document in index.documents.values())
        self._today, self._writer = today, writer
        self._part = lru_cache(MOST_PARTS)(self._of_years)

    def told(self, text: str, history: Sequence[Turn], quotations: bool = False) -> Told:
        """The answer of quotations; with `quotations` no chat model completes or words it."""
        asked = clean(text)
        if refusal := self._refusals.unanswerable(asked):
            return Told(refusal)
        readings = self._readings(asked, history, quotations or not self._index.searched)
        if not self._index.searched:
            return Told(self._refusals.refuse(readings[0], "scope_empty"))
        if len(readings) == 1 and (answer := self._without_search(readings[0])):
            return Told(answer)
        if parts := self._kept(yearly(readings[0], self._index.years)):
            return Told(*self._by_year(readings[0], parts))
        found = self._best(readings)
        if len(readings) > 1 and (answer := self._without_search(found.question)):
            return Told(answer)
        chosen = answers(found.question, found.choices)
        if not chosen:
            return Told(self._near(found), found)
        said, short = self._said(found.question, chosen)
        quoted = self._composed(found.question, said, short)
        if self._writer is None or quotations or not said:
            return Told(quoted, found)
        wording = Wording(found.question, quoted, said, chosen, found.choices)
        return Told(quoted, found, wording if wording.is_due else None)

    def standalone(self, question: str, history: Sequence[Turn] = ()) -> str:
        return self._readings(clean(question), history)[0].standalone

    def choices(
        self, text: str, history: Sequence[Turn] = ()
    ) -> tuple[Question, list[Choice]] | None:
        """See Assistant.choices."""
        asked = clean(text)
        if self._refusals.unanswerable(asked):
            return None
        found = self._best(self._readings(asked, history))
        if self._refusals.not_indexed(found.question.periods):
            return None
        return found.question, found.choices

    def quote_anyway(self, found: Found) -> Answer:
        """The answer if it were not refused. For evaluation."""
        chosen = answers(found.question, found.choices, sure=True)
        return self._composed(found.question, *self._said(found.question, chosen))

    def _kept(self, parts: list[Question]) -> list[Question]:
        """The years that the filter keeps: of the others nothing is said."""
        return [one for one in parts if not self._refusals.excludes(one.periods)]

    def _by_year(self, question: Question, parts: Sequence[Question]) -> tuple[Answer, Found]:
        """One line a year: what is said of it, that nothing is, or that no document covers it."""
        found = [self._search(part) for part in parts]
        ranks = zip_longest(*(one.choices for one in found))
        every = Found(question, [choice for rank in ranks for choice in rank if choice])
        likely = comparable([answers(one.question, one.choices) for one in found])
        if sum(map(bool, likely)) < 2:
            likely = [self._of_what_is_named(*pair) for pair in zip(parts, likely, strict=True)]
        told = [
            OfYear(part, chosen, not self._refusals.not_indexed(part.periods))
            for part, chosen in zip(parts, likely, strict=True)
        ]
        if not any(year.choices for year in told):
            return self._near(every), every
        said = self._proven(year_statements(told, self._index.documents))
        return self._composed(question, said), every

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
        years, today = self._index.years, self._today or date.today()
        named = recased(asked, self._index)
        read = understand(named, history, years=years, today=today)
        found = [replace(one, text=asked) for one in read]
        if (
            self._writer is None
            or quotations
            or self._refusals.not_indexed(found[0].periods)
            or found[0].standalone == named == found[-1].standalone
        ):
            return found
        whole = self._writer.standalone(found[0], history)
        if whole and whole not in (one.standalone for one in found):
            language, periods = found[0].language, found[0].periods
            rewritten = read_question(asked, whole, language, years=years, today=today)
            if not periods or rewritten.periods == periods:
                found.append(rewritten)
        return found

    def _best(self, readings: Sequence[Question]) -> Found:
        """The reading whose evidence is best, where the words alone do not tell; « C'était où ? »
        asks nothing by itself."""
        whole = [one for one in readings if one.terms or one.wanted is Wanted.ENTRIES]
        return max((self._search(one) for one in whole or readings), key=lambda f: f.probability)

    def _without_search(self, question: Question) -> Answer | None:
        """The answer that needs no search: a period that is not indexed, a question without a
        content word, the entries of a period."""
        if refusal := self._refusals.out_of_reach(question):
            return refusal
        if question.wanted is not Wanted.ENTRIES:
            if question.terms:
                return None
            return self._refusals.refuse(question, "empty", status=Status.DECLINED)
        listed = entries(question, self._index, self._is_about(question))
        return self._entries(question, listed) if listed or not question.terms else None

    def _is_about(self, question: Question) -> Callable[[Passage], bool]:
        """Tells whether a passage covers the words of a question besides its period."""
        needs = self._needs(question)
        least = weights()["coverage"]["entry"]
        return lambda passage: needs.coverage(set(keys(embedded_text(passage)))) >= least

    def _needs(self, question: Question) -> Needs:
        return find_needs(
            question.standalone, question.terms, self._index, self._embedder, self._renamed
        )

    def _search(self, question: Question, *, everywhere: bool = False) -> Found:
        vector = self._embedder.embed_query(question.standalone)
        needs = self._needs(question)
        index, within = self._index, question
        if everywhere:
            within = replace(question, periods=())
        elif named := self._part(question.documents):
            index, within = named, replace(question, periods=question.told)
        figures = question.wanted is Wanted.NUMBER
        evidence = retrieve(index, vector, needs.weights, within.periods, figures=figures)
        choices = fitting_first(self._chooser.choose(within, needs, evidence, vector))
        return Found(question, choices if question.periods else newest_first(choices))

    def _of_years(self, years: tuple[Period, ...]) -> IndexPart | None:
        """What the documents of those years hold, whatever it is about; None without any."""
        named = {
            one.id
            for one in self._index.documents.values()
            if one.period and any(map(one.period.overlaps, years))
        }
        return IndexPart(self._index, lambda one: one.document in named) if named else None

    def _entries(self, question: Question, found: Sequence[Passage]) -> Answer:
        if not found:
            return self._refusals.no_entry(question, nearest(question, self._index))
        return self._composed(
            question, self._proven(entry_statements(question, found, self._index))
        )

    def _said(self, question: Question, chosen: Sequence[Choice]) -> tuple[Proven, str]:
        """What the sentences prove, and the short answer where that is proven too."""
        short = short_answer(question, chosen, self._index.documents)
        proven = self._proven(statements(question, chosen, short))
        return proven, short if any(short == one.words for one in proven) else ""

    def _proven(self, said: Sequence[Statement]) -> Proven:
        return verify(said, self._index.documents).statements

    def _composed(self, question: Question, proven: Proven, short: str = "") -> Answer:
        """An answer of which nothing holds is none."""
        if not proven:
            return self._refusals.refuse(question, "not_found")
        searched = self._refusals.searched(question)
        return compose(question, proven, short=short, searched=searched, index=self._index)

    def _near(self, found: Found) -> Answer:
        """Not found, with what comes near; or a question about something else altogether."""
        question, near, widened = found.question, found.choices, False
        if self._refusals.is_off_subject(question, near):
            return self._refusals.refuse(question, "off_subject", status=Status.DECLINED)
        if question.periods and len(near) < MOST_RELATED:
            near, widened = self._search(question, everywhere=True).choices, True
        key = "not_found_then" if question.periods else "not_found"
        passages = list(dict.fromkeys(choice.passage for choice in near))[:MOST_RELATED]
        return self._refusals.refuse(question, key, related=passages, widened=widened)
