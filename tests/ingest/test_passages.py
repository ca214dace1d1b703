"""The passages of the real document: nothing lost, each piece dated and under its heading."""

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest

from ingest import reading
from ingest.headings import is_label, plain_headings
from ingest.passages import cut
from ingest.reading import read_document
from ingest.schema import Document, Heading, Kind, Passage, Period
from tests.ingest.small_corpus import plain

CORPUS = Path(reading.__file__).parents[1] / "corpus"
SOURCE = CORPUS / "2020" / "retrospective.txt"
SHA256 = "d1b68bf8c316bc216128e9751c9e540911a0004dc52b930b7ea67812cecc52fa"
YEAR, MARCH = "01-01..12-31", "03-01..03-31"

ENTRIES = {
    "Créée au 1er janvier 2020": YEAR,
    "Tout juste créée": "01-01..01-31",
    "L’ANCT – impliquée": "02-01..02-29",
    "Le 1er confinement entre": "03-17..03-17",
    "Elle recense notamment": MARCH,
    "L’ANCT va naturellement": MARCH,
    "Dès sa création": YEAR,
    "Ainsi, en 2020, Yves Le Breton": YEAR,
    "L’ANCT\u00a0 invite": YEAR,
    "Le conseil d’administration adopte": "06-01..06-30",
    "Les 1er et 2 juillet": "07-01..07-02",
    "Les 8 et 9 juillet": "07-08..07-09",
    "Dès que les contraintes sanitaires": "06-10..06-20",
    "Pour l’ANCT, le numérique": "08-01..08-31",
    "Le 3/09": "09-03..09-03",
    "Le 8/09": "09-08..09-08",
    "Le 24/09": "09-24..09-24",
    "Le 30/09": "09-30..09-30",
    "Le 1er/10": "10-01..10-01",
    "Le 13/10": "10-13..10-13",
    "Le 19/10": "10-19..10-19",
    "Le 20/10": "10-20..10-20",
    "Le 21/10": "10-21..10-21",
    "Les 22-23/10": "10-22..10-23",
    "Le 5/11": "11-05..11-05",
    "Le 14/11": "11-14..11-14",
    "Le 17/11": "11-17..11-17",
    "Le 19/11": "11-19..11-19",
    "Le 24/11": "11-24..11-24",
    "Les 24-25-26/11": "11-24..11-26",
    "Le 25/11": "11-25..11-25",
    "Le 3/12": "12-03..12-03",
    "Le 8/12": "12-08..12-08",
    "Le 15/12": "12-15..12-15",
}
CAPTIONS = [
    "Calendrier avec des pages qui se tournent.",
    "Reportage",
    "Six priorités pour la présidence française",
    "Photo d'agent d'accueil dans une France Services",
    "Photo de groupe avec la présidente de l'ANCT dans le Gers.",
    "(Re)voir la visioconférence",
    "Reportage",
    "Groupe avec ministres MCT-RCT et directeur de l'ANCT",
    "L’Incubateur des territoires en vidéo",
    "Reportage",
    "Illustration points clés sur les 4 000 conseillers numériques.",
    "Les vidéos",
    "Logo du programme Territoires d'industrie sur une photo en fond",
    "Crédits photos : iStock, H.-M. Duclos, J. Gainche, DR.",
]
MONTHS = "Janvier Février Mars Juin Juillet Août Septembre Octobre Novembre Décembre".split()


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(SOURCE, CORPUS)


@pytest.fixture(scope="module")
def passages(document: Document) -> tuple[Passage, ...]:
    return cut(document, lambda text: True)


def one(passages: tuple[Passage, ...], start: str) -> Passage:
    (found,) = [passage for passage in passages if passage.text.startswith(start)]
    return found


def days(passage: Passage) -> str:
    assert passage.period is not None
    return f"{passage.period.first:%m-%d}..{passage.period.last:%m-%d}"


def lost(document: Document, spans: list[tuple[int, int]]) -> str:
    """The characters, white space apart, that are in none of the spans."""
    covered = {offset for start, end in spans for offset in range(start, end)}
    return "".join(c for i, c in enumerate(document.text) if i not in covered and not c.isspace())


