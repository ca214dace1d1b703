"""Where the time of a question goes."""

from assistant.pipeline import Assistant
from evals.timing import REFERENCE, STEPS, WHOLE, measure, most_memory, table
from ingest.embedding import Embedder

QUESTIONS = ["Combien de postes de conseillers numériques ?", "Qui est le maire du Havre ?"]


def test_every_step_is_on_the_clock(assistant: Assistant, real_embedder: Embedder) -> None:
    rows = measure(assistant, real_embedder, QUESTIONS)
    assert set(rows) == {REFERENCE, *STEPS, WHOLE}
    assert {len(values) for values in rows.values()} == {len(QUESTIONS)}
    for at in range(len(QUESTIONS)):
        steps = [rows[name][at] for name in STEPS]
        assert 0 < sum(steps) <= rows[WHOLE][at]
        assert min(steps) > 0


def test_the_table_gives_medians_and_ratios() -> None:
    rows = {REFERENCE: [10.0, 20.0, 30.0], WHOLE: [40.0, 60.0, 120.0]}
    first, last = table(rows).splitlines()[1:]
    assert first.split()[-3:] == ["20.0", "ms", "1.0"]
    assert last.split()[-3:] == ["60.0", "ms", "4.0"]


def test_memory_is_in_megabytes() -> None:
    assert 50 < most_memory() < 50_000
