"""DOCX → the text of the printed page, with its headings and tables."""

import pytest

from ingest.loaded import Loaded
from ingest.office import load_docx
from tests.ingest.office_files import packed, word_files


def word(body: str, **parts: str) -> Loaded:
    loaded = load_docx(packed(word_files(body, **parts)))
    for heading in loaded.headings:
        assert loaded.text[heading.start : heading.end] == heading.title
    return loaded


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inside}</w:p>"


def item(text: str, level: int = 0, number: int = 1) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return par(text, more=numbers)


def cell(text: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{par(text)}</w:tc>"


def row(*cells: str, more: str = "") -> str:
    return f"<w:tr><w:trPr>{more}</w:trPr>{''.join(cells)}</w:tr>"


def test_word_headings_are_known_by_style_lineage_and_outline() -> None:
    loaded = word(
        par("Bilan", "Titre") + par("2021", "Titre") + par("Actions", "Titre1")
        + par("Sous", "Interne") + par("Plan", more='<w:outlineLvl w:val="2"/>')
        + par("", "Titre1") + par("Texte.", "Boucle")
    )  # fmt: skip
    assert [(h.level, h.title) for h in loaded.headings] == [
        (1, "Bilan"), (1, "2021"), (2, "Actions"), (3, "Sous"), (4, "Plan"),
    ]  # fmt: skip
    assert loaded.title == "Bilan 2021"
    assert loaded.text.endswith("Plan\n\nTexte.")


def test_word_headings_keep_their_levels_without_a_title() -> None:
    loaded = word(par("Un", "Titre1") + par("Deux", "Titre2"))
    assert [(h.level, h.title) for h in loaded.headings] == [(1, "Un"), (2, "Deux")]
    assert loaded.title == ""


SPLIT = '<w:rPr><w:del w:id="1"/></w:rPr>'
FIELD = '<w:fldSimple w:instr="SEQ Tableau">{}</w:fldSimple>'
TOC = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
HINT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
BOX = (
    "<w:r><w:pict><v:shape alt='{}'><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r>"
)
ALTERNATE = (
    "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback>"
    "</mc:AlternateContent>"
)
DRAWING = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="{}">{}</wp:docPr></wp:inline>'
    "</w:drawing></w:r>"
)
DECORATIVE = '<a:decorative xmlns:a="urn:a" val="1"/>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (par("a") + item("b") + item("c", 1) + item("d") + par("e"), "a\n\n- b\n- c\n- d\n\ne"),
        (par("a", "Puce") + par("b", "Puce") + item("c", number=0), "- a\n- b\n\nc"),
        (par(run("a ") + f"<w:ins>{run('b')}</w:ins><w:del>{run('x')}</w:del>"), "a b"),
        (par(f"<w:moveFrom>{run('x')}</w:moveFrom><w:moveTo>{run('a')}</w:moveTo>"), "a"),
        (par("a ", more=SPLIT) + par("b"), "a b"),
        (par(f"{run('a')}<w:r><w:commentReference w:id='0'/></w:r>"), "a"),
        (par("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>" + run("a")), "a"),
        (par(run("Tableau ") + FIELD.format(run("1"))), "Tableau 1"),
        (par(f"<w:hyperlink>{run('lien')}</w:hyperlink><w:r><w:tab/><w:t>a</w:t></w:r>"), "lien a"),
        (
            par(f"{run('a')}<w:r><w:br/><w:t>b</w:t><w:noBreakHyphen/></w:r>{run('c')}"),
            "a\nb\u2011c",
        ),
        (par("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
        (f"{TOC}</w:sdtPr><w:sdtContent>{par('x')}</w:sdtContent></w:sdt>{par('y', 'TM1')}", ""),
        (HINT.format(par("x")) + par(run("a") + HINT.format(run("x"))), "a"),
        (f"<w:sdt><w:sdtContent>{par('a')}</w:sdtContent></w:sdt>", "a"),
        (par(BOX.format("", par("Encart")) + run("a")), "a\n\nEncart"),
        (par(ALTERNATE.format(BOX.format("Forme", par("b"))) + run("a")), "a\n\nForme\n\nb"),
        (
            par(DRAWING.format("Carte des sites", "")) + par("Figure 1", "Lgende"),
            "Carte des sites\n\nFigure 1",
        ),
        (par(DRAWING.format("Une tour. Description générée automatiquement", "")) + par("a"), "a"),
        (par(DRAWING.format("Filet", DECORATIVE)) + par("a"), "a"),
    ],
)
def test_word_text_is_that_of_the_printed_page(body: str, text: str) -> None:
    assert word(body).text == text