def test_the_corpus_file_is_the_original_byte_for_byte(document: Document) -> None:
    assert hashlib.sha256(SOURCE.read_bytes()).hexdigest() == SHA256 == document.sha256


def test_the_document_is_that_of_the_agency_for_2020(document: Document) -> None:
    assert document.id == "2020/retrospective.txt"
    assert document.title == "Rétrospective 2020 de l’ANCT"
    assert document.period == Period.of_year(2020)
    assert document.warnings == ()


@pytest.mark.parametrize(("start", "period"), ENTRIES.items())
def test_each_entry_has_its_period(passages: tuple[Passage, ...], start: str, period: str) -> None:
    passage = one(passages, start)
    assert days(passage) == period
    assert passage.period is not None
    assert {passage.period.first.year, passage.period.last.year} == {2020}


def test_the_table_of_entries_is_the_whole_document_in_order(
    passages: tuple[Passage, ...],
) -> None:
    entries = [passage for passage in passages if passage.kind is not Kind.CAPTION]
    assert [p.text.startswith(e) for p, e in zip(entries, ENTRIES, strict=True)] == [True] * 34


def test_captions_and_labels_are_recognised_and_nothing_else(
    passages: tuple[Passage, ...],
) -> None:
    captions = [passage.text for passage in passages if passage.kind is Kind.CAPTION]
    assert captions == CAPTIONS


def test_dated_entries_are_events_and_the_rest_paragraphs(passages: tuple[Passage, ...]) -> None:
    assert one(passages, "Le 3/09").kind is Kind.EVENT
    assert one(passages, "Tout juste créée").kind is Kind.EVENT
    assert one(passages, "Dès sa création").kind is Kind.PARAGRAPH
    assert one(passages, "Créée au 1er janvier").kind is Kind.PARAGRAPH


def test_each_text_is_that_of_its_offsets(
    document: Document, passages: tuple[Passage, ...]
) -> None:
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.title


def test_nothing_of_the_text_is_lost_or_told_twice(
    document: Document, passages: tuple[Passage, ...]
) -> None:
    spans = sorted((part.start, part.end) for part in (*passages, *document.headings))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert lost(document, spans) == ""


def test_headings_of_the_document(document: Document) -> None:
    titles = [heading.title for heading in document.headings]
    assert [title for title in titles if title in MONTHS] == MONTHS
    assert [title for title in titles if title not in MONTHS] == [
        "Rétrospective",
        "Retour sur les temps forts de l’ANCT, en 2020",
        "Des relations étroites avec les élus locaux et le Parlement",
        "Sur le terrain",
    ]


@pytest.mark.parametrize(
    ("start", "path"),
    [
        ("Tout juste créée", ("Rétrospective", "Janvier")),
        ("L’ANCT va naturellement", ("Rétrospective", "Mars")),
        (
            "Ainsi, en 2020",
            ("Rétrospective", "Des relations étroites avec les élus locaux et le Parlement"),
        ),
        ("Les 24-25-26/11", ("Rétrospective", "Novembre")),
        ("Crédits photos", ("Rétrospective", "Décembre")),
    ],
)
def test_a_passage_knows_the_headings_above_it(
    passages: tuple[Passage, ...], start: str, path: tuple[str, ...]
) -> None:
    assert one(passages, start).headings == path
    assert one(passages, start).heading == " › ".join(path)


def test_each_entry_of_a_month_is_under_it(passages: tuple[Passage, ...]) -> None:
    for start, period in ENTRIES.items():
        if start.startswith("Le") and "/" in start:
            assert one(passages, start).headings[-1] == {
                "09": "Septembre", "10": "Octobre", "11": "Novembre", "12": "Décembre",
            }[period[:2]]  # fmt: skip


def test_a_speech_is_one_passage_with_who_said_it(passages: tuple[Passage, ...]) -> None:
    speech = one(passages, "L’ANCT va naturellement")
    assert speech.kind is Kind.QUOTATION
    assert speech.text.endswith(
        "Jacqueline Gourault, ministre de la Cohésion des territoires "
        "et des Relations avec les collectivités territoriales"
    )
    assert "acteur majeur" in speech.text
    assert "(…) Elle peut mobiliser" in speech.text


