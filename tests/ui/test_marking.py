"""What is marked in a document: cited characters, what a search finds, where pages begin."""

from ingest.schema import Document
from ingest.text import Span
from tests.ui.fakes import document_of, report_of
from ui.marking import Marker, found


def spans(document: Document, query: str) -> list[str]:
    return [document.text[start:end] for start, end in found(document.text, query)]


def test_a_search_leaves_case_accents_and_white_space_apart() -> None:
    document = document_of("a.txt", "L’État, l'ETAT\nétat de\n  Droit ; œuvre 🎓", "A")
    assert spans(document, "etat") == ["État", "ETAT", "état"]
    assert spans(document, "l'état") == ["L’État", "l'ETAT"]
    assert spans(document, "ÉTAT  de droit") == ["état de\n  Droit"]
    assert spans(document, "oeuvre") == ["œuvre"]
    assert spans(document, "🎓") == ["🎓"]


def test_a_search_is_no_pattern_and_nothing_finds_nothing() -> None:
    document = document_of("a.txt", "a.b a+b (c", "A")
    assert spans(document, ".") == ["."]
    assert spans(document, "(c") == ["(c"]
    assert spans(document, "  ") == []


def test_the_cited_characters_are_marked_exactly_across_hits() -> None:
    document = document_of("a.txt", "🎓 Le pont neuf est ouvert.", "A")
    cited = Span(document.text.index("pont"), document.text.index(" est"))
    hits = found(document.text, "neuf est")
    pieces = list(Marker(document, cited, hits).pieces(Span(0, len(document.text))))
    assert "".join(piece.text for piece in pieces) == document.text
    assert "".join(piece.text for piece in pieces if piece.cited) == "pont neuf"
    assert "".join(piece.text for piece in pieces if piece.hit) == "neuf est"
    assert [piece.first for piece in pieces if piece.cited] == [True, False]
    assert [(piece.opens, piece.closes) for piece in pieces if piece.hit] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_a_page_that_begins_within_a_paragraph_is_told_there() -> None:
    report = report_of()
    marker = Marker(report, None, [])
    assert marker.begun(0) == (1,)
    last = report.text.index("Le 24/06")
    assert marker.begun(last) == (2,)
    before, after = marker.pieces(Span(last, len(report.text)))
    assert (before.pages, after.pages) == ((), (3,))
    assert after.text == "Elle est ouverte à tous."
