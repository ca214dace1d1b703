"""Every measure of a run: its name, what it is called in French, which way is better."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals import refusals
from evals.schema import Outcome
from evals.statistics import Estimate, mean, share, statistic

Rows = Sequence[Outcome]
Array = NDArray[np.float64]
Reader = Callable[[Array], float]
Columns = Callable[[Outcome], Sequence[float] | None]


class Measure(NamedTuple):
    """`better` is the side of a better system; None for a figure that only describes.

    Without `of`, a measure is the mean of `scores[name]`. With it, it is made of several outcomes
    at once: `columns` gives a row of numbers for each that is eligible, `of` reads them all.
    """

    name: str
    label: str
    group: str
    better: Literal["higher", "lower"] | None = "higher"
    is_share: bool = False
    of: Reader | None = None
    columns: Columns | None = None


def _judged(outcome: Outcome) -> Sequence[float] | None:
    """Refused, should be, confidence, right if forced to answer; None where either would do."""
    if not (outcome.answerable or outcome.must_refuse):
        return None
    right = outcome.answerable and outcome.forced
    return outcome.refused, outcome.must_refuse, outcome.confidence, right


def _confusion(rows: Array) -> refusals.Confusion:
    return refusals.confusion(rows[:, 0].astype(bool), rows[:, 1].astype(bool))


def _recalls(outcome: Outcome) -> Sequence[float] | None:
    names = ("recall@5_alone", "recall@5_dialogue", "recall@5_whole")
    return [outcome.scores[n] for n in names] if names[0] in outcome.scores else None


def _recovery(rows: Array) -> float:
    """How much of what the last message alone lacks the system finds back: (system − alone) /
    (whole − alone)."""
    alone, own, whole = rows.mean(axis=0)
    return float((own - alone) / (whole - alone)) if whole > alone else float("nan")


SEARCH, ANSWERS, CITATIONS = "Recherche", "Réponses", "Citations"
REFUSALS, DIALOGUES, WORDING = "Refus", "Dialogues", "Rédaction"
MEASURES = (
    Measure("right", "bonnes réponses", ANSWERS, is_share=True),
    Measure("wrong_refusal", "refus à tort", REFUSALS, "lower", is_share=True),
    Measure("refusal", "bons refus (rappel)", REFUSALS, is_share=True),
    Measure(
        "refusal_precision", "précision des refus", REFUSALS,
        of=lambda rows: _confusion(rows).precision, columns=_judged,
    ),
    Measure(
        "balanced_accuracy", "exactitude équilibrée", REFUSALS,
        of=lambda rows: _confusion(rows).balanced_accuracy, columns=_judged,
    ),
    Measure(
        "aurc", "aire risque-couverture", REFUSALS, "lower",
        of=lambda rows: refusals.aurc(rows[:, 2], rows[:, 3]), columns=_judged,
    ),
    Measure(
        "risk@80", "risque à 80\u202f% de couverture", REFUSALS, "lower",
        of=lambda rows: refusals.risk_at(rows[:, 2], rows[:, 3], 0.8), columns=_judged,
    ),
    Measure("wrong_year", "réponses d’une autre période", CITATIONS, "lower", is_share=True),
    Measure("pointer", "citations à leur place", CITATIONS, is_share=True),
    Measure("citation_recall", "rappel des citations", CITATIONS),
    Measure("citation_precision", "précision des citations", CITATIONS),
    Measure("alce_recall", "phrases prouvées (rappel ALCE)", CITATIONS),
    Measure("alce_precision", "citations utiles (précision ALCE)", CITATIONS),
    Measure("unproven", "affirmations non prouvées", CITATIONS, "lower"),
    Measure("evidence@500", "preuve dans 500 caractères", SEARCH, is_share=True),
    Measure("evidence@1000", "preuve dans 1\u202f000 caractères", SEARCH, is_share=True),
    Measure("evidence@2000", "preuve dans 2\u202f000 caractères", SEARCH, is_share=True),
    Measure("recall@1", "rappel à 1", SEARCH),
    Measure("recall@3", "rappel à 3", SEARCH),
    Measure("recall@5", "rappel à 5", SEARCH),
    Measure("recall@10", "rappel à 10", SEARCH),
    Measure("mrr", "rang réciproque moyen", SEARCH),
    Measure("ndcg@10", "nDCG à 10", SEARCH),
    Measure("fact_recall", "faits trouvés", ANSWERS),
    Measure("item_precision", "précision des listes", ANSWERS),
    Measure("containment", "réponse contenue mot pour mot", ANSWERS, is_share=True),
    Measure("exact_match", "réponse courte exacte", ANSWERS, is_share=True),
    Measure("f1", "F1 des mots", ANSWERS),
    Measure("words", "longueur en mots", ANSWERS, None),
    Measure("right_free_running", "bonnes suites, son propre fil", DIALOGUES, is_share=True),
    Measure("right_teacher_forced", "bonnes suites, fil de référence", DIALOGUES, is_share=True),
    Measure(
        "recovery", "contexte retrouvé (rappel à 5)", DIALOGUES, of=_recovery, columns=_recalls
    ),
    Measure("worded", "réponses rédigées", WORDING, None, is_share=True),
    Measure("sentences", "phrases écrites par le modèle", WORDING, None),
    Measure("repaired", "phrases récrites", WORDING, None),
    Measure("replaced", "phrases remplacées", WORDING, "lower"),
    Measure("dropped", "phrases retirées", WORDING, "lower"),
    Measure("added", "citations ajoutées", WORDING, None),
    Measure("first_ms", "première phrase prouvée", WORDING, "lower"),
    Measure("judge_faithfulness", "fidélité (juge)", "Juge"),
    Measure("judge_completeness", "complétude (juge)", "Juge"),
)  # fmt: skip
NAMED = {measure.name: measure for measure in MEASURES}


def estimate(measure: Measure, outcomes: Rows) -> Estimate | None:
    """The figure of a measure over outcomes, with its interval; None where none is eligible."""
    if measure.of:
        return _of_all(measure, outcomes)
    rows = [one for one in outcomes if measure.name in one.scores]
    if not rows:
        return None
    values = [one.scores[measure.name] for one in rows]
    clusters = [one.cluster for one in rows]
    if measure.is_share:
        return share([bool(value) for value in values], clusters)
    return mean(values, clusters)


def _of_all(measure: Measure, outcomes: Rows) -> Estimate | None:
    of, columns = measure.of, measure.columns
    if of is None or columns is None:
        raise ValueError(f"{measure.name} is a mean of its scores")
    found = [(row, one.cluster) for one in outcomes if (row := columns(one)) is not None]
    if not found:
        return None
    table = np.array([row for row, _ in found], dtype=float)
    if np.isnan(of(table)):
        return None
    return statistic(lambda rows: of(table[rows]), [cluster for _, cluster in found])


def figures(outcomes: Rows, *, mixed: bool = True) -> dict[str, Estimate]:
    """Every figure that the outcomes are eligible for, by measure. Those that weigh answers
    against refusals want `mixed` outcomes: some that must be answered, some refused."""
    asked = [measure for measure in MEASURES if mixed or not measure.of]
    found = {measure.name: estimate(measure, outcomes) for measure in asked}
    return {name: value for name, value in found.items() if value is not None}


def groups(outcomes: Rows) -> dict[str, dict[str, list[Outcome]]]:
    """The outcomes apart by set and split, by kind of those that have an answer, by tier of
    those that have none."""
    found: dict[str, dict[str, list[Outcome]]] = {"by_set": {}, "by_kind": {}, "by_tier": {}}
    for one in outcomes:
        found["by_set"].setdefault(f"{one.set}/{one.split}", []).append(one)
        if one.answerable:
            found["by_kind"].setdefault(one.kind, []).append(one)
        elif one.tier:
            found["by_tier"].setdefault(one.tier, []).append(one)
    return {by: dict(sorted(parts.items())) for by, parts in found.items()}


def figures_json(outcomes: Rows) -> dict[str, Any]:
    """All figures, and those of each group, as they stand in a run's JSON."""
    parts = {
        by: {name: _plain(figures(rows, mixed=by == "by_set")) for name, rows in group.items()}
        for by, group in groups(outcomes).items()
    }
    return {"overall": _plain(figures(outcomes))} | parts


def _plain(found: dict[str, Estimate]) -> dict[str, dict[str, float]]:
    return {
        name: {key: round(value, 6) for key, value in one._asdict().items()}
        for name, one in found.items()
    }
