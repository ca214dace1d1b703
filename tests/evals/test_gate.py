"""Floors: what falls through them, what is noise, and who may lower them."""

from pathlib import Path

import pytest

from evals.gate import NOISE, Baseline, Fall, GateError, falls, is_worse, read_baseline, update
from evals.schema import Run
from tests.evals.test_run import run_of

FLOORS = {"own/dev": {"right": 0.8, "wrong_refusal": 0.1, "pointer": 1.0}}
PRINTS = {"corpus": "c1", "questions": "q1"}
BASELINE = Baseline(fingerprints=PRINTS, floors=FLOORS)


def run_with(groups: dict[str, dict[str, float]], **prints: str) -> Run:
    """A run of which only the figures matter."""
    by_set = {
        group: {name: {"value": value} for name, value in figures.items()}
        for group, figures in groups.items()
    }
    return run_of(figures={"by_set": by_set}, fingerprints=PRINTS | prints)


def dev(**changes: float) -> dict[str, dict[str, float]]:
    return {"own/dev": FLOORS["own/dev"] | changes}


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    path = tmp_path / "baseline.toml"
    update(run_with(dev()), path)
    return path


# --- falls ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fallen"),
    [
        ({}, []),
        ({"right": 0.9, "wrong_refusal": 0.0}, []),
        ({"right": 0.79}, [("right", 0.8, 0.79)]),
        ({"wrong_refusal": 0.11}, [("wrong_refusal", 0.1, 0.11)]),
        ({"right": 0.796}, []),
        ({"wrong_refusal": 0.104}, []),
        ({"pointer": 0.999}, [("pointer", 1.0, 0.999)]),
        ({"right": 0.7, "pointer": 0.9}, [("right", 0.8, 0.7), ("pointer", 1.0, 0.9)]),
    ],
)
def test_falls(changes: dict[str, float], fallen: list[tuple[str, float, float]]) -> None:
    expected = [Fall("own/dev", *fall) for fall in fallen]
    assert falls(run_with(dev(**changes)), BASELINE) == expected


def test_each_group_has_its_own_floors() -> None:
    floors = FLOORS | {"own/test": {"right": 0.6}}
    baseline = Baseline(fingerprints=PRINTS, floors=floors)
    found = falls(run_with(dev() | {"own/test": {"right": 0.5}}), baseline)
    assert found == [Fall("own/test", "right", 0.6, 0.5)]
    assert falls(run_with(dev() | {"own/test": {"right": 0.7}}), baseline) == []


@pytest.mark.parametrize(
    ("measure", "worse"), [("right", -1), ("wrong_refusal", 1), ("aurc", 1), ("ndcg@10", -1)]
)
def test_noise_is_no_fall_on_either_side(measure: str, worse: int) -> None:
    assert not is_worse(measure, 0.5 + worse * 0.9 * NOISE, 0.5)
    assert is_worse(measure, 0.5 + worse * 1.1 * NOISE, 0.5)
    assert not is_worse(measure, 0.5 - worse * 0.2, 0.5)


def test_a_quotation_out_of_place_is_never_noise() -> None:
    assert is_worse("pointer", 1 - NOISE / 100, 1.0)
    assert not is_worse("pointer", 1.0, 1.0)


@pytest.mark.parametrize("groups", [{"own/dev": {"right": 0.9, "pointer": 1.0}}, {}])
def test_a_figure_that_is_missing_is_a_fall(groups: dict[str, dict[str, float]]) -> None:
    found = falls(run_with(groups), BASELINE)
    assert Fall("own/dev", "wrong_refusal", 0.1, None) in found
    assert [fall for fall in found if fall.value is not None] == []


def test_what_is_not_pinned_cannot_fall() -> None:
    assert falls(run_with(dev(aurc=1.0) | {"new/dev": {"right": 0.0}}), BASELINE) == []


@pytest.mark.parametrize(
    ("prints", "said"),
    [
        ({"corpus": "c2"}, r"^Le corpus a changé .*--update"),
        ({"questions": "q2"}, r"^Les questions ont changé .*--update"),
    ],
)
def test_floors_hold_for_what_they_were_measured_on(prints: dict[str, str], said: str) -> None:
    with pytest.raises(GateError, match=said):
        falls(run_with(dev(right=0.0), **prints), BASELINE)


