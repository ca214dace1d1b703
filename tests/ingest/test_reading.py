"""Files → documents: encodings, formats, side files, and what is refused without harm."""

import os
from datetime import date
from pathlib import Path
from pkgutil import resolve_name

import pytest

from ingest import reading
from ingest.errors import CorpusError, DocumentError
from ingest.reading import corpus_files, read_corpus, read_document
from ingest.schema import Document, Period

FRENCH = "Bilan de l’été à Orléans : cœur de métier, 5 000 € déjà versés, où il a fallu agir."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "2021").mkdir(parents=True)
    return tmp_path / "corpus"


def put(corpus: Path, content: bytes | str, name: str = "2021/a.txt") -> Path:
    path = corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(corpus: Path, content: bytes | str, name: str = "2021/a.txt") -> Document:
    return read_document(put(corpus, content, name), corpus)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_with_or_without_its_mark_is_read_as_it_is(corpus: Path, encoding: str) -> None:
    document = read(corpus, FRENCH.encode(encoding))
    assert (document.text, document.warnings) == (FRENCH, ())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encodings_are_recognised_with_a_warning(corpus: Path, encoding: str) -> None:
    document = read(corpus, FRENCH.encode(encoding))
    assert document.text == FRENCH
    (warning,) = document.warnings
    assert encoding.replace("-", "_") in warning
    assert "UTF-8" in warning


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one(corpus: Path, end: str) -> None:
    text = "Un.\n\nDeux.\n"
    assert read(corpus, text.replace("\n", end)).text == text


def test_typography_is_kept_character_for_character(corpus: Path) -> None:
    text = "« L’Œuvre\u00a0» : 4\u202f000 € – e\u0301te\u0301 😀…\n"
    assert read(corpus, text).text == text


@pytest.mark.parametrize("content", [b"", b" \n\t\n ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(corpus: Path, content: bytes) -> None:
    with pytest.raises(DocumentError, match="aucun texte"):
        read(corpus, content)


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"%PDF-1.7\n\0\x01\x02", bytes(range(256)) * 4, b"a\0b"],
)
def test_a_binary_file_is_refused(corpus: Path, content: bytes) -> None:
    with pytest.raises(DocumentError):
        read(corpus, content)


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.txt.bak"])
def test_an_unknown_format_is_refused_with_those_known(corpus: Path, name: str) -> None:
    with pytest.raises(DocumentError, match=r"non reconnu .*\.txt"):
        read(corpus, "Texte.", f"2021/{name}")


@pytest.mark.parametrize("place", reading.LOADERS.values())
def test_every_loader_is_where_the_table_says(place: str) -> None:
    assert callable(resolve_name(place))


def test_the_case_of_the_suffix_does_not_matter(corpus: Path) -> None:
    assert read(corpus, "Texte.", "2021/A.TXT").text == "Texte."


def test_a_huge_file_is_refused(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(DocumentError, match="dépasse"):
        read(corpus, "x" * 11)


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("2021/a.txt", Period.of_year(2021)),
        ("2021/divers/a.txt", Period.of_year(2021)),
        ("2020/2021/a.txt", Period.of_year(2021)),
        ("divers/a.txt", None),
        ("20211/a.txt", None),
    ],
)
def test_the_nearest_folder_named_by_a_year_gives_the_period(
    corpus: Path, name: str, period: Period | None
) -> None:
    document = read(corpus, "Texte.", name)
    assert (document.id, document.period) == (name, period)


def test_without_a_side_file_the_title_is_the_first_heading_else_the_name(corpus: Path) -> None:
    assert read(corpus, "Rapport annuel\n\nUn texte.").title == "Rapport annuel"
    assert read(corpus, "Un texte.").title == "a"


def test_the_side_file_says_what_it_knows(corpus: Path) -> None:
    put(
        corpus,
        'title = "Été"\npublisher = "ANCT"\nperiod = ["2021-06-01", "2021-08-31"]\n',
        "2021/a.txt.toml",
    )
    document = read(corpus, "Texte.")
    assert (document.title, document.publisher, document.language) == ("Été", "ANCT", "fr")
    assert document.period == Period(date(2021, 6, 1), date(2021, 8, 31))


