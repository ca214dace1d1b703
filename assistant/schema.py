"""What goes through the assistant: Turn, Question, Evidence, Citation, Answer."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal

from ingest.schema import Passage, Period
from ingest.text import Span, Term

Language = Literal["fr", "en"]
Mode = Literal["extractive", "generative"]


class Status(StrEnum):
    """`not_found`: the documents do not say; `declined`: not a question for the documents."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    DECLINED = "declined"


class Wanted(StrEnum):
    """What kind of answer a question wants."""

    PERSON = "person"
    DATE = "date"
    NUMBER = "number"
    PLACE = "place"
    LIST = "list"
    QUOTATION = "quotation"
    YES_NO = "yes_no"
    DEFINITION = "definition"
    REASON = "reason"
    ENTRIES = "entries"
    FACT = "fact"


@dataclass(frozen=True)
class Turn:
    """One exchange of the conversation so far; `question` is what the user typed, `answer` what
    was shown first of the answer."""

    question: str
    standalone: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Excerpt:
    """A piece of a document, exact: `document.text[start:end] == quote`. `page_label` is the number
    printed on its page, where that is another than the file's own."""

    document: str
    title: str
    heading: str
    page: int | None
    page_label: str
    start: int
    end: int
    quote: str
    period: Period | None


@dataclass(frozen=True)
class Citation(Excerpt):
    """An excerpt that proves the sentences which bear its marker `[n]`."""

    marker: int


@dataclass(frozen=True)
class Scope:
    """The filter that the user sets: years, months (1 to 12) and document ids to keep to; what is
    empty keeps everything. A question may narrow it, nothing widens it."""

    years: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.documents)


EVERYTHING = Scope()


@dataclass(frozen=True)
class Searched:
    """What was looked through: document ids, the periods asked for, whether the search had to go
    beyond them, and the user's filter, beyond which it never goes, with the titles of the
    documents that it names."""

    documents: tuple[str, ...]
    periods: tuple[Period, ...] = ()
    widened: bool = False
    scope: Scope = EVERYTHING
    titles: tuple[str, ...] = ()


class Told(StrEnum):
    """What the documents have for a row of an answer."""

    QUOTED = "quoted"
    NOT_MENTIONED = "not_mentioned"
    NO_DOCUMENT = "no_document"


@dataclass(frozen=True)
class Row:
    """One line of an answer that sets side by side what years say, or, without a `year`, what
    documents say that differ. `short` is the figure in our words, and may be empty; `marker` is
    that of the quotation, where there is one."""

    told: Told
    short: str = ""
    year: int | None = None
    marker: int | None = None


@dataclass(frozen=True)
class Answer:
    """The one contract of every mode.

    `text` holds markers `[n]`, each of one citation; in it a line that starts with `- `
    is an item of a list. `short_answer` is the first thing to show, and may be empty.
    `related` holds what stands near the question when nothing was found: no answer. `rows`
    is the same answer as a table, where it compares: years in order, or documents that differ,
    the newest first. `remark` tells what went another way than usual (the chat model did not
    answer, a sentence was replaced), and may be empty.
    """

    status: Status
    text: str
    short_answer: str
    language: Language
    mode: Mode
    question: str
    standalone_question: str
    citations: tuple[Citation, ...]
    searched: Searched
    related: tuple[Excerpt, ...]
    index_version: str
    elapsed_ms: int
    rows: tuple[Row, ...] = ()
    remark: str = ""

    def to_json(self) -> dict[str, Any]:
        """The public contract of `retro ask --json`."""
        return {
            "status": self.status.value,
            "answer": self.text,
            "short_answer": self.short_answer,
            "language": self.language,
            "mode": self.mode,
            "question": self.question,
            "standalone_question": self.standalone_question,
            "citations": [{"marker": c.marker} | _excerpt(c) for c in self.citations],
            "searched": {
                "documents": list(self.searched.documents),
                "periods": [_period(period) for period in self.searched.periods],
                "widened": self.searched.widened,
                "filters": {name: list(kept) for name, kept in vars(self.searched.scope).items()},
            },
            "related": [_excerpt(excerpt) for excerpt in self.related],
            "index_version": self.index_version,
            "elapsed_ms": self.elapsed_ms,
            "rows": [vars(row) | {"told": row.told.value} for row in self.rows],
            "remark": self.remark,
        }

    @property
    def turn(self) -> Turn:
        """What the next question's history keeps of it."""
        return Turn(self.question, self.standalone_question, self.text)

    def with_elapsed(self, milliseconds: int) -> "Answer":
        return replace(self, elapsed_ms=milliseconds)


def _excerpt(excerpt: Excerpt) -> dict[str, Any]:
    return {
        "document": excerpt.document,
        "title": excerpt.title,
        "heading": excerpt.heading,
        "page": excerpt.page,
        "page_label": excerpt.page_label,
        "start": excerpt.start,
        "end": excerpt.end,
        "quote": excerpt.quote,
        "period": _period(excerpt.period) if excerpt.period else None,
    }


def _period(period: Period) -> list[str]:
    return [period.first.isoformat(), period.last.isoformat()]


@dataclass(frozen=True)
class Question:
    """What was asked, made standalone.

    `terms` are the content words (see `ingest.text.terms`) that evidence must cover, those of
    the asked periods apart; `periods` is empty when none is asked for, and holds the years of the
    `documents` that the question names (« selon le bilan 2023 ») besides those that it asks what
    is `told` of; `edge` is set for « le dernier événement de l'année »; `also` is the second kind
    of answer that is wanted, « quand et où ».
    """

    text: str
    standalone: str
    language: Language
    wanted: Wanted
    terms: tuple[Term, ...] = ()
    periods: tuple[Period, ...] = ()
    documents: tuple[Period, ...] = ()
    told: tuple[Period, ...] = ()
    edge: Literal["first", "last"] | None = None
    also: Wanted | None = None


@dataclass(frozen=True)
class Evidence:
    """A passage found for a question: fused score (0 to 1), and the cosine of its vector (the
    least of those found, where dense search did not rank it)."""

    passage: Passage
    score: float
    cosine: float


@dataclass(frozen=True)
class Proof:
    """Where a quotation stands: `[start, end)` of the document of `passage`."""

    passage: Passage
    span: Span


@dataclass(frozen=True)
class Statement:
    """One line of an answer before it is verified: our own words, and what proves them.

    With `quoted`, the quotations are shown after the words; `item` makes it one of a list. With
    `absence` it says what the documents do not say: the search proves it, no quotation can. `row`
    is what it is of a table, not yet with a marker; without a `short`, the answer's own is meant.
    One that `flows` goes on in the paragraph of the one before, if that does too.
    """

    words: str
    proofs: tuple[Proof, ...]
    quoted: bool = True
    item: bool = False
    absence: bool = False
    row: Row | None = None
    flows: bool = False
