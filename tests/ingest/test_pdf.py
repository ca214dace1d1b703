"""PDF → text, on files that the tests draw."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF

from ingest import pdf
from ingest.errors import DocumentError
from ingest.loaded import Loaded
from ingest.pdf import load_pdf

SENTENCE = "La mission a aidé douze communes à ouvrir une maison de services pour les habitants."
Draw = Callable[[FPDF], None]


def drawn(*pages: Draw, title: str = "", password: str = "") -> bytes:
    file = FPDF(unit="pt", format=(600, 800))
    file.set_auto_page_break(False)
    if title:
        file.set_title(title)
    if password:
        file.set_encryption(owner_password=password, user_password=password)
    for draw in pages:
        file.add_page()
        file.set_font("Helvetica", size=11)
        draw(file)
    return bytes(file.output())


CARDS = [
    ("Cantine", "Pour mieux manger", "250 000"),
    ("Marche", "Pour mieux bouger", "100 000"),
    ("Logis", "Pour mieux loger", "300 000"),
]


def write(file: FPDF, x: float, y: float, *texts: str, size: float = 11, style: str = "") -> None:
    """Lines from the point `(x, y)`."""
    file.set_font("Helvetica", style, size)
    for number, text in enumerate(texts):
        file.text(x, y + 1.25 * size * number, text)


def loaded(*pages: Draw, title: str = "") -> Loaded:
    found = load_pdf(drawn(*pages, title=title))
    for heading in found.headings:
        assert found.text[heading.start : heading.end] == heading.title
    for table in found.tables:
        assert "\n\n" not in found.text[table.start : table.end]
    return found


def report(file: FPDF) -> None:
    write(file, 50, 80, "Bilan 2022 du programme", size=24, style="B")
    write(file, 50, 130, "Les territoires", size=16, style="B")
    write(
        file, 50, 160, "Douze communes ont ouvert une maison de ser-", "vices pour les habitants."
    )
    write(file, 50, 210, "Trois projets ont suivi :", "- une école", "- un marché couvert")
    write(file, 50, 280, "Budget", size=16, style="B")
    write(file, 50, 310, SENTENCE)


def test_headings_paragraphs_and_items() -> None:
    found = loaded(report)
    assert found.text == (
        "Bilan 2022 du programme\n\nLes territoires\n\nDouze communes ont ouvert une maison de "
        "services pour les habitants.\n\nTrois projets ont suivi :\n\n- une école\n- un marché "
        f"couvert\n\nBudget\n\n{SENTENCE}"
    )
    levels = {heading.title: heading.level for heading in found.headings}
    assert list(levels) == ["Bilan 2022 du programme", "Les territoires", "Budget"]
    assert levels["Bilan 2022 du programme"] < levels["Budget"] == levels["Les territoires"]
    assert found.title == "Bilan 2022 du programme"
    assert (found.pages, found.page_labels, found.warnings) == ((0,), (), ())


def test_the_title_of_the_metadata_counts_where_the_page_says_it() -> None:
    assert loaded(report, title="Bilan 2022").title == "Bilan 2022"
    assert loaded(report, title="Microsoft Word - doc1").title == "Bilan 2022 du programme"


@pytest.mark.parametrize(
    ("cut", "after", "whole"),
    [
        ("les habi-", "tants de la commune", "les habitants de la commune"),
        ("le porte-", "parole du ministre", "le porte-parole du ministre"),
        ("les Pyrénées-", "Atlantiques en été", "les Pyrénées-Atlantiques en été"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(cut: str, after: str, whole: str) -> None:
    assert whole in loaded(lambda file: write(file, 50, 80, SENTENCE, cut, after)).text


def page(number: int, label: str = "") -> Draw:
    def draw(file: FPDF) -> None:
        write(file, 50, 30, "Agence des communes")
        write(file, 50, 100, f"Le chantier {'abcdefgh'[number]} a reçu des élus de la région.")
        write(file, 290, 780, label)

    return draw


def test_running_heads_and_page_numbers_go_and_printed_numbers_are_kept() -> None:
    found = loaded(*(page(number, str(number + 5)) for number in range(4)))
    assert "Agence" not in found.text
    assert found.page_labels == ("5", "6", "7", "8")
    assert [found.text[start:].split(" ", 3)[2] for start in found.pages] == ["a", "b", "c", "d"]


def test_page_numbers_of_their_own_need_no_label() -> None:
    assert loaded(*(page(number, f"{number + 1} / 4") for number in range(4))).page_labels == ()


def test_a_number_that_is_no_page_s_stays() -> None:
    found = loaded(*(page(number, label) for number, label in enumerate(["12", "90", "7", "41"])))
    assert all(label in found.text for label in ("12", "90", "41"))
    assert found.page_labels == ()


def test_a_sentence_goes_on_over_the_page() -> None:
    def first(file: FPDF) -> None:
        write(file, 50, 700, SENTENCE, "Ensuite la mission a reçu")

    def second(file: FPDF) -> None:
        write(file, 50, 100, "les élus de la région.", "Elle a fermé en juin.")

    found = loaded(first, second)
    assert "a reçu les élus de la région. Elle" in found.text
    assert found.text[found.pages[1] :].strip().startswith("les élus")


def test_a_ruled_table_is_a_row_a_line() -> None:
    def draw(file: FPDF) -> None:
        write(file, 50, 60, SENTENCE)
        write(file, 50, 90, "Tableau 1. Maisons ouvertes")
        file.set_xy(50, 110)
        file.set_font("Helvetica", size=11)
        with file.table(width=300, align="LEFT") as table:
            for row in (("Région", "Maisons"), ("Bretagne", "12"), ("Corse", "3")):
                table.row(row)
        write(file, 50, 300, SENTENCE)

    found = loaded(draw)
    (table,) = found.tables
    assert found.text[table.start : table.end] == "Région | Maisons\nBretagne | 12\nCorse | 3"
    assert (table.title, table.header) == ("Tableau 1. Maisons ouvertes", "Région | Maisons")


def test_a_frame_is_no_table() -> None:
    def draw(file: FPDF) -> None:
        file.rect(40, 60, 400, 60)
        write(file, 50, 80, SENTENCE)

    assert loaded(draw).tables == ()


def test_a_figure_goes_with_its_words() -> None:
    def draw(file: FPDF) -> None:
        write(file, 50, 60, SENTENCE)
        write(file, 50, 150, "213", size=60, style="B")
        write(file, 50, 180, "maisons ouvertes")

    assert "213 maisons ouvertes" in loaded(draw).text


def test_a_figure_at_the_foot_of_a_card_stays_with_it() -> None:
    def draw(file: FPDF) -> None:
        write(file, 50, 60, SENTENCE)
        for at, (name, told, figure) in enumerate(CARDS):
            write(file, 50 + 180 * at, 140, name, style="B")
            write(file, 50 + 180 * at, 156, told)
            write(file, 50 + 180 * at, 178, figure, size=18, style="B")

    text = loaded(draw).text
    for name, told, figure in CARDS:
        assert f"{name}\n\n{told} {figure}" in text


def test_an_amount_goes_with_the_words_under_it_or_beside_it() -> None:
    def draw(file: FPDF) -> None:
        write(file, 50, 60, SENTENCE)
        write(file, 50, 150, "7,2 millions d'euros", size=24)
        write(file, 320, 150, "IMPACT", size=30)
        write(file, 50, 170, "investis dans les maisons")
        write(file, 50, 250, "3 millions d'euros", size=20)
        write(file, 320, 250, "Soutien aux écoles", size=22, style="B")

    text = loaded(draw).text
    assert "7,2 millions d'euros investis dans les maisons" in text
    assert "3 millions d'euros Soutien aux écoles" in text


def test_a_row_of_amounts_goes_with_no_words_beside_it() -> None:
    def draw(file: FPDF) -> None:
        write(file, 50, 60, SENTENCE)
        write(file, 50, 150, "3 millions 4 millions", size=20)
        write(file, 320, 150, "Les trois écoles", size=22)

    assert "millions Les" not in loaded(draw).text


def test_a_figure_with_nothing_near_stays_alone() -> None:
    def draw(file: FPDF) -> None:
        write(file, 50, 60, SENTENCE)
        write(file, 50, 150, "213", size=40, style="B")
        write(file, 50, 400, SENTENCE)

    assert "\n\n213\n\n" in loaded(draw).text


def test_what_stands_beyond_the_page_is_not_read() -> None:
    def draw(file: FPDF) -> None:
        write(file, 50, 60, SENTENCE)
        write(file, 700, 60, "caché")

    assert "caché" not in loaded(draw).text


def blank(file: FPDF) -> None:
    """Nothing is drawn."""


def garbled(file: FPDF) -> None:
    write(file, 50, 80, *["".join(chr(ord(c) + 3) if c.isalpha() else c for c in SENTENCE)] * 3)


def scanned(file: FPDF) -> None:
    from PIL import Image

    file.image(Image.new("L", (60, 80), 200), 0, 0, 600, 800)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (drawn(report, password="secret"), "mot de passe"),
        (drawn(report)[:400], "abîmé"),
        (b"%PDF-1.7\n\0\x01\x02", "abîmé"),
        (b"", "abîmé"),
        (drawn(blank, blank), "blanches"),
        (drawn(scanned), "numérisation"),
        (drawn(garbled), "illisible"),
    ],
)
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason) as raised:
        load_pdf(data)
    assert " ; " in str(raised.value)


def test_a_limit_on_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(DocumentError, match="plus de 1 pages"):
        load_pdf(drawn(report, report))


def test_a_page_without_text_is_told() -> None:
    assert loaded(report, scanned).warnings == ("pages sans texte : 2",)


def test_the_reader_of_the_corpus_knows_the_format(tmp_path: Path) -> None:
    from ingest.reading import read_document

    path = tmp_path / "2022" / "bilan.pdf"
    path.parent.mkdir()
    path.write_bytes(drawn(report))
    document = read_document(path, tmp_path)
    assert document.title == "Bilan 2022 du programme"
    assert document.pages == (0,)
