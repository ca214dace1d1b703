"""A reader's figures on questions about paragraphs that it was not trained on."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from assistant.reader import WINDOW, Reader, SpanFound, Window
from evals.answers import exact_match, f1
from evals.statistics import Estimate, auroc, mean, statistic
from evals.training.example import Example
from evals.training.sources import Asked
from ingest.text import Span, sentence_runs

OVERLAP = 0.5
BINS = 10


class Said(NamedTuple):
    """The best span of an example's window, its score, and whether it answers."""

    score: float
    right: bool
    answerable: bool
    kind: str


def said(reader: Reader, examples: Sequence[Example]) -> list[Said]:
    return [_said(reader, one) for one in examples]


def _said(reader: Reader, example: Example) -> Said:
    header, text = example.window.split("\n", 1)
    reading = reader.read(example.question, [Window(header, text, len(header) + 1)])[0]
    best = reading.answer or SpanFound(Span(0, 0), -30.0)
    words = example.window[best.span.start : best.span.end]
    right = example.answer is not None and f1(words, [example.words]) >= OVERLAP
    return Said(max(best.score, reading.header), right, example.answer is not None, example.kind)


def calibrated(found: Sequence[Said]) -> tuple[float, float]:
    """Scale and bias of the logistic function from scores to the share of right spans (Platt
    1999, with his smoothed targets)."""
    scores = np.array([one.score for one in found])
    right = np.array([one.right for one in found])
    high, low = (right.sum() + 1) / (right.sum() + 2), 1 / ((~right).sum() + 2)
    target = np.where(right, high, low)

    def loss(w: np.ndarray) -> float:
        p = np.clip(expit(w[0] * scores + w[1]), 1e-9, 1 - 1e-9)
        return float(-(target * np.log(p) + (1 - target) * np.log(1 - p)).mean())

    scale, bias = minimize(loss, np.array([0.5, 0.0]), method="Nelder-Mead").x
    return float(scale), float(bias)


def miscalibration(found: Sequence[Said], scale: float = 1.0, bias: float = 0.0) -> float:
    """How far the logistic of `scale` · score + `bias` is from the share of right spans: the
    expected calibration error over `BINS` bins of probability (Guo et al. 2017)."""
    sure = expit(scale * np.array([one.score for one in found]) + bias)
    right = np.array([one.right for one in found])
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs((sure[bins == at] - right[bins == at]).sum()) for at in range(BINS)]
    return float(sum(gaps) / len(found))


def told_apart(found: Sequence[Said]) -> dict[str, float]:
    """By kind of window that does not answer: how often a window that does scores above it."""
    able = [one.score for one in found if one.answerable]
    kinds = sorted({one.kind for one in found if not one.answerable})
    return {
        kind: auroc(able, [one.score for one in found if one.kind == kind and not one.answerable])
        for kind in kinds
    }


def reading_figures(reader: Reader, asked: Sequence[Asked]) -> dict[str, Estimate]:
    """Exact match and F1 of the best span of the paragraph that answers, over its windows;
    AUROC of the score against paragraphs that do not answer. Intervals over articles. None of
    them where no paragraph answers."""
    able = [one for one in asked if one.answers]
    if not able:
        return {}
    clusters = [one.article for one in able]
    best = [_best(reader, one) for one in able]
    references = [[one.text[s.start : s.end] for s in one.answers] for one in able]
    figures = {
        "exact": mean(
            [exact_match(b[0], r) for b, r in zip(best, references, strict=True)], clusters
        ),
        "f1": mean([f1(b[0], r) for b, r in zip(best, references, strict=True)], clusters),
    }
    unable = [one for one in asked if not one.answers]
    if unable:
        scores = np.array([b[1] for b in best] + [_best(reader, one)[1] for one in unable])
        sure = np.arange(len(scores)) < len(best)
        every = clusters + [one.article for one in unable]
        figures["auroc"] = statistic(
            lambda at: auroc(scores[at][sure[at]], scores[at][~sure[at]]), every
        )
    return figures


def _best(reader: Reader, asked: Asked) -> tuple[str, float]:
    spans = sentence_runs(asked.text, 0, len(asked.text), WINDOW)
    windows = [Window(asked.article, asked.text[s.start : s.end], s.start) for s in spans]
    found = [reading.answer for reading in reader.read(asked.question, windows)]
    best = max((one for one in found if one), key=lambda one: one.score)
    return asked.text[best.span.start : best.span.end], best.score
