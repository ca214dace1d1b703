"""Asks the questions of a split and scores the answers."""

from collections.abc import Callable, Sequence

from assistant.pipeline import Assistant
from assistant.schema import Answer, Status, Turn
from evals.dataset import EvalQuestion
from evals.scoring import Score, evidence_depth, is_right


def run(
    assistant: Assistant,
    questions: Sequence[EvalQuestion],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Score]:
    scores = []
    for number, question in enumerate(questions, 1):
        scores.append(score(assistant, question))
        progress(number, len(questions))
    return scores


def score(assistant: Assistant, question: EvalQuestion) -> Score:
    """Free-running: the history of a dialogue is made of the assistant's own answers."""
    history: list[Turn] = []
    for text in question.turns:
        answer = assistant.answer(text, history)
        history.append(assistant.turn(answer))
    passages = assistant.retrieved(question.turns[-1], history[:-1])
    return Score(
        question=question,
        answer=answer,
        right=is_right(question, answer),
        refused=answer.status is not Status.ANSWERED,
        quotes_in_place=all(_in_place(assistant, answer)),
        depth=evidence_depth(question.evidence, [passage.text for passage in passages]),
    )


def _in_place(assistant: Assistant, answer: Answer) -> list[bool]:
    texts = {id_: document.text for id_, document in assistant.index.documents.items()}
    return [texts[c.document][c.start : c.end] == c.quote for c in answer.citations]
