"""Where the time of a question goes: `python -m evals.timing`.

Each development question is answered once with the steps of the way on the clock, and beside it
what embedding it and asking Chroma alone costs: medians of one run, and their ratios to that. Last,
the most memory that the process held.
"""

import resource
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pkgutil import resolve_name
from statistics import median
from typing import Any
from unittest.mock import patch

from assistant.pipeline import Assistant
from evals.suite import Selection, Suite
from ingest.embedding import Embedder
from ingest.settings import load_settings

REFERENCE, WHOLE = "vecteur de la question et Chroma", "question entière"
READ, CHOOSE = "lecture", "choix des phrases"
STEPS = {
    "compréhension": "assistant.extractive.understand",
    "mots de la question": "assistant.extractive.find_needs",
    "recherche": "assistant.extractive.retrieve",
    READ: "assistant.selection.reread",
    CHOOSE: "assistant.selection.Chooser.choose",
    "vérification": "assistant.extractive.verify",
}
DEPTH = 10
Times = dict[str, list[float]]


def measure(assistant: Assistant, embedder: Embedder, questions: Sequence[str]) -> Times:
    """Milliseconds a question, by step; the choice of sentences is without their reading."""
    rows: Times = defaultdict(list)
    now: dict[str, float] = defaultdict(float)
    reference = _clocked(REFERENCE, lambda text: _search(assistant, embedder, text), now)
    answer = _clocked(WHOLE, assistant.answer, now)
    with ExitStack() as patched:
        for name, place in STEPS.items():
            patched.enter_context(patch(place, _clocked(name, resolve_name(place), now)))
        for text in questions:
            now.clear()
            reference(f"{text} ")
            answer(text)
            now[CHOOSE] -= now[READ]
            for name in (REFERENCE, *STEPS, WHOLE):
                rows[name].append(now[name])
    return rows


def _clocked(name: str, call: Callable[..., Any], now: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return call(*args, **kwargs)
        finally:
            now[name] += 1000 * (time.perf_counter() - started)

    return timed


def _search(assistant: Assistant, embedder: Embedder, text: str) -> None:
    assistant.index.dense(embedder.embed_query(text), DEPTH)


def table(rows: Times) -> str:
    """Medians, and the median of each question's ratio to the reference."""
    lines = [f"{'étape':36}{'médiane':>12}{'rapport':>10}"]
    for name, values in rows.items():
        ratio = median(a / b for a, b in zip(values, rows[REFERENCE], strict=True))
        lines.append(f"{name:36}{median(values):9.1f} ms{ratio:10.1f}")
    return "\n".join(lines)


def most_memory() -> int:
    """The most that this process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    suite = Suite(load_settings(), Selection(split="dev"))
    assistant, asked = suite.parts[0]
    questions = [one.turns[0] for _, one in asked if len(one.turns) == 1]
    measure(assistant, suite.embedder, questions[:5])
    print(table(measure(assistant, suite.embedder, questions)))
    print(f"mémoire, au plus : {most_memory()} Mo")
    suite.close()


if __name__ == "__main__":
    main()
