"""`retro eval` from its options to its exit code, on a corpus of one document."""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from evals import command, gate, statistics
from evals.command import Options, evaluate
from evals.run import load, save
from evals.schema import Run
from ingest.errors import RetroError, UsageError
from ingest.settings import load_settings
from tests.evals.test_run import outcome, refusal, run_of
from ui.cli import main

DOCUMENT = "Septembre\n\nLe 24/09, Caroline Cayeux inaugure le pôle commercial, à Barentin (76).\n"
EVIDENCE = "Caroline Cayeux inaugure le pôle commercial"
QUESTIONS = f"""\
set: tiny
split: dev
questions:
- id: qui
  turns: ["Qui a inauguré le pôle commercial ?"]
  kind: person
  expected: answered
  facts: ["Caroline Cayeux"]
  evidence: ["{EVIDENCE}"]
- {{id: faux, turns: ["Où a été inauguré le pôle commercial ?"], kind: place, expected: answered,
   facts: ["Roubaix"], evidence: ["{EVIDENCE}"]}}
- {{id: mars, turns: ["Quelle est la distance de la Terre à la planète Mars ?"], kind: number,
   expected: not_found, tier: off_subject, reason: "Il n’est pas parlé de Mars."}}
"""
TINY = ("--questions", "tiny.yaml", "--corpus", "corpus")
Retro = Callable[..., "Done"]


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "RESAMPLES", 50)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, its questions, and the data folder of all runs of this module."""
    folder = tmp_path_factory.mktemp("eval")
    (folder / "corpus" / "2020").mkdir(parents=True)
    (folder / "corpus" / "2020" / "bilan.txt").write_text(DOCUMENT, encoding="utf-8")
    (folder / "tiny.yaml").write_text(QUESTIONS, encoding="utf-8")
    return folder


@pytest.fixture
def retro(place: Path, model_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Retro:
    """`retro eval` with those options."""
    monkeypatch.chdir(place)
    monkeypatch.setenv("RETRO_CACHE", str(model_cache))
    monkeypatch.setenv("RETRO_CORPUS", str(place / "none"))
    monkeypatch.setenv("RETRO_DATA", str(place / "data"))

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["retro", "eval", *arguments])
        code: Any = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return Done(code, out, " ".join(err.split()))

    return run


def evaluated(folder: Path, options: dict[str, Any]) -> None:
    """Where there is neither corpus nor index."""
    settings = load_settings(corpus=folder / "none", data=folder / "data")
    evaluate(settings, Options(**options), lambda step, done, total: None)


def kept(place: Path) -> set[Path]:
    return set(place.glob("data/runs/*.json"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"mode": "magique"}, "magique.*extractive, generative"),
        ({"mode": "generative"}, "RETRO_CHAT_MODEL"),
        ({"mode": "generative", "gate": True}, "sans modèle"),
        ({"update": True}, "vont avec --gate"),
        ({"lower": True}, "vont avec --gate"),
        ({"gate": True, "split": "dev"}, "toutes les questions"),
        ({"gate": True, "only": ("q1",)}, "toutes les questions"),
        ({"gate": True, "update": True, "questions": Path("q.yaml")}, "toutes les questions"),
        ({"gate": True, "corpus": Path("corpus")}, "toutes les questions"),
        ({"gate": True, "piaf": Path("piaf")}, "toutes les questions"),
    ],
)
def test_options_that_do_not_go_together(
    tmp_path: Path, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        evaluated(tmp_path, options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"against": "google"}, "« google » n’est pas un système de comparaison"),
        ({"judge": "mistral"}, "fournisseur:modèle"),
        ({"gate": True}, "Lancez : retro eval --gate --update"),
    ],
)
def test_what_cannot_work_is_told_before_anything_is_asked(
    options: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = partial(gate.read_baseline, tmp_path / "baseline.toml")
    monkeypatch.setattr(command, "read_baseline", missing)
    with pytest.raises(RetroError, match=said):
        evaluated(tmp_path, options)
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_on_the_command_line(retro: Retro) -> None:
    done = retro("--update")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Erreur : --update")
    assert retro(*TINY, "--gate").code == 2
    assert retro("--compare", "one.json").code == 2


def test_a_run_is_told_and_kept(retro: Retro, place: Path) -> None:
    before = kept(place)
    done = retro(*TINY)
    assert (done.code, done.err) == (0, "")
    (path,) = kept(place) - before
    assert done.out.rstrip().endswith(f"Mesure gardée : {path}")
    assert "Échecs : 1 sur 3" in done.out
    assert "faux (lieu) : réponse fausse" in done.out
    run = load(path)
    right = {one.id: one.right for one in run.outcomes}
    assert right == {"qui": True, "faux": False, "mars": True}
    assert run.figures["overall"]["right"]["value"] == 0.5
    assert "--questions tiny.yaml" in run.command


def test_json_is_the_run_that_is_kept(retro: Retro, place: Path) -> None:
    before = kept(place)
    done = retro(*TINY, "--json")
    (path,) = kept(place) - before
    told = json.loads(done.out)
    assert told["figures"] == json.loads(path.read_bytes())["figures"]
    assert Run.model_validate(told) == load(path)


def test_filters_and_what_is_shown(retro: Retro, tmp_path: Path) -> None:
    outcomes = json.loads(retro(*TINY, "--kind", "number", "--json").out)["outcomes"]
    assert [one["id"] for one in outcomes] == ["mars"]
    some = ("--only", "faux", "--only", "qui", "--no-failures")
    done = retro(*TINY, *some, "--report", str(tmp_path))
    assert "n = 2" in done.out
    assert "Échecs" not in done.out
    reports = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert reports
    assert [path for path in reports if f"Rapport : {path}" not in done.out] == []


def test_a_system_beside_the_assistant_is_compared_and_kept(retro: Retro, place: Path) -> None:
    done = retro(*TINY, "--against", "bm25")
    assert (done.code, "bm25 → assistant, 3 questions" in done.out) == (0, True)
    assert {load(path).system for path in kept(place)} >= {"bm25", "assistant"}


@pytest.mark.parametrize(
    ("old", "new", "corpus", "said"),
    [
        (f'["{EVIDENCE}"]', '["nulle part"]', TINY[2:], "own.yaml, ligne 9"),
        ("kind: person", "kind: riddle", TINY[2:], "own.yaml, ligne 6"),
        ("set: tiny", "set: own", (), "retro index"),
    ],
)
def test_what_cannot_be_asked(
    retro: Retro, place: Path, old: str, new: str, corpus: tuple[str, ...], said: str
) -> None:
    (place / "own.yaml").write_text(QUESTIONS.replace(old, new, 1), encoding="utf-8")
    done = retro("--questions", "own.yaml", *corpus)
    assert (done.code, done.out) == (1, "")
    assert said in done.err


def test_two_kept_runs_are_compared(retro: Retro, tmp_path: Path) -> None:
    first = save(run_of(outcome("a", right=False), outcome("b"), system="bm25"), tmp_path)
    second = save(run_of(outcome("a"), outcome("b")), tmp_path)
    done = retro("--compare", str(first), str(second))
    assert (done.code, done.err) == (0, "")
    assert "bm25 → assistant, 2 questions" in done.out
    assert "gagnées : 1, perdues : 0" in done.out
    found = json.loads(retro("--compare", str(first), str(second), "--json").out)
    assert (found["won"], found["lost"], found["questions"]) == (["a"], [], 2)
    assert found["differences"]["right"]["value"] == 1 - 1 / 2
    done = retro("--compare", str(first), str(tmp_path / "none.json"))
    assert (done.code, done.out) == (1, "")
    assert "none.json" in done.err


class Measured:
    """A suite that asks nothing: its run is made beforehand."""

    right = True
    closed = 0

    def __init__(self, *args: object, **kwargs: object) -> None: ...

    def run(self, make: object, *, command: str) -> Run:
        return run_of(outcome("a"), outcome("b", right=self.right), refusal("c"))

    def close(self) -> None:
        type(self).closed += 1


@pytest.fixture
def gated(retro: Retro, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Retro:
    """`retro eval --gate` on a run made beforehand, with floors of its own."""
    path = tmp_path / "baseline.toml"
    monkeypatch.setattr(command, "Suite", Measured)
    monkeypatch.setattr(Measured, "closed", 0)
    monkeypatch.setattr(command, "read_baseline", partial(gate.read_baseline, path))
    monkeypatch.setattr(command, "update", partial(gate.update, path=path))
    return partial(retro, "--gate")


def test_the_gate_holds_falls_and_is_lowered(gated: Retro, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Planchers fixés" in gated("--update").out
    done = gated()
    assert (done.code, "Tous les planchers tiennent" in done.out) == (0, True)
    monkeypatch.setattr(Measured, "right", False)
    done = gated()
    assert done.code == 1
    assert "own/dev : bonnes réponses 50,0" in done.out
    assert gated("--json").code == 1
    assert gated("--update").code == 1
    assert gated("--update", "--lower").code == 0
    assert gated().code == 0
    assert Measured.closed == 7
