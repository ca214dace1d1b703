"""Whether an office is told with its rank: deputy, former, future; and of the right institution."""

from collections.abc import Iterator

from assistant.proof.carrying import own_keys
from assistant.proof.clauses import MARK
from assistant.proof.facts import Named, Sentence
from assistant.proof.naming import head, held_offices, offices
from assistant.proof.pairing import Fault, Pairing, keys_at
from ingest.text import is_stop_word

_RANKS = {
    "delegue": "deputy", "deleguee": "deputy", "adjoint": "deputy", "adjointe": "deputy",
    "deputy": "deputy", "vice": "deputy", "futur": "future", "future": "future", "ex": "former",
    "ancien": "former", "ancienne": "former", "former": "former", "honoraire": "former",
    "interim": "acting", "interimaire": "acting", "acting": "acting",
}  # fmt: skip
_WIDE = {"ministre", "ministres", "minister", "ministers"}
"""A `ministre déléguée` is a `ministre`."""
_REACH = 2
_OF = {"de", "d", "du", "des", "of", "la", "l", "the"}
_TO = {"a", "au", "aux", "la", "l", "du", "to", "the"}
_COPULAS = {"est", "etait", "fut", "sera", "is", "was"}


def rank_faults(pair: Pairing) -> Iterator[Fault]:
    """`directeur général` where the document has `directeur général délégué`, and back."""
    for at, ranks in _ranked(pair.claim):
        if at not in pair.places:
            continue
        holders = _holders(pair, at)
        told = [
            theirs
            for sentence in pair.sentences
            for other, theirs in _ranked(sentence)
            if sentence.tokens[other].key == pair.claim.tokens[at].key
            and _holds(holders, sentence, other)
        ]
        wide = pair.claim.tokens[at].plain in _WIDE
        if told and not any(ranks == one or (wide and ranks < one) for one in told):
            yield Fault("content", pair.words(at, at + 1))


def institution_faults(pair: Pairing) -> Iterator[Fault]:
    """`présidente du Sénat` where the document has the president of another."""
    own = own_keys(pair.part)
    for at, _ in _ranked(pair.claim):
        for name in (one for one in pair.names if _completes(pair.claim, at, one)):
            said = keys_at(pair.claim, range(*name))
            if not own.isdisjoint(said):
                continue
            heads = [
                keys_at(sentence, head(sentence, one.first).places)
                for sentence in pair.sentences
                for one in sentence.names
                if set(said) & set(keys_at(sentence, range(*one)))
            ]
            near = any(pair.said(at, s) for s in pair.sentences if _says(s, said))
            if heads and not near and not any(pair.akin(at, keys) for keys in heads):
                yield Fault("subject", pair.words(at, name.last))


def _says(sentence: Sentence, keys: list[str]) -> bool:
    return not set(keys).isdisjoint(token.key for token in sentence.tokens)


def _ranked(sentence: Sentence) -> Iterator[tuple[int, frozenset[str]]]:
    """The places of offices, each with the ranks beside it."""
    for at, token in enumerate(sentence.tokens):
        if token.plain in offices() and token.plain not in _RANKS:
            yield at, frozenset(_RANKS[sentence.tokens[o].plain] for o in _beside(sentence, at))


def _beside(sentence: Sentence, at: int) -> Iterator[int]:
    """The places of the ranks of an office: right before it (`adjoint au directeur`), or within
    the phrase after it."""
    before = at - 1
    while before > 0 and sentence.tokens[before].plain in _TO and not _ends(sentence, before):
        before -= 1
    if before >= 0 and sentence.tokens[before].plain in _RANKS:
        yield before
    for other in range(at + 1, min(at + 1 + _REACH, len(sentence.tokens))):
        token = sentence.tokens[other]
        if _ends(sentence, other) or (is_stop_word(token.plain) and token.plain != "par"):
            return
        if token.plain in _RANKS:
            yield other


def _ends(sentence: Sentence, at: int) -> bool:
    return MARK.search(sentence.gap(at)) is not None


def _holders(pair: Pairing, at: int) -> set[str]:
    """The keys of the name of whom a claim says to hold an office."""
    named = [one for one, places in held_offices(pair.claim) if at in places]
    before = at - 1
    while before > 0 and pair.claim.tokens[before].plain in {"le", "la", "l", "the", "un", "une"}:
        before -= 1
    if pair.claim.tokens[before].plain in _COPULAS:
        named += [one for one in pair.claim.names if one.last == before]
    return {key for one in named for key in keys_at(pair.claim, range(*one))}


def _holds(holders: set[str], sentence: Sentence, at: int) -> bool:
    """Whether an office of the document is of those the claim names, or of nobody named."""
    held = [one for one, places in held_offices(sentence) if at in places]
    theirs = {key for one in held for key in keys_at(sentence, range(*one))}
    return not holders or not theirs or bool(holders & theirs)


def _completes(sentence: Sentence, at: int, name: Named) -> bool:
    """Whether a name stands after an office and `de`."""
    between = {sentence.tokens[one].plain for one in range(at + 1, name.first)}
    near = at < name.first <= at + 1 + 2 * _REACH
    linked = near and bool(between & _OF)
    return linked and at in head(sentence, name.first).places
