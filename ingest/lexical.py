"""French BM25, built once and stored; the one home of bm25s.

What French needs (elision, accents, ligatures, lemmas, stems, acronyms) is done by
`ingest.text.keys`; bm25s scores (Lù 2024, arXiv:2407.03618; Lucene's variant of BM25).
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexMismatchError
from ingest.text import keys

K1, B = 1.2, 0.75


class LexicalIndex:
    """Texts by position; the position is that of the text in the sequence it was built from."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self.count = int(bm25.scores["num_docs"])

    @classmethod
    def build(cls, texts: Iterable[str]) -> "LexicalIndex":
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        bm25.index([keys(text) or [""] for text in texts], show_progress=False)
        return cls(bm25)

    def save(self, folder: Path) -> None:
        self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        try:
            return cls(bm25s.BM25.load(folder, show_progress=False))
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise IndexMismatchError(
                f"L’index lexical {folder} est illisible ({error}). Lancez : retro index"
            ) from error

    def scores(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """One BM25 score a text, each key counted by its weight; 0 where no word is shared."""
        total = np.zeros(self.count, dtype=np.float32)
        for key, weight in weights.items():
            if key in self._bm25.vocab_dict:
                total += np.float32(weight) * self._bm25.get_scores([key])
        return total
