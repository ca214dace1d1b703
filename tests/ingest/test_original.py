"""A file is given out only where it still is what was indexed."""

from pathlib import Path

import pytest

from ingest.cache import Cache
from ingest.original import original
from ingest.reading import read_document
from ingest.schema import Document


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "2021").mkdir(parents=True)
    (folder / "2021/a.txt").write_text("Bilan\n\nOnze communes ont rejoint le réseau.")
    return folder


@pytest.fixture
def document(corpus: Path) -> Document:
    return read_document(corpus / "2021/a.txt", corpus)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_the_same_file_is_given(document: Document, corpus: Path, cache: Cache) -> None:
    assert original(document, corpus, cache) == (corpus / "2021/a.txt").resolve()


def test_a_file_that_changed_is_not(document: Document, corpus: Path, cache: Cache) -> None:
    assert original(document, corpus, cache)
    (corpus / "2021/a.txt").write_text("Bilan\n\nDouze communes ont rejoint le réseau.")
    assert original(document, corpus, cache) is None
    (corpus / "2021/a.txt").unlink()
    assert original(document, corpus, cache) is None


def test_no_file_outside_the_corpus_is_given(
    document: Document, corpus: Path, cache: Cache
) -> None:
    outside = corpus.parent / "a.txt"
    (corpus / "2021/a.txt").rename(outside)
    (corpus / "2021/a.txt").symlink_to(outside)
    assert original(document, corpus, cache) is None
    for place in ("../a.txt", str(outside)):
        (corpus / "2021/a.txt").unlink(missing_ok=True)
        lost = Document(place, "", None, "fr", document.text, document.sha256)
        assert original(lost, corpus, cache) is None
