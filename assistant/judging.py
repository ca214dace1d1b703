"""How likely each sentence is to answer: by what it is, by the best that stand beside it, and by
the kind of answer wanted (a date is sooner found where it answers nothing than a definition)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.choice import KINDS, Choice, Model, linear, logistic
from assistant.schema import Wanted

Array = NDArray[np.float64]
KIND = 0.5
"""What stands for the kind wanted: below 1, so that the penalty of the fit weighs more on it."""


def judged(choices: Sequence[Choice], wanted: Wanted) -> list[Choice]:
    """The choices, best first, with their probabilities; what the reader did not read where it
    read others keeps its own."""
    model = choices[0].model if choices else "plain"
    seen = [one for one in choices if one.model == model]
    standing = [one for one in seen if not one.missing] or seen
    if not standing:
        return []
    rows = answering(
        model,
        np.array([one.features for one in standing]),
        np.array([one.read for one in standing]),
        np.array([one.score for one in standing]),
        wanted,
    )
    likely = {
        id(one): logistic(linear(model, "answerable", row))
        for one, row in zip(standing, rows, strict=True)
    }
    return [replace(one, probability=likely.get(id(one), 0.0)) for one in choices]


def answering(model: Model, features: Array, read: Array, scores: Array, wanted: Wanted) -> Array:
    """What the `answerable` model sees of the sentences of one question, a row each, from their
    plain features, the reader's log-odds and their scores."""
    second = np.sort(scores)[-2] if len(scores) > 1 else 0.0
    shared = [second, *(KIND * (wanted == kind) for kind in KINDS)]
    if model == "read":
        features, shared = np.hstack([features, read]), [*read.max(axis=0), *shared]
    return np.hstack([features, np.tile(shared, (len(features), 1))])
