"""Paragraphs → the windows that are read: runs of whole sentences, or all but the answer's."""

import random
from collections.abc import Iterable, Sequence

from assistant.reader import WINDOW
from ingest.lexical import LexicalIndex
from ingest.text import Span, folded, keys, sentence_runs, sentences, words

SHORTEST = 120
LONGEST = 560


def around(text: str, answer: Span, rng: random.Random) -> Span:
    """A run of sentences that holds the answer, its length and the answer's place by chance."""
    spans = sentences(text)
    held = _holding(spans, answer)
    first, last = held[0], held[-1]
    most = rng.randint(SHORTEST, LONGEST)
    while True:
        sides = [(first - 1, last)] * (first > 0) + [(first, last + 1)] * (last + 1 < len(spans))
        fitting = [(a, b) for a, b in sides if spans[b].end - spans[a].start <= most]
        if not fitting:
            return Span(spans[first].start, spans[last].end)
        first, last = rng.choice(fitting)


def without_sentence(window: str, answer: Span, answers: Sequence[str]) -> str | None:
    """The window without the sentences that hold the answer; None where that leaves fewer than
    two, where the header holds it, or where the words of one of the `answers` still stand."""
    body = window.find("\n") + 1
    spans = sentences(window, body)
    held = _holding(spans, answer)
    if answer.start < body or not held or len(spans) - len(held) < 2:
        return None
    first, after = held[0], held[-1] + 1
    if after < len(spans):
        rest = window[: spans[first].start] + window[spans[after].start :]
    else:
        rest = window[: spans[first - 1].end]
    return None if any(tokens(one) in tokens(rest) for one in answers) else rest


def tokens(text: str) -> str:
    """Folded words with a space on either side, so that `in` finds whole words only."""
    return f" {' '.join(word.folded for word in words(text))} "


def _holding(spans: Sequence[Span], answer: Span) -> list[int]:
    return [at for at, one in enumerate(spans) if one.start < answer.end and answer.start < one.end]


class Windows:
    """The windows of many paragraphs, and which of them look like they answer a question."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """`texts` are articles' titles and paragraphs."""
        self._all = [
            (title, text, text[span.start : span.end])
            for title, text in dict.fromkeys(texts)
            for span in sentence_runs(text, 0, len(text), WINDOW)
        ]
        self._lexical = LexicalIndex.build(f"{title}\n{text}" for title, _, text in self._all)
        self._of: dict[str, list[int]] = {}
        for at, (title, _, _) in enumerate(self._all):
            self._of.setdefault(title, []).append(at)

    def of_article(self, title: str, answers: Sequence[str], rng: random.Random) -> str | None:
        """Another window of the article, where the words of no answer are read."""
        found = [at for at in self._of[title] if self._lacks(at, answers)]
        return self._all[rng.choice(found)][2] if found else None

    def hard(
        self,
        question: str,
        paragraph: str,
        answers: Sequence[str],
        rng: random.Random,
        depth: int = 8,
    ) -> tuple[str, str] | None:
        """Title and text of a window of another paragraph that BM25 ranks among the first `depth`
        and that lacks the words of the answers."""
        scores = self._lexical.scores(dict.fromkeys(keys(question), 1.0))
        ranked = scores.argsort()[::-1][: 4 * depth]
        found = [
            at
            for at in map(int, ranked)
            if scores[at] > 0 and self._all[at][1] != paragraph and self._lacks(at, answers)
        ][:depth]
        if not found:
            return None
        title, _, text = self._all[rng.choice(found)]
        return title, text

    def _lacks(self, at: int, answers: Sequence[str]) -> bool:
        """Whether neither a window nor the title above it has the words of an answer."""
        title, _, text = self._all[at]
        plain = folded(f"{title}\n{text}")
        return not any(folded(answer) in plain for answer in answers)
