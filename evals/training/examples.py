"""Sources → the examples of one training, in an order by chance that a seed fixes.

Of each kind a share: questions as their annotators left them, and what is made of them by
program so that a passage which is near the question and does not answer it looks like what
retrieval brings.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from typing import Any

from evals.training.agencies import Material
from evals.training.chronicle import chronicles
from evals.training.example import Example
from evals.training.noise import noisy
from evals.training.sources import Asked
from evals.training.swaps import gather, swapped
from evals.training.windows import Windows, around, without_sentence
from ingest.schema import Period
from ingest.text import Span, sentences
from ingest.wording import say

SHARES = {
    "piaf": 0.30,
    "squad": 0.06,
    "squad-absent": 0.06,
    "other-window": 0.03,
    "hard-window": 0.09,
    "without-sentence": 0.05,
    "swapped": 0.06,
    "chronicle": 0.07,
    "agency": 0.14,
    "agency-hard": 0.07,
    "agency-absent": 0.07,
}
NOISY, DATED = 0.15, 0.3
KINDS = (*SHARES, "noisy")
Make = Callable[[Any, random.Random], Example | None]


def examples(
    asked: Sequence[Asked],
    seed: int,
    count: int,
    without: Sequence[str] = (),
    agencies: Sequence[Material] = (),
) -> list[Example]:
    """About `count`; those of the kinds `without` are left out and not replaced, so that the
    rest is the same, in the same order."""
    rng = random.Random(seed)
    builder = _Builder(asked, agencies)
    found: list[Example] = []
    for kind, share in SHARES.items():
        found += builder.made(kind, round(share * count), random.Random(f"{seed} {kind}"))
    rng.shuffle(found)
    if "noisy" not in without:
        found = [_hurried(one, random.Random(f"{seed} {at}")) for at, one in enumerate(found)]
    return [one for one in found if one.kind not in without]


def _hurried(example: Example, rng: random.Random) -> Example:
    """Some questions as they are typed in a hurry."""
    if rng.random() >= NOISY:
        return example
    return example._replace(question=noisy(example.question, rng))


class _Builder:
    def __init__(self, asked: Sequence[Asked], agencies: Sequence[Material]) -> None:
        self._able = [one for one in asked if one.answers]
        answered = [(one, each.windows) for each in agencies for one in each.answered]
        self._pools: dict[str, Sequence[Any]] = {
            "piaf": [one for one in self._able if one.language == "fr"],
            "squad": [one for one in self._able if one.language == "en"],
            "squad-absent": [one for one in asked if not one.answers],
            "agency": [one for one, _ in answered],
            "agency-hard": answered,
            "agency-absent": [(one, each.windows) for each in agencies for one in each.absent],
        }
        self._windows = Windows((one.article, one.text) for one in asked)
        self._names = gather([one.question for one in asked] + [one.text for one in self._able])
        self._makers: dict[str, Make] = {
            "piaf": self._positive,
            "squad": self._positive,
            "squad-absent": self._absent,
            "other-window": self._other,
            "hard-window": self._hard,
            "without-sentence": self._without_sentence,
            "swapped": self._swapped,
            "agency": self._positive,
            "agency-hard": self._elsewhere,
            "agency-absent": self._nowhere,
        }

    def made(self, kind: str, count: int, rng: random.Random) -> Iterator[Example]:
        """Up to `count` examples, question after question in an order by chance."""
        if kind == "chronicle":
            yield from chronicles(rng.randrange(2**32), count)
            return
        pool = list(self._pools.get(kind, self._able))
        rng.shuffle(pool)
        left = count
        for _, one in zip(range(5 * count), cycle(pool), strict=False):
            if not left:
                return
            if example := self._makers[kind](one, rng):
                left -= 1
                yield example._replace(kind=kind)

    def _positive(self, asked: Asked, rng: random.Random) -> Example:
        answer = rng.choice(asked.answers)
        window = around(asked.text, answer, rng)
        header = asked.article if asked.framed else _header(asked.article, rng)
        shift = len(header) + 1 - window.start
        return Example(
            asked.question,
            f"{header}\n{asked.text[window.start : window.end]}",
            Span(answer.start + shift, answer.end + shift),
            "",
        )

    def _absent(self, asked: Asked, rng: random.Random) -> Example:
        window = around(asked.text, rng.choice(sentences(asked.text)), rng)
        return _unanswered(asked, asked.article, asked.text[window.start : window.end], rng)

    def _other(self, asked: Asked, rng: random.Random) -> Example | None:
        text = self._windows.of_article(asked.article, _words(asked), rng)
        return _unanswered(asked, asked.article, text, rng) if text else None

    def _hard(self, asked: Asked, rng: random.Random) -> Example | None:
        found = self._windows.hard(asked.question, asked.text, _words(asked), rng)
        return _unanswered(asked, *found, rng) if found else None

    def _elsewhere(self, pair: tuple[Asked, Windows], rng: random.Random) -> Example | None:
        asked, windows = pair
        found = windows.hard(asked.question, asked.text, _words(asked), rng)
        return Example(asked.question, "\n".join(found), None, "") if found else None

    def _nowhere(self, pair: tuple[str, Windows], rng: random.Random) -> Example | None:
        question, windows = pair
        found = windows.hard(question, "", (), rng)
        return Example(question, "\n".join(found), None, "") if found else None

    def _without_sentence(self, asked: Asked, rng: random.Random) -> Example | None:
        example = self._positive(asked, rng)
        answer = example.answer or Span(0, 0)
        window = without_sentence(example.window, answer, _words(asked))
        return example._replace(window=window, answer=None) if window else None

    def _swapped(self, asked: Asked, rng: random.Random) -> Example | None:
        example = self._positive(asked, rng)
        question = swapped(asked.question, example.window, self._names, rng)
        return example._replace(question=question, answer=None) if question else None


def _unanswered(asked: Asked, title: str, text: str, rng: random.Random) -> Example:
    return Example(asked.question, f"{_header(title, rng)}\n{text}", None, "")


def _words(asked: Asked) -> list[str]:
    return [asked.text[span.start : span.end] for span in asked.answers]


def _header(title: str, rng: random.Random) -> str:
    """A title, with a month of some year as often as documents have one in their headings."""
    if rng.random() >= DATED:
        return title
    year, month = rng.randint(1990, 2019), rng.randint(1, 12)
    return f"{title} – {say(Period.of_month(year, month), 'fr')}"
