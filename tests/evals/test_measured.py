"""What is measured may not fall under the floors of `evals/baseline.toml`.

Only figures are compared, so that a failure shows no question of the test split.
"""

import pytest

from evals.gate import falls, read_baseline
from evals.suite import Selection, Suite
from ingest.settings import Settings

pytestmark = pytest.mark.slow


def test_the_floors_hold(real_settings: Settings, real_data: object) -> None:
    suite = Suite(real_settings, Selection())
    try:
        run = suite.run()
    finally:
        suite.close()
    assert [str(fall) for fall in falls(run, read_baseline())] == []
