"""The words of the bottom layer: Period, Document, Passage. One class, one name, everywhere."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, order=True)
class Period:
    """First and last day that a text covers, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a period ends before it starts: {self.first} > {self.last}")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def overlaps(self, other: "Period") -> bool:
        return self.first <= other.last and other.first <= self.last

    def tells_of(self, asked: "Period") -> bool:
        """Whether what covers this period says something of the asked one: they overlap, and this
        is not so much wider that it may speak of other days (a year, asked for a month)."""
        return self.overlaps(asked) and self.days <= asked.widest

    @property
    def years(self) -> range:
        """The whole years in it."""
        first = self.first.year + (self.first > date(self.first.year, 1, 1))
        return range(first, self.last.year + (self.last == date(self.last.year, 12, 31)))

    @property
    def widest(self) -> int:
        """The most days of a period that still tells of this one: a month, or twice its own."""
        return max(31, 2 * self.days)

    def contains(self, other: "Period") -> bool:
        return self.first <= other.first and other.last <= self.last

    def distance(self, other: "Period") -> int:
        """Days between the two; 0 when they touch or overlap."""
        if self.overlaps(other):
            return 0
        return max((other.first - self.last).days, (self.first - other.last).days)

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        after = date(year + month // 12, month % 12 + 1, 1)
        return cls(date(year, month, 1), after - timedelta(days=1))


class Kind(StrEnum):
    """What a passage is; a caption is never an answer on its own."""

    EVENT = "event"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    CAPTION = "caption"
    TABLE = "table"


class Origin(StrEnum):
    """What says which period a document or a passage covers."""

    SIDECAR = "fichier .toml"
    FOLDER = "dossier"
    TITLE = "titre"
    HEADINGS = "intertitres"
    TEXT = "dates du texte"
    OPENING = "date en tête"
    WRITTEN = "date écrite"
    SECTION = "intertitre"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Heading:
    """A heading of the canonical text; `level` 1 is the outermost."""

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True)
class Table:
    """The lines `[start, end)` of the canonical text, a row each, cells apart by ` | `.

    `header` is the text of the first line where that names the columns, else empty.
    """

    start: int
    end: int
    title: str = ""
    header: str = ""


@dataclass(frozen=True)
class Document:
    """One source file.

    `id` is its path under the corpus folder, with `/`; `text` is canonical: every offset
    of the project counts its code points; `pages` holds the offset where each page starts
    (empty for formats without pages) and `page_labels` the numbers printed on them, where they
    are others; `sha256` is that of `text` in UTF-8.
    """

    id: str
    title: str
    period: Period | None
    language: str
    text: str
    sha256: str
    publisher: str = ""
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: tuple[int, ...] = ()
    page_labels: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    period_origin: Origin | None = None

    def page_label(self, page: int | None) -> str:
        """What is printed on a page (from 1), where that is not its own number."""
        return self.page_labels[page - 1] if page and self.page_labels else ""


@dataclass(frozen=True)
class Passage:
    """The piece `[start, end)` of a document's canonical text; `table` is the title and the header
    of the table that it is of; `some_day` where nothing says which days of its period it is about;
    `named_years` are those that it speaks of besides (« 5,5 M€ en 2020 », in a report of 2021).
    """

    document: str
    start: int
    end: int
    text: str
    kind: Kind
    headings: tuple[str, ...] = ()
    period: Period | None = None
    page: int | None = None
    table: str = ""
    period_origin: Origin | None = None
    some_day: bool = False
    named_years: tuple[int, ...] = ()

    def is_of(self, asked: Period) -> bool:
        """Whether its period is one that may answer for the asked one."""
        if self.period is None:
            return True
        return self.period.overlaps(asked) if self.some_day else self.period.tells_of(asked)

    def tells_of(self, asked: Period) -> bool:
        """Whether it may answer for that period: by its own, or by a year that it names."""
        return self.is_of(asked) or any(year in asked.years for year in self.named_years)

    def announces(self, sentence: str) -> bool:
        """Whether one of its sentences leads to the list that follows."""
        return sentence.endswith(":") and bool(self.text.partition(sentence)[2].strip())

    @property
    def id(self) -> str:
        return f"{self.document}#{self.start}-{self.end}"

    @property
    def heading(self) -> str:
        """Its headings, and those of its table."""
        return " › ".join([*self.headings, *filter(None, self.table.split("\n"))])


@dataclass(frozen=True)
class Hit:
    """A passage found by one way of searching; `rank` starts at 1."""

    passage: Passage
    score: float
    rank: int = field(default=0)