@pytest.mark.parametrize(
    ("fall", "said"),
    [
        (Fall("own/dev", "right", 0.8, 0.7249), "own/dev : bonnes réponses 72,5\u202f%, "
         "plancher 80,0\u202f%"),
        (Fall("own/dev", "pointer", 1.0, None), "own/dev : citations à leur place plus mesuré, "
         "plancher 100,0\u202f%"),
    ],
)  # fmt: skip
def test_a_fall_is_told_in_french(fall: Fall, said: str) -> None:
    assert str(fall) == said


# --- pinning ----------------------------------------------------------------------------------


def test_what_is_pinned_is_read_again(pinned: Path) -> None:
    assert read_baseline(pinned) == BASELINE
    assert falls(run_with(dev()), read_baseline(pinned)) == []
    assert list(pinned.parent.iterdir()) == [pinned]


def test_the_figures_of_a_run_are_pinned_as_they_are(tmp_path: Path) -> None:
    groups = {"own/dev": {"evidence@1000": 0.123456, "words": 40.0, "recall@1": 0.5}}
    baseline = update(run_with(groups), tmp_path / "b.toml")
    assert baseline.floors == {"own/dev": {"evidence@1000": 0.123456}}
    assert read_baseline(tmp_path / "b.toml") == baseline


def test_better_figures_new_groups_and_new_questions_are_pinned(pinned: Path) -> None:
    groups = dev(right=0.9, wrong_refusal=0.05) | {"new/test": {"right": 0.4}}
    update(run_with(groups, questions="q2"), pinned)
    assert read_baseline(pinned).floors == groups
    assert read_baseline(pinned).fingerprints == {"corpus": "c1", "questions": "q2"}


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (dev(right=0.7), r"own/dev : bonnes réponses 70,0"),
        (dev(wrong_refusal=0.2), r"own/dev : refus à tort 20,0"),
        (dev(right=0.9, pointer=0.999), r"own/dev : citations à leur place 99,9"),
        ({"own/dev": {"right": 0.9, "pointer": 1.0}}, r"refus à tort plus mesuré"),
        ({"new/dev": {"right": 0.9}}, r"own/dev : plus mesuré"),
        ({}, r"own/dev : plus mesuré"),
    ],
)
def test_a_floor_is_not_lowered(
    pinned: Path, groups: dict[str, dict[str, float]], said: str
) -> None:
    before = pinned.read_bytes()
    with pytest.raises(GateError, match=said) as caught:
        update(run_with(groups), pinned)
    assert "--lower" in str(caught.value)
    assert pinned.read_bytes() == before
    assert update(run_with(groups), pinned, lower=True).floors == groups
    assert read_baseline(pinned).floors == groups


def test_noise_does_not_wear_a_floor_down(pinned: Path) -> None:
    for step in range(1, 4):
        noisy = dev(right=0.8 - 0.001 * step, wrong_refusal=0.1 + 0.001 * step)
        assert update(run_with(noisy), pinned).floors == FLOORS
    assert update(run_with(noisy), pinned, lower=True).floors == noisy


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "ne peut pas être lu.*--update"),
        (b"floors = [", "mal formé"),
        (b"floors = 3", "mal formé"),
        (b"[fingerprints]\n", "mal formé"),
        (b"[fingerprints]\n[floors]\n[other]\n", "mal formé"),
        (b'[fingerprints]\n[floors.dev]\nright = "all"\n', "mal formé"),
        (b"# \xff\n[fingerprints]\n[floors]\n", "mal formé"),
    ],
)
def test_a_baseline_that_cannot_be_used(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "b.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GateError, match=said) as caught:
        read_baseline(path)
    assert str(path) in str(caught.value)


def test_a_malformed_baseline_is_replaced_by_who_says_so_alone(tmp_path: Path) -> None:
    path = tmp_path / "b.toml"
    path.write_text("floors = [")
    with pytest.raises(GateError, match="mal formé"):
        update(run_with(dev()), path)
    assert path.read_text() == "floors = ["
    update(run_with(dev()), path, lower=True)
    assert read_baseline(path) == BASELINE


def test_a_baseline_that_cannot_be_written(pinned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pinned.read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(GateError, match="ne peut pas être écrit"):
        update(run_with(dev(right=0.9)), pinned)
    assert pinned.read_bytes() == before
