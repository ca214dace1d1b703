"""Floors that a change may not fall through, pinned with what they were measured on.

The idea is trafilatura's: a floor is raised by `--update`, and lowered only by who says so.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import tomlkit
from pydantic import ValidationError
from tomlkit.exceptions import TOMLKitError

from evals.measures import NAMED
from evals.schema import Run, Strict
from evals.wording import percent
from ingest.errors import RetroError

BASELINE = Path(__file__).parent / "baseline.toml"
PINNED = (
    "right", "wrong_refusal", "refusal", "balanced_accuracy", "aurc", "wrong_year", "pointer",
    "citation_recall", "citation_precision", "evidence@1000", "recall@5", "ndcg@10",
)  # fmt: skip
CHANGED = {"corpus": "Le corpus a changé", "questions": "Les questions ont changé"}
NOISE = 0.005
"""Figures move this much between machines: vectors differ in their last bits, and a question
that stands on the limit changes sides."""


class GateError(RetroError):
    """The gate cannot be asked, or may not be pinned so."""


class Baseline(Strict):
    """`floors[group][measure]`: the worst value let through (the highest, for a measure of which
    less is better), by set and split."""

    fingerprints: dict[str, str]
    floors: dict[str, dict[str, float]]


class Fall(NamedTuple):
    """A figure on the wrong side of its floor, or that is no longer there: `pointer` of an
    assistant that answers nothing."""

    group: str
    measure: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        measure = NAMED.get(self.measure)
        value = "plus mesuré" if self.value is None else percent(self.value)
        label = measure.label if measure else self.measure
        return f"{self.group} : {label} {value}, plancher {percent(self.floor)}"


def read_baseline(path: Path = BASELINE) -> Baseline:
    try:
        return Baseline.model_validate(tomlkit.parse(path.read_text(encoding="utf-8")).unwrap())
    except OSError as error:
        raise GateError(
            f"{path} ne peut pas être lu : {error.strerror}. Lancez : retro eval --gate --update"
        ) from error
    except (TOMLKitError, ValidationError, UnicodeDecodeError) as error:
        raise GateError(f"{path} est mal formé : {error}") from error


def pinnable(run: Run) -> dict[str, dict[str, float]]:
    """The figures of a run that floors are set for."""
    return {
        group: {name: figures[name]["value"] for name in PINNED if name in figures}
        for group, figures in run.figures["by_set"].items()
    }


def falls(run: Run, baseline: Baseline) -> list[Fall]:
    """Every figure below its floor; raises GateError where corpus or questions are not those
    that the floors were measured on."""
    for name, pinned in baseline.fingerprints.items():
        if run.fingerprints.get(name) != pinned:
            changed = CHANGED.get(name, f"« {name} » a changé")
            raise GateError(
                f"{changed} depuis que les planchers ont été fixés. Relisez les "
                "chiffres, puis : retro eval --gate --update"
            )
    return falls_below(pinnable(run), baseline.floors)


def falls_below(
    values: Mapping[str, Mapping[str, float]], floors: Mapping[str, Mapping[str, float]]
) -> list[Fall]:
    """Figures on the wrong side of the floors of their group."""
    found = []
    for group, pinned in floors.items():
        for name, floor in pinned.items():
            value = values.get(group, {}).get(name)
            if value is None or is_worse(name, value, floor):
                found.append(Fall(group, name, floor, value))
    return found


def is_worse(measure: str, value: float, floor: float) -> bool:
    """Beyond the noise, on the wrong side. A quotation out of place is never noise."""
    noise = 0.0 if measure == "pointer" else NOISE
    gap = value - floor if NAMED[measure].better == "lower" else floor - value
    return gap > noise


def update(run: Run, path: Path = BASELINE, *, lower: bool = False) -> Baseline:
    """Pins the figures of a run as floors; raises GateError, and writes nothing, where one would
    be lower than before, unless `lower`. One that is lower by no more than noise keeps its
    floor, so that many updates do not wear it down."""
    floors = pinnable(run)
    if path.exists() and not lower:
        before = read_baseline(path).floors
        gone = sorted(set(before) - set(floors))
        fallen = falls_below(floors, {group: before[group] for group in before if group in floors})
        if fallen or gone:
            lost = [*map(str, fallen), *(f"{group} : plus mesuré" for group in gone)]
            lines = "\n".join(f"  {line}" for line in lost)
            raise GateError(
                f"Ces planchers baisseraient :\n{lines}\nRien n’est écrit. Si c’est voulu : "
                "retro eval --gate --update --lower"
            )
        floors = {group: _best(own, before.get(group, {})) for group, own in floors.items()}
    baseline = Baseline(fingerprints=run.fingerprints, floors=floors)
    _write(baseline, path)
    return baseline


def _best(values: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    return {
        name: (min if NAMED[name].better == "lower" else max)(value, before.get(name, value))
        for name, value in values.items()
    }


def _write(baseline: Baseline, path: Path) -> None:
    document = tomlkit.document()
    document.add(tomlkit.comment("Floors by set and split: retro eval --gate --update"))
    for key, table in baseline.model_dump().items():
        document[key] = table
    try:
        part = path.with_suffix(".part")
        part.write_text(tomlkit.dumps(document), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise GateError(f"{path} ne peut pas être écrit : {error.strerror}.") from error
