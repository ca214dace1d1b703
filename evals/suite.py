"""The suite: the one file that knows the order.

load the questions → open each corpus they are about → check → ask → figures → keep.
"""

import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

from assistant.pipeline import Assistant
from assistant.reader import load_reader
from assistant.worded import open_writer
from evals.dataset import QUESTIONS, QuestionFile, check_evidence, chosen, load_questions
from evals.run import answering, ask, day_after, fingerprints, new_run
from evals.schema import EvalQuestion, Outcome, Run
from evals.statistics import SEED
from evals.systems import Product, System, Worded
from ingest.build import build_index, open_index
from ingest.embedding import Embedder, load_embedder
from ingest.settings import Settings
from ingest.writing import Progress

Make = Callable[[Assistant, Embedder], System]
"""Makes a system under test on the index of an assistant."""


def product(assistant: Assistant, embedder: Embedder) -> System:
    return Product(assistant)


def worded(assistant: Assistant, embedder: Embedder) -> System:
    return Worded(assistant)


class Selection(NamedTuple):
    """Which questions are asked: of a file or folder, of a set, a split, a kind, or by id; or
    as many of those, drawn by chance that is the same in every run."""

    path: Path = QUESTIONS
    set_: str | None = None
    split: str | None = None
    kind: str | None = None
    only: tuple[str, ...] = ()
    sample: int | None = None

    def questions(self) -> list[tuple[QuestionFile, EvalQuestion]]:
        files = load_questions(self.path)
        found = chosen(files, set_=self.set_, split=self.split, kind=self.kind, only=self.only)
        if self.sample is None or self.sample >= len(found):
            return found
        drawn = Random(SEED).sample(range(len(found)), self.sample)  # noqa: S311 - no secret
        return [one for at, one in enumerate(found) if at in drawn]


class Suite:
    """Questions with the corpora that they are about, opened once for every system.

    `corpus` takes the place of the product's own corpus; it is indexed beside, under the data
    folder, as are the corpora that question files bring along. With `writing`, the chat model of
    the settings may be asked.
    """

    def __init__(
        self,
        settings: Settings,
        selection: Selection,
        *,
        corpus: Path | None = None,
        progress: Progress | None = None,
        writing: bool = False,
    ) -> None:
        self._settings = settings
        self._writer = open_writer(settings) if writing else None
        self._progress = progress or (lambda step, done, total: None)
        self.questions = selection.questions()
        self.embedder = load_embedder(settings)
        by_corpus: dict[Path | None, list[tuple[QuestionFile, EvalQuestion]]] = {}
        for file, question in self.questions:
            by_corpus.setdefault(file.corpus or corpus, []).append((file, question))
        self.parts = [(self._open(path), asked) for path, asked in by_corpus.items()]
        for assistant, asked in self.parts:
            for file in {file.path: file for file, _ in asked}.values():
                check_evidence(file, list(assistant.index.documents.values()))

    def _open(self, corpus: Path | None) -> Assistant:
        if corpus is None:
            return self._assistant(self._settings)
        name = sha256(str(corpus.resolve()).encode()).hexdigest()[:12]
        data = self._settings.data / "evals" / name
        settings = self._settings.model_copy(update={"corpus": corpus, "data": data})
        build_index(settings, self.embedder, self._progress)
        return self._assistant(settings)

    def _assistant(self, settings: Settings) -> Assistant:
        index = open_index(settings, self.embedder)
        reader, today = load_reader(settings), day_after(index)
        return Assistant(index, self.embedder, reader, self._writer, today=today)

    def close(self) -> None:
        for assistant, _ in self.parts:
            assistant.index.close()

    def run(self, make: Make = product, *, command: str = "") -> Run:
        """Asks every question of the system that `make` makes on each corpus."""
        started = time.perf_counter()
        outcomes: list[Outcome] = []
        name = ""
        for assistant, asked in self.parts:
            system = make(assistant, self.embedder)
            name = system.name
            show = partial(self._show, name, len(outcomes))
            outcomes += ask(system, asked, show)
        return new_run(
            name,
            outcomes,
            command=command,
            settings=answering(self._settings, self.embedder, writing=make is worded),
            fingerprints=self.fingerprints,
            seconds=time.perf_counter() - started,
            seed=SEED,
        )

    def _show(self, name: str, before: int, done: int) -> None:
        self._progress(name, before + done, len(self.questions))

    @property
    def fingerprints(self) -> dict[str, str]:
        documents = [d for a, _ in self.parts for d in a.index.documents.values()]
        return fingerprints(documents, self.questions)
