"""What is not done twice: reading and embedding, by content."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest import cache as caches
from ingest import reading
from ingest.build import build_index, open_index
from ingest.cache import FILE, FORGOTTEN, Cache, CachedEmbeddings, key
from ingest.embedding import Embedder, load_embedder
from ingest.reading import read_corpus
from ingest.settings import Settings, load_settings

ONE = {b"k": b"v"}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture(scope="module")
def embedder(model_cache: Path) -> Embedder:
    return load_embedder(load_settings(cache=model_cache))


def test_what_was_put_is_there_for_another(cache: Cache, tmp_path: Path) -> None:
    many = {key(str(number)): str(number).encode() for number in range(1200)}
    cache.put(many)
    assert Cache(tmp_path / "cache").get([*many, b"other"]) == many
    cache.put({next(iter(many)): b"new"})
    assert cache.get(list(many)[:1]) == {next(iter(many)): b"new"}
    assert cache.get([]) == {}


def test_a_key_is_of_all_its_parts() -> None:
    assert len({key("a", "b"), key("ab"), key("b", "a"), key("a", "b", "")}) == 4
    assert key("a", b"b") == key("a", "b")


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"garbage" * 999),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b""),
        lambda path: sqlite3.connect(path).execute("DROP TABLE contents").connection.commit(),
    ],
)
def test_a_damaged_file_is_begun_anew(
    cache: Cache, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    cache.put(ONE)
    path = tmp_path / "cache" / FILE
    for journal in path.parent.glob(f"{FILE}-*"):
        journal.unlink()
    damage(path)
    for _ in range(2):
        cache.put(ONE)
    assert cache.get([b"k"]) == ONE


def test_a_folder_that_cannot_be_used_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put(ONE)
    assert cache.get([b"k"]) == {}


def test_what_nobody_asks_for_is_forgotten(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put({b"old": b"1", b"asked": b"2"})
    today = caches._today()
    monkeypatch.setattr(caches, "_today", lambda: today + FORGOTTEN)
    assert cache.get([b"asked"])
    monkeypatch.setattr(caches, "_today", lambda: today + FORGOTTEN + 1)
    cache.forget()
    assert cache.get([b"old", b"asked"]) == {b"asked": b"2"}


def test_a_text_is_embedded_once(cache: Cache, embedder: Embedder) -> None:
    first, again = CachedEmbeddings(embedder, cache), CachedEmbeddings(embedder, cache)
    texts = ["Le maire.", "La préfète.", "Le maire."]
    told: list[tuple[int, int]] = []
    vectors = first.documents(texts, lambda *done: told.append(done))
    assert told == [(1, 3), (3, 3)]
    np.testing.assert_allclose(vectors, embedder.embed_documents(texts), atol=0.01)
    np.testing.assert_array_equal(again.documents(texts[::-1]), vectors[::-1])
    assert (first.embedded, again.embedded) == (2, 0)
    assert not np.allclose(again.queries(texts), vectors)
    assert again.embedded == 2
    assert again.documents([]).shape[0] == 0


def test_another_model_embeds_anew(cache: Cache, embedder: Embedder) -> None:
    class Other:
        fingerprint = "other"
        embed_documents = embedder.embed_documents

    CachedEmbeddings(embedder, cache).documents(["Le maire."])
    other = CachedEmbeddings(Other(), cache)  # type: ignore[arg-type]
    other.documents(["Le maire."])
    assert other.embedded == 1


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus" / "2021"
    corpus.mkdir(parents=True)
    (corpus / "a.txt").write_text("Bilan\n\nLe maire a ouvert une école.\n\nUn pont a été bâti.\n")
    (corpus / "b.txt").write_text("Fêtes\n\nLa foire a réuni vingt communes de la région.\n")
    return load_settings(corpus=tmp_path / "corpus", data=tmp_path / "data", cache=tmp_path / "c")


@pytest.fixture
def embedded(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are embedded, as they are."""
    texts: list[str] = []
    embed = embedder.embed_documents

    def spy(some: list[str]) -> list[list[float]]:
        texts.extend(some)
        return embed(some)

    monkeypatch.setattr(embedder, "embed_documents", spy)
    return texts


def test_a_build_embeds_what_is_new_and_nothing_else(
    settings: Settings, embedder: Embedder, embedded: list[str]
) -> None:
    build_index(settings, embedder)
    assert len(embedded) == 6
    embedded.clear()
    path = settings.corpus / "2021" / "a.txt"
    path.write_text(path.read_text().replace("Un pont", "Un phare"))
    (settings.corpus / "2021" / "c.txt").write_text("Voirie\n\nLa rue est pavée.\n")
    build_index(settings, embedder)
    assert len(embedded) == 4
    assert all("phare" in text or "pavée" in text for text in embedded)
    embedded.clear()
    path.unlink()
    build_index(settings, embedder)
    assert embedded == []
    index = open_index(settings, embedder)
    assert set(index.documents) == {"2021/b.txt", "2021/c.txt"}
    assert not any("école" in passage.text for passage in index.passages)
    index.close()


def test_a_file_is_read_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(settings.cache)
    (settings.corpus / "2021" / "bad.txt").write_bytes(b"\0\1\2")
    first = read_corpus(settings.corpus, cache)
    assert [refusal.path for refusal in first.refusals] == ["2021/bad.txt"]
    monkeypatch.setattr(reading, "resolve_name", lambda place: pytest.fail(f"{place} was asked"))
    assert read_corpus(settings.corpus, cache) == first


def test_a_kept_reading_that_is_no_reading_is_read_again(settings: Settings) -> None:
    cache = Cache(settings.cache)
    whole = read_corpus(settings.corpus, cache)
    with sqlite3.connect(settings.cache / FILE) as database:
        database.execute("UPDATE contents SET value = ?", [json.dumps({"text": 3}).encode()])
    assert read_corpus(settings.corpus, cache) == whole
