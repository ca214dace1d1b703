"""Verified statements → Answer: markers, citations, the text that is shown."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.schema import (
    Answer,
    Citation,
    Excerpt,
    Proof,
    Question,
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
) -> Answer:
    """An `answered` Answer; equal quotations share one marker."""
    markers: dict[Proof, int] = {}
    lines = [_line(statement, markers, index.documents) for statement in statements]
    citations = tuple(
        Citation(**vars(excerpt(proof, index.documents)), marker=marker)
        for proof, marker in markers.items()
    )
    separator = "\n" if all(statement.item for statement in statements) else "\n\n"
    return _answer(
        question, Status.ANSWERED, separator.join(lines), searched, index,
        short=short, citations=citations,
    )  # fmt: skip


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
) -> Answer:
    return Answer(
        status=status,
        text=text,
        short_answer=short,
        language=question.language,
        mode="extractive",
        question=question.text,
        standalone_question=question.standalone,
        citations=citations,
        searched=searched,
        related=related,
        index_version=index.version,
        elapsed_ms=0,
    )


def _line(
    statement: Statement, markers: dict[Proof, int], documents: Mapping[str, Document]
) -> str:
    parts = [statement.words] if statement.words else []
    for proof in statement.proofs:
        marker = markers.setdefault(proof, len(markers) + 1)
        text = documents[proof.passage.document].text[proof.span.start : proof.span.end]
        parts.append(f"{quoted(text)} [{marker}]" if statement.quoted else f"[{marker}]")
    return ("- " if statement.item else "") + " ".join(parts)


def quoted(text: str) -> str:
    """A quotation between French quotation marks, its characters untouched; a speech that has
    its own gets none."""
    line = " ".join(text.split("\n"))
    return line if line.startswith("«") else f"«\u00a0{line}\u00a0»"


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
