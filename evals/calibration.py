"""Fits the weights of the sentence choice and of the refusal: `python -m evals.calibration`, all of
them or `--only read`.

Two linear models without the reader and two with what it says, on the development questions alone.
Ranking: logistic regression on the differences between a sentence that holds evidence and one that
does not, of one question (Herbrich et al. 1999). Answerable: logistic regression on the first
sentence's features; a share of what must be refused are answerable questions with their evidence
taken out of the search (half with the reader, which then does better on texts of another kind). The
limit is the probability of best balanced accuracy with at most 7 % of wrong refusals, on questions
that the models were not fitted on (ten folds).
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
import tomlkit
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

from assistant.choice import NAMES, READ, Choice, Model, weights
from assistant.pipeline import Assistant
from assistant.schema import Status, Turn, Wanted
from evals.schema import EvalQuestion
from evals.suite import Selection, Suite
from ingest.settings import BUNDLED_READER, NO_READER, Settings, load_settings

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.toml"
FOLDS = 10
RANKING_C, ANSWERABLE_C = 30.0, 10.0
FALLING = ("gap", "misfit")
TAKEN_OUT: dict[Model, float] = {"plain": 0.25, "read": 0.5}
MOST_WRONG_REFUSALS = 0.07


class Sample(NamedTuple):
    """One question's sentences: their features, which hold evidence, whether it can be
    answered."""

    features: NDArray[np.float64]
    relevant: NDArray[np.bool_]
    answerable: bool


class Fitted(NamedTuple):
    """Weights with the intercept last; features and labels of the questions."""

    weights: NDArray[np.float64]
    features: NDArray[np.float64]
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
            history.append(assistant.answer(text, history).turn)
        found = assistant.choices(question.turns[-1], history)
        if found is None or found[0].wanted is Wanted.ENTRIES:
            continue
        if choices := [one for one in found[1] if one.model == model and not one.missing]:
            yield _sample(choices, question)


def _sample(choices: Sequence[Choice], question: EvalQuestion) -> Sample:
    relevant = [_holds(choice, question.evidence) for choice in choices]
    read = choices[0].model == "read"
    seen = [(*choice.features, *choice.read) if read else choice.features for choice in choices]
    return Sample(np.array(seen), np.array(relevant), question.answerable)


def _holds(choice: Choice, evidence: Sequence[str]) -> bool:
    """Whether the sentence shares characters with a piece of evidence."""
    text, start = choice.passage.text, choice.passage.start
    for piece in evidence:
        at = text.find(piece)
        if at >= 0 and choice.span.start < start + at + len(piece) and start + at < choice.span.end:
            return True
    return False


def fit_ranking(found: Sequence[Sample], model: Model) -> NDArray[np.float64]:
    """Weights by feature; equal weight for each question."""
    rows, shares = [], []
    for sample in found:
        good, bad = sample.features[sample.relevant], sample.features[~sample.relevant]
        if sample.answerable and len(good) and len(bad):
            differences = (good[:, None, :] - bad[None, :, :]).reshape(-1, good.shape[1])
            rows.append(differences)
            shares.append(np.full(len(differences), 1 / len(differences)))
    x, share = np.vstack(rows), np.concatenate(shares)
    both = np.repeat([True, False], len(x))
    return fit_signed(np.vstack([x, -x]), both, np.tile(share, 2), RANKING_C, signs(model))[:-1]


def fit_answerable(found: Sequence[Sample], ranking: NDArray[np.float64], model: Model) -> Fitted:
    """The model, and the features and labels of the questions themselves."""
    firsts = np.array([s.features[np.argmax(s.features @ ranking)] for s in found])
    labels = np.array([s.answerable for s in found])
    without = [s for s in found if s.answerable and (~s.relevant).any()]
    absent = np.array(
        [s.features[~s.relevant][np.argmax(s.features[~s.relevant] @ ranking)] for s in without]
    )
    x = np.vstack([firsts, absent])
    y = np.concatenate([labels, np.zeros(len(absent), dtype=bool)])
    taken_out = TAKEN_OUT[model]
    share = np.concatenate(
        [
            np.where(labels, 1 / labels.sum(), (1 - taken_out) / (~labels).sum()),
            np.full(len(absent), taken_out / len(absent)),
        ]
    )
    fitted = fit_signed(x, y, share / share.sum() * len(firsts), ANSWERABLE_C, signs(model))
    return Fitted(fitted, firsts, labels)


def signs(model: Model) -> NDArray[np.float64]:
    """Of each feature, which way it may count: more of the question covered never makes an answer
    less likely."""
    return np.array([-1.0 if name in FALLING else 1.0 for name in NAMES[model]])


def fit_signed(
    x: NDArray[np.float64],
    y: NDArray[np.bool_],
    share: NDArray[np.float64],
    c: float,
    signs: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Logistic regression with an L2 penalty (1 / `c`) in which no feature may count against its
    sign. Intercept last."""
    rows = np.hstack([x * signs, np.ones((len(x), 1))])
    sides = np.where(y, 1.0, -1.0)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sides * (rows @ w)
        slope = -share * sides * expit(-margins)
        penalty = np.append(w[:-1], 0.0) / c
        return float(
            share @ np.logaddexp(0, -margins) + w[:-1] @ w[:-1] / (2 * c)
        ), rows.T @ slope + penalty

    bounds = [(0.0, None)] * x.shape[1] + [(None, None)]
    solved = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    weights: NDArray[np.float64] = solved.x * np.append(signs, 1.0)
    return weights


