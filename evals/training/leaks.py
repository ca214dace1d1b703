"""What may not enter training: the evaluation questions, and the documents that they are about."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.dataset import load_questions
from evals.training.example import Example
from ingest.reading import read_corpus
from ingest.text import words

CORPUS = Path(__file__).parents[2] / "corpus"
RUN = 9
"""Words in a row that two texts do not share by chance: eight do, in `a remporté la Coupe du
monde de football`."""
SHORTEST = 4
Run = tuple[str, ...]


def forbidden() -> frozenset[Run]:
    """Every `RUN` folded words in a row of these; of a shorter question of `SHORTEST` or more,
    all its words."""
    files = load_questions()
    found: set[Run] = set()
    for corpus in {file.corpus or CORPUS for file in files}:
        for document in read_corpus(corpus).documents:
            found.update(_runs(_folded(document.text)))
    for question in (one for file in files for one in file.content.questions):
        for text in (*question.turns, *question.references, question.standalone):
            said = _folded(text)
            found.update([said] if SHORTEST <= len(said) < RUN else _runs(said))
    return frozenset(found)


def leaks(examples: Sequence[Example], runs: frozenset[Run]) -> list[Example]:
    """Those whose question or window holds such a run, or is a short one as a whole."""
    return [one for one in examples if _leaks(one.question, runs) or _leaks(one.window, runs)]


def _leaks(text: str, runs: frozenset[Run]) -> bool:
    said = _folded(text)
    return said in runs or not runs.isdisjoint(_runs(said))


def _folded(text: str) -> Run:
    return tuple(word.folded for word in words(text))


def _runs(said: Run) -> Iterator[Run]:
    return zip(*(said[at:] for at in range(RUN)), strict=False)
