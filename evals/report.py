"""The report of a run, for people: one HTML page and one Markdown file with the same content.

Every number is that of the run's JSON, formatted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.charts import Figures, charts
from evals.measures import MEASURES, NAMED, Measure
from evals.run import RunError
from evals.schema import Run
from evals.statistics import RESAMPLES
from evals.wording import (
    KINDS,
    OVERALL,
    STATUSES,
    SURE,
    TIERS,
    Shown,
    count,
    decimal,
    fault,
    rank,
    shown,
)
from ingest.schema import Period
from ingest.wording import say

TEMPLATES = Path(__file__).parent / "templates"
HEADLINE = (
    "right", "wrong_refusal", "refusal", "balanced_accuracy", "aurc", "wrong_year", "pointer",
    "evidence@1000",
)  # fmt: skip
OF_A_KIND = ("right", "wrong_refusal", "fact_recall", "wrong_year", "evidence@1000", "recall@5")
OF_A_TIER = ("refusal", "wrong_year", "pointer")
SIDES = {"higher": "plus haut", "lower": "plus bas", None: "—"}

_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Row(NamedTuple):
    label: str
    shown: Shown
    better: str


class Part(NamedTuple):
    """One line of a grid: its name in French, how the JSON calls it, a cell for each measure
    (None where no question is eligible), and all its measures by group."""

    name: str
    key: str
    cells: list[Shown | None]
    table: dict[str, list[Row]]


class Grid(NamedTuple):
    """Parts of the run side by side."""

    title: str
    of: str
    labels: list[str]
    parts: list[Part]


def write_report(run: Run, folder: Path) -> list[Path]:
    """Raises RunError where the folder cannot be written; an older report then stays whole."""
    content = _content(run)
    pages = {
        folder / "report.html": _environment().get_template("report.html.jinja").render(content),
        folder / "report.md": _markdown().get_template("report.md.jinja").render(content),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in pages.items():
            part = path.with_name(f"{path.name}.part")
            part.write_text(text, encoding="utf-8")
            part.replace(path)
    except OSError as error:
        raise RunError(
            f"Le rapport ne peut pas être écrit dans {folder} : {error.strerror}. "
            "Donnez à « --report » un dossier où vous pouvez écrire."
        ) from error
    return list(pages)


def _markdown() -> Environment:
    """Whatever a template prints is escaped for Markdown, unless it is a macro's own text."""
    return _environment(
        finalize=lambda value: value if isinstance(value, Markup) else escape_markdown(str(value))
    )


def _environment(**options: Any) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )


def escape_markdown(text: str) -> Markup:
    """Text that stands as it is within one line, of a table too."""
    for character, entity in _ENTITIES.items():
        text = text.replace(character, entity)
    text = _SPECIAL.sub(r"\\\1", text)
    return Markup("<br>".join(text.splitlines()))  # noqa: S704


def _content(run: Run) -> dict[str, Any]:
    failures = [one for one in run.outcomes if not one.right]
    day = run.created.date()
    return {
        "run": run,
        "day": say(Period(day, day), "fr"),
        "asked": count(len(run.outcomes)),
        **_grids(run),
        "charts": charts(run),
        "failures": [(one, fault(one), rank(one)) for one in failures],
        "faults": Counter(map(fault, failures)).most_common(),
        "again": _again(run),
        "statuses": STATUSES,
        "confidence": SURE,
        "resamples": count(RESAMPLES),
    }


def _grids(run: Run) -> dict[str, Grid]:
    overall, sets, kinds, tiers = (
        run.figures.get(by, {}) for by in ("overall", "by_set", "by_kind", "by_tier")
    )
    everything = {OVERALL: overall} | sets
    return {
        "headline": _grid("Chiffres principaux", "jeu", everything, HEADLINE, {}),
        "kinds": _grid("Par nature de question", "nature", kinds, OF_A_KIND, KINDS),
        "tiers": _grid("Sans réponse possible", "difficulté", tiers, OF_A_TIER, TIERS),
    }


def _grid(
    title: str,
    of: str,
    parts: Mapping[str, Figures],
    names: Iterable[str],
    words: Mapping[str, str],
) -> Grid:
    measured = [name for name in names if any(name in figures for figures in parts.values())]
    lines = [
        Part(
            words.get(key, key),
            key,
            [shown(name, figures[name]) if name in figures else None for name in measured],
            _table(figures),
        )
        for key, figures in parts.items()
    ]
    return Grid(title, of, [NAMED[name].label for name in measured], lines)


def _table(figures: Figures) -> dict[str, list[Row]]:
    """All measures by group, in the order of MEASURES; those that it no longer has come last."""
    known = [measure for measure in MEASURES if measure.name in figures]
    gone = [Measure(name, name, "Autres", None) for name in figures if name not in NAMED]
    groups: dict[str, list[Row]] = {}
    for one in [*known, *gone]:
        row = Row(one.label, shown(one.name, figures[one.name]), SIDES[one.better])
        groups.setdefault(one.group, []).append(row)
    return groups


def _again(run: Run) -> dict[str, str]:
    """What it takes to run it again, and to see that it was the same."""
    fingerprints = {f"empreinte, {name}": value for name, value in run.fingerprints.items()}
    return {
        "commande": run.command,
        "graine": str(run.seed),
        "durée": f"{decimal(run.seconds)}\u202fs",
        **fingerprints,
        **run.settings,
    }
