"""Verified statements → Answer: markers, citations, the text that is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.schema import (
    Answer,
    Citation,
    Excerpt,
    Language,
    Mode,
    Proof,
    Question,
    Row,
    Searched,
    Statement,
    Status,
)
from ingest.index import Index
from ingest.schema import Document, Passage


def compose(
    question: Question,
    statements: Sequence[Statement],
    *,
    short: str,
    searched: Searched,
    index: Index,
    mode: Mode = "extractive",
    remark: str = "",
) -> Answer:
    """An `answered` Answer; equal quotations share one marker."""
    markers: dict[Proof, int] = {}
    language = question.language
    lines = [_line(statement, markers, index.documents, language) for statement in statements]
    citations = tuple(
        Citation(**vars(excerpt(proof, index.documents)), marker=marker)
        for proof, marker in markers.items()
    )
    return _answer(
        question, Status.ANSWERED, _joined(statements, lines), searched, index,
        short=short, citations=citations, rows=_rows(statements, markers, short, index.documents),
        mode=mode, remark=remark,
    )  # fmt: skip


def _joined(statements: Sequence[Statement], lines: Sequence[str]) -> str:
    """Items one under the other, sentences that flow on one line, all else apart."""
    text = lines[0]
    for (before, after), line in zip(pairwise(statements), lines[1:], strict=True):
        items, flow = before.item and after.item, before.flows and after.flows
        text += ("\n" if items else " " if flow else "\n\n") + line
    return text


def refuse(
    question: Question,
    status: Status,
    text: str,
    *,
    searched: Searched,
    index: Index,
    related: Iterable[Proof] = (),
) -> Answer:
    """An Answer that says why there is none, with what stands near."""
    near = tuple(excerpt(proof, index.documents) for proof in related)
    return _answer(question, status, text, searched, index, related=near)


def _answer(
    question: Question,
    status: Status,
    text: str,
    searched: Searched,
    index: Index,
    *,
    short: str = "",
    citations: tuple[Citation, ...] = (),
    related: tuple[Excerpt, ...] = (),
    rows: tuple[Row, ...] = (),
    mode: Mode = "extractive",
    remark: str = "",
) -> Answer:
    return Answer(
        status=status,
        text=text,
        short_answer=short,
        language=question.language,
        mode=mode,
        question=question.text,
        standalone_question=question.standalone,
        citations=citations,
        searched=searched,
        related=related,
        index_version=index.version,
        elapsed_ms=0,
        rows=rows,
        remark=remark,
    )


def _rows(
    statements: Sequence[Statement],
    markers: Mapping[Proof, int],
    short: str,
    documents: Mapping[str, Document],
) -> tuple[Row, ...]:
    """The statements that compare, as a table: years as they come, documents the newest first;
    nothing where only one was proven."""
    told = [(statement.row, statement.proofs) for statement in statements if statement.row]
    if any(row.year is None for row, _ in told):
        told.sort(key=lambda one: _last_day(one[1][0], documents), reverse=True)
    rows = tuple(
        replace(row, short=row.short or short, marker=markers[proofs[0]] if proofs else None)
        for row, proofs in told
    )
    return rows if len(rows) > 1 else ()


def _last_day(proof: Proof, documents: Mapping[str, Document]) -> date:
    """Of what the document covers; an undated one counts as the oldest."""
    period = documents[proof.passage.document].period
    return period.last if period else date.min


def _line(
    statement: Statement,
    markers: dict[Proof, int],
    documents: Mapping[str, Document],
    language: Language,
) -> str:
    parts = [statement.words] if statement.words else []
    for proof in statement.proofs:
        marker = markers.setdefault(proof, len(markers) + 1)
        text = documents[proof.passage.document].text[proof.span.start : proof.span.end]
        parts.append(f"{quoted(text, language)} [{marker}]" if statement.quoted else f"[{marker}]")
    return ("- " if statement.item else "") + " ".join(parts)


def quoted(text: str, language: Language) -> str:
    """A quotation between the quotation marks of a language, its characters untouched; a speech
    that has its own gets none."""
    line = " ".join(text.split("\n"))
    if line.startswith("«"):
        return line
    return f"«\u00a0{line}\u00a0»" if language == "fr" else f"“{line}”"


def excerpt(proof: Proof, documents: Mapping[str, Document]) -> Excerpt:
    passage: Passage = proof.passage
    document = documents[passage.document]
    return Excerpt(
        document=document.id,
        title=document.title,
        heading=passage.heading,
        page=passage.page,
        page_label=document.page_label(passage.page),
        start=proof.span.start,
        end=proof.span.end,
        quote=document.text[proof.span.start : proof.span.end],
        period=passage.period,
    )
