"""Asks a system one question and scores what comes back."""

from typing import NamedTuple

from assistant.pipeline import Trace
from assistant.schema import Answer, Status, Turn
from evals import answers, citations, ranking
from evals.dataset import places
from evals.ranking import Spot
from evals.schema import Cited, EvalQuestion, Outcome, Split, iso_period
from evals.support import support
from evals.systems import System
from ingest.schema import Passage, Period

FOUND_SHOWN = 10


class Asked(NamedTuple):
    """A question, what the system made of it, where its evidence stands (each piece with its
    places), and which of the system's passages hold it."""

    question: EvalQuestion
    trace: Trace
    pieces: list[list[Spot]]
    relevant: set[Spot]

    @property
    def answer(self) -> Answer:
        return self.trace.answer

    @property
    def answered(self) -> bool:
        return self.answer.status is Status.ANSWERED

    @property
    def spots(self) -> list[Spot]:
        return [spot for piece in self.pieces for spot in piece]

    @property
    def found(self) -> list[Spot]:
        return [_spot(passage) for passage in self.trace.passages]


def score(system: System, question: EvalQuestion, set_: str, split: Split) -> Outcome:
    """Free-running: a dialogue goes on from the system's own answers. It is asked a second time
    from the reference answers (teacher-forced), which gives measures of its own."""
    pieces = [places(piece, system.documents.values()) for piece in question.evidence]
    relevant = ranking.relevant_units(map(_spot, system.units), pieces)
    trace = system.trace(question.turns[-1], _own_history(system, question))
    asked = Asked(question, trace, pieces, relevant)
    scores = _retrieval(asked) | _answer(asked) | _citations(asked, system)
    scores |= _refusal(asked) | _dialogue(asked, system) | _wording(asked)
    answer, found = asked.answer, asked.found
    return Outcome(
        id=question.id,
        set=set_,
        split=split,
        kind=question.kind,
        tier=question.tier,
        cluster=_cluster(asked, system),
        turns=question.turns,
        expected=question.expected,
        wanted=[" | ".join(map(str, fact)) for fact in question.facts],
        evidence=question.evidence,
        status=answer.status,
        answer=answer.text,
        short_answer=answer.short_answer,
        citations=_cited(answer),
        retrieved=[passage.id for passage in asked.trace.passages[:FOUND_SHOWN]],
        rank=ranking.first_rank([unit in relevant for unit in found]),
        depth=ranking.depth(found, asked.spots),
        confidence=asked.trace.confidence,
        forced=_is_right(question, asked.trace.forced),
        right=_is_right(question, answer),
        elapsed_ms=answer.elapsed_ms,
        scores=scores,
    )


def _own_history(system: System, question: EvalQuestion) -> list[Turn]:
    history: list[Turn] = []
    for text in question.turns[:-1]:
        answer = system.trace(text, history).answer
        history.append(Turn(answer.question, answer.standalone_question, answer.text))
    return history


def _is_right(question: EvalQuestion, answer: Answer) -> bool:
    """Any refusal is right for what has no answer: which of the two it gets is wording."""
    if answer.status is not Status.ANSWERED:
        return any(status is not Status.ANSWERED for status in question.expected)
    return Status.ANSWERED in question.expected and answers.is_right(
        answer.text, question.facts, question.forbidden, _periods(answer)
    )


def _periods(answer: Answer) -> list[Period]:
    return [citation.period for citation in answer.citations if citation.period]


def _cited(answer: Answer) -> list[Cited]:
    return [
        Cited(
            document=one.document,
            start=one.start,
            end=one.end,
            quote=one.quote,
            period=(one.period.first, one.period.last) if one.period else None,
        )
        for one in answer.citations
    ]


def _spot(passage: Passage) -> Spot:
    return Spot(passage.document, passage.start, passage.end)


def _cluster(asked: Asked, system: System) -> str:
    """Questions on one passage stand or fall together; those without evidence stand alone."""
    for spot in asked.spots:
        for unit in system.units:
            if _spot(unit).shared(spot):
                return unit.id
    return asked.question.id


