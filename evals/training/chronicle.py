"""Invented chronicles of invented agencies, to train the reader on.

`chronicle.toml` holds the families of facts: sentences with `{slots}`, and the questions that
ask for each slot. A question is answered by the slot that it asks for; it goes unanswered where
no sentence says that slot, or where it is about something else than the sentences are.
"""

import re
from collections.abc import Iterator
from random import Random

from evals.training.asking import Asker
from evals.training.example import Example
from evals.training.passage import Passage

_SHORTEST, _LONGEST = 200, 550


def chronicles(seed: int, count: int) -> Iterator[Example]:
    """About half of them without an answer; the same seed gives the same ones."""
    rng = Random(seed)
    for _ in range(count):
        answered = rng.random() < 0.5
        example = None
        while example is None:
            example = _example(rng, answered)
        yield example


def _example(rng: Random, answered: bool) -> Example | None:
    """None where the draw came to nothing: too short, too long, nothing to ask."""
    passage = Passage(rng)
    if not _SHORTEST <= len(passage.window) - passage.window.index("\n") <= _LONGEST:
        return None
    number = rng.randrange(len(passage.facts))
    window, asker = _typeset(passage.window, rng), Asker(passage, rng)
    if answered:
        found = asker.answered(number)
        return Example(found[0], window, found[1], "chronicle") if found else None
    question = asker.unanswered(number)
    return Example(question, window, None, "chronicle") if question else None


def _typeset(text: str, rng: Random) -> str:
    """Other spaces and apostrophes, as many characters as before."""
    if rng.random() < 0.4:
        space = rng.choice("\u00a0\u202f")
        text = re.sub(r"(?<=\d) (?=\d{3}|%|€)|(?<=«) | (?=[»:;])", space, text)
    return text.replace("’", "'") if rng.random() < 0.15 else text