def test_the_side_file_may_write_dates_of_toml(corpus: Path) -> None:
    put(corpus, "period = [2021-06-01, 2021-08-31]", "2021/a.txt.toml")
    assert read(corpus, "Texte.").period == Period(date(2021, 6, 1), date(2021, 8, 31))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"titre = 'x'", "titre"),
        (b"period = ['2021-02-30', '2021-03-01']", "period"),
        (b"period = ['2021-02-01']", "period"),
        (b"period = '2021'", "period"),
        (b"period = ['2021-02-01', '2021-01-01']", "2021-02-01"),
        (b"title = 3", "title"),
        (b"= =", "line 1"),
        (b"title = '\xe9'", "utf-8"),
    ],
)
def test_a_wrong_side_file_refuses_its_document_and_says_where(
    corpus: Path, content: bytes, told: str
) -> None:
    put(corpus, content, "2021/a.txt.toml")
    with pytest.raises(DocumentError, match=r"a\.txt\.toml") as raised:
        read(corpus, "Texte.")
    assert told in str(raised.value)


@pytest.mark.parametrize(
    "content",
    ["titre = 'x'", "period = ['2021-02-01', '2021-01-01']", "period = '2021'"],
)
def test_what_is_wrong_with_a_side_file_is_said_in_french(corpus: Path, content: str) -> None:
    put(corpus, content, "2021/a.txt.toml")
    with pytest.raises(DocumentError) as raised:
        read(corpus, "Texte.")
    english = ("not permitted", "ends before", "Input should", "Field required")
    assert not [words for words in english if words in str(raised.value)]


def test_a_missing_corpus_is_said_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="RETRO_CORPUS"):
        read_corpus(tmp_path / "nowhere")


def test_a_corpus_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "corpus").write_text("x")
    with pytest.raises(CorpusError, match="RETRO_CORPUS"):
        read_corpus(tmp_path / "corpus")


def test_a_corpus_without_documents_is_said_with_the_command(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="retro index"):
        read_corpus(corpus)


def test_a_corpus_of_bad_files_alone_says_each(corpus: Path) -> None:
    put(corpus, b"", "2021/vide.txt")
    put(corpus, b"x", "2021/tableau.xlsx")
    with pytest.raises(CorpusError, match=r"(?s)tableau\.xlsx.*vide\.txt"):
        read_corpus(corpus)


def test_one_bad_file_does_not_stop_the_others(corpus: Path) -> None:
    put(corpus, "Texte.", "2021/b.txt")
    put(corpus, b"\0\0", "2021/a.txt")
    put(corpus, "x", "2021/c.docx")
    put(corpus, "Autre.", "2022/d.txt")
    put(corpus, "titre = 1", "2022/e.txt.toml")
    put(corpus, "Autre.", "2022/e.txt")
    documents, refusals = read_corpus(corpus)
    assert [document.id for document in documents] == ["2021/b.txt", "2022/d.txt"]
    assert [path for path, _ in refusals] == ["2021/a.txt", "2021/c.docx", "2022/e.txt"]
    assert all(reason for _, reason in refusals)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_the_right_to_read_is_refused(corpus: Path) -> None:
    path = put(corpus, "Texte.")
    path.chmod(0)
    with pytest.raises(DocumentError, match="droits"):
        read_document(path, corpus)


def test_a_file_that_vanishes_or_fails_is_refused(corpus: Path) -> None:
    with pytest.raises(DocumentError, match="lecture impossible"):
        read_document(corpus / "2021" / "nothing.txt", corpus)


def test_only_documents_in_folders_are_taken(corpus: Path) -> None:
    put(corpus, "Texte.", "2021/a.txt")
    for name in ("README.md", ".git/a.txt", "2021/.cache/a.txt", "2021/.a.txt", "2021/b.txt.toml"):
        put(corpus, "x = 1", name)
    assert [path.name for path in corpus_files(corpus)] == ["a.txt"]


def test_a_link_that_leaves_the_corpus_is_refused(corpus: Path) -> None:
    secret = corpus.parent / "secret.txt"
    secret.write_text("Secret.")
    put(corpus, "Texte.")
    (corpus / "2021" / "link.txt").symlink_to(secret)
    (corpus / "2021" / "folder").symlink_to(corpus.parent, target_is_directory=True)
    documents, refusals = read_corpus(corpus)
    assert [document.id for document in documents] == ["2021/a.txt"]
    assert [path for path, _ in refusals] == ["2021/link.txt"]
    assert "sort du dossier" in refusals[0][1]


def test_a_link_within_the_corpus_is_read(corpus: Path) -> None:
    put(corpus, "Texte.")
    (corpus / "2021" / "b.txt").symlink_to(corpus / "2021" / "a.txt")
    assert len(read_corpus(corpus).documents) == 2


def test_a_broken_link_does_not_stop_the_others(corpus: Path) -> None:
    put(corpus, "Texte.")
    (corpus / "2021" / "b.txt").symlink_to(corpus / "nothing")
    assert [document.id for document in read_corpus(corpus).documents] == ["2021/a.txt"]
