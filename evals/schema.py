"""The words of the suite: EvalQuestion and its facts, the Outcome of asking it, the Run."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from assistant.schema import Status
from ingest.schema import Period

Kind = Literal[
    "person", "date", "number", "place", "list", "quotation", "yes_no", "definition", "reason",
    "entries", "fact", "evolution", "comparison", "disagreement",
]  # fmt: skip
Tier = Literal[
    "year_not_indexed", "period_empty", "near_miss", "false_premise", "off_subject", "hostile",
    "smalltalk",
]  # fmt: skip
Split = Literal["dev", "test"]

_PART = r"\d{4}(?:-\d\d){0,2}"
_ISO = rf"^{_PART}(?:/{_PART})?$"


def iso_period(text: str) -> Period:
    """`2020`, `2020-11`, `2020-11-24`, or an interval of two of them with a slash between
    (ISO 8601); raises ValueError for a day that does not exist or an interval set backwards."""
    first, _, last = text.partition("/")
    return Period(_unit(first).first, _unit(last or first).last)


def _unit(text: str) -> Period:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return Period.of_year(parts[0])
    if len(parts) == 2:
        return Period.of_month(*parts)
    return Period(date(*parts), date(*parts))


class Strict(BaseModel):
    """A typing error in a key is an error, and what was read is never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberFact(Strict):
    """A figure as a value: `number: 250000000`, `unit: euros`. Without a unit any will do."""

    number: float
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.number:.12g} {self.unit}".strip()


def _written(value: object) -> object:
    """YAML reads `2020` as a number and `2020-11-24` as a date."""
    return str(value) if isinstance(value, int | date) else value


def _existing(value: str) -> str:
    iso_period(value)
    return value


IsoPeriod = Annotated[
    str, BeforeValidator(_written), Field(pattern=_ISO), AfterValidator(_existing)
]


class DateFact(Strict):
    """A date as its parts (see `iso_period`)."""

    date: IsoPeriod

    def __str__(self) -> str:
        return self.date


Alternative = str | NumberFact | DateFact


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


Alternatives = Annotated[list[Alternative], BeforeValidator(_listed), Field(min_length=1)]


class Expecting(Strict):
    """Whatever has statuses that are right for it."""

    expected: Annotated[list[Status], BeforeValidator(_listed), Field(min_length=1)]

    @property
    def answerable(self) -> bool:
        return self.expected == [Status.ANSWERED]

    @property
    def must_refuse(self) -> bool:
        return Status.ANSWERED not in self.expected


class EvalQuestion(Expecting):
    """One question; only the last of `turns` is scored.

    Each of `facts` is one alternative or a list of them, of which a right answer holds one.
    `forbidden` facts make an answer wrong. `evidence` are verbatim pieces of the documents;
    `expected` lists every status that is right; `periods` are those asked for. `references`
    are the right answers to the turns before the last, `standalone` the last one made whole:
    what the teacher-forced mode goes on from.
    """

    id: str = Field(pattern=r"^[\w-]+$")
    turns: list[str] = Field(min_length=1)
    kind: Kind
    tier: Tier | None = None
    periods: list[IsoPeriod] = []
    facts: list[Alternatives] = []
    forbidden: list[Alternative] = []
    evidence: list[str] = []
    references: list[str] = []
    standalone: str = ""
    reason: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.answerable and not (self.facts and self.evidence):
            raise ValueError("une question qui a une réponse veut des faits et une preuve")
        if self.must_refuse and not (self.tier and self.reason):
            raise ValueError("un refus attendu veut un « tier » et une raison (« reason »)")
        if len(self.turns) > 1 and not (
            len(self.references) == len(self.turns) - 1 and self.standalone
        ):
            raise ValueError(
                "un dialogue veut une réponse de « references » pour chaque tour avant le "
                "dernier, et la dernière question seule dans « standalone »"
            )
        return self


class QuestionSet(Strict):
    """A file of questions: which set and split they are of, and on which corpus they are asked
    (a folder beside the file; the product's own without it)."""

    set: str = Field(pattern=r"^[\w-]+$")
    split: Split
    corpus: str = ""
    questions: list[EvalQuestion] = Field(min_length=1)


class Cited(Strict):
    """What a citation claims: `quote` stands at `[start, end)` of the document."""

    document: str
    start: int
    end: int
    quote: str
    period: tuple[date, date] | None


class Outcome(Expecting):
    """What asking one question gave.

    `right`: the status is an expected one, and an answer holds what it should. `scores` holds
    each measure that the question is eligible for, by name (see `evals.measures`); one that it
    is not is absent, not 0. `confidence` orders answers by how sure the system is of them, and
    `forced` tells whether the answer that it would have given without a refusal is right.
    `cluster` names what questions share: they are resampled together.
    """

    id: str
    set: str
    split: Split
    kind: Kind
    tier: Tier | None
    cluster: str
    turns: list[str]
    wanted: list[str]
    evidence: list[str]
    status: Status
    answer: str
    short_answer: str
    citations: list[Cited]
    retrieved: list[str]
    rank: int | None
    depth: int | None
    confidence: float
    forced: bool
    right: bool
    elapsed_ms: int
    scores: dict[str, float]

    @property
    def refused(self) -> bool:
        return self.status is not Status.ANSWERED


class Run(Strict):
    """A kept run: what was asked of which system, with what, and what came of it."""

    system: str
    created: datetime
    command: str
    settings: dict[str, str]
    seed: int
    fingerprints: dict[str, str]
    seconds: float
    figures: dict[str, Any] = {}
    outcomes: list[Outcome]
