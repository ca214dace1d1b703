"""A reader's calibration and its figures."""

from typing import cast

import pytest

from assistant.reader import Reader
from evals.training.scores import (
    Said,
    calibrated,
    miscalibration,
    reading_figures,
    told_apart,
)
from evals.training.sources import Asked


@pytest.mark.parametrize("right", [True, False])
def test_scores_of_one_class_are_calibrated_too(right: bool) -> None:
    scale, bias = calibrated([Said(float(n), right, True, "piaf") for n in range(-5, 6)])
    assert abs(scale) < 100
    assert (bias > 0) is right


def test_a_higher_score_is_surer() -> None:
    found = [Said(float(n), n % 7 < n, True, "piaf") for n in range(-10, 11)]
    scale, bias = calibrated(found)
    assert scale > 0
    assert scale * 10 + bias > 0 > scale * -10 + bias


def test_calibration_brings_scores_near_the_share_of_right_spans() -> None:
    found = [Said(3.0, n % 4 == 0, True, "piaf") for n in range(400)]
    found += [Said(-3.0, n % 4 == 0, True, "piaf") for n in range(400)]
    assert miscalibration(found) == pytest.approx(0.45, abs=0.01)
    assert miscalibration(found, *calibrated(found)) < 0.01


def test_each_kind_is_told_apart_from_what_answers() -> None:
    able = [Said(score, True, True, "piaf") for score in (2.0, 4.0)]
    unable = [Said(3.0, False, False, "swapped"), Said(1.0, False, False, "chronicle")]
    assert told_apart([*able, *unable]) == {"chronicle": 1.0, "swapped": 0.5}
    assert told_apart(able) == {}


def test_there_is_no_figure_of_what_has_no_answer(asked: list[Asked]) -> None:
    unread = cast(Reader, None)
    unanswered = [one for one in asked if not one.answers]
    assert unanswered
    assert reading_figures(unread, []) == reading_figures(unread, unanswered) == {}
