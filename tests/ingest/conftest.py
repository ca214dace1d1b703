"""A packed model of a few kilobytes, in the format of the wheel's file; a small index, built."""

import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

from ingest.build import build_index
from ingest.embedding import Embedder, load_embedder
from ingest.settings import Settings, load_settings
from ingest.versions import Versions
from tests.ingest.small_corpus import MARCH

HIDDEN, INNER, POSITIONS, TYPES = 32, 64, 64, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁bonjour", "query:", "passage:", "<mask>"]


def _shapes() -> dict[str, tuple[int, int]]:
    """Rows and columns of each tensor; one row for biases and layer norms."""
    vector = (1, HIDDEN)
    shapes = {"emb.word": (len(PIECES), HIDDEN), "emb.pos": (POSITIONS, HIDDEN)}
    shapes |= {"emb.type": (TYPES, HIDDEN), "emb.ln.w": vector, "emb.ln.b": vector}
    for part in ("q", "k", "v", "ao"):
        shapes |= {f"l0.{part}.w": (HIDDEN, HIDDEN), f"l0.{part}.b": vector}
    shapes |= {"l0.fi.w": (INNER, HIDDEN), "l0.fi.b": (1, INNER)}
    shapes |= {"l0.fo.w": (HIDDEN, INNER), "l0.fo.b": vector}
    for part in ("aln", "oln"):
        shapes |= {f"l0.{part}.w": vector, f"l0.{part}.b": vector}
    return shapes


def _is_packed(name: str, shape: tuple[int, int]) -> bool:
    return name == "emb.word" or (shape[0] > 1 and not name.startswith("emb."))


def _packed_rows(shape: tuple[int, int], seed: int) -> bytes:
    """The first block is scale 0.5 and bytes 0x10, 0x11, … 0x1f; the others are random."""
    blocks = np.zeros(shape[0] * shape[1] // 32, np.dtype([("d", "<f2"), ("q", "u1", 16)]))
    random = np.random.default_rng(seed)
    blocks["d"], blocks["q"] = 0.05, random.integers(0, 256, (len(blocks), 16))
    blocks[0] = (0.5, np.arange(0x10, 0x20))
    return blocks.tobytes()


def _tensors(start: int) -> bytes:
    """The directory, whose length must be known to place what follows it, and the tensors."""
    shapes = _shapes()
    at = start + 4 + sum(2 + len(name) + 21 for name in shapes)
    directory, content = struct.pack("<i", len(shapes)), b""
    for seed, (name, shape) in enumerate(shapes.items()):
        packed = _is_packed(name, shape)
        ones = np.full(shape, 0.0 if name.endswith(".b") else 1.0, "<f4").tobytes()
        values = _packed_rows(shape, seed) if packed else ones
        place = struct.pack("<BIQQ", packed, shape[0] * shape[1], at + len(content), len(values))
        directory += struct.pack("<H", len(name)) + name.encode() + place
        content += values
    return directory + content


@pytest.fixture(scope="session")
def packed() -> bytes:
    """BERT of one layer and width 32, nine pieces, normalising the no-break space."""
    sizes = (HIDDEN, 1, 2, INNER, len(PIECES), POSITIONS, TYPES)
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, 32)
    pieces = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, offsets[-1]) + offsets.tobytes()
    head += np.linspace(-1, -9, len(pieces)).astype("<f4").tobytes() + b"".join(pieces)
    head += struct.pack("<iIIBI", 1, 9, 0xA0, 1, ord(" "))
    return head + _tensors(len(head))


@pytest.fixture(scope="module")
def embedder(model_cache: Path) -> Embedder:
    return load_embedder(load_settings(cache=model_cache))


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path, embedder: Embedder, server: str
) -> Settings:
    """Version 1 of a corpus of one document; only read."""
    return _built(tmp_path_factory.mktemp("built"), model_cache, embedder, server)


@pytest.fixture
def settings(built: Settings, tmp_path: Path, embedder: Embedder, server: str) -> Settings:
    """Another version 1 of that corpus, to do harm to."""
    if server:
        return _built(tmp_path, built.cache, embedder, server)
    shutil.copytree(built.corpus.parent, tmp_path / "copy")
    return _settings(tmp_path / "copy", built.cache, "")


@pytest.fixture
def live(settings: Settings) -> Path:
    """The folder of version 1."""
    versions = Versions(settings.data)
    return versions.folder(versions.live())


def _built(root: Path, cache: Path, embedder: Embedder, server: str) -> Settings:
    (root / "corpus" / "2021").mkdir(parents=True)
    (root / "corpus" / "2021" / "mars.txt").write_text(MARCH, encoding="utf-8")
    settings = _settings(root, cache, server)
    assert build_index(settings, embedder).built
    return settings


def _settings(root: Path, cache: Path, server: str) -> Settings:
    return load_settings(corpus=root / "corpus", data=root / "data", cache=cache, chroma_url=server)
