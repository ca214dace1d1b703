"""What `retro doctor` finds wrong, and the command that it names."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import doctor
from ingest.cache import FILE
from ingest.errors import IndexMismatchError
from ingest.lexical import LexicalIndex
from ingest.settings import Settings, load_settings
from ingest.vectors import VectorStore
from ingest.versions import checksums
from tests.ingest.small_corpus import grow


@pytest.fixture(scope="module")
def server() -> str:
    """None: damage is done to files."""
    return ""


def checks(settings: Settings) -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.examine(settings)}


def wrong(settings: Settings) -> dict[str, str]:
    return {name: check.detail for name, check in checks(settings).items() if not check.sound}


def test_the_doctor_finds_a_sound_index_sound(settings: Settings) -> None:
    assert list(checks(settings)) == [
        "réglages",
        "disque",
        "cache",
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


def test_the_doctor_sees_a_damaged_cache(settings: Settings, tmp_path: Path) -> None:
    elsewhere = settings.model_copy(update={"cache": tmp_path / "cache"})
    elsewhere.cache.mkdir()
    assert checks(elsewhere)["cache"].sound
    (elsewhere.cache / FILE).write_bytes(b"garbage" * 999)
    assert f"rm '{elsewhere.cache / FILE}'" in wrong(elsewhere)["cache"]


def _few_texts(folder: Path) -> None:
    LexicalIndex.build(["un seul texte"]).save(folder / "lexical")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(
        json.dumps(manifest | {"files": checksums(folder)}), encoding="utf-8"
    )


def _few_vectors(folder: Path) -> None:
    database = VectorStore(folder)
    database._client.get_collection("sentences").delete(
        ids=database._client.get_collection("sentences").get()["ids"][:1]
    )
    database.close()


def _other_vectors(folder: Path) -> None:
    database = VectorStore(folder)
    passages = database._client.get_collection("passages")
    found = passages.get(include=["embeddings"])
    passages.update(found["ids"], embeddings=[-vector for vector in found["embeddings"]])
    database.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "passages.json").write_text("[]"),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: shutil.rmtree(folder / "lexical"),
        lambda folder: os.truncate(folder / "chroma" / "chroma.sqlite3", 5000),
        _few_vectors,
        _other_vectors,
        _few_texts,
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
            VectorStore(live)
