"""What an index of many passages takes to build, to add to and to ask.

    python -m evals.growth 1000             # that many passages, embedded
    python -m evals.growth 100000 --drawn   # vectors drawn from the words: all but the embedding

The text is invented (`evals.training.passage`), in documents of one size, `DOCUMENTS` or more.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median

import numpy as np
from numpy.typing import NDArray

from assistant.pipeline import Assistant
from evals.timing import most_memory
from evals.training.passage import Passage
from ingest.build import build_index, open_index
from ingest.embedding import Embedder, load_embedder
from ingest.settings import Settings, load_settings

DOCUMENTS, MOST_A_DOCUMENT = 20, 500
DIMENSION = 384
QUESTIONS = (
    "Combien de communes ont été aidées ?",
    "Qui préside l’agence ?",
    "Quand le programme a-t-il été lancé ?",
    "Où la convention a-t-elle été signée ?",
    "Que s’est-il passé en mars 2005 ?",
)
Rows = list[tuple[str, str]]
Embed = Callable[[list[str]], list[list[float]]]


class Clocked:
    """An embedder that counts its seconds and keeps the texts that it was given."""

    def __init__(self, embedder: Embedder, *, drawn: bool) -> None:
        self._embedder, self._drawn = embedder, drawn
        self.fingerprint = f"{embedder.fingerprint}{' drawn' if drawn else ''}"
        self.max_tokens, self.count_tokens = embedder.max_tokens, embedder.count_tokens
        self.seconds = 0.0
        self.texts: list[str] = []
        self.words: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += texts
        return self._clocked(self._embedder.embed_documents, texts)

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        self.words += texts
        return self._clocked(self._embedder.embed_queries, texts)

    def embed_query(self, text: str) -> list[float]:
        return self._embedder.embed_query(text)

    def _clocked(self, embed: Embed, texts: list[str]) -> list[list[float]]:
        started = time.perf_counter()
        found = _draw(texts) if self._drawn else embed(texts)
        self.seconds += time.perf_counter() - started
        return found


def _draw(texts: list[str]) -> list[list[float]]:
    """Each the sum of vectors drawn for its words, and a little of its own: like texts are near, as
    a graph of neighbours needs them to be."""
    drawn = np.array([sum(map(_of_word, text.split()), 0.1 * _of_word(text)) for text in texts])
    unit = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return [list(map(float, row)) for row in unit]


@lru_cache(100_000)
def _of_word(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSION)


def write_corpus(folder: Path, passages: int) -> list[Path]:
    """Documents with about so many passages in all, one a folder's year."""
    count = max(DOCUMENTS, passages // MOST_A_DOCUMENT)
    rng = Random(passages)
    paths = []
    for number in range(count):
        path = folder / str(1990 + number % 30) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        told = (Passage(rng).window.partition("\n")[2] for _ in range(passages // count))
        path.write_text("\n\n".join([f"Chronique {number}", *told]), encoding="utf-8")
        paths.append(path)
    return paths


def measure(root: Path, settings: Settings, passages: int, *, drawn: bool) -> Iterator[Rows]:
    """Rows of a name and a figure, as they come."""
    embedder = load_embedder(settings)
    embedder.embed_documents(list(QUESTIONS))
    clocked = Clocked(embedder, drawn=drawn)
    last = write_corpus(root / "corpus", passages)[-1]
    places = {"corpus": root / "corpus", "data": root / "data", "cache": root / "cache"}
    grown = settings.model_copy(update=places)
    kept = root / "last.txt"
    shutil.move(last, kept)
    report = build_index(grown, clocked)  # type: ignore[arg-type]
    embedding = clocked.seconds
    yield [
        ("passages", f"{report.manifest.passages}"),
        ("textes vectorisés", f"{report.embedded}"),
        ("construction entière", f"{report.seconds:.1f} s"),
        ("dont vecteurs", f"{embedding:.1f} s"),
    ]
    if not drawn:
        yield _alone(embedder, clocked, report.seconds)
    shutil.move(kept, last)
    added = build_index(grown, clocked)  # type: ignore[arg-type]
    yield [
        ("un document de plus", f"{added.seconds:.1f} s"),
        ("rapport à la construction", f"{added.seconds / report.seconds:.2f}"),
        ("disque d’une version", f"{_size(grown.data) / 2 / 2**20:.0f} Mo"),
    ]
    yield _asked(grown, clocked)
    yield [("mémoire, au plus", f"{most_memory()} Mo")]


def _alone(embedder: Embedder, clocked: Clocked, seconds: float) -> Rows:
    """The same texts through the model and nothing else, in the same run."""
    started = time.perf_counter()
    embedder.embed_documents(clocked.texts)
    embedder.embed_queries(clocked.words)
    alone = time.perf_counter() - started
    return [
        ("le modèle seul, mêmes textes", f"{alone:.1f} s"),
        ("débit, au modèle seul", f"{alone / seconds:.2f}"),
    ]


def _asked(settings: Settings, clocked: Clocked) -> Rows:
    started = time.perf_counter()
    index = open_index(settings, clocked)  # type: ignore[arg-type]
    assistant = Assistant(index, clocked)  # type: ignore[arg-type]
    opening = time.perf_counter() - started
    times = []
    for question in (*QUESTIONS, *(f"{question} " * 2 for question in QUESTIONS)):
        started = time.perf_counter()
        assistant.answer(question)
        times.append(1000 * (time.perf_counter() - started))
    index.close()
    return [("ouverture", f"{opening:.1f} s"), ("question, médiane", f"{median(times):.0f} ms")]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description="Mesurer ce que coûte un grand index.")
    parser.add_argument("passages", type=int)
    parser.add_argument("--drawn", action="store_true", help="vecteurs tirés des mots, sans modèle")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        for rows in measure(Path(root), load_settings(), asked.passages, drawn=asked.drawn):
            for name, figure in rows:
                print(f"{name:32}{figure:>12}", flush=True)


if __name__ == "__main__":
    main()
