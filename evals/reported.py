"""From what users thought of answers to questions of evaluation, for a person to review.

A question that was well answered must be answered so again; what was said wrongly must not be.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from assistant.schema import Status
from assistant.wanted import wanted_answer
from evals.schema import EvalQuestion, QuestionSet

SET = "avis"


MISSING = "missing"
LACKING = ("incomplete", "unclear")


class Report(NamedTuple):
    """An opinion, as far as it makes a question: `receipt` is that of the answer; the `reason` is
    `MISSING` where a refusal was wrong, one of `LACKING` where an answer was right as far as it
    went; `told` is all that the user said, in words."""

    id: int
    useful: bool
    reason: str
    told: str
    receipt: dict[str, Any]


def reported(reports: Iterable[Report]) -> QuestionSet:
    """A draft that can be replayed as it is."""
    return QuestionSet(set=SET, split="dev", questions=[_question(one) for one in reports])


def _question(report: Report) -> EvalQuestion:
    """Asked on its own: what went before it in the conversation was not kept."""
    asked = report.receipt["standalone_question"]
    return EvalQuestion(
        id=f"avis-{report.id}",
        turns=[asked],
        kind=wanted_answer(asked).value,
        periods=["/".join(days) for days in report.receipt["searched"]["periods"]],
        note=f"{report.told} – index {report.receipt['index_version']}, à relire",
        **(_right(report.receipt) if report.useful else _wrong(report)),
    )


def _right(receipt: dict[str, Any]) -> dict[str, Any]:
    """What was said, with its proof."""
    status = Status(receipt["status"])
    if status is Status.ANSWERED:
        return _answered(_said(receipt), _quotes(receipt["citations"]))
    tier = "off_subject" if status is Status.DECLINED else "near_miss"
    return {"expected": [status], "tier": tier, "reason": receipt["answer"]}


def _wrong(report: Report) -> dict[str, Any]:
    """What was false, or disliked without a reason, must not be said again; what lacks a part, or
    is not clear, stays right until a reviewer adds to it. Where the user says that the documents
    do answer, the nearest passage stands for the proof, until a reviewer sets the right one."""
    status, near = Status(report.receipt["status"]), _quotes(report.receipt["related"])[:1]
    if report.reason in LACKING:
        return _right(report.receipt)
    if status is Status.ANSWERED:
        return {"expected": [status, Status.NOT_FOUND], "forbidden": _said(report.receipt)}
    if report.reason == MISSING and near:
        return _answered(near, near)
    return {"expected": [status, Status.ANSWERED]}


def _answered(facts: list[str], evidence: list[str]) -> dict[str, Any]:
    return {
        "expected": [Status.ANSWERED],
        "facts": [[fact] for fact in facts],
        "evidence": evidence,
    }


def _said(receipt: dict[str, Any]) -> list[str]:
    """The short answer, else each quotation."""
    short = receipt["short_answer"]
    return [short] if short else _quotes(receipt["citations"])


def _quotes(excerpts: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(one["quote"] for one in excerpts))
