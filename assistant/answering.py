"""Chosen sentences → statements: the short answer, then the quotations that prove it."""

from collections.abc import Sequence

from assistant.phrases import phrase
from assistant.schema import Proof, Question, Statement, Wanted
from assistant.selection import Choice
from ingest.schema import Kind
from ingest.text import Span
from ingest.wording import date_label

CONFIDENT = 0.7


def statements(question: Question, choices: Sequence[Choice]) -> list[Statement]:
    """The short answer as a statement of its own where there is one, then each quotation."""
    proofs = _joined([_proof(choice) for choice in choices])
    found = []
    if short := short_answer(question, choices):
        found.append(Statement(short, (proofs[0],), quoted=False))
    if question.wanted is Wanted.LIST and len({proof.passage for proof in proofs}) > 1:
        return found + [_dated(proof, question) for proof in proofs]
    return found + [Statement("", (proof,)) for proof in proofs]


def _dated(proof: Proof, question: Question) -> Statement:
    """A quotation with its date in full before it, as an item of a list."""
    return Statement(date_label(proof.passage.period, question.language), (proof,), item=True)


def _joined(proofs: Sequence[Proof]) -> list[Proof]:
    """Quotations of one passage that touch or overlap are one; the order stays that of the best."""
    found: list[Proof] = []
    for proof in proofs:
        for at, other in enumerate(found):
            if _touch(proof, other):
                start = min(proof.span.start, other.span.start)
                found[at] = Proof(other.passage, Span(start, max(proof.span.end, other.span.end)))
                break
        else:
            found.append(proof)
    return found


def _touch(one: Proof, other: Proof) -> bool:
    first, second = sorted((one.span, other.span))
    between = one.passage.text[first.end - one.passage.start : second.start - one.passage.start]
    return one.passage == other.passage and (second.start <= first.end or not between.strip())


def short_answer(question: Question, choices: Sequence[Choice]) -> str:
    """What to show first: the answer within the best sentence; empty where none stands out."""
    if question.wanted is Wanted.YES_NO:
        return phrase("yes", question.language)
    best = choices[0].found
    return best.short if best.fit >= CONFIDENT else ""


def _proof(choice: Choice) -> Proof:
    """The sentence with the one that it goes on with; of a speech, all with who spoke."""
    if choice.passage.kind is Kind.QUOTATION:
        return Proof(choice.passage, Span(choice.passage.start, choice.passage.end))
    return Proof(choice.passage, Span(choice.context, choice.span.end))
