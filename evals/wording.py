"""The report's French: numbers, and what kinds, tiers and statuses are called."""

from collections.abc import Mapping
from math import isnan
from typing import NamedTuple

from markupsafe import Markup

from assistant.schema import Status
from evals.schema import Outcome
from evals.statistics import CONFIDENCE

NARROW = "\u202f"
UNITS = {
    "words": "mots", "unproven": "par réponse", "sentences": "par réponse",
    "repaired": "par réponse", "replaced": "par réponse", "dropped": "par réponse",
    "added": "par réponse", "first_ms": "ms",
}  # fmt: skip
"""Of a measure that is no percentage."""

SURE = f"{100 * CONFIDENCE:.0f}{NARROW}%"

OVERALL = "ensemble"
KINDS = {
    "person": "personne", "date": "date", "number": "nombre", "place": "lieu", "list": "liste",
    "quotation": "propos cités", "yes_no": "oui ou non", "definition": "définition",
    "reason": "raison", "entries": "faits d’une période", "fact": "fait",
    "evolution": "évolution", "comparison": "comparaison", "disagreement": "désaccord",
}  # fmt: skip
TIERS = {
    "year_not_indexed": "année absente", "period_empty": "période vide",
    "near_miss": "presque dit", "false_premise": "prémisse fausse", "off_subject": "hors sujet",
    "hostile": "hostile", "smalltalk": "politesse",
}  # fmt: skip
STATUSES = {
    Status.ANSWERED: "réponse", Status.NOT_FOUND: "introuvable", Status.DECLINED: "décliné",
}  # fmt: skip

Figure = Mapping[str, float]
"""One figure as it stands in a run's JSON: value, low, high, n, clusters."""


class Shown(NamedTuple):
    """The interval's brackets are no markup, in Markdown either."""

    value: str
    interval: Markup
    n: str
    clusters: str


def shown(name: str, figure: Figure) -> Shown:
    scale = 1 if name in UNITS else 100
    value, low, high = (_scaled(figure[key], scale) for key in ("value", "low", "high"))
    return Shown(
        f"{value}{NARROW}{UNITS.get(name, '%')}",
        Markup(f"[{low}{NARROW}–{NARROW}{high}]"),  # noqa: S704
        count(figure["n"]),
        count(figure["clusters"]),
    )


def _scaled(value: float | None, scale: int) -> str:
    """A dash for NaN, which is null in a kept run."""
    return "—" if value is None or isnan(value) else decimal(scale * value)


def percent(share: float) -> str:
    return f"{decimal(100 * share)}{NARROW}%"


def decimal(value: float) -> str:
    return _french(f"{value:z,.1f}")


def count(value: float) -> str:
    return _french(f"{value:,.0f}")


def _french(number: str) -> str:
    return number.replace(",", NARROW).replace(".", ",").replace("-", "−")


def fault(outcome: Outcome) -> str:
    """What is wrong with an outcome that is not right."""
    if outcome.refused:
        return "refus à tort"
    return "réponse à tort" if outcome.must_refuse else "réponse fausse"


def rank(outcome: Outcome) -> str:
    """Where the evidence came in the search."""
    if not outcome.evidence:
        return "sans objet"
    return "introuvable" if outcome.rank is None else str(outcome.rank)
