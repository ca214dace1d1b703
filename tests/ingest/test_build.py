"""A build from the corpus to the live version, and what is seen when it does not end well."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import build
from ingest.build import build_index, open_index, settings_fingerprint
from ingest.embedding import Embedder
from ingest.errors import CorpusError, IndexMismatchError, IndexMissingError, IndexStoreError
from ingest.index import Index
from ingest.lexical import LexicalIndex
from ingest.schema import Kind, Period
from ingest.settings import Settings, load_settings
from ingest.text import keys
from ingest.vectors import VectorStore
from ingest.versions import Versions
from tests.ingest.small_corpus import MARCH, grow


def folders(settings: Settings) -> list[str]:
    index = settings.data / "index"
    return sorted(path.name.split("-")[0] for path in index.iterdir() if path.is_dir())


def assert_still_answers(settings: Settings, embedder: Embedder, number: int) -> None:
    index = open_index(settings, embedder)
    try:
        assert index.manifest.number == number
        assert list(index.faults(embedder.embed_documents)) == []
    finally:
        index.close()


def test_a_first_build_is_live_and_whole(built: Settings, embedder: Embedder) -> None:
    assert_still_answers(built, embedder, 1)
    assert folders(built) == ["v1"]
    (entry,) = Versions(built.data).list()[0].documents
    assert (entry.id, entry.period) == ("2021/mars.txt", ("2021-01-01", "2021-12-31"))
    assert entry.title == "Bilan de l’année"


def test_what_an_open_index_gives(built: Settings, embedder: Embedder) -> None:
    index = open_index(built, embedder)
    try:
        assert index.years == (2021,)
        assert Kind.CAPTION in {passage.kind for passage in index.passages}
        assert Kind.CAPTION not in {passage.kind for passage in index.searched}
        dense = index.dense(embedder.embed_query("Où ouvre une maison ?"), k=5)
        assert "Brest" in dense[0].passage.text
        assert [hit.rank for hit in dense] == [1, 2, 3]
        lexical = index.lexical(dict.fromkeys(keys("le contrat du maire"), 1.0), k=5)
        assert "Lyon" in lexical[0].passage.text
        assert index.spelling("annee") is None
        assert index.spelling("euros") is None
        assert index.spelling("territoires") == "territoires"
        assert index.document_frequency(keys("maire")[0]) == 1
        assert index.expansions("ant") == {keys("agence")[0]}
    finally:
        index.close()


def test_a_search_within_a_period_gives_what_tells_of_it(
    built: Settings, embedder: Embedder
) -> None:
    index = open_index(built, embedder)
    march, other = Period.of_month(2021, 3), Period.of_month(2020, 3)
    vector, weights = embedder.embed_query("agence"), dict.fromkeys(keys("agence ouvre"), 1.0)
    try:
        for hits in (index.dense(vector, 5, [march]), index.lexical(weights, 5, [march])):
            assert hits
            assert all(hit.passage.tells_of(march) for hit in hits)
        assert [hit.passage.some_day for hit in index.dense(vector, 5, [march])].count(False) == 2
        assert index.dense(vector, 5, [other]) == index.lexical(weights, 5, [other]) == []
        assert len(index.dense(vector, 5, [other, march])) == 3
        assert len(index.dense(vector, 5, [Period.of_year(2021)])) == 3
    finally:
        index.close()


def test_an_unchanged_corpus_builds_nothing(
    settings: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "write_version", lambda *_: pytest.fail("it built"))
    os.utime(settings.corpus / "2021" / "mars.txt")
    report = build_index(settings, embedder)
    assert (report.built, report.manifest.number) == (False, 1)
    assert folders(settings) == ["v1"]


def test_a_changed_corpus_builds_version_2_and_rollback_goes_back(
    settings: Settings, embedder: Embedder
) -> None:
    grow(settings)
    steps: list[tuple[str, int, int]] = []
    report = build_index(settings, embedder, lambda *step: steps.append(step))
    assert (report.built, report.manifest.number) == (True, 2)
    assert len(report.manifest.documents) == 2
    assert {name for name, _, _ in steps} >= {"passages", "phrases"}
    assert_still_answers(settings, embedder, 2)
    assert folders(settings) == ["v1", "v2"]
    versions = Versions(settings.data)
    assert [manifest.number for manifest in versions.list()] == [1, 2]
    assert versions.rollback().number == 1
    assert_still_answers(settings, embedder, 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda corpus: (corpus / "2021/mars.txt").write_text(MARCH + "!", encoding="utf-8"),
        lambda corpus: (corpus / "2021/mars.txt.toml").write_text("title = 'T'"),
        lambda corpus: (corpus / "2021").rename(corpus / "2022"),
        lambda corpus: (corpus / "2021/b.docx").write_text("x"),
    ],
)
def test_text_title_year_and_refusals_are_changes(
    settings: Settings,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], object],
) -> None:
    class BuiltError(Exception):
        pass

    def built(*_: object) -> None:
        raise BuiltError

    change(settings.corpus)
    monkeypatch.setattr(build, "write_version", built)
    with pytest.raises(BuiltError):
        build_index(settings, embedder)


def test_a_corpus_that_cannot_be_read_leaves_the_old_version(
    settings: Settings, embedder: Embedder
) -> None:
    shutil.rmtree(settings.corpus)
    with pytest.raises(CorpusError):
        build_index(settings, embedder)
    assert_still_answers(settings, embedder, 1)


def test_an_index_of_other_settings_is_refused_with_the_command(
    settings: Settings, embedder: Embedder
) -> None:
    versions = Versions(settings.data)
    with pytest.raises(IndexMismatchError, match=r"autres réglages.*retro index"):
        Index(versions, versions.live(), "another fingerprint")
    there = settings.model_copy(update={"chroma_url": "http://somewhere:8000"})
    assert settings_fingerprint(there, embedder) != settings_fingerprint(settings, embedder)


def test_no_index_is_said_with_the_command(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(IndexMissingError, match="retro index"):
        open_index(load_settings(data=tmp_path), embedder)


@pytest.mark.parametrize(
    "name", ["passages.json", "documents.json", "lexicon.json", "manifest.json"]
)
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: os.truncate(path, 40)])
def test_a_damaged_file_is_refused_with_the_command(
    settings: Settings,
    live: Path,
    embedder: Embedder,
    name: str,
    damage: Callable[[Path], None],
) -> None:
    damage(live / name)
    with pytest.raises(IndexMismatchError, match="retro index"):
        open_index(settings, embedder)


def test_a_damaged_version_is_built_again_and_half_written_ones_are_removed(
    settings: Settings, live: Path, embedder: Embedder
) -> None:
    dead = settings.data / "index" / "building-v2-0a0b0c0d-1"
    (dead / "chroma").mkdir(parents=True)
    (dead / "passages.json").write_text("[")
    assert_still_answers(settings, embedder, 1)
    assert dead.exists()
    (live / "passages.json").write_text("[]")
    assert build_index(settings, embedder).manifest.number == 2
    assert_still_answers(settings, embedder, 2)
    assert folders(settings) == ["v2"]


def test_killed_before_the_switch_the_old_version_is_live_and_the_next_build_works(
    settings: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    grow(settings)
    with monkeypatch.context() as patch:
        patch.setattr(Versions, "switch", kill)
        with pytest.raises(KeyboardInterrupt):
            build_index(settings, embedder)
    assert_still_answers(settings, embedder, 1)
    report = build_index(settings, embedder)
    assert report.built
    assert len(report.manifest.documents) == 2
    assert_still_answers(settings, embedder, report.manifest.number)


def test_of_two_at_once_the_second_is_told_to_wait(settings: Settings, embedder: Embedder) -> None:
    grow(settings)
    with (
        Versions(settings.data).writing(),
        pytest.raises(IndexStoreError, match=r"en cours.*retro index"),
    ):
        build_index(settings, embedder)
    assert_still_answers(settings, embedder, 1)


@pytest.mark.parametrize(
    ("owner", "function"),
    [
        (Path, "write_bytes"),
        (LexicalIndex, "save"),
        (VectorStore, "add"),
        (Path, "replace"),
    ],
)
def test_a_full_disk_is_said_and_leaves_the_old_version(
    settings: Settings,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    function: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    grow(settings)
    with monkeypatch.context() as patch:
        patch.setattr(owner, function, fail)
        with pytest.raises(IndexStoreError, match=r"No space left.*RETRO_DATA"):
            build_index(settings, embedder)
    assert_still_answers(settings, embedder, 1)
    assert [manifest.number for manifest in Versions(settings.data).list()] == [1]


def test_a_full_disk_under_chroma_is_said(
    settings: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import chromadb.errors
    from chromadb import Collection

    def fail(*_: object, **__: object) -> None:
        raise chromadb.errors.InternalError("database or disk is full")

    grow(settings)
    with monkeypatch.context() as patch:
        patch.setattr(Collection, "add", fail)
        with pytest.raises(IndexStoreError):
            build_index(settings, embedder)


def test_a_version_that_is_not_sound_is_removed_and_never_live(
    settings: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(settings)
    with monkeypatch.context() as patch:
        patch.setattr(Index, "faults", lambda *_: iter(["décalage"]))
        with pytest.raises(IndexMismatchError, match="décalage"):
            build_index(settings, embedder)
    assert folders(settings) == ["v1"]
    assert_still_answers(settings, embedder, 1)
