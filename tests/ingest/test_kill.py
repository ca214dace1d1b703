"""A build that is killed, whenever: what answers is one whole version, and the next build ends.

`pytest tests/ingest/test_kill.py --kills 50` for more of them.
"""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.build import build_index, open_index
from ingest.embedding import Embedder
from ingest.settings import Settings
from ingest.versions import Versions

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from ingest.build import build_index
from ingest.embedding import load_embedder
from ingest.settings import load_settings
corpus, data, cache = map(Path, sys.argv[1:4])
settings = load_settings(corpus=corpus, data=data, cache=cache, chroma_url=sys.argv[4])
embedder = load_embedder(settings)
print("ready", flush=True)
sys.stdin.readline()
build_index(settings, embedder)
"""
DOCUMENTS = 3


def write(settings: Settings, edition: int) -> None:
    """Every document tells its edition, in sentences that no build before has seen."""
    folder = settings.corpus / "2021"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(DOCUMENTS):
        lines = [f"La commune {n} a reçu {edition} aides de l’édition {edition}." for n in range(9)]
        (folder / f"{number}.txt").write_text("\n\n".join([f"Bilan {number}", *lines]))


@pytest.fixture
def settings(real_settings: Settings, tmp_path: Path, server: str) -> Settings:
    places = {"corpus": tmp_path / "c", "data": tmp_path / "d", "chroma_url": server}
    return real_settings.model_copy(update=places)


@pytest.fixture
def build(settings: Settings) -> Callable[[float | None], bool]:
    """Builds in another process, killed after so many seconds; tells whether it had ended."""

    def run(seconds: float | None) -> bool:
        places = map(str, (settings.corpus, settings.data, settings.cache, settings.chroma_url))
        with subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *places],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stdin
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            process.stdin.write("\n")
            process.stdin.flush()
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        return process.returncode == 0

    return run


def edition(settings: Settings, embedder: Embedder) -> int:
    """The one edition that the live version is of, whole."""
    index = open_index(settings, embedder)
    try:
        assert list(index.faults(embedder.embed_documents)) == []
        assert len(index.documents) == DOCUMENTS
        told = {p.text.rsplit(" ", 1)[1] for p in index.passages}
        assert len(told) == 1
        return int(told.pop().rstrip("."))
    finally:
        index.close()


@pytest.mark.slow
def test_whenever_a_build_is_killed(
    settings: Settings,
    real_embedder: Embedder,
    build: Callable[[float | None], bool],
    request: pytest.FixtureRequest,
) -> None:
    write(settings, 100)
    started = time.perf_counter()
    build_index(settings, real_embedder)
    whole = time.perf_counter() - started
    seen, kills, rng = 100, 0, random.Random(5)
    for number in range(101, 101 + request.config.getoption("--kills")):
        write(settings, number)
        ended = build(rng.uniform(0, 1.5 * whole))
        kills += not ended
        now = edition(settings, real_embedder)
        assert now == number if ended else now in (seen, number)
        seen = now
    assert kills
    write(settings, 999)
    assert build(None)
    assert edition(settings, real_embedder) == 999
    index = Versions(settings.data).root
    assert not list(index.glob("building-*"))
