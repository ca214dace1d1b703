"""A document's text as headings, paragraphs, lists and tables, each at its place."""

from dataclasses import replace

from ingest.schema import Heading, Table
from tests.ui.fakes import FakeAssistant, document_of, report_of
from ui.blocks import Block, blocks


def texts(block: Block, text: str) -> list[list[str]]:
    return [[text[cell.start : cell.end] for cell in row] for row in block.rows]


def test_every_kind_of_block_is_found_in_order() -> None:
    report = report_of()
    found = blocks(report)
    assert [block.kind for block in found] == [
        "heading", "heading", "list", "table", "heading", "paragraph",
    ]  # fmt: skip
    assert texts(found[2], report.text) == [["187 agents"], ["dont 12 à Mende"]]
    assert texts(found[3], report.text) == [["Antenne", "Agents"], ["Mende", "12"], ["Foix", "7"]]
    assert (found[3].headed, found[3].title) == (True, "Tableau 1")


def test_levels_have_no_gap() -> None:
    assert [block.level for block in blocks(report_of()) if block.kind == "heading"] == [2, 3, 4]


def test_a_heading_of_rules_alone_is_no_heading() -> None:
    document = document_of("a.txt", "____\n\nTexte.", "A")
    document = replace(document, headings=(Heading(0, 4, 1, "____"),))
    assert [block.kind for block in blocks(document)] == ["paragraph", "paragraph"]


def test_an_item_goes_on_and_a_list_ends_a_paragraph() -> None:
    document = document_of("a.txt", "Il y a :\n- un pont\nde bois\n* un bac\n\nFin\nsuite.", "A")
    kinds = [(block.kind, texts(block, document.text)) for block in blocks(document)]
    assert kinds == [
        ("paragraph", [["Il y a :"]]),
        ("list", [["un pont\nde bois"], ["un bac"]]),
        ("paragraph", [["Fin\nsuite."]]),
    ]


def test_empty_cells_keep_their_column() -> None:
    text = "a |  | c\n| b |\nx|y | z"
    document = replace(document_of("a.md", text, "A"), tables=(Table(0, len(text)),))
    (table,) = blocks(document)
    assert texts(table, text) == [["a", "", "c"], ["", "b", ""], ["x|y", "z"]]
    assert not table.headed


def test_no_letter_of_a_document_is_lost(assistant: FakeAssistant) -> None:
    for document in (assistant.real, assistant.hostile):
        rows = [row for block in blocks(document) for row in texts(block, document.text)]
        shown = "".join(cell for row in rows for cell in row)
        assert [c for c in shown if c.isalnum()] == [c for c in document.text if c.isalnum()]
