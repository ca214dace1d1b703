"""The French reader: reads a question and windows of text together, and gives the span that
answers with a score against « no answer ».

Trained by `python -m evals.training`; its file is `models/reader.safetensors`, told of in
`models/README.md`. The product works without it too.
"""

import copy
import math
import threading
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.doctor import Check
from ingest.embedding import bundled_base, encodable
from ingest.errors import ModelError
from ingest.settings import BUNDLED_READER, NO_READER, Settings
from ingest.text import Span

if TYPE_CHECKING:
    from assistant.network import ReaderNetwork

BUNDLED = Path(__file__).parent / "models" / "reader.safetensors"
MOST_TOKENS = 224
WINDOW = 450
LONGEST_ANSWER = 48
BATCH = 8


class Encoded(NamedTuple):
    """A question and a window as the network takes them: token ids; for each token its first and
    last character in the window, or (0, 0) for what is not of the window."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Window(NamedTuple):
    """A piece of a document with what stands above it; `start` is where `text` starts there."""

    header: str
    text: str
    start: int

    @property
    def read(self) -> str:
        return f"{self.header}\n{self.text}"


class SpanFound(NamedTuple):
    """A span of the document and its score: the logits of its ends over those of no answer."""

    span: Span
    score: float


def encode(tokenizer: Any, question: str, windows: list[str]) -> list[Encoded]:
    """One a window; what is beyond `MOST_TOKENS` is cut off the end of the longer of the two."""
    found = tokenizer(
        [question] * len(windows),
        windows,
        truncation="longest_first",
        max_length=MOST_TOKENS,
        return_offsets_mapping=True,
    )
    return [
        Encoded(
            found["input_ids"][at],
            [
                offsets if part == 1 else (0, 0)
                for offsets, part in zip(
                    found["offset_mapping"][at], found.sequence_ids(at), strict=True
                )
            ],
        )
        for at in range(len(windows))
    ]


class Reading:
    """What the network gave for one window."""

    def __init__(self, window: Window, encoded: Encoded, scores: NDArray[np.float32]) -> None:
        self.window = window
        self._starts, self._ends = scores[:, 0], scores[:, 1]
        self._none = float(scores[0].sum())
        self._offsets = np.array(encoded.offsets)

    @cached_property
    def answer(self) -> SpanFound | None:
        """The best span of the text."""
        return self.within(Span(self.window.start, self.window.start + len(self.window.text)))

    @cached_property
    def header(self) -> float:
        """The score of the best span of the header: of a date that it alone gives."""
        found = self._best(0, len(self.window.header))
        return found.score if found else -math.inf

    def within(self, span: Span) -> SpanFound | None:
        """The best span inside `span` of the document; None where none of it was read."""
        shift = self.window.start - len(self.window.header) - 1
        found = self._best(max(span.start - shift, len(self.window.header) + 1), span.end - shift)
        if found is None:
            return None
        return SpanFound(Span(found.span.start + shift, found.span.end + shift), found.score)

    def _best(self, start: int, end: int) -> SpanFound | None:
        first, last = self._offsets[:, 0], self._offsets[:, 1]
        at = np.flatnonzero((last > first) & (first >= start) & (last <= end))
        if not len(at):
            return None
        pairs = self._starts[at][:, None] + self._ends[at][None, :]
        far = at[None, :] - at[:, None]
        pairs = np.where((far >= 0) & (far < LONGEST_ANSWER), pairs, -np.inf)
        i, j = np.unravel_index(int(pairs.argmax()), pairs.shape)
        span = Span(int(first[at[i]]), int(last[at[j]]))
        return SpanFound(span, float(pairs[i, j]) - self._none)


class Reader:
    """Safe to share between threads."""

    def __init__(self, network: "ReaderNetwork", tokenizer: Any, metadata: dict[str, str]) -> None:
        self._network, self._tokenizer = network, copy.deepcopy(tokenizer)
        self._lock = threading.Lock()
        self._scale = float(metadata.get("scale", 1.0))
        self._bias = float(metadata.get("bias", 0.0))
        self.steps = metadata.get("steps", "?")

    @classmethod
    def open(cls, base: Any, tokenizer: Any, path: Path) -> "Reader":
        """Raises ModelError."""
        from assistant.network import load

        network, metadata = load(base, path)
        return cls(network, tokenizer, metadata)

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """One reading a window, in their order."""
        if not windows:
            return []
        with self._lock:
            encoded = encode(
                self._tokenizer, encodable(question), [window.read for window in windows]
            )
            order = sorted(range(len(windows)), key=lambda at: len(encoded[at].ids))
            found: dict[int, NDArray[np.float32]] = {}
            for some in (order[at : at + BATCH] for at in range(0, len(order), BATCH)):
                scores = self._network.logits([encoded[at].ids for at in some])
                found.update(zip(some, scores, strict=True))
        return [Reading(w, encoded[at], found[at]) for at, w in enumerate(windows)]

    def logit(self, score: float) -> float:
        """The log-odds that a span of this score answers, calibrated on articles kept apart."""
        return self._scale * score + self._bias


def load_reader(settings: Settings) -> Reader | None:
    """The reader of the settings, loaded once; None where there is none. Raises ModelError."""
    path = BUNDLED if settings.reader == BUNDLED_READER else Path(settings.reader)
    if settings.reader == NO_READER or (path == BUNDLED and not path.exists()):
        return None
    return _loaded(settings.cache, path)


def examine_reader(settings: Settings) -> Check:
    """Whether answers are read by the reader, for `retro doctor`."""
    name = "lecteur"
    try:
        reader = load_reader(settings)
    except ModelError as error:
        return Check(name, False, f"{error} Corrigez RETRO_READER, ou réinstallez le programme.")
    if reader:
        return Check(name, True, f"{settings.reader}, entraîné en {reader.steps} pas")
    without = "les réponses sont choisies par les mots et les vecteurs seuls"
    if settings.reader == NO_READER:
        return Check(name, True, f"aucun : {without} (RETRO_READER={BUNDLED_READER} en met un)")
    return Check(name, False, f"« {BUNDLED} » manque : {without}. Réinstallez le programme.")


@cache
def _loaded(cache_folder: Path, path: Path) -> Reader:
    return Reader.open(*bundled_base(cache_folder), path)
