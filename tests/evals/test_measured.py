"""What is measured on the test half may not fall under the floors of `evals/baseline.toml`; `retro
eval --gate` holds all of them.

Only figures are compared, so that a failure shows no question.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from evals.gate import falls_below, pinnable, read_baseline
from evals.suite import Selection, Suite
from ingest.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(real_settings: Settings, real_data: object) -> Iterator[Callable[..., Suite]]:
    with ExitStack() as stack:

        def open_(**selection: str) -> Suite:
            suite = Suite(real_settings, Selection(**selection))
            stack.callback(suite.close)
            return suite

        yield open_


def test_the_floors_are_of_these_documents_and_questions(opened: Callable[..., Suite]) -> None:
    assert opened().fingerprints == read_baseline().fingerprints


def test_the_floors_hold(opened: Callable[..., Suite]) -> None:
    floors = read_baseline().floors
    half = {group: own for group, own in floors.items() if group.endswith("/test")}
    assert len(half) == 2
    assert [str(fall) for fall in falls_below(pinnable(opened(split="test").run()), half)] == []
