"""What is written down of a conversation, in order: the same for every format of export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from assistant.schema import Answer, Citation, Excerpt, Language, Row, Status, Told
from ingest.schema import Period
from ui import labels
from ui.actions import proof_line
from ui.conversation import Exchange, State
from ui.language import spoken
from ui.quotations import quotes, runs
from ui.rendering import dated, differs, marks, parted, searched_line, where


class Part(StrEnum):
    """What a block is."""

    TITLE = "title"
    QUESTION = "question"
    SHORT = "short"
    TEXT = "text"
    ITEM = "item"
    TABLE = "table"
    LABEL = "label"
    PLACE = "place"
    QUOTE = "quote"
    NOTE = "note"


@dataclass(frozen=True)
class Block:
    """One paragraph. `lead` is the beginning that stands out; a table has `rows` of two cells,
    the first of which is its head. `language` is that of the words, where it is not the page's;
    `quotes` are the quotations among them."""

    part: Part
    text: str = ""
    lead: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    language: Language | None = None
    quotes: tuple[str, ...] = ()

    def spoken(self, text: str) -> Iterator[tuple[str, Language]]:
        """Some text of this block, each piece with its language."""
        own = self.language or spoken()
        for run in runs(text, self.quotes if own != "fr" else ()):
            yield run.text, "fr" if run.quoted else own


def transcript(exchanges: Sequence[Exchange], day: date) -> list[Block]:
    """Of one exchange or more; those under way are left out. `day` is that of the export."""
    told = [each for each in exchanges if each.state is not State.WORKING]
    title = labels.exported(len(told), labels.period(Period(day, day)))
    head = [Block(Part.TITLE, f"{labels.TITLE} – {title}"), Block(Part.NOTE, labels.WRITTEN)]
    return [*head, *(block for each in told for block in _exchange(each))]


def _exchange(exchange: Exchange) -> Iterator[Block]:
    answer = exchange.answer
    yield Block(Part.QUESTION, exchange.question, language=answer.language if answer else None)
    if exchange.state is State.FAILED:
        yield Block(Part.NOTE, f"{labels.ERROR} {exchange.error}")
    elif answer is None:
        yield Block(Part.NOTE, labels.STOPPED_EMPTY)
    else:
        yield from _answer(answer)
        if exchange.state is State.STOPPED:
            yield Block(Part.NOTE, labels.STOPPED)
        for line in (proof_line(answer, exchange.provenance), searched_line(answer)):
            if line and answer.searched.documents:
                yield Block(Part.NOTE, line)


def _answer(answer: Answer) -> Iterator[Block]:
    if answer.standalone_question != answer.question:
        understood = labels.pair(labels.UNDERSTOOD, answer.standalone_question)
        yield Block(Part.NOTE, understood)
    not_found = answer.status is Status.NOT_FOUND
    if not_found:
        yield Block(Part.LABEL, labels.NOT_FOUND)
    for block in _table(answer) if answer.rows else _text(answer):
        yield replace(block, quotes=quotes(answer))
    if answer.citations:
        yield Block(Part.LABEL, labels.sources(len(answer.citations)))
    for citation in answer.citations:
        yield from _source(citation, f"[{citation.marker}] ")
    if not_found and answer.related:
        yield Block(Part.LABEL, labels.RELATED)
        yield Block(Part.NOTE, labels.RELATED_DETAIL)
        for excerpt in answer.related:
            yield from _source(excerpt)


def _text(answer: Answer) -> Iterator[Block]:
    short, text = parted(answer)
    if short:
        yield Block(Part.SHORT, short, language=answer.language)
    for line in filter(str.strip, text.split("\n")):
        if line.startswith("- "):
            lead = dated(line[2:], answer.citations)
            yield Block(Part.ITEM, line[2:].removeprefix(lead), lead, language=answer.language)
        else:
            yield Block(Part.TEXT, line, language=answer.language)


def _table(answer: Answer) -> Iterator[Block]:
    head = (labels.YEAR, labels.TOLD)
    if differs(answer):
        head = (labels.DOCUMENT, labels.TOLD)
        yield Block(Part.SHORT, labels.DIFFER)
        yield Block(Part.NOTE, labels.DIFFER_DETAIL)
    cited = {citation.marker: citation for citation in answer.citations}
    rows = (_row(row, cited.get(row.marker or 0)) for row in answer.rows)
    yield Block(Part.TABLE, rows=(head, *rows))


def _row(row: Row, cited: Citation | None) -> tuple[str, str]:
    if cited is None:
        silent = labels.YEAR_ABSENT if row.told is Told.NO_DOCUMENT else labels.YEAR_SILENT
        return str(row.year), silent
    before, after = marks(cited.quote)
    short = f"{row.short} " if row.short else ""
    return (
        str(row.year or cited.title),
        f"{short}{before}{cited.quote}{after} [{cited.marker}]",
    )


def _source(excerpt: Excerpt, marker: str = "") -> Iterator[Block]:
    yield Block(Part.PLACE, marker + " · ".join(where(excerpt)))
    yield Block(Part.QUOTE, excerpt.quote, language="fr")
