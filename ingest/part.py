"""Some passages of an index, to be asked as if they were all of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.index import PASSAGES, Index, is_searched, tells_of
from ingest.schema import Hit, Passage, Period


class IndexPart(Index):
    """How rare a word is and how it is written stay those of the whole, so that an answer is as
    sure as without a filter. Its vectors are read once: the search among them is exact."""

    def __init__(
        self, whole: Index, keeps: Callable[[Passage], bool], periods: Sequence[Period] = ()
    ) -> None:
        """`periods`, where given, are all that the part covers."""
        self.manifest = whole.manifest
        self.passages = tuple(filter(keeps, whole.passages))
        self.searched = tuple(filter(is_searched, self.passages))
        named = {passage.document for passage in self.searched}
        self.documents = {id_: one for id_, one in whole.documents.items() if id_ in named}
        self._by_id = {passage.id: passage for passage in self.searched}
        self._lexicon, self._lexical, self._vectors = whole._lexicon, whole._lexical, whole._vectors
        placed = zip(whole._places, whole.searched, strict=True)
        self._places = [at for at, one in placed if one.id in self._by_id]
        self._periods = tuple(periods)

    def _covered(self) -> dict[str, frozenset[Period]]:
        found = super()._covered()
        if not self._periods:
            return found
        return {
            document: frozenset(
                Period(max(own.first, kept.first), min(own.last, kept.last))
                for own in periods
                for kept in self._periods
                if own.overlaps(kept)
            )
            for document, periods in found.items()
        }

    def dense(self, vector: Sequence[float], k: int, periods: Sequence[Period] = ()) -> list[Hit]:
        if not self.searched:
            return []
        return self._best(self._matrix @ np.asarray(vector, dtype=np.float32), k, periods)

    def lexical(
        self, weights: Mapping[str, float], k: int, periods: Sequence[Period] = ()
    ) -> list[Hit]:
        found = self._best(self._lexical.scores(weights)[self._places], k, periods)
        return [hit for hit in found if hit.score > 0]

    def close(self) -> None:
        """The whole is closed instead."""

    @cached_property
    def _matrix(self) -> NDArray[np.float32]:
        return self._vectors.vectors(PASSAGES, [passage.id for passage in self.searched])

    def _best(self, scores: NDArray[np.floating], k: int, periods: Sequence[Period]) -> list[Hit]:
        order = np.argsort(-scores, kind="stable")
        kept = [at for at in order if tells_of(self.searched[at], periods)][:k]
        return [Hit(self.searched[at], float(scores[at]), rank) for rank, at in enumerate(kept, 1)]