def test_the_title_of_the_box_is_its_heading(passages: tuple[Passage, ...]) -> None:
    box = one(passages, "Dès que les contraintes")
    assert box.headings[-1] == "Sur le terrain"
    assert box.text.endswith("Yves Le Breton.")
    assert not any("Sur le terrain" in passage.text for passage in passages)


@pytest.mark.parametrize("limit", [60, 200, 400])
def test_a_long_paragraph_is_split_where_it_must(document: Document, limit: int) -> None:
    pieces = cut(document, lambda text: len(text) <= limit)
    assert max(len(piece.text) for piece in pieces) <= limit
    assert all(document.text[p.start : p.end] == p.text for p in pieces)
    spans = [(part.start, part.end) for part in (*pieces, *document.headings)]
    assert lost(document, spans) == ""


def test_a_long_paragraph_is_split_between_sentences(
    document: Document, passages: tuple[Passage, ...]
) -> None:
    whole = one(passages, "Dès sa création")
    pieces = [
        piece
        for piece in cut(document, lambda text: len(text) <= 300)
        if whole.start <= piece.start < whole.end
    ]
    assert len(pieces) > 1
    assert all(piece.text[0].isupper() and piece.text.endswith(".") for piece in pieces)
    assert {piece.headings for piece in pieces} == {whole.headings}


def test_each_piece_of_a_split_entry_keeps_the_date_of_the_entry(
    document: Document, passages: tuple[Passage, ...]
) -> None:
    pieces = cut(document, lambda text: len(text) <= 200)
    for start in ("Le 8/09", "Le 24/09", "Le 20/10"):
        whole = one(passages, start)
        inside = [p for p in pieces if whole.start <= p.start < whole.end]
        assert len(inside) > 1
        assert {days(piece) for piece in inside} == {days(whole)}


def test_a_word_without_spaces_beyond_the_limit_is_cut_and_not_lost() -> None:
    word = "x" * 1000
    period = Period.of_year(2021)
    pieces = cut(Document("2021/a", "A", period, "fr", word, ""), lambda text: len(text) <= 90)
    assert "".join(piece.text for piece in pieces) == word
    assert max(len(piece.text) for piece in pieces) <= 90


def test_a_deeper_heading_keeps_those_above_and_a_sister_replaces() -> None:
    text = "A\n\nB\n\nUn texte.\n\nC\n\nUn autre."
    levels = {"A": 1, "B": 2, "C": 2}
    headings = tuple(
        Heading(text.index(t), text.index(t) + 1, level, t) for t, level in levels.items()
    )
    found = cut(
        Document("2021/a", "A", Period.of_year(2021), "fr", text, "", headings=headings),
        lambda piece: True,
    )
    assert [(p.text, p.headings) for p in found] == [
        ("Un texte.", ("A", "B")),
        ("Un autre.", ("A", "C")),
    ]


@pytest.mark.parametrize(
    "text",
    ["Reportage", "Photo de groupe", "Les vidéos", "© ANCT", "Crédit photo : X", "Voir l’article"],
)
def test_labels(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize("text", ["Sur le terrain", "Janvier", "Le photographe parle ici."])
def test_no_labels(text: str) -> None:
    assert not is_label(text)


def test_the_title_straight_above_the_first_month_is_a_heading() -> None:
    titles = [h.title for h in plain_headings("Rétrospective 2021\n\nJanvier\n\nUn texte ici.")]
    assert titles == ["Rétrospective 2021", "Janvier"]


def test_a_question_and_its_answer_are_one_passage() -> None:
    found = plain("Un texte qui dit tout.\n\nPeut-on venir à pied ?\n\nOui. Le chemin est court.")
    assert [p.text for p in found][-1] == "Peut-on venir à pied ?\n\nOui. Le chemin est court."


def test_two_questions_in_a_row_stay_apart() -> None:
    found = plain("Un texte qui dit tout.\n\nPeut-on venir ?\n\nEt à pied ?\n\nOui, par le chemin.")
    assert [p.text for p in found][-1] == "Et à pied ?\n\nOui, par le chemin."