def _retrieval(asked: Asked) -> dict[str, float]:
    if not asked.question.answerable or asked.question.kind == "entries":
        return {}
    total, relevant = len(asked.relevant), [unit in asked.relevant for unit in asked.found]
    read = ranking.depth(asked.found, asked.spots)
    scores = {f"recall@{k}": ranking.recall(relevant, total, k) for k in ranking.CUTOFFS}
    scores["mrr"] = ranking.reciprocal_rank(relevant)
    scores["ndcg@10"] = ranking.ndcg(relevant, total)
    return scores | {
        f"evidence@{depth}": float(read is not None and read <= depth) for depth in ranking.DEPTHS
    }


def _answer(asked: Asked) -> dict[str, float]:
    question, answer = asked.question, asked.answer
    scores: dict[str, float] = {}
    if asked.answered:
        scores["words"] = float(answers.words(answer.text))
    if not question.answerable:
        return scores
    text = answer.text if asked.answered else ""
    short = answer.short_answer or text
    references = [one for fact in question.facts for one in fact if isinstance(one, str)]
    scores["right"] = float(_is_right(question, answer))
    scores["fact_recall"] = answers.fact_recall(text, question.facts, _periods(answer))
    if all(any(isinstance(one, str) for one in fact) for fact in question.facts):
        scores["containment"] = answers.containment(text, question.facts)
        scores["exact_match"] = answers.exact_match(short, references)
        scores["f1"] = answers.f1(short, references)
    if question.kind in ("list", "entries") and asked.answered:
        scores["item_precision"] = answers.item_precision(text, question.facts, _periods(answer))
    return scores


def _citations(asked: Asked, system: System) -> dict[str, float]:
    cited = _cited(asked.answer)
    scores: dict[str, float] = {}
    if asked.answered:
        texts = {id_: document.text for id_, document in system.documents.items()}
        scores["pointer"] = citations.pointer_valid(cited, texts)
        found = support(asked.answer, system.documents)
        scores |= {"alce_recall": found.recall, "alce_precision": found.precision}
        scores["unproven"] = float(len(found.unproven))
    if asked.question.answerable:
        scores["citation_recall"] = citations.citation_recall(cited, asked.pieces)
        if asked.answered:
            scores["citation_precision"] = citations.citation_precision(cited, asked.pieces)
    if asked.answered and asked.question.periods:
        scores["wrong_year"] = float(any(_is_elsewhere(one, asked) for one in cited))
    return scores


def _is_elsewhere(cited: Cited, asked: Asked) -> bool:
    """Whether a citation tells of none of the asked periods and is no evidence either (a later
    document that restates a figure is)."""
    if cited.period is None or any(citations.spot(cited).shared(spot) for spot in asked.spots):
        return False
    own = Period(*cited.period)
    return not any(own.overlaps(iso_period(text)) for text in asked.question.periods)


def _refusal(asked: Asked) -> dict[str, float]:
    refused = float(not asked.answered)
    if asked.question.answerable:
        return {"wrong_refusal": refused}
    return {"refusal": refused} if asked.question.must_refuse else {}


def _wording(asked: Asked) -> dict[str, float]:
    """What became of the sentences of the chat model, where it was asked to word the answer."""
    tally = asked.trace.tally
    if tally is None:
        return {}
    return {
        "worded": float(asked.answer.mode == "generative"),
        "sentences": float(tally.written),
        "repaired": float(tally.repaired),
        "replaced": float(tally.replaced),
        "dropped": float(tally.dropped),
        "added": float(tally.added),
        "first_ms": float(asked.trace.first_ms),
    }


def _dialogue(asked: Asked, system: System) -> dict[str, float]:
    """Of a dialogue: right from its own history and from the reference one; and recall of the
    last message alone, as the system understood it, and of the question made whole."""
    question = asked.question
    if len(question.turns) < 2:
        return {}
    history = [
        Turn(text, text, reference)
        for text, reference in zip(question.turns, question.references, strict=False)
    ]
    forced = system.trace(question.turns[-1], history).answer
    scores = {
        "right_free_running": float(_is_right(question, asked.answer)),
        "right_teacher_forced": float(_is_right(question, forced)),
    }
    for name, text in (("alone", question.turns[-1]), ("whole", question.standalone)):
        other = asked._replace(trace=system.trace(text))
        if found := _retrieval(other):
            scores[f"recall@5_{name}"] = found["recall@5"]
            scores["recall@5_dialogue"] = _retrieval(asked)["recall@5"]
    return scores
