"""The assistant, broken on purpose, falls through the gate, by the measure that is about it.

Asked are every twelfth question on the real corpus and those for a person there (names are what
searching by words is for), and on the fictional corpus those for a figure of one year, beside
which the same figure of other years stands. Assertions are about figures only, so that none
shows a question of the test splits.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from assistant import extractive
from assistant.choice import Choice
from assistant.composing import compose
from assistant.deciding import answers
from assistant.refusing import Refusals
from assistant.retrieval import retrieve
from assistant.schema import Answer, Evidence, Proof, Question, Statement
from evals import statistics
from evals.dataset import load_questions
from evals.gate import falls, pinnable, read_baseline, update
from evals.schema import Run
from evals.suite import Selection, Suite
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.schema import Passage
from ingest.settings import NO_READER, Settings
from ingest.text import Span

pytestmark = pytest.mark.slow

RETROSPECTIVE = {"retrospective-2020/dev", "retrospective-2020/test"}
FICTIONAL = {"fictional/dev", "fictional/test"}
Fallen = dict[str, set[str]]


def asked() -> tuple[str, ...]:
    files = load_questions()
    real = [question for file in files if not file.corpus for question in file.content.questions]
    others = [question for file in files if file.corpus for question in file.content.questions]
    persons = [one for one in real if one.answerable and one.kind == "person"]
    figures = [one for one in others if one.answerable and one.kind == "number"]
    one_year = [one for one in figures if len(one.periods) == 1 and one.periods[0].isdigit()]
    return tuple(dict.fromkeys(one.id for one in [*real[::12], *persons, *one_year]))


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """No text is embedded twice, and no interval is drawn: the gate reads none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Embedder, "embed_query", lru_cache(maxsize=None)(Embedder.embed_query))
        patch.setattr(statistics, "RESAMPLES", 2)
        yield


@pytest.fixture(scope="module")
def suite(
    real_data: Path, real_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Suite]:
    """On a copy of the index: a folder that others have open is not closed under them. Without the
    reader, which takes most of the time of a question and no part in what is broken."""
    data = shutil.copytree(real_data, tmp_path_factory.mktemp("sabotage") / "data")
    settings = real_settings.model_copy(update={"data": data, "reader": NO_READER})
    suite = Suite(settings, Selection(only=asked()))
    yield suite
    suite.close()


@pytest.fixture(scope="module")
def sound(suite: Suite) -> Run:
    return suite.run()


