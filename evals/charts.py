"""The report's charts: SVG text for the eye, the same numbers as table rows for the rest.

Drawn in black on white, told apart by line, hatch and marker, so that they print anywhere. The
same run gives the same bytes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

from evals.measures import NAMED
from evals.ranking import CUTOFFS
from evals.refusals import Array, risk_coverage
from evals.schema import Outcome, Run
from evals.wording import KINDS, NARROW, SURE, TIERS, Figure, count, percent, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

Figures = Mapping[str, Figure]
Cells = tuple[str, ...]

WIDTH, BAR = 3.8, 0.3
STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.5,
    "text.parse_math": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "0.85",
    "hatch.linewidth": 0.6,
    "hatch.color": "0.45",
    "svg.fonttype": "none",
}
INTERVAL: dict[str, Any] = {"ecolor": "black", "capsize": 3, "elinewidth": 1.2}
RISK_NOTE = (
    "Le système répond d’abord aux questions dont il est le plus sûr, sans jamais refuser. "
    "L’AURC est l’aire sous la courbe, la plus petite est la meilleure."
)
HEAD = ("valeur", f"intervalle à {SURE}", "questions")


class Chart(NamedTuple):
    """Without `rows` there is nothing to draw, and `absent` says why."""

    title: str
    note: str
    head: Cells
    rows: Sequence[Cells]
    svg: Markup
    absent: str = ""


def charts(run: Run) -> list[Chart]:
    overall = run.figures.get("overall", {})
    return [
        _risk(overall, run.outcomes),
        _recall(overall),
        _bars("right", "Bonnes réponses par nature", "nature", _parts(run, "by_kind", KINDS)),
        _bars("refusal", "Bons refus par difficulté", "difficulté", _parts(run, "by_tier", TIERS)),
    ]


def _parts(run: Run, by: str, words: Mapping[str, str]) -> dict[str, Figures]:
    return {words.get(key, key): part for key, part in run.figures.get(by, {}).items()}


def _absent(title: str, needed: str) -> Chart:
    return Chart(title, "", (), (), Markup(), f"Rien à tracer\u00a0: la mesure n’a {needed}.")


def _risk(overall: Figures, outcomes: Sequence[Outcome]) -> Chart:
    title = "Risque et couverture"
    columns = NAMED["aurc"].columns
    judged = [row for one in outcomes if columns and (row := columns(one)) is not None]
    if "aurc" not in overall or not judged:
        return _absent(title, "aucune question qui veut sans conteste une réponse ou un refus")
    _, _, confidences, right = np.array(judged, dtype=float).T
    coverage, risk = risk_coverage(confidences, right)
    marks = np.unique(np.searchsorted(coverage, np.linspace(0.1, 1, 10) - 1e-9))
    area = shown("aurc", overall["aurc"]).value
    title = f"{title}, AURC {area}"
    return Chart(
        title,
        RISK_NOTE,
        ("couverture", "questions traitées", "risque"),
        [(percent(coverage[m]), count(coverage[m] * len(judged)), percent(risk[m])) for m in marks],
        _drawn(partial(_draw_risk, coverage=coverage, risk=risk, marks=marks), title, 2.6),
    )


def _draw_risk(axes: "Axes", coverage: Array, risk: Array, marks: NDArray[np.intp]) -> None:
    axes.plot([0, *coverage], [risk[0], *risk], "k-", drawstyle="steps-pre", linewidth=1.4)
    axes.plot(coverage[marks], risk[marks], "ko", markerfacecolor="white", markersize=5)
    axes.set(xlabel="couverture", ylabel="risque", xlim=(0, 1.02))
    axes.set_ylim(0, max(0.1, 1.1 * risk.max()))
    _in_percent(axes.xaxis, axes.yaxis)


def _recall(overall: Figures) -> Chart:
    title = "Rappel de la recherche"
    found = {str(k): overall[name] for k in CUTOFFS if (name := f"recall@{k}") in overall}
    if not found:
        return _absent(title, "aucune question dont la preuve est à chercher")
    note = "Part des passages probants qui sont parmi les k premiers."
    rows = [(k, *shown("recall", one)[:3]) for k, one in found.items()]
    return Chart(title, note, ("k", *HEAD), rows, _drawn(partial(_draw_recall, found), title, 2.5))


def _draw_recall(found: Figures, axes: "Axes") -> None:
    values = [one["value"] for one in found.values()]
    axes.errorbar(list(found), values, _spread(found), fmt="ks--", **INTERVAL)
    axes.set(xlabel="passages lus (k)", ylabel="rappel", ylim=(0, 1.03))
    axes.margins(x=0.1)
    _in_percent(axes.yaxis)


def _bars(name: str, title: str, of: str, parts: Mapping[str, Figures]) -> Chart:
    found = {part: figures[name] for part, figures in parts.items() if name in figures}
    if not found:
        needed = "question qui a une réponse" if name == "right" else "question sans réponse"
        return _absent(title, f"aucune {needed}")
    found = dict(sorted(found.items(), key=lambda item: (-item[1]["value"], item[0])))
    rows = [(part, *shown(name, one)[:3]) for part, one in found.items()]
    svg = _drawn(partial(_draw_bars, found), title, 0.5 + BAR * len(found))
    return Chart(title, "", (of, *HEAD), rows, svg)


def _draw_bars(found: Figures, axes: "Axes") -> None:
    labels = [f"{part} (n = {count(one['n'])})" for part, one in found.items()]
    values = [one["value"] for one in found.values()]
    axes.barh(labels, values, 0.62, facecolor="white", edgecolor="black", hatch="////")
    axes.errorbar(values, labels, xerr=_spread(found), fmt="none", **INTERVAL)
    axes.set_xlim(0, 1.02)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    _in_percent(axes.xaxis)


def _spread(found: Figures) -> Array:
    """How far the interval reaches below and above each value."""
    reach = [(one["value"] - one["low"], one["high"] - one["value"]) for one in found.values()]
    return np.array(reach, dtype=float).T.clip(0)


def _in_percent(*sides: "Axis") -> None:
    for side in sides:
        side.set_major_formatter(lambda value, _: f"{100 * value:.3g}{NARROW}%".replace(".", ","))
        side.grid(True)


def _drawn(draw: Callable[["Axes"], None], title: str, height: float) -> Markup:
    from matplotlib import style
    from matplotlib.figure import Figure as Canvas

    file = StringIO()
    with style.context([STYLE | {"svg.hashsalt": title}], after_reset=True):
        canvas = Canvas((WIDTH, height), layout="constrained")
        draw(canvas.add_subplot())
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        canvas.savefig(file, format="svg", metadata=nothing)
    return _inline(file.getvalue(), title)


def _inline(svg: str, title: str) -> Markup:
    """The element alone, as HTML wants it: no prologue, no name that a second chart repeats, and
    whichever sans-serif the reader has."""
    svg = svg[svg.index("<svg") :].replace("'DejaVu Sans', ", "")
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    label = escape(f"{title}. Le tableau qui suit donne les mêmes nombres.")
    return Markup(svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1))  # noqa: S704
