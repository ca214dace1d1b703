"""What is measured on the questions that nobody tuned on may not fall.

Only figures are compared, so that a failure shows no question of the test split.
"""

import pytest

from assistant.pipeline import Assistant
from evals.dataset import load_questions
from evals.run import run
from evals.scoring import Share, shares

FLOORS = {
    "bonnes réponses": 0.72,
    "bons refus": 0.65,
    "preuve dans les 1000 premiers caractères": 0.95,
    "citations à leur place": 1.0,
}
CEILINGS = {"refus à tort": 0.15}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures(assistant: Assistant) -> dict[str, Share]:
    return shares(run(assistant, load_questions("test", assistant.index.documents.values())))


@pytest.mark.parametrize(("name", "floor"), FLOORS.items(), ids=FLOORS)
def test_a_share_stays_above_its_floor(figures: dict[str, Share], name: str, floor: float) -> None:
    assert figures[name].value >= floor


@pytest.mark.parametrize(("name", "ceiling"), CEILINGS.items(), ids=CEILINGS)
def test_a_share_stays_under_its_ceiling(
    figures: dict[str, Share], name: str, ceiling: float
) -> None:
    assert figures[name].value <= ceiling
