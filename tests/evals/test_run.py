"""A kept run: what goes in comes out, and what it was measured on is told apart.

`outcome` and `run_of` make runs without asking anything; the tests of what reads runs use them.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.schema import Status
from evals import statistics
from evals.measures import figures_json
from evals.run import RunError, corpus_fingerprint, load, new_run, questions_fingerprint, save
from evals.schema import Cited, EvalQuestion, Outcome, Run
from ingest.schema import Document

CITED = Cited(
    document="2020/a.txt", start=3, end=9, quote="été à l", period=("2020-01-01", "2020-12-31")
)
WORDS = {
    "id": "postes",
    "turns": ["Combien de postes ?"],
    "kind": "number",
    "expected": "answered",
    "facts": [[{"number": 4000}]],
    "evidence": ["4 000 postes"],
}
TEXT = Document("2020/a.txt", "A", None, "fr", "4 000 postes", "aa")


def outcome(id_: str, **changes: Any) -> Outcome:
    """An answered question of `own/dev`, right unless told otherwise; its scores say so too."""
    right = changes.get("right", True)
    status = changes.get("status", Status.ANSWERED)
    plain = {
        "id": id_, "set": "own", "split": "dev", "kind": "number", "tier": None, "cluster": id_,
        "turns": [f"Combien de postes à {id_} ?"], "expected": [Status.ANSWERED],
        "wanted": ["4000 postes"], "evidence": ["4 000 postes"], "status": status,
        "answer": "« 4 000 postes » [1]", "short_answer": "4 000", "citations": [],
        "retrieved": [], "rank": 1, "depth": 12, "confidence": 0.9 if right else 0.2,
        "forced": right, "right": right, "elapsed_ms": 3,
        "scores": {"right": float(right), "wrong_refusal": float(status is not Status.ANSWERED)},
    }  # fmt: skip
    return Outcome.model_validate(plain | changes)


def refusal(id_: str, *, right: bool = True) -> Outcome:
    """A question that must be refused, and is if `right`."""
    return outcome(
        id_, kind="fact", tier="off_subject", expected=[Status.NOT_FOUND], wanted=[], evidence=[],
        status=Status.NOT_FOUND if right else Status.ANSWERED, right=right, rank=None, depth=None,
        confidence=0.1, forced=False, scores={"refusal": float(right)},
    )  # fmt: skip


def run_of(*outcomes: Outcome, **changes: Any) -> Run:
    run = new_run(
        "assistant",
        list(outcomes),
        command="retro eval",
        settings={"mode": "extractive"},
        fingerprints={"corpus": "c1", "questions": "q1"},
        seconds=1.26,
        seed=7,
    )
    return run.model_copy(update=changes)


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "RESAMPLES", 50)


def question(**changes: Any) -> EvalQuestion:
    return EvalQuestion.model_validate(WORDS | changes)


# --- kept as a file ---------------------------------------------------------------------------


def test_a_run_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    run = run_of(outcome("a", citations=[CITED], answer="Œuvre\u202f: « 4 000 »"), refusal("b"))
    again = load(save(run, tmp_path / "not" / "yet"))
    assert again == run
    assert again.outcomes[0].citations == [CITED]
    assert again.figures == figures_json(run.outcomes)


def test_a_run_knows_what_made_it() -> None:
    run = run_of(outcome("a"))
    assert {"python", "machine", "torch", "commit", "mode"} <= run.settings.keys()
    assert (run.seed, run.seconds, run.command) == (7, 1.3, "retro eval")
    assert abs((datetime.now(UTC) - run.created).total_seconds()) < 60


def test_each_run_has_its_own_file_named_for_time_and_system(tmp_path: Path) -> None:
    early = datetime(2026, 3, 1, 14, 5, 6, 7, tzinfo=UTC)
    late = early.replace(microsecond=8)
    made = [("bm25", early), ("assistant", late), ("assistant", early)]
    paths = [save(run_of(system=system, created=at), tmp_path) for system, at in made]
    assert sorted(tmp_path.iterdir()) == sorted(set(paths))
    assert paths[0].name == "20260301T140506000007-bm25.json"


def test_a_run_that_is_cut_short_leaves_no_file_to_be_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(outcome("a"))
    kept = save(run, tmp_path)
    before = kept.read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RunError, match="ne peut pas être écrit"):
        save(run.model_copy(update={"seed": 8}), tmp_path)
    assert list(tmp_path.glob("*.json")) == [kept]
    assert kept.read_bytes() == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunError, match="runs"):
        save(run_of(), tmp_path / "runs")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "ne peut pas être lu"),
        (b"", "n’est pas une mesure"),
        (b"{", "n’est pas une mesure"),
        (b"\xff\xfe", "n’est pas une mesure"),
        (b"[]", "n’est pas une mesure"),
        (b'{"status": "answered"}', "n’est pas une mesure"),
    ],
)
def test_what_is_no_run_is_refused(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "run.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RunError, match=said) as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_a_run_with_a_key_of_another_version_is_refused(tmp_path: Path) -> None:
    path = save(run_of(outcome("a")), tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('"forced"', '"was_forced"'))
    with pytest.raises(RunError, match="n’est pas une mesure"):
        load(path)


# --- what it was measured on ------------------------------------------------------------------

OTHER = question(id="lune", facts=["4 000"])


def fingerprint(*questions: EvalQuestion, group: str = "a/dev") -> str:
    return questions_fingerprint((group, one) for one in questions)


def test_a_question_of_the_other_half_has_another_fingerprint() -> None:
    assert fingerprint(OTHER) != fingerprint(OTHER, group="a/test")


@pytest.mark.parametrize(
    "changes",
    [
        {"turns": ["Combien de postes ?!"]},
        {"facts": [[{"number": 4001}]]},
        {"forbidden": ["dix"]},
        {"evidence": ["4 000"]},
        {"expected": ["answered", "not_found"]},
        {"kind": "fact"},
        {"periods": ["2020"]},
    ],
)
def test_a_changed_question_has_another_fingerprint(changes: dict[str, Any]) -> None:
    before = fingerprint(question(), OTHER)
    assert fingerprint(question(**changes), OTHER) != before


def test_fingerprints_of_questions_pass_over_order_and_count_each() -> None:
    found = fingerprint(question(), OTHER)
    assert fingerprint(OTHER, question()) == found
    assert fingerprint(OTHER) != found


@pytest.mark.parametrize(
    ("id_", "sha"), [("2020/a.txt", "ab"), ("2021/a.txt", "aa"), ("2020/a.txta", "a")]
)
def test_a_changed_document_has_another_fingerprint(id_: str, sha: str) -> None:
    other = Document(id_, "A", None, "fr", "4 000 postes", sha)
    assert corpus_fingerprint([other]) != corpus_fingerprint([TEXT])


def test_fingerprints_of_a_corpus_pass_over_order() -> None:
    other = Document("2021/b.txt", "B", None, "fr", "Rien", "bb")
    assert corpus_fingerprint([TEXT, other]) == corpus_fingerprint([other, TEXT])
    assert corpus_fingerprint([TEXT, other]) != corpus_fingerprint([TEXT])