def test_word_notes_stand_after_what_calls_them_and_cut_no_list() -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{number}">{par(text)}</w:footnote>'
        for number, text in ((2, "Note."), (0, "x"))
    )
    body = par(run("a") + call + run(".")) + item("b") + par("c")
    assert word(body, footnotes=notes, header1=par("x"), comments=par("x")).text == (
        "a.\n\nNote.\n\n- b\n\nc"
    )
    listed = (
        item("a") + par(run("b") + call, more="<w:numPr><w:numId w:val='1'/></w:numPr>") + item("c")
    )
    assert word(listed, footnotes=notes).text == "- a\n- b\n- c\n\nNote."
    table = f"<w:tbl>{row(cell('d'), cell('e'))}</w:tbl>"
    loaded = word(par(run("Tableau") + call, "Lgende") + table, footnotes=notes)
    assert (loaded.text, loaded.tables[0].title) == ("Note.\n\nTableau\n\nd | e", "Tableau")


LOOK = '<w:tblPr><w:tblLook w:val="04A0"/></w:tblPr>'
START, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@pytest.mark.parametrize(
    ("table", "text", "header"),
    [
        (row(cell("a"), cell("b")) + row(cell("c"), cell("d")), "a | b\nc | d", ""),
        (LOOK + row(cell("a"), cell("b")) + row(cell("c"), cell("")), "a | b\nc |", "a | b"),
        (
            row(cell("a"), cell("b"), more="<w:tblHeader/>") + row(cell("c"), cell("d")),
            "a | b\nc | d",
            "a | b",
        ),
        (row(cell("a", START), cell("b")) + row(cell("", GOES_ON), cell("c")), "a | b\na | c", ""),
        (row(cell("a", START), cell("b")) + row(cell("c", START), cell("d")), "a | b\nc | d", ""),
        (row(cell("a", '<w:gridSpan w:val="2"/>'), cell("b")) + row(cell("")), "a | b", ""),
        (row(cell("a"), cell("b")) + row(cell("x"), cell("y"), more="<w:del/>"), "a | b", ""),
    ],
)
def test_word_tables_have_a_line_for_each_row(table: str, text: str, header: str) -> None:
    loaded = word(par("Tableau 1 : villes", "Lgende") + f"<w:tbl>{table}</w:tbl>" + par("fin"))
    assert loaded.text == f"Tableau 1 : villes\n\n{text}\n\nfin"
    (found,) = loaded.tables
    assert (found.title, found.header) == ("Tableau 1 : villes", header)
    assert loaded.text[found.start : found.end] == text


def test_the_caption_of_a_figure_is_not_that_of_the_table_below() -> None:
    table = f"<w:tbl>{row(cell('a'), cell('b'))}</w:tbl>"
    assert word(par("Figure 1 : carte", "Lgende") + table).tables[0].title == ""


def test_the_strict_variant_of_word_and_another_name_of_the_main_part_read_alike() -> None:
    files = word_files(par("Actions", "Titre1") + item("a"))
    main = str(files.pop("word/document.xml"))
    files["word/document2.xml"] = main.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    files["_rels/.rels"] = str(files["_rels/.rels"]).replace("document.xml", "document2.xml")
    loaded = load_docx(packed(files))
    assert (loaded.text, loaded.headings[0].title) == ("Actions\n\n- a", "Actions")


def test_text_inside_charts_is_said_to_be_missing() -> None:
    files = word_files(par("a")) | {"word/charts/chart1.xml": "<x/>"}
    assert "graphiques" in load_docx(packed(files)).warnings[0]
