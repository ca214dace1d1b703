"""A chat model's sentence and the passages it cites → a claim: the words of the passages that
carry it, and what of it they do not prove.

The model never types a quotation: it is found here, with its offsets. The test is deterministic.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.proof.carrying import Carrier, neighbours, parts
from assistant.proof.circumstances import date_faults, is_dated, scene_faults
from assistant.proof.clauses import clauses
from assistant.proof.facts import Sentence
from assistant.proof.figures import figure_faults, is_same
from assistant.proof.naming import (
    complement_faults,
    name_faults,
    neighbour_faults,
    office_faults,
    stands,
)
from assistant.proof.pairing import Fault, FaultKind, Pairing
from assistant.proof.ranks import institution_faults, rank_faults
from assistant.proof.roles import agent_faults, own_subject_faults, role_faults
from assistant.proof.turning import (
    contrary_faults,
    governed_faults,
    modal_faults,
    negation_faults,
    quantity_faults,
    tense_faults,
)
from assistant.proof.wording import content_faults, subject_faults
from assistant.schema import Language, Proof
from assistant.wanted import language_of
from ingest.schema import Document, Kind, Passage
from ingest.text import Span

_ABOVE = 300
_CAUSAL = {"parce", "puisque", "car", "because"}
_FACTS: list[Callable[[Pairing], Iterator[Fault]]] = [date_faults, figure_faults, name_faults]
_REST: list[Callable[[Pairing], Iterator[Fault]]] = [
    subject_faults, role_faults, agent_faults, own_subject_faults, neighbour_faults,
    complement_faults, office_faults, rank_faults, institution_faults, negation_faults,
    quantity_faults, contrary_faults, governed_faults, modal_faults, tense_faults, content_faults,
    scene_faults,
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
    """Whether the cited passages prove a sentence, given without its citation marks.

    Each clause must be carried by one part of a passage: what two passages say is never merged.
    """
    told = [
        part
        for one in passages
        if one.document in documents
        for part in parts(one, documents[one.document], _captions(one, passages))
    ]
    claim = Sentence(sentence, _language(sentence))
    if not told:
        return Claim(sentence, (), (Fault("key", sentence),))
    pairs = [[Pairing(claim, *clause, part) for part in told] for clause in clauses(claim)]
    best = [_best(some) for some in pairs]
    faults = [fault for pair in best for fault in _faults(pair)]
    faults += [
        fault for pair, some in zip(best, pairs, strict=True) for fault in _mixed(pair, some)
    ]
    faults += _causes(claim, best)
    if not any(pair.states for pair in best):
        faults.append(Fault("content", sentence))
    return Claim(sentence, _proofs(best), tuple(dict.fromkeys(faults)))


def _language(sentence: str) -> Language:
    """English where its first word is, be the French names it holds longer than the rest."""
    opening = " ".join(sentence.split()[:1])
    return "en" if "en" in (language_of(opening), language_of(sentence)) else "fr"


def _causes(claim: Sentence, best: Sequence[Pairing]) -> Iterator[Fault]:
    """Reasons that another passage gives, of another thing."""
    for before, pair in pairwise(best):
        causal = claim.tokens[pair.places.start].plain in _CAUSAL
        if causal and before.part.passage != pair.part.passage:
            yield Fault("subject", pair.words(pair.places.start, pair.places.stop))


def _captions(passage: Passage, cited: Sequence[Passage]) -> tuple[str, ...]:
    """The cited captions that stand right above a passage."""
    return tuple(
        one.text
        for one in cited
        if one.kind is Kind.CAPTION
        and one.document == passage.document
        and 0 < passage.start - one.start <= _ABOVE
    )


def _best(pairs: Sequence[Pairing]) -> Pairing:
    """The part that holds most of a clause; of those that hold as much, one without a fault."""
    scores = [_held(pair) for pair in pairs]
    likely = [pair for pair, score in zip(pairs, scores, strict=True) if score >= max(scores) - 1]
    whole = (pair for pair in likely if not _faults(pair))
    return next(whole, pairs[scores.index(max(scores))])


def _mixed(best: Pairing, pairs: Sequence[Pairing]) -> Iterator[Fault]:
    """Words that another passage says, of another fact."""
    others = [pair for pair in pairs if pair.part.passage != best.part.passage]
    if best.uncovered and any(pair.content and not pair.uncovered for pair in others):
        words = [best.claim.tokens[at].written for at in best.uncovered]
        yield Fault("subject", ", ".join(words))


def _held(pair: Pairing) -> float:
    facts = len(pair.dates) + len(pair.figures) + len(pair.names)
    wrong = sum(1 for check in _FACTS for _ in check(pair))
    absent = sum(1 for _ in subject_faults(pair))
    return 3 * (facts - wrong - absent) + len(pair.content) - len(pair.uncovered)


def _faults(pair: Pairing) -> list[Fault]:
    """Facts first: of what is not told at all, it is not asked how it is told."""
    wrong = [fault for check in _FACTS for fault in check(pair)]
    return wrong or [fault for check in _REST for fault in check(pair)]


def _proofs(best: Sequence[Pairing]) -> tuple[Proof, ...]:
    spans: dict[Passage, list[Span]] = {}
    for pair in best:
        spans.setdefault(pair.part.passage, []).extend(one.span for one in _carriers(pair))
    return tuple(
        Proof(passage, span) for passage, held in spans.items() for span in neighbours(held)
    )


def _carriers(pair: Pairing) -> Iterator[Carrier]:
    """The fewest sentences that hold what the part holds of the clause."""
    held = [(carrier, _holds(pair, carrier.sentence)) for carrier in pair.part.carriers]
    left = set().union(*(places for _, places in held))
    while left:
        best, places = max(held, key=lambda one: len(one[1] & left))
        left -= places
        yield best


def _holds(pair: Pairing, sentence: Sentence) -> set[int]:
    words = {at for at in pair.content if pair.said(at, sentence)}
    figures = {f.first for f in pair.figures if any(is_same(f, o) for o in sentence.figures)}
    names = {name.first for name in pair.names if stands(pair, name, [sentence])}
    dates = {one.first for one in pair.dates if is_dated(pair, one.mention, sentence)}
    return words | figures | names | dates