@pytest.fixture(scope="module")
def baseline(sound: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("floors") / "baseline.toml"
    update(sound, path)
    return path


def fallen(run: Run, baseline: Path) -> Fallen:
    """Which measures fell, by set and split."""
    found: Fallen = {}
    for fall in falls(run, read_baseline(baseline)):
        found.setdefault(fall.group, set()).add(fall.measure)
    return found


def figures(run: Run, measure: str) -> dict[str, float]:
    return {group: own[measure] for group, own in pinnable(run).items() if measure in own}


def moves(before: Run, after: Run, measure: str) -> dict[str, float]:
    """How far a figure went, by set and split."""
    first, second = figures(before, measure), figures(after, measure)
    return {group: second[group] - first[group] for group in first}


def test_the_unbroken_assistant_falls_nowhere(sound: Run, suite: Suite, baseline: Path) -> None:
    """Asked twice it gives the same; and there is something to break."""
    assert fallen(suite.run(), baseline) == {}
    assert figures(sound, "pointer") == dict.fromkeys(RETROSPECTIVE | FICTIONAL, 1.0)
    assert min(figures(sound, "right").values()) > 0.5
    assert min(figures(sound, "refusal").values()) > 0.5


def test_a_search_that_passes_over_the_asked_period(
    sound: Run, suite: Suite, baseline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The argument of `retrieve`, and the same asked of each passage that it gives: what else knows
    of periods stays (refusing a year that no document covers, listing the entries of a month) and
    does not catch it."""

    def anywhere(
        index: Index, vector: Sequence[float], weights: dict[str, float], *_: Any, **__: Any
    ) -> list[Evidence]:
        return retrieve(index, vector, weights)

    monkeypatch.setattr(extractive, "retrieve", anywhere)
    monkeypatch.setattr(Passage, "is_of", lambda passage, asked: True)
    broken = suite.run()
    found = fallen(broken, baseline)
    for group in FICTIONAL:
        assert {"right", "wrong_year"} <= found[group]
        assert moves(sound, broken, "wrong_year")[group] > 0.1
        assert moves(sound, broken, "right")[group] < -0.1


def test_a_search_by_vectors_alone(
    sound: Run, suite: Suite, baseline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Index, "lexical", lambda *args, **kwargs: [])
    broken = suite.run()
    found = set().union(*fallen(broken, baseline).values())
    assert {"recall@5", "evidence@1000", "right"} & found
    assert min(moves(sound, broken, "recall@5").values()) < 0
    assert "pointer" not in found


def test_one_citation_that_stands_one_character_off(
    sound: Run, suite: Suite, baseline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of all citations of all answers."""
    shifted = 0

    def off_by_one(*args: Any, **kwargs: Any) -> Answer:
        nonlocal shifted
        answer, shifted = compose(*args, **kwargs), shifted + 1
        first, *others = answer.citations
        if shifted == 1:
            first = replace(first, start=first.start + 1, end=first.end + 1)
        return replace(answer, citations=(first, *others))

    monkeypatch.setattr(extractive, "compose", off_by_one)
    broken = suite.run()
    assert shifted > 50
    found = fallen(broken, baseline)
    assert list(found.values()) == [{"pointer"}]
    assert min(figures(broken, "pointer").values()) < 1


def test_an_assistant_that_answers_everything(
    sound: Run, suite: Suite, baseline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes its best sentence for sure; without one, the first passage will do."""

    def surely(question: Question, choices: Sequence[Choice], **_: Any) -> list[Choice]:
        return answers(question, choices, sure=True)

    def whatever(self: Refusals, question: Question, key: str, **_: Any) -> Answer:
        index, searched = self._index, self.searched(question)
        first = index.searched[0]
        said = [Statement("", (Proof(first, Span(first.start, first.end)),))]
        return compose(question, said, short="", searched=searched, index=index)

    monkeypatch.setattr(extractive, "answers", surely)
    monkeypatch.setattr(Refusals, "not_indexed", lambda self, periods: False)
    monkeypatch.setattr(Refusals, "unanswerable", lambda self, asked: None)
    monkeypatch.setattr(Refusals, "refuse", whatever)
    broken = suite.run()
    found = fallen(broken, baseline)
    assert all({"refusal", "balanced_accuracy"} <= found[group] for group in RETROSPECTIVE)
    assert figures(broken, "refusal") == dict.fromkeys(RETROSPECTIVE, 0.0)
    assert set(figures(broken, "wrong_refusal").values()) == {0.0}


def test_an_assistant_that_refuses_everything(
    sound: Run, suite: Suite, baseline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_holds(self: extractive.Extractive, question: Question, *_: Any) -> Answer:
        return self._refusals.refuse(question, "not_found")

    monkeypatch.setattr(extractive.Extractive, "_composed", nothing_holds)
    broken = suite.run()
    groups = RETROSPECTIVE | FICTIONAL
    found = fallen(broken, baseline)
    assert all({"right", "wrong_refusal", "pointer"} <= found[group] for group in groups)
    assert figures(broken, "right") == dict.fromkeys(groups, 0.0)
    assert figures(broken, "wrong_refusal") == dict.fromkeys(groups, 1.0)
    assert figures(broken, "refusal") == dict.fromkeys(RETROSPECTIVE, 1.0)
    assert figures(broken, "balanced_accuracy") == dict.fromkeys(RETROSPECTIVE, 0.5)
