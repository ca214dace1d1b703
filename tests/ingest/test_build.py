"""A build from the corpus to the live version, and what is seen when it does not end well."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import build, doctor
from ingest.build import build_index, open_index, settings_fingerprint
from ingest.embedding import Embedder, load_embedder
from ingest.errors import CorpusError, IndexMismatchError, IndexMissingError, IndexStoreError
from ingest.index import Index
from ingest.schema import Kind, Period
from ingest.settings import Settings, load_settings
from ingest.text import keys
from ingest.vectors import VectorStore
from ingest.versions import Versions

MARCH = (
    "Bilan de l’année\n\nL’Agence nationale des territoires (ANT) ouvre.\n\nMars\n\n"
    "Le 3/03, l’agence ouvre une maison à Brest.\n\nReportage\n\n"
    "Le 8/03, le maire de Lyon signe un contrat de ville."
)
BUDGET = "Budget\n\nLe budget de l’ANT est de 5 millions d’euros."


@pytest.fixture(scope="module")
def embedder(model_cache: Path) -> Embedder:
    return load_embedder(load_settings(cache=model_cache))


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path, embedder: Embedder
) -> Settings:
    """Version 1 of a corpus of one document; only read."""
    root = tmp_path_factory.mktemp("built")
    (root / "corpus" / "2021").mkdir(parents=True)
    (root / "corpus" / "2021" / "mars.txt").write_text(MARCH, encoding="utf-8")
    settings = _settings(root, model_cache)
    assert build_index(settings, embedder).built
    return settings


@pytest.fixture
def settings(built: Settings, tmp_path: Path) -> Settings:
    """A copy of version 1 and its corpus, to do harm to."""
    shutil.copytree(built.corpus.parent, tmp_path / "copy")
    return _settings(tmp_path / "copy", built.cache)


@pytest.fixture
def live(settings: Settings) -> Path:
    """The folder of version 1."""
    versions = Versions(settings.data)
    return versions.folder(versions.live())


def _settings(root: Path, cache: Path) -> Settings:
    return load_settings(corpus=root / "corpus", data=root / "data", cache=cache)


def grow(settings: Settings) -> None:
    (settings.corpus / "2021" / "budget.txt").write_text(BUDGET, encoding="utf-8")


def folders(settings: Settings) -> list[str]:
    index = settings.data / "index"
    return sorted(path.name.split("-")[0] for path in index.iterdir() if path.is_dir())


def assert_still_answers(settings: Settings, embedder: Embedder, number: int) -> None:
    index = open_index(settings, embedder)
    try:
        assert index.manifest.number == number
        assert list(index.faults(embedder)) == []
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
            assert all(hit.passage.period.tells_of(march) for hit in hits if hit.passage.period)
        assert len(index.dense(vector, 5, [march])) == 2
        assert index.dense(vector, 5, [other]) == index.lexical(weights, 5, [other]) == []
        assert len(index.dense(vector, 5, [other, march])) == 2
        assert len(index.dense(vector, 5, [Period.of_year(2021)])) == 3
    finally:
        index.close()


def test_an_unchanged_corpus_builds_nothing(
    settings: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_build", lambda *_: pytest.fail("it built"))
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
    monkeypatch.setattr(build, "_build", built)
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
    assert len(settings_fingerprint(embedder)) == 64


def test_no_index_is_said_with_the_command(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(IndexMissingError, match="retro index"):
        open_index(load_settings(data=tmp_path), embedder)


@pytest.mark.parametrize("name", ["passages.json", "documents.json", "manifest.json"])
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
        Versions(settings.data).writing(wait=0),
        pytest.raises(IndexStoreError, match=r"en cours.*retro index"),
    ):
        build_index(settings, embedder)
    assert_still_answers(settings, embedder, 1)


@pytest.mark.parametrize(
    ("owner", "function"),
    [
        (Path, "write_bytes"),
        (build.LexicalIndex, "save"),
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


def checks(settings: Settings) -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.examine(settings)}


def wrong(settings: Settings) -> dict[str, str]:
    return {name: check.detail for name, check in checks(settings).items() if not check.sound}


def test_the_doctor_finds_a_sound_index_sound(settings: Settings) -> None:
    assert list(checks(settings)) == [
        "réglages",
        "disque",
        "corpus",
        "modèle",
        "index",
        "fraîcheur",
    ]
    assert wrong(settings) == {}


def test_the_doctor_without_an_index_says_the_command(settings: Settings) -> None:
    shutil.rmtree(settings.data)
    found = wrong(settings)
    assert set(found) == {"index", "fraîcheur"}
    assert all("retro index" in detail for detail in found.values())


def test_the_doctor_sees_an_old_index(settings: Settings) -> None:
    grow(settings)
    assert set(wrong(settings)) == {"fraîcheur"}
    assert "retro index" in wrong(settings)["fraîcheur"]


def test_the_doctor_names_refused_and_missing_documents(settings: Settings) -> None:
    (settings.corpus / "2021" / "b.docx").write_text("x")
    assert "b.docx" in wrong(settings)["corpus"]
    shutil.rmtree(settings.corpus)
    assert "RETRO_CORPUS" in wrong(settings)["corpus"]


def test_the_doctor_names_unknown_variables(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETRO_CORPSE", "x")
    assert "RETRO_CORPSE" in wrong(settings)["réglages"]


def test_the_doctor_sees_little_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 2**62)
    assert "place" in wrong(settings)["disque"]


def test_the_doctor_sees_a_model_that_is_nowhere(settings: Settings, tmp_path: Path) -> None:
    other = load_settings(
        corpus=settings.corpus, data=settings.data, cache=tmp_path, embedding_model="nowhere"
    )
    found = wrong(other)
    assert {"modèle", "index"} <= set(found)
    assert "RETRO_EMBEDDING_MODEL" in found["modèle"]


def _few_vectors(folder: Path) -> None:
    database = VectorStore(folder / "chroma")
    database._client.get_collection("sentences").delete(
        ids=database._client.get_collection("sentences").get()["ids"][:1]
    )
    database.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "passages.json").write_text("[]"),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: shutil.rmtree(folder / "lexical"),
        lambda folder: os.truncate(folder / "chroma" / "chroma.sqlite3", 5000),
        _few_vectors,
        pytest.param(lambda folder: shutil.rmtree(folder / "chroma")),
        lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 999),
    ],
)
def test_the_doctor_sees_a_damaged_index_and_says_the_command(
    settings: Settings, live: Path, damage: Callable[[Path], object]
) -> None:
    damage(live)
    assert "retro index" in wrong(settings)["index"]


def test_a_damaged_base_is_said_each_time_it_is_opened(live: Path) -> None:
    os.truncate(live / "chroma" / "chroma.sqlite3", 5000)
    for _ in range(2):
        with pytest.raises(IndexMismatchError, match="retro index"):
            VectorStore(live / "chroma")
