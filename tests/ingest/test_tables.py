"""Tables → passages by groups of rows; pages → the page of each passage."""

from datetime import date

from ingest.index import embedded_text
from ingest.passages import cut
from ingest.schema import Document, Heading, Kind, Origin, Passage, Period, Table

ROWS = ["Région | Maisons", "Bretagne | 12", "Corse | 3", "Grand Est | 40"]
YEAR = Period.of_year(2022)


def document(*blocks: str, title: str = "", header: str = "", pages: tuple[int, ...] = ()) -> (
    Document
):  # fmt: skip
    """The last block but one is the table."""
    text = "\n\n".join(blocks)
    start = text.index(blocks[-2])
    table = Table(start, start + len(blocks[-2]), title, header)
    heading = Heading(0, len(blocks[0]), 1, blocks[0])
    return Document("2022/a.pdf", blocks[0], YEAR, "fr", text, "", "", (heading,), (table,), pages)


def tables(found: Document, most: int = 1000) -> list[Passage]:
    passages = cut(found, lambda text: len(text) <= most)
    assert all(found.text[one.start : one.end] == one.text for one in passages)
    return [one for one in passages if one.kind is Kind.TABLE]


def regions(**options: str) -> Document:
    told = {"title": "Tableau 1. Maisons ouvertes", "header": ROWS[0]} | options
    return document("Bilan", "Une phrase.", "\n".join(ROWS), "La suite.", **told)  # type: ignore[arg-type]


def test_a_table_that_fits_is_one_passage_with_its_title() -> None:
    (whole,) = tables(regions())
    assert whole.text == "\n".join(ROWS)
    assert whole.table == "Tableau 1. Maisons ouvertes"
    assert (whole.period, whole.period_origin) == (YEAR, Origin.DOCUMENT)


def test_rows_that_do_not_fit_together_have_title_and_header_repeated() -> None:
    first, *others = tables(regions(), most=75)
    assert "\n".join(one.text for one in (first, *others)) == "\n".join(ROWS)
    assert others
    for one in others:
        assert one.table == "Tableau 1. Maisons ouvertes\nRégion | Maisons"
        assert "Région | Maisons" in embedded_text(one)
        assert one.heading == "Bilan › Tableau 1. Maisons ouvertes › Région | Maisons"
    assert ROWS[0] not in first.table


def test_a_table_without_title_and_header_repeats_nothing() -> None:
    assert {one.table for one in tables(regions(title="", header=""), most=20)} == {""}


def test_a_row_that_opens_with_its_date_is_a_passage_of_that_date() -> None:
    rows = "Étape | Objet\nMars 2019 | Premier appel\n3 mai 2020 | Ouverture à Brest\nTotal | 2"
    found = tables(document("Bilan", "Une phrase.", rows, "La suite.", header="Étape | Objet"))
    march, day = Period.of_month(2019, 3), Period(date(2020, 5, 3), date(2020, 5, 3))
    assert [(one.text.split(" | ")[0], one.period) for one in found] == [
        ("Étape", YEAR), ("Mars 2019", march), ("3 mai 2020", day), ("Total", YEAR),
    ]  # fmt: skip
    assert [one.period_origin for one in found][1] is Origin.OPENING
    assert found[1].table == "Étape | Objet"


def test_a_question_before_a_table_is_no_part_of_it() -> None:
    found = document("Bilan", "Combien de maisons ?", "\n".join(ROWS), "La suite.")
    assert [one.text for one in tables(found)] == ["\n".join(ROWS)]


def test_a_passage_is_on_the_page_where_it_starts() -> None:
    blocks = ("Bilan", "Une phrase.", "\n".join(ROWS), "La suite.")
    starts = "\n\n".join(blocks).index("Région"), "\n\n".join(blocks).index("La suite")
    found = document(*blocks, pages=(0, *starts))
    pages = {one.text.split()[0]: one.page for one in cut(found, lambda text: True)}
    assert pages == {"Une": 1, "Région": 2, "La": 3}
    assert {one.page for one in cut(document(*blocks), lambda text: True)} == {None}


def test_the_number_printed_on_a_page() -> None:
    labelled = Document("a", "A", None, "fr", "x", "", page_labels=("", "7", "8–9"))
    assert [labelled.page_label(page) for page in (None, 1, 2, 3)] == ["", "", "7", "8–9"]
    assert Document("a", "A", None, "fr", "x", "").page_label(1) == ""