class Held(NamedTuple):
    """Of questions that the models were not fitted on: the probability of the first sentence, and
    whether it holds evidence."""

    probabilities: NDArray[np.float64]
    right: NDArray[np.bool_]


def out_of_fold(found: Sequence[Sample], model: Model) -> Held:
    """Each question by models fitted without it (ten folds, fixed order)."""
    held = Held(np.zeros(len(found)), np.zeros(len(found), dtype=bool))
    for rest, kept in KFold(FOLDS, shuffle=True, random_state=0).split(found):
        others = [found[i] for i in rest]
        ranking = fit_ranking(others, model)
        weights = fit_answerable(others, ranking, model).weights
        for i in kept:
            first = np.argmax(found[i].features @ ranking)
            chosen = found[i].features[first]
            held.probabilities[i] = expit(chosen @ weights[:-1] + weights[-1])
            held.right[i] = found[i].relevant[first]
    return held


def best_limit(probabilities: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """The limit of best balanced accuracy among those with few wrong refusals."""
    candidates = np.unique(np.floor(probabilities * 1000) / 1000)
    allowed = [c for c in candidates if np.mean(probabilities[labels] < c) <= MOST_WRONG_REFUSALS]
    outcomes = [
        np.mean(probabilities[labels] >= c) + np.mean(probabilities[~labels] < c) for c in allowed
    ]
    return float(allowed[int(np.argmax(outcomes))]) if allowed else 0.5


def wanted(arguments: Sequence[str]) -> tuple[Model, ...]:
    """Which models are fitted: `plain` first, as the `read` ones are fitted on what they give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=get_args(Model))
    only = parser.parse_args(arguments).only
    return (only,) if only else get_args(Model)


def main() -> None:
    settings = load_settings()
    named = BUNDLED_READER if settings.reader == NO_READER else settings.reader
    readers: dict[Model, str] = {"plain": NO_READER, "read": named}
    for model in wanted(sys.argv[1:]):
        if found := _asked(settings.model_copy(update={"reader": readers[model]}), model):
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
    held = out_of_fold(found, model)
    probabilities = held.probabilities
    limit = best_limit(probabilities, labels)
    print(f"{model} : {len(found)} questions ; {quality(held, labels)}")
    print(
        f"limite {limit:.3f} : répondues {np.mean(probabilities[labels] >= limit):.3f}, "
        f"refusées {np.mean(probabilities[~labels] < limit):.3f}"
    )
    if model == "read":
        _print_without_fusion(found)
    answerable = _named(model, fitted.weights[:-1], float(fitted.weights[-1]))
    limits = dict(weights()[model]["limit"]) | {"probability": round(limit, 3)}
    return {"ranking": _named(model, ranking, 0.0), "answerable": answerable, "limit": limits}


def quality(held: Held, labels: NDArray[np.bool_]) -> str:
    """How often the first sentence of an answerable question is right, and how well the
    probability tells these questions from the others."""
    area = roc_auc_score(labels, held.probabilities)
    first = np.mean(held.right[labels])
    return f"première phrase juste : {first:.3f} ; aire sous la courbe ROC : {area:.3f}"


def reader_alone(sample: Sample) -> Sample:
    """Without the features that the plain models see."""
    features = sample.features.copy()
    features[:, : -len(READ)] = 0.0
    return sample._replace(features=features)


def _print_without_fusion(found: Sequence[Sample]) -> None:
    alone = [reader_alone(one) for one in found]
    labels = np.array([one.answerable for one in alone])
    print(f"le lecteur seul : {quality(out_of_fold(alone, 'read'), labels)}")


def _named(model: Model, coefficients: NDArray[np.float64], intercept: float) -> dict[str, float]:
    named = {n: round(float(c), 3) for n, c in zip(NAMES[model], coefficients, strict=True)}
    return {"intercept": round(intercept, 3)} | named


if __name__ == "__main__":
    main()
