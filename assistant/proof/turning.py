"""Whether a clause turns round what a part says: denies it, says it of more or of fewer, says its
contrary, or tells as done what is only to come."""

import re
from collections.abc import Iterator

from assistant.proof import polarity
from assistant.proof.clauses import (
    INFINITIVE,
    PREPOSITIONS,
    Clause,
    clauses,
    is_bare_participle,
    verbs,
)
from assistant.proof.facts import Sentence
from assistant.proof.kinship import is_light, is_support, stems
from assistant.proof.pairing import Fault, Pairing

_TOLD = {
    "cause": "cause_told",
    "enabled": "enabled_told",
    "meant": "meant_told",
    "part": "part_told",
    "request": "request_told",
}
_RELATED = {"cause", "request"}
"""What relates two facts: the document's own sentence of the claim must."""
_AGAIN = re.compile(r"\b(?:tous|toutes|chaque)\b")
_BETWEEN = set("de d a le la les l se s y en un une to the of an".split())
_OF_SAME = {"all", "some", "many"}


def negation_faults(pair: Pairing) -> Iterator[Fault]:
    denied = polarity.negated(pair.claim)
    for at in sorted((verbs(pair.claim) | denied) & set(pair.places)):
        where = [(other, s) for s in pair.sentences for other in pair.said(at, s)]
        turned = [other in polarity.negated(s) for other, s in where]
        never = not any(polarity.negated(s) for s in pair.sentences)
        alone = at in denied and (not any(turned) if turned else never)
        if alone or (at not in denied and turned and all(turned)):
            yield Fault("negation", pair.claim.tokens[at].written)


def quantity_faults(pair: Pairing) -> Iterator[Fault]:
    words = pair.words(pair.places.start, pair.places.stop)
    for kind in sorted(polarity.quantified(words) - set(_TOLD.values())):
        also = _TOLD.get(kind, kind)
        among = [_most_alike(pair)[0]] if kind in _RELATED else pair.sentences
        told = [s for s in among if {kind, also} & polarity.quantified(s.text)]
        if not told or (kind in _OF_SAME and not _of_same(pair, kind, told)):
            yield Fault("quantifier", words)
    if set(_lost(pair)) - polarity.quantified(pair.claim.text):
        yield Fault("quantifier", words)


def _lost(pair: Pairing) -> Iterator[str]:
    """What weakens the words of the claim in the sentence that says most of it."""
    best, clause = _most_alike(pair)
    for kind in polarity.quantified(best.text) & polarity.weakening():
        places = polarity.quantified_places(best, kind)[:1]
        if any(set(places) & set(pair.said(at, best)) for at in pair.content):
            yield kind
    yield from polarity.quantified(best.said(clause.first, clause.last)) & polarity.conditions()


def _of_same(pair: Pairing, kind: str, told: list[Sentence]) -> bool:
    """Whether a quantity is one of the same things in the document."""
    told_of = [(polarity.quantified_places(s, kind), s) for s in told]
    if not all(places for places, _ in told_of):
        return True
    return all(
        any(set(places) & set(pair.said(mine, s)) for places, s in told_of)
        for mine in polarity.quantified_places(pair.claim, kind)
        if mine in pair.places
    )


def contrary_faults(pair: Pairing) -> Iterator[Fault]:
    for at in polarity.turned(pair.claim, list(pair.places), pair.sentences):
        yield Fault("direction", pair.claim.tokens[at].written)


def modal_faults(pair: Pairing) -> Iterator[Fault]:
    """`doit remplir` where the document has `peut remplir`."""
    for at in (at for at in pair.content if polarity.modal(pair.claim, at) is not None):
        told = [polarity.modal(s, other) for s in pair.sentences for other in pair.said(at, s)]
        found = [one for one in told if one is not None]
        if found and polarity.modal(pair.claim, at) not in found:
            yield Fault("tense", pair.claim.tokens[at].written)


def tense_faults(pair: Pairing) -> Iterator[Fault]:
    for at in sorted({*verbs(pair.claim), *_made(pair.claim)} & set(pair.places)):
        found = _coming(pair, at)
        done = polarity.is_done(pair.claim, at) and all(found)
        again = any(
            "all" in polarity.quantified(s.text) or _AGAIN.search(s.text) for s in pair.sentences
        )
        told = _coming(pair, at, bare=False)
        coming = polarity.is_to_come(pair.claim, at) and told and not any(told) and not again
        if found and (done or coming):
            yield Fault("tense", pair.claim.tokens[at].written)


def _made(sentence: Sentence) -> Iterator[int]:
    """Infinitives after `fait`, which tells whether they are done."""
    return (at for at in sentence.content if at and sentence.tokens[at - 1].plain == "fait")


def _coming(pair: Pairing, at: int, *, bare: bool = True) -> list[bool]:
    """Of each place where the part says a verb, whether it tells it as to come: the same verb
    where it stands, else one like it."""
    key = stems(pair.claim.tokens[at].key)
    where = [(other, s) for s in pair.sentences for other in pair.said(at, s) if other in s.content]
    same = [(o, s) for o, s in where if stems(s.tokens[o].key) & key]
    if not where and polarity.is_done(pair.claim, at):
        return _of_most_alike(pair)
    found = [(o, s) for o, s in same or where if same or o in verbs(s)]
    return [polarity.is_to_come(s, o) for o, s in found if bare or not is_bare_participle(s, o)]


def _of_most_alike(pair: Pairing) -> list[bool]:
    """Of each verb of the sentence that says most of the clause, whether it tells it as to come."""
    best = pair.closest
    main = [o for o in verbs(best) if not is_bare_participle(best, o)]
    return [polarity.is_to_come(best, other) for other in main]


def _most_alike(pair: Pairing) -> tuple[Sentence, Clause]:
    """The clause of the document that says most of the claim's, with its sentence."""
    told = [(sentence, clause) for sentence in pair.sentences for clause in clauses(sentence)]
    return max(told, key=lambda one: _shared(pair, *one))


def _shared(pair: Pairing, sentence: Sentence, clause: Clause) -> int:
    places = range(clause.first, clause.last)
    return sum(any(o in places for o in pair.said(at, sentence)) for at in pair.content)


def governed_faults(pair: Pairing) -> Iterator[Fault]:
    """`a signé` where the document has `a refusé de signer`: what a verb governs, told as done."""
    for at in sorted(verbs(pair.claim) & set(pair.places)):
        where = [(o, s) for s in pair.sentences for o in pair.said(at, s) if o in s.content]
        over = [(_governor(s, other), s) for other, s in where]
        if over and all(one is not None and not _told(pair, one, s) for one, s in over):
            yield Fault("tense", pair.claim.tokens[at].written)


def _told(pair: Pairing, at: int, sentence: Sentence) -> bool:
    return any(at in pair.said(mine, sentence) for mine in pair.content)


def _governor(sentence: Sentence, at: int) -> int | None:
    """The place of the verb that governs an infinitive, or the noun of an act, unless it states
    nothing by itself."""
    finite = at in verbs(sentence) and not sentence.tokens[at].plain.endswith(INFINITIVE)
    before = at - 1
    while before >= 0 and sentence.tokens[before].plain in _BETWEEN:
        before -= 1
    opens = sentence.tokens[at].written.lower() in PREPOSITIONS
    if finite or opens or before not in verbs(sentence):
        return None
    token = sentence.tokens[before]
    return None if is_support(token.key) or is_light(token.key, token.plain) else before
