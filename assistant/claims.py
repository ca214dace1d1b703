"""A chat model's sentence and the passages it cites → a claim: the words of the passages that
carry it, and what of it they do not prove.

The model never types a quotation: it is found here, with its offsets. The test is deterministic.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from assistant.schema import Proof, Statement
from assistant.verification import unproven
from ingest.schema import Document, Passage
from ingest.text import Span, keys, sentences

FaultKind = Literal[
    "key", "figure", "unit", "date", "name", "negation", "quantifier", "direction", "tense",
    "subject", "content",
]  # fmt: skip
_REASONS: dict[FaultKind, str] = {
    "key": "la phrase ne cite aucun passage donné",
    "figure": "ce chiffre n’est pas dans les passages cités\u00a0: {words}",
    "unit": "ce chiffre compte autre chose dans les passages cités\u00a0: {words}",
    "date": "cette date n’est pas dans les passages cités\u00a0: {words}",
    "name": "ce nom n’est pas dans les passages cités\u00a0: {words}",
    "negation": "la négation ne correspond pas aux passages cités\u00a0: {words}",
    "quantifier": "cette quantité ne correspond pas aux passages cités\u00a0: {words}",
    "direction": "les passages cités disent le contraire\u00a0: {words}",
    "tense": "les passages cités ne disent pas que c’est fait, ou à faire\u00a0: {words}",
    "subject": "les passages cités ne disent pas cela de\u00a0: {words}",
    "content": "ces mots ne sont pas dans les passages cités\u00a0: {words}",
}


class Fault(NamedTuple):
    """What of a sentence is not proven: `words` are those of the sentence."""

    kind: FaultKind
    words: str


def reason(fault: Fault) -> str:
    """What to tell the model of a fault, in French."""
    return _REASONS[fault.kind].format(words=fault.words)


class Claim(NamedTuple):
    """A sentence with the quotations that carry it, and its faults."""

    sentence: str
    proofs: tuple[Proof, ...]
    faults: tuple[Fault, ...]

    @property
    def proven(self) -> bool:
        return bool(self.proofs) and not self.faults


def examine(sentence: str, passages: Sequence[Passage], documents: Mapping[str, Document]) -> Claim:
    """Whether the cited passages prove a sentence, given without its citation marks."""
    if not passages:
        return Claim(sentence, (), (Fault("key", sentence),))
    proofs = tuple(_carrying(sentence, passage) for passage in passages)
    wrong = unproven(Statement(sentence, proofs), documents)
    faults = [Fault("figure", words) for words in wrong]
    quoted = {key for proof in proofs for key in keys(_text(proof))}
    said = keys(sentence)
    lacking = [key for key in said if key not in quoted]
    if not said or len(lacking) > 0.25 * len(said):
        faults.append(Fault("content", ", ".join(lacking)))
    return Claim(sentence, proofs, tuple(faults))


def _text(proof: Proof) -> str:
    start = proof.passage.start
    return proof.passage.text[proof.span.start - start : proof.span.end - start]


def _carrying(sentence: str, passage: Passage) -> Proof:
    asked = set(keys(sentence))
    spans = [
        Span(passage.start + span.start, passage.start + span.end)
        for span in sentences(passage.text)
    ]
    best = max(
        spans,
        key=lambda s: len(
            asked & set(keys(passage.text[s.start - passage.start : s.end - passage.start]))
        ),
    )
    return Proof(passage, best)
