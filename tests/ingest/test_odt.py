"""ODT → the text of the printed page, with its headings and tables."""

import pytest

from ingest.loaded import Loaded
from ingest.office import load_odt
from tests.ingest.office_files import open_files, packed

STYLES = "".join(
    f'<style:style style:name="{name}" style:parent-style-name="{parent}"/>'
    for name, parent in (("P1", "P2"), ("P2", "Title"), ("P3", "P3"), ("P4", "Table"))
)


def opened(body: str, title: str = "") -> Loaded:
    loaded = load_odt(packed(open_files(body, STYLES, title)))
    for heading in loaded.headings:
        assert loaded.text[heading.start : heading.end] == heading.title
    return loaded


def par(content: str, style: str = "P3") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def heading(content: str, level: int) -> str:
    return f'<text:h text:outline-level="{level}">{content}</text:h>'


def items(*contents: str) -> str:
    inside = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f"<text:list>{inside}</text:list>"


def test_headings_stand_under_what_is_styled_as_the_title() -> None:
    loaded = opened(
        par("Bilan", "P1") + par("2021", "Title") + heading("Un", 1) + heading("Deux", 2), "Autre"
    )
    assert [(h.level, h.title) for h in loaded.headings] == [
        (1, "Bilan"), (1, "2021"), (2, "Un"), (3, "Deux"),
    ]  # fmt: skip
    assert loaded.title == "Bilan 2021"


def test_without_a_title_in_the_text_the_metadata_has_it() -> None:
    loaded = opened(heading("Un", 1) + heading("", 1), " Le\n bilan ")
    assert [(h.level, h.title) for h in loaded.headings] == [(1, "Un")]
    assert loaded.title == "Le bilan"


DELETED = (
    '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>x</text:p>'
    "</text:deletion></text:changed-region></text:tracked-changes>"
)
IMAGE = "<draw:frame><draw:image/><svg:title>Vue</svg:title><svg:desc>{}</svg:desc></draw:frame>"
BOX = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (par("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d"), "a b c\nd"),
        (par("<text:span>a</text:span> <text:a>lien</text:a>\n fin"), "a lien fin"),
        (par("le <text:date>3 mai</text:date>"), "le 3 mai"),
        (
            par("a") + items(par("b"), par("c") + items(par("d"))) + par("e"),
            "a\n\n- b\n- c\n- d\n\ne",
        ),
        (items(par("a") + par("b"), par("c")), "- a\n\nb\n\n- c"),
        (items(heading("Titre", 1)) + par("a"), "Titre\n\na"),
        ("<text:numbered-paragraph><text:p>a</text:p></text:numbered-paragraph>", "- a"),
        (f"<text:section>{par('a')}</text:section>", "a"),
        (f"<text:section text:display='none'>{par('x')}</text:section>{par('a')}", "a"),
        (DELETED + par("a<text:change text:change-id='c'/>"), "a"),
        (par(f"a<office:annotation>{par('x')}</office:annotation>b"), "ab"),
        (par("a <text:hidden-text>x</text:hidden-text>b"), "a b"),
        (
            f"<text:table-of-content><text:index-body>{par('x')}</text:index-body></text:table-of-content>",
            "",
        ),
        (
            f"<text:bibliography><text:index-body>{par('a')}</text:index-body></text:bibliography>",
            "a",
        ),
        (par(IMAGE.format("Carte")) + par(IMAGE.format("")), "Carte\n\nVue"),
        (par(BOX.format(par("b") + par("c")) + "a"), "a\n\nb\n\nc"),
        (par(BOX.format(par(IMAGE.format("Carte") + "Figure 1"))), "Figure 1\n\nCarte"),
        (BOX.format(par("a")) + par("b"), "a\n\nb"),
        (par(f"<draw:custom-shape>{par('a')}</draw:custom-shape>"), "a"),
    ],
)
def test_the_text_is_that_of_the_printed_page(body: str, text: str) -> None:
    assert opened(body).text == text


def test_notes_stand_after_what_calls_them_and_cut_no_list() -> None:
    body = f"<text:note-body>{par('Note.')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    assert opened(par(f"a{note}.") + items(par("b")) + par("c")).text == "a.\n\nNote.\n\n- b\n\nc"
    assert opened(items(par(f"a{note}"), par("b")) + par("c")).text == "- a\n- b\n\nNote.\n\nc"


def cell(content: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{par(content)}</table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


HEADER = f"<table:table-header-rows>{row(cell('a'), cell('b'))}</table:table-header-rows>"
COVERED = "<table:covered-table-cell/>"


@pytest.mark.parametrize(
    ("table", "text", "header"),
    [
        (row(cell("a"), cell("b")) + row(cell("c"), cell("d")), "a | b\nc | d", ""),
        (HEADER + row(cell("c"), cell("")), "a | b\nc |", "a | b"),
        (f"<table:table-rows>{row(cell('a'), cell('b'))}</table:table-rows>", "a | b", ""),
        (
            row(cell("a", "table:number-rows-spanned='2'"), cell("b")) + row(COVERED, cell("c")),
            "a | b\na | c",
            "",
        ),
        (row(cell("a", "table:number-columns-spanned='2'"), COVERED, cell("b")), "a | b", ""),
        (row(cell("a", "table:number-columns-repeated='2'"), cell("b")), "a | a | b", ""),
        (row(cell("a"), cell("", "table:number-columns-repeated='16000'")), "a" + " |" * 64, ""),
        (row(cell("a"), cell("b")) + row(cell(""), cell("")), "a | b", ""),
    ],
)
def test_tables_have_a_line_for_each_row(table: str, text: str, header: str) -> None:
    loaded = opened(f"{par('Tableau 1', 'P4')}<table:table>{table}</table:table>{par('fin')}")
    (found,) = loaded.tables
    assert (found.title, found.header) == ("Tableau 1", header)
    lines = loaded.text[found.start : found.end].split("\n")
    assert "\n".join(" ".join(line.split()) for line in lines) == text
    assert loaded.text.startswith("Tableau 1\n\na")
    assert loaded.text.endswith("\n\nfin")
