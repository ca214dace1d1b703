"""A run, a comparison and the gate as plain text, for the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.compare import Comparison, Difference
from evals.gate import Fall
from evals.measures import MEASURES, NAMED
from evals.schema import Outcome, Run
from evals.wording import KINDS, STATUSES, TIERS, UNITS, decimal, fault, percent, rank, shown

KIND_COLUMNS = ("right", "wrong_refusal", "evidence@1000")
TIER_COLUMNS = ("refusal",)
VERDICTS = {"better": "mieux", "worse": "moins bien", "same": "="}
ANSWER_SHOWN = 300
WIDE = 27


def run_text(run: Run) -> str:
    """Every figure, by set and split where there are several, by kind and by tier."""
    figures = run.figures
    parts = [_group("Ensemble", figures["overall"])]
    if len(figures["by_set"]) > 1:
        parts += [_group(name, found) for name, found in figures["by_set"].items()]
    parts += [
        _table("Par genre de question", KINDS, figures["by_kind"], KIND_COLUMNS),
        _table("Refus, par cas", TIERS, figures["by_tier"], TIER_COLUMNS),
    ]
    return "\n\n".join(part for part in parts if part)


def _group(title: str, figures: Mapping[str, Any]) -> str:
    lines = [f"{title}"]
    for measure in MEASURES:
        if found := figures.get(measure.name):
            value, interval, n, _ = shown(measure.name, found)
            lines.append(f"  {measure.label:34} {value:>12}  {interval:18} n = {n}")
    return "\n".join(lines)


def _table(
    title: str,
    names: Mapping[str, str],
    groups: Mapping[str, Any],
    columns: Sequence[str],
) -> str:
    if not groups:
        return ""
    heads = "".join(f"{NAMED[column].label[: WIDE - 2]:>{WIDE}}" for column in columns)
    lines = [title, f"  {'':20}{'n':>4}{heads}"]
    for group, figures in groups.items():
        counts = [figures[column]["n"] for column in columns if column in figures]
        cells = "".join(f"{_cell(column, figures):>{WIDE}}" for column in columns)
        lines.append(f"  {names[group]:20}{max(counts, default=0):>4}{cells}")
    return "\n".join(lines)


def _cell(column: str, figures: Mapping[str, Any]) -> str:
    if column not in figures:
        return "—"
    value, interval, _, _ = shown(column, figures[column])
    return f"{value} {interval}"


def failures_text(outcomes: Sequence[Outcome]) -> str:
    """Each wrong outcome with question, expectation, answer, evidence and its rank."""
    wrong = [outcome for outcome in outcomes if not outcome.right]
    if not wrong:
        return "Aucun échec."
    return "\n".join([f"Échecs : {len(wrong)} sur {len(outcomes)}", *map(_failure, wrong)])


def _failure(outcome: Outcome) -> str:
    about = ", ".join(filter(None, (KINDS[outcome.kind], TIERS.get(outcome.tier or "", ""))))
    expected = " ou ".join(STATUSES[status] for status in outcome.expected)
    return (
        f"\n{outcome.id} ({about}) : {fault(outcome)}\n"
        f"  question : {' → '.join(outcome.turns)}\n"
        f"  attendu  : {expected} {' + '.join(outcome.wanted)}\n"
        f"  obtenu   : {_said(outcome)}\n"
        f"  preuve   : {' / '.join(outcome.evidence) or 'aucune'}\n"
        f"  rang     : {rank(outcome)}"
    )


def comparison_text(found: Comparison, *, details: bool = True) -> str:
    """What was won and lost from the first run to the second."""
    first, second = found.first.system, found.second.system
    title = f"{first} → {second}, {found.questions} questions, différences appariées"
    lines = [title, *map(_difference, found.differences)]
    lines.append(f"  gagnées : {len(found.won)}, perdues : {len(found.lost)}")
    if details:
        for name, pairs in (("Gagnée", found.won), ("Perdue", found.lost)):
            lines += [change_text(name, before, after) for before, after in pairs]
    return "\n".join(lines)


def _difference(one: Difference) -> str:
    measure = one.measure
    form = decimal if measure.name in UNITS else percent
    scale = 1 if measure.name in UNITS else 100
    value, low, high = (f"{side * scale:+z.1f}" for side in one.gap[:3])
    gap = f"{value} [{low} – {high}]".replace(".", ",").replace("-", "−")
    return (
        f"  {measure.label:34} {form(one.first):>9} → {form(one.second):>9}  "
        f"{gap:26} {VERDICTS[one.verdict]}"
    )


def change_text(name: str, before: Outcome, after: Outcome) -> str:
    """A question with what was said of it before and after."""
    return (
        f"\n{name} : {after.id} — {' → '.join(after.turns)}\n"
        f"  avant : {_said(before)}\n  après : {_said(after)}"
    )


def _said(outcome: Outcome) -> str:
    said = " / ".join(line for line in outcome.answer.split("\n") if line)
    return f"{STATUSES[outcome.status]} {said[:ANSWER_SHOWN]}"


def gate_text(fallen: Sequence[Fall]) -> str:
    if not fallen:
        return "Tous les planchers tiennent."
    return "Sous le plancher :\n" + "\n".join(f"  {fall}" for fall in fallen)
