"""PIAF's questions → questions of the suite: which are asked, and what is right."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.schema import Status
from evals.facts import contains
from evals.piaf_articles import HeldOut, Piaf, Question
from evals.schema import EvalQuestion, Outcome, Tier
from evals.scoring import score
from evals.split import drawn
from evals.systems import System
from ingest.writing import Progress

NAMED, BARE = "piaf", "piaf-bare"
ABSENT, REMOVED = "piaf-article-absent", "piaf-paragraph-removed"
_MISSING: dict[str, tuple[Tier, str]] = {
    ABSENT: ("off_subject", "L’article « {} » n’est pas dans l’index."),
    REMOVED: ("near_miss", "Le paragraphe qui répond manque à l’article « {} »."),
}


class Asked(NamedTuple):
    """A question of the suite, the answers of all annotators, and the article it is about."""

    question: EvalQuestion
    set_: str
    wordings: list[str]
    article: str


def spread(piaf: Piaf, questions: Sequence[Question], size: int) -> list[Question]:
    """Every so-many-th, article after article in an order by chance: each has its share."""
    ordered = sorted(
        questions, key=lambda one: (drawn(piaf.homes[one.doc_id].name), drawn(one.qid))
    )
    size = min(size, len(ordered))
    return [ordered[(2 * at + 1) * len(ordered) // (2 * size)] for at in range(size)]


def answerable(piaf: Piaf, questions: Sequence[Question]) -> list[Asked]:
    return [_answerable(piaf, one) for one in questions]


def _answerable(piaf: Piaf, question: Question) -> Asked:
    wordings = _wordings(question)
    asked = EvalQuestion(
        id=question.qid,
        turns=[question.question],
        kind="fact",
        expected=[Status.ANSWERED],
        facts=[[*wordings]],
        evidence=[piaf.evidence(question)],
    )
    set_ = NAMED if question.named_or_dated_question else BARE
    return Asked(asked, set_, wordings, piaf.homes[question.doc_id].name)


def refusable(piaf: Piaf, held: HeldOut, size: int) -> list[Asked]:
    """Up to `size` about an article that is absent, and as many about a paragraph removed; of
    named questions alone, since the others may be about any article."""
    named = [one for one in piaf.asked if one.named_or_dated_question]
    absent = [one for one in named if piaf.homes[one.doc_id].name in held.absent]
    removed = [one for one in named if one.doc_id in held.removed]
    return [
        _refusable(piaf, one, set_)
        for set_, pool in ((ABSENT, absent), (REMOVED, removed))
        for one in spread(piaf, pool, size)
    ]


def _refusable(piaf: Piaf, question: Question, set_: str) -> Asked:
    home, (tier, reason) = piaf.homes[question.doc_id], _MISSING[set_]
    asked = EvalQuestion(
        id=f"{question.qid}-{set_}",
        turns=[question.question],
        kind="fact",
        expected=[Status.NOT_FOUND, Status.DECLINED],
        tier=tier,
        reason=reason.format(home.title),
    )
    return Asked(asked, set_, _wordings(question), home.name)


def _wordings(question: Question) -> list[str]:
    return list(dict.fromkeys(given.text.strip() for given in question.answers))


def ask(system: System, asked: Sequence[Asked], progress: Progress) -> list[Outcome]:
    """Outcomes in order, each in the cluster of its article; without those of `REMOVED` whose
    answer stands in what was found in its place (the first ten passages)."""
    texts = {unit.id: unit.text for unit in system.units}
    outcomes = []
    for number, one in enumerate(asked, 1):
        outcome = score(system, one.question, one.set_, "test")
        found = (texts[id_] for id_ in outcome.retrieved)
        if one.set_ != REMOVED or not _is_said(one, found):
            outcomes.append(outcome.model_copy(update={"cluster": one.article}))
        progress("questions de PIAF", number, len(asked))
    return outcomes


def _is_said(asked: Asked, texts: Iterable[str]) -> bool:
    return any(contains(text, words) for text in texts for words in asked.wordings)
