"""Fits the weights of the sentence choice and of the refusal: `python -m evals.calibration`.

Two linear models without the reader, and two that see what the reader says too, on the development
questions alone. Ranking: logistic regression on the differences between a
sentence that holds evidence and one that does not, of one question (Herbrich et al. 1999).
Answerable: logistic regression on the first sentence's features, the second's score and the kind
of answer wanted; the questions whose evidence was taken out of the search count as unanswerable
too. The limit is the probability of best balanced accuracy with at most 10 % of wrong refusals, on
questions that the models were not fitted on (ten folds).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import tomlkit
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

from assistant.choice import KINDS, NAMES, Choice, Model, Part, linear, weights
from assistant.judging import answering
from assistant.pipeline import Assistant
from assistant.schema import Status, Turn, Wanted
from evals.schema import EvalQuestion
from evals.suite import Selection, Suite
from ingest.settings import BUNDLED_READER, NO_READER, Settings, load_settings

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.toml"
FOLDS = 10
RANKING_C, ANSWERABLE_C = 30.0, 10.0
FALLING = ("gap", "misfit")
MOST_WRONG_REFUSALS = 0.1
Array = NDArray[np.float64]


class Sample(NamedTuple):
    """One question's sentences, a row each: their plain features, what the reader says, which hold
    evidence; whether it can be answered, and the kind of answer wanted."""

    features: Array
    read: Array
    relevant: NDArray[np.bool_]
    answerable: bool
    wanted: Wanted

    @property
    def every(self) -> NDArray[np.bool_]:
        return np.ones(len(self.relevant), dtype=bool)

    def ranking(self, model: Model) -> Array:
        if model == "plain":
            return self.features
        scores = [linear("plain", "ranking", row) for row in self.features]
        return np.column_stack([scores, self.read])

    def first(self, model: Model, ranking: Array, kept: NDArray[np.bool_]) -> Array:
        """What the `answerable` model sees of the first of the sentences that are `kept`."""
        scores = self.ranking(model)[kept] @ ranking
        rows = answering(model, self.features[kept], self.read[kept], scores, self.wanted)
        found: Array = rows[np.argmax(scores)]
        return found


class Fitted(NamedTuple):
    """Weights with the intercept last; features and labels of the questions."""

    weights: Array
    features: Array
    labels: NDArray[np.bool_]


def samples(
    assistant: Assistant, questions: Sequence[EvalQuestion], model: Model
) -> Iterator[Sample]:
    """Questions that go through the choice of sentences: no entries, no courtesy."""
    for question in questions:
        if question.tier in ("smalltalk", "hostile") or Status.ANSWERED in question.expected[1:]:
            continue
        history: list[Turn] = []
        for text in question.turns[:-1]:
            history.append(assistant.turn(assistant.answer(text, history)))
        found = assistant.choices(question.turns[-1], history)
        if found is None or found[0].wanted is Wanted.ENTRIES:
            continue
        if choices := [one for one in found[1] if one.model == model and not one.missing]:
            yield _sample(choices, question, found[0].wanted)


def _sample(choices: Sequence[Choice], question: EvalQuestion, wanted: Wanted) -> Sample:
    return Sample(
        np.array([choice.features for choice in choices]),
        np.array([choice.read for choice in choices]),
        np.array([_holds(choice, question.evidence) for choice in choices]),
        question.answerable,
        wanted,
    )


def _holds(choice: Choice, evidence: Sequence[str]) -> bool:
    """Whether the sentence shares characters with a piece of evidence."""
    text, start = choice.passage.text, choice.passage.start
    for piece in evidence:
        at = text.find(piece)
        if at >= 0 and choice.span.start < start + at + len(piece) and start + at < choice.span.end:
            return True
    return False


def fit_ranking(found: Sequence[Sample], model: Model) -> Array:
    """Weights by feature; equal weight for each question."""
    rows, shares = [], []
    for sample in found:
        ranking = sample.ranking(model)
        good, bad = ranking[sample.relevant], ranking[~sample.relevant]
        if sample.answerable and len(good) and len(bad):
            differences = (good[:, None, :] - bad[None, :, :]).reshape(-1, good.shape[1])
            rows.append(differences)
            shares.append(np.full(len(differences), 1 / len(differences)))
    x, share = np.vstack(rows), np.concatenate(shares)
    both = np.repeat([True, False], len(x))
    return fit_signed(
        np.vstack([x, -x]), both, np.tile(share, 2), RANKING_C, signs(model, "ranking")
    )[:-1]


def fit_answerable(found: Sequence[Sample], ranking: Array, model: Model) -> Fitted:
    """The model, and the features and labels of the questions themselves."""
    firsts = np.array([s.first(model, ranking, s.every) for s in found])
    labels = np.array([s.answerable for s in found])
    without = [s for s in found if s.answerable and (~s.relevant).any()]
    absent = np.array([s.first(model, ranking, ~s.relevant) for s in without])
    x = np.vstack([firsts, absent])
    y = np.concatenate([labels, np.zeros(len(absent), dtype=bool)])
    share = np.concatenate(
        [
            np.where(labels, 1 / labels.sum(), 1 / (~labels).sum()),
            np.full(len(absent), 0.3 / len(absent)),
        ]
    )
    fitted = fit_signed(
        x, y, share / share.sum() * len(firsts), ANSWERABLE_C, signs(model, "answerable")
    )
    return Fitted(fitted, firsts, labels)


def signs(model: Model, part: Part) -> Array:
    """Of each feature, which way it may count: more of the question covered never makes an answer
    less likely; a kind of answer may count either way (0)."""
    return np.array(
        [-1.0 if n in FALLING else 0.0 if n in KINDS else 1.0 for n in NAMES[model, part]]
    )


def fit_signed(
    x: Array,
    y: NDArray[np.bool_],
    share: Array,
    c: float,
    signs: Array,
) -> Array:
    """Logistic regression with an L2 penalty (1 / `c`) in which no feature may count against its
    sign. Intercept last."""
    sides_of = np.where(signs, signs, 1.0)
    rows = np.hstack([x * sides_of, np.ones((len(x), 1))])
    sides = np.where(y, 1.0, -1.0)

    def loss(w: Array) -> tuple[float, Array]:
        margins = sides * (rows @ w)
        slope = -share * sides * expit(-margins)
        penalty = np.append(w[:-1], 0.0) / c
        return float(
            share @ np.logaddexp(0, -margins) + w[:-1] @ w[:-1] / (2 * c)
        ), rows.T @ slope + penalty

    bounds = [(0.0 if sign else None, None) for sign in (*signs, 0.0)]
    solved = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    weights: Array = solved.x * np.append(sides_of, 1.0)
    return weights


def out_of_fold(found: Sequence[Sample], model: Model) -> Array:
    """The probability of each question by models fitted without it (ten folds, fixed order)."""
    probabilities = np.zeros(len(found))
    for rest, held in KFold(FOLDS, shuffle=True, random_state=0).split(found):
        others = [found[i] for i in rest]
        ranking = fit_ranking(others, model)
        weights = fit_answerable(others, ranking, model).weights
        for i in held:
            first = found[i].first(model, ranking, found[i].every)
            probabilities[i] = expit(first @ weights[:-1] + weights[-1])
    return probabilities


def best_limit(probabilities: Array, labels: NDArray[np.bool_]) -> float:
    """The limit of best balanced accuracy among those with few wrong refusals."""
    candidates = np.unique(np.floor(probabilities * 1000) / 1000)
    allowed = [c for c in candidates if np.mean(probabilities[labels] < c) <= MOST_WRONG_REFUSALS]
    outcomes = [
        np.mean(probabilities[labels] >= c) + np.mean(probabilities[~labels] < c) for c in allowed
    ]
    return float(allowed[int(np.argmax(outcomes))]) if allowed else 0.5


def main() -> None:
    """Plain models first: the others are fitted on what they give."""
    settings = load_settings()
    named = BUNDLED_READER if settings.reader == NO_READER else settings.reader
    readers: dict[Model, str] = {"plain": NO_READER, "read": named}
    for model, reader in readers.items():
        if found := _asked(settings.model_copy(update={"reader": reader}), model):
            _write(dict(weights()) | {model: _fitted(found, model)})


def _write(values: dict[str, Any]) -> None:
    header = "# Fitted on the development questions: python -m evals.calibration\n\n"
    WEIGHTS.write_text(header + tomlkit.dumps(values), encoding="utf-8")
    weights.cache_clear()


def _asked(settings: Settings, model: Model) -> list[Sample]:
    suite = Suite(settings, Selection(split="dev"))
    try:
        return [
            sample
            for assistant, asked in suite.parts
            for sample in samples(assistant, [question for _, question in asked], model)
        ]
    finally:
        suite.close()


def _fitted(found: Sequence[Sample], model: Model) -> dict[str, Any]:
    """The part of `weights.toml` of one model; prints how well it does."""
    ranking = fit_ranking(found, model)
    fitted = fit_answerable(found, ranking, model)
    labels = fitted.labels
    probabilities = out_of_fold(found, model)
    limit = best_limit(probabilities, labels)
    first = [s.relevant[np.argmax(s.ranking(model) @ ranking)] for s in found if s.answerable]
    print(f"{model} : {len(found)} questions ; première phrase juste : {np.mean(first):.3f}")
    print(f"aire sous la courbe ROC : {roc_auc_score(labels, probabilities):.3f}")
    print(
        f"limite {limit:.3f} : répondues {np.mean(probabilities[labels] >= limit):.3f}, "
        f"refusées {np.mean(probabilities[~labels] < limit):.3f}"
    )
    answerable = _named(NAMES[model, "answerable"], fitted.weights)
    limits = dict(weights()[model]["limit"]) | {"probability": round(limit, 3)}
    named = _named(NAMES[model, "ranking"], np.append(ranking, 0.0))
    return {"ranking": named, "answerable": answerable, "limit": limits}


def _named(names: Sequence[str], fitted: Array) -> dict[str, float]:
    """By name, the intercept (last) first."""
    *coefficients, intercept = (round(float(value), 3) for value in fitted)
    return {"intercept": intercept} | dict(zip(names, coefficients, strict=True))


if __name__ == "__main__":
    main()
