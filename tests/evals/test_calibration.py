"""The fit of the two linear models."""

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.choice import FEATURES, NAMES, READ, Model, weights
from evals.calibration import (
    MOST_WRONG_REFUSALS,
    Sample,
    best_limit,
    fit_answerable,
    fit_ranking,
    fit_signed,
    reader_alone,
    signs,
    wanted,
)

Array = NDArray[np.float64]


def noise(rows: int) -> Array:
    return np.random.default_rng(7).normal(size=(rows, len(FEATURES)))


def fit(feature: str, side: float) -> Array:
    """Fitted where the label is the sign of one feature, times `side`."""
    x = noise(400)
    y = side * x[:, FEATURES.index(feature)] > 0
    return fit_signed(x, y, np.ones(400), 10.0, signs("plain"))


@pytest.mark.parametrize(("feature", "side"), [("fit", 1.0), ("gap", -1.0)])
def test_a_feature_that_tells_gets_the_heaviest_weight(feature: str, side: float) -> None:
    found = fit(feature, side)
    assert np.argmax(np.abs(found[:-1])) == FEATURES.index(feature)
    assert found[FEATURES.index(feature)] * side > 1


@pytest.mark.parametrize(("feature", "side"), [("fit", -1.0), ("gap", 1.0)])
def test_no_feature_counts_against_its_sign(feature: str, side: float) -> None:
    found = fit(feature, side)
    assert found[FEATURES.index(feature)] == 0
    assert (found[:-1] * signs("plain") >= 0).all()


def test_the_intercept_is_free() -> None:
    x = np.zeros((100, len(FEATURES)))
    y = np.arange(100) < 20
    assert fit_signed(x, y, np.ones(100), 10.0, signs("plain"))[-1] == pytest.approx(
        np.log(20 / 80), abs=1e-2
    )


def sample(*, answerable: bool) -> Sample:
    """Four sentences, of which the first, if any, holds the evidence: its `fit` tells."""
    features = np.zeros((4, len(FEATURES)))
    features[:, 0] = (0.1, 0.2, 0.3, 0.4)
    features[0, FEATURES.index("fit")] = float(answerable)
    return Sample(features, np.array([answerable, False, False, False]), answerable)


def test_ranking_puts_the_evidence_first() -> None:
    found = [sample(answerable=True)] * 5 + [sample(answerable=False)] * 5
    ranking = fit_ranking(found, "plain")
    assert ranking.shape == (len(FEATURES),)
    assert np.argmax(found[0].features @ ranking) == 0


def test_what_can_be_answered_is_told_apart() -> None:
    found = [sample(answerable=True)] * 20 + [sample(answerable=False)] * 20
    fitted = fit_answerable(found, fit_ranking(found, "plain"), "plain")
    scores = fitted.features @ fitted.weights[:-1] + fitted.weights[-1]
    assert fitted.labels.sum() == 20
    assert scores[fitted.labels].min() > scores[~fitted.labels].max()


def test_the_reader_alone_sees_nothing_of_the_plain_models() -> None:
    whole = sample(answerable=True)
    said = np.ones((4, len(READ)))
    alone = reader_alone(whole._replace(features=np.hstack([whole.features, said])))
    assert whole.features.any()
    assert not alone.features[:, : -len(READ)].any()
    assert (alone.features[:, -len(READ) :] == said).all()


def test_the_limit_parts_what_can_be_parted() -> None:
    labels = np.array([True, True, False, False])
    assert best_limit(np.array([0.9, 0.8, 0.3, 0.2]), labels) == pytest.approx(0.8)


def test_the_limit_spares_the_answerable() -> None:
    """Balanced accuracy alone would refuse one answer in five to refuse every wrong one."""
    probabilities = np.array([0.1] + [0.9] * 4 + [0.5] * 5)
    labels = np.array([True] * 5 + [False] * 5)
    assert MOST_WRONG_REFUSALS < 0.2
    assert best_limit(probabilities, labels) == pytest.approx(0.1)


@pytest.mark.parametrize("model", ["plain", "read"])
def test_the_weights_in_use_have_a_value_for_each_feature_of_the_right_sign(model: Model) -> None:
    for part in ("ranking", "answerable"):
        fitted = weights()[model][part]
        assert set(fitted) == {"intercept", *NAMES[model]}
        assert all(
            fitted[n] * sign >= 0 for n, sign in zip(NAMES[model], signs(model), strict=True)
        )
    assert 0 < weights()[model]["limit"]["probability"] < 1


def test_all_models_are_fitted_unless_one_is_named() -> None:
    assert wanted([]) == ("plain", "read")
    assert wanted(["--only", "read"]) == ("read",)
    with pytest.raises(SystemExit):
        wanted(["--only", "raed"])
