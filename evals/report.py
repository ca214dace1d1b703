"""What a run is told as: its failures one by one, its figures as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.scoring import Score, Share


def failures_text(scores: Sequence[Score]) -> str:
    """Each wrong outcome with question, expectation, answer and where the evidence stood."""
    return "\n".join(_failure(score) for score in scores if not score.right)


def _failure(score: Score) -> str:
    question, answer = score.question, score.answer
    wanted = " / ".join(status.value for status in question.expected)
    facts = " + ".join("|".join(map(str, fact)) for fact in question.facts)
    depth = "introuvable" if score.depth is None else f"{score.depth} caractères"
    return (
        f"{question.id} ({question.kind.value}{', ' + question.tier if question.tier else ''})\n"
        f"  question : {' → '.join(question.turns)}\n"
        f"  attendu  : {wanted} {facts}\n"
        f"  obtenu   : {answer.status.value} {' / '.join(answer.text.split(chr(10)))[:300]}\n"
        f"  preuve   : {depth}\n"
    )


def figures_json(figures: Mapping[str, Share]) -> dict[str, Any]:
    return {
        name: {
            "hits": share.hits,
            "count": share.total,
            "value": share.value,
            "interval": share.interval,
        }
        for name, share in figures.items()
    }
