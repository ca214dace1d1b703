"""Vectors on a Chroma server: what it keeps, and what is said when it is away or has lost them."""

import http.server
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import chromadb
import httpx
import pytest

from ingest import vectors
from ingest.build import build_index, open_index
from ingest.doctor import examine
from ingest.embedding import Embedder
from ingest.errors import IndexMismatchError, IndexStoreError, SettingsError
from ingest.index import Index
from ingest.settings import Settings, load_settings
from ingest.vectors import PREFIX, VectorStore, shown
from ingest.versions import Versions
from tests.conftest import ChromaServer
from tests.ingest.small_corpus import grow


@pytest.fixture(scope="module")
def server(chroma_server: ChromaServer) -> str:
    return chroma_server.url


@pytest.fixture
def index(settings: Settings, embedder: Embedder) -> Iterator[Index]:
    index = open_index(settings, embedder)
    yield index
    index.close()


def kept(settings: Settings) -> set[str]:
    """The server's collections of the versions that are on disk, and no others of theirs."""
    client = chromadb.HttpClient(port=int(settings.chroma_url.rpartition(":")[2]))
    prefixes = {path.read_text() for path in settings.data.glob(f"index/*/{PREFIX}")}
    return {c.name for c in client.list_collections() if c.name[:23] in prefixes}


def test_a_version_is_three_collections_and_no_database_on_disk(settings: Settings) -> None:
    assert {name[23:] for name in kept(settings)} == {"passages", "sentences", "words"}
    assert not list(settings.data.rglob("*.sqlite3"))


def test_what_goes_from_disk_goes_from_the_server(
    settings: Settings, live: Path, embedder: Embedder
) -> None:
    prefix = (live / PREFIX).read_text()
    (live / "passages.json").write_text("[]")
    dead = live.with_name("building-v2-0a0b0c0d-1")
    shutil.copytree(live, dead)
    build_index(settings, embedder)
    assert len(kept(settings)) == 3
    client = chromadb.HttpClient(port=int(settings.chroma_url.rpartition(":")[2]))
    assert not [c.name for c in client.list_collections() if c.name.startswith(prefix)]


def test_a_server_that_goes_away_is_said_and_used_again_when_it_is_back(
    chroma_server: ChromaServer, index: Index, embedder: Embedder, settings: Settings
) -> None:
    vector = embedder.embed_query("Où ouvre une maison ?")
    before = index.dense(vector, 3)
    chroma_server.stop()
    try:
        with pytest.raises(IndexStoreError, match=r"serveur Chroma.*RETRO_CHROMA_URL"):
            index.dense(vector, 3)
        checks = {check.name: check for check in examine(settings)}
        assert not checks["index"].sound
        assert "RETRO_CHROMA_URL" in checks["index"].detail
        grow(settings)
        with pytest.raises(IndexStoreError, match="RETRO_CHROMA_URL"):
            build_index(settings, embedder)
    finally:
        chroma_server.start()
    assert index.dense(vector, 3) == before
    assert build_index(settings, embedder).manifest.number == 2


def test_a_server_that_lost_its_collections_is_said_with_the_command(
    settings: Settings, live: Path, embedder: Embedder
) -> None:
    vectors.discard(_alias(live), settings.chroma_url)
    with pytest.raises(IndexMismatchError, match="retro index --rebuild"):
        list(open_index(settings, embedder).faults(embedder.embed_documents))
    build_index(settings, embedder, rebuild=True)
    assert list(open_index(settings, embedder).faults(embedder.embed_documents)) == []


def _alias(live: Path) -> Path:
    """Another folder that names the same collections."""
    alias = live.with_name("alias")
    alias.mkdir()
    shutil.copy(live / PREFIX, alias)
    return alias


class _Proxy(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(502)
        self.end_headers()
        self.wfile.write(b"<html>Bad Gateway</html>")

    def log_message(self, *_: object) -> None:
        pass


def test_a_proxy_without_its_server_is_said(tmp_path: Path) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        url = f"http://anct:secret@127.0.0.1:{proxy.server_port}"
        with pytest.raises(IndexStoreError, match="RETRO_CHROMA_URL") as raised:
            VectorStore(tmp_path, url, writing=True)
        assert "secret" not in str(raised.value)
        proxy.shutdown()


def test_a_server_that_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "PATIENCE", httpx.Timeout(0.2))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(IndexStoreError, match="ne répond pas"):
            VectorStore(tmp_path, f"http://127.0.0.1:{silent.getsockname()[1]}", writing=True)


def test_an_index_of_files_is_built_anew_for_a_server_and_back(
    settings: Settings, embedder: Embedder
) -> None:
    files = settings.model_copy(update={"chroma_url": ""})
    with pytest.raises(IndexMismatchError, match=r"serveur.*retro index"):
        open_index(files, embedder)
    report = build_index(files, embedder)
    assert (report.built, report.embedded) == (True, 0)
    open_index(files, embedder).close()
    assert Versions(settings.data).live() == report.manifest.version


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://hôte", "http://", "http://h/chemin/x"])
def test_a_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="RETRO_CHROMA_URL"):
        load_settings(chroma_url=url)


def test_a_password_is_never_shown() -> None:
    assert shown("https://anct:se@cret@hote:8000") == "https://hote:8000"
    assert shown("https://hote:8000") == "https://hote:8000"
