"""Verified statements → Answer."""

from types import SimpleNamespace
from typing import Any

from assistant.composing import compose, quoted, refuse
from assistant.schema import (
    Answer,
    Proof,
    Question,
    Row,
    Searched,
    Statement,
    Status,
    Told,
    Wanted,
)
from ingest.schema import Document, Kind, Passage, Period
from ingest.text import Span

TEXT = "Un pôle ouvre.\n\n« Un discours », dit-elle."
DOCUMENT = Document("2020/a.txt", "Bilan", Period.of_year(2020), "fr", TEXT, "")
INDEX: Any = SimpleNamespace(documents={DOCUMENT.id: DOCUMENT}, version="v1-abc")
QUESTION = Question("Et ?", "Quoi ?", "fr", Wanted.FACT)
SEARCHED = Searched((DOCUMENT.id,))
MONTH = Period.of_month(2020, 9)


def proof(start: int, end: int) -> Proof:
    passage = Passage(
        DOCUMENT.id, start, end, TEXT[start:end], Kind.EVENT, ("Bilan", "Septembre"), MONTH, 3
    )
    return Proof(passage, Span(start, end))


FIRST, SPEECH = proof(0, 14), proof(16, len(TEXT))


def composed(*statements: Statement, short: str = "") -> Answer:
    return compose(QUESTION, statements, short=short, searched=SEARCHED, index=INDEX)


def test_a_quotation_gets_a_marker_and_a_citation() -> None:
    answer = composed(Statement("", (FIRST,)))
    assert answer.status is Status.ANSWERED
    assert answer.text == "«\u00a0Un pôle ouvre.\u00a0» [1]"
    (citation,) = answer.citations
    assert (citation.marker, citation.document, citation.title) == (1, "2020/a.txt", "Bilan")
    assert (citation.heading, citation.page, citation.period) == ("Bilan › Septembre", 3, MONTH)
    assert TEXT[citation.start : citation.end] == citation.quote == "Un pôle ouvre."


def test_equal_quotations_share_a_marker() -> None:
    answer = composed(Statement("Ouvre", (FIRST,), quoted=False), Statement("", (FIRST,)))
    assert answer.text == "Ouvre [1]\n\n«\u00a0Un pôle ouvre.\u00a0» [1]"
    assert len(answer.citations) == 1


def test_markers_count_up_in_the_order_of_the_text() -> None:
    answer = composed(Statement("", (SPEECH,)), Statement("", (FIRST,)))
    assert [citation.marker for citation in answer.citations] == [1, 2]
    assert [citation.start for citation in answer.citations] == [16, 0]


def test_items_are_lines() -> None:
    answer = composed(
        Statement("Septembre :", (FIRST,), item=True), Statement("Puis :", (SPEECH,), item=True)
    )
    first, second = answer.text.split("\n")
    assert first.startswith("- Septembre : «")
    assert second.endswith("[2]")


def test_a_speech_keeps_its_own_quotation_marks() -> None:
    assert quoted("« Un discours », dit-elle.", "fr") == "« Un discours », dit-elle."
    assert quoted("Deux\nlignes", "fr") == "«\u00a0Deux lignes\u00a0»"
    assert quoted("Deux\nlignes", "en") == "“Deux lignes”"


def test_what_was_asked_and_searched_is_told() -> None:
    answer = composed(Statement("", (FIRST,)), short="Ouvre")
    assert (answer.question, answer.standalone_question) == ("Et ?", "Quoi ?")
    assert (answer.searched, answer.index_version, answer.short_answer) == (
        SEARCHED, "v1-abc", "Ouvre",
    )  # fmt: skip


def test_a_refusal_has_no_citation_but_what_is_near() -> None:
    answer = refuse(
        QUESTION, Status.NOT_FOUND, "Rien.", searched=SEARCHED, index=INDEX, related=[FIRST]
    )
    assert (answer.status, answer.text, answer.citations) == (Status.NOT_FOUND, "Rien.", ())
    assert [excerpt.quote for excerpt in answer.related] == ["Un pôle ouvre."]


OLD = Document("2019/b.txt", "Lettre", Period.of_year(2019), "fr", "Il y a 118 pôles.", "")
BOTH: Any = SimpleNamespace(documents={DOCUMENT.id: DOCUMENT, OLD.id: OLD}, version="v1-abc")
OLDER = Proof(Passage(OLD.id, 0, 17, OLD.text, Kind.EVENT, (), OLD.period, None), Span(0, 17))


def compared(*statements: Statement, short: str = "") -> tuple[Row, ...]:
    return compose(QUESTION, statements, short=short, searched=SEARCHED, index=BOTH).rows


def test_what_years_say_is_a_table_too() -> None:
    silent = Statement("2021", (), absence=True, row=Row(Told.NOT_MENTIONED, year=2021))
    said = Statement("2020 : un pôle", (FIRST,), row=Row(Told.QUOTED, "un pôle", 2020))
    assert compared(said, silent) == (
        Row(Told.QUOTED, "un pôle", 2020, 1),
        Row(Told.NOT_MENTIONED, "", 2021, None),
    )


def test_documents_that_differ_are_rows_the_newest_first() -> None:
    best = Statement("", (OLDER,), row=Row(Told.QUOTED))
    other = Statement("Un autre : un pôle", (FIRST,), row=Row(Told.QUOTED, "un pôle"))
    assert compared(Statement("118 pôles", (OLDER,), quoted=False), best, other, short="118") == (
        Row(Told.QUOTED, "un pôle", None, 2),
        Row(Told.QUOTED, "118", None, 1),
    )


def test_one_row_alone_compares_nothing() -> None:
    assert compared(Statement("", (FIRST,), row=Row(Told.QUOTED)), short="118") == ()
