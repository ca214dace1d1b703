"""Whether those who act in a clause are those who act in the document, and not those acted upon."""

from collections.abc import Iterator, Sequence

from assistant.proof.carrying import above_keys, own_keys
from assistant.proof.clauses import is_bare_participle, is_passive, sides, verbs
from assistant.proof.facts import Sentence
from assistant.proof.kinship import family, is_joining, is_support, stems
from assistant.proof.pairing import Fault, Pairing, keys_at
from ingest.text import key

_CONVERSE = frozenset(
    key(word)
    for word in "recevoir reçu obtenir remporter accueillir aller received hosted won got".split()
)

_NEAR = 6
_APART = set("apres avant depuis malgre suite pour lors after before since despite".split())

_TURNING = frozenset().union(*(
    stems(key(word))
    for word in "ouvrir rouvrir fermer démarrer débuter commencer augmenter baisser changer"
    " reprendre terminer continuer open close start begin increase decrease change".split()
))  # fmt: skip
"""Verbs whose subject it happens to as well (`la maison ouvre`, `la maison est ouverte`)."""


def role_faults(pair: Pairing) -> Iterator[Fault]:
    for at in sorted(verbs(pair.claim) & set(pair.places)):
        if is_joining(pair.claim.tokens[at].key):
            continue
        where = [(other, s) for s in pair.sentences for other in pair.said(at, s)]
        acts = [(o, s) for o, s in where if o in verbs(s) and not _is_converse(pair, at, s, o)]
        same = [
            (o, s) for o, s in acts if stems(s.tokens[o].key) & stems(pair.claim.tokens[at].key)
        ]
        named = any(o not in verbs(s) for o, s in where)
        found = same or ([] if named else acts)
        if found and not any(_is_same(pair, at, *one) for one in found):
            yield Fault("subject", pair.words(at, at + 1))


def agent_faults(pair: Pairing) -> Iterator[Fault]:
    """`L’agence a fermé l’usine` where the document has `après la fermeture de l’usine`: an act
    that the document says by a noun alone, told of somebody who is not beside it."""
    for at in sorted(verbs(pair.claim) & set(pair.content)):
        subject = sides(pair.claim, at).subject
        where = [(other, s) for s in pair.sentences for other in pair.said(at, s)]
        verb = pair.claim.tokens[at].key
        nouns = [(o, s) for o, s in where if stems(verb) & family(s.tokens[o].key)]
        happens = not _TURNING.isdisjoint(stems(verb)) and not sides(pair.claim, at).other
        if is_support(verb) or happens or not nouns or not _acts(pair, subject):
            continue
        if any(o in verbs(s) for o, s in where) or not all(_is_apart(s, o) for o, s in nouns):
            continue
        if not any(_meet(pair, subject, _near(s, o), s) for o, s in nouns):
            yield Fault("subject", pair.words(at, at + 1))


def _acts(pair: Pairing, subject: Sequence[int]) -> bool:
    """Whether somebody named acts, other than what the headings say the part is about."""
    own = own_keys(pair.part)
    about = above_keys(pair.part) - own
    named = [at for at in subject if at in pair.named or pair.claim.tokens[at].key in own]
    return bool(named) and not any(pair.akin(at, about) for at in named)


def _is_apart(sentence: Sentence, at: int) -> bool:
    """Whether a noun tells another act than the verb of its sentence: `après la fermeture`."""
    before = {token.plain for token in sentence.tokens[max(at - 2, 0) : at]}
    return not _APART.isdisjoint(before)


def _near(sentence: Sentence, at: int) -> range:
    """The places of what completes a noun."""
    return range(at + 1, min(at + _NEAR, len(sentence.tokens)))


def _is_converse(pair: Pairing, at: int, sentence: Sentence, other: int) -> bool:
    """Whether one verb gives and the other receives."""
    mine, theirs = pair.claim.tokens[at].key, sentence.tokens[other].key
    return (mine in _CONVERSE) != (theirs in _CONVERSE)


def _is_same(pair: Pairing, at: int, other: int, sentence: Sentence) -> bool:
    mine, theirs = sides(pair.claim, at), sides(sentence, other)
    mine = mine._replace(subject=_listed(pair.claim, mine.subject))
    crossed = False
    turning = not _TURNING.isdisjoint(stems(pair.claim.tokens[at].key))
    if turning and _meet(pair, mine.other, theirs.subject, sentence):
        return True
    happens = turning and not set(mine.other) & (set(pair.claim.content) | pair.named)
    if happens and _meet(pair, mine.subject, theirs.other, sentence):
        return True
    if _is_another(pair, mine.subject, theirs.subject, sentence):
        return False
    passive = is_passive(pair.claim, at)
    if passive and _is_another(pair, mine.other, theirs.other, sentence):
        return False
    if not turning and stems(pair.claim.tokens[at].key) & stems(sentence.tokens[other].key):
        crossed = _is_crossed(pair, mine.subject, theirs.subject, theirs.other, sentence)
        crossed |= _is_crossed(pair, mine.other, theirs.other, theirs.subject, sentence)
    named = [at for at in mine.subject if at in pair.named]
    known = _named(pair, sentence, theirs.subject)
    return not crossed and (
        not named or not known or _meet(pair, mine.subject, theirs.subject, sentence)
    )


def _listed(sentence: Sentence, subject: tuple[int, ...]) -> tuple[int, ...]:
    """With the names of the list that the last one opens: `par Nadia Hai, Cédric O et …`."""
    found = list(subject)
    for name in sentence.names:
        between = range(found[-1] + 1, name.first) if found else ()
        joined = all(sentence.tokens[at].plain in ("et", "and") for at in between)
        if found and found[-1] in sentence.factual and name.first > found[-1] and joined:
            found += range(*name)
    return tuple(found)


def _is_another(
    pair: Pairing, said: Sequence[int], known: Sequence[int], sentence: Sentence
) -> bool:
    """Whether the claim names on a side of a verb what the document's sentence does not, where it
    names another."""
    if not said or not known or _meet(pair, said, known, sentence):
        return False
    return not any(pair.said(one, sentence) for one in said)


def own_subject_faults(pair: Pairing) -> Iterator[Fault]:
    """What a person does in the document, told of those whose document it is."""
    acting = sorted(verbs(pair.claim) & set(pair.places))
    subject = sides(pair.claim, acting[0]).subject if acting else ()
    own = own_keys(pair.part)
    keys = set(keys_at(pair.claim, subject))
    if not keys or not keys <= own:
        return
    best = pair.closest
    main = sorted(at for at in verbs(best) if not is_bare_participle(best, at))
    theirs = sides(best, main[0]).subject if main else ()
    if _named(pair, best, theirs) and own.isdisjoint(token.key for token in best.tokens):
        yield Fault("subject", pair.words(subject[0], subject[-1] + 1))


def _is_crossed(
    pair: Pairing,
    mine: Sequence[int],
    same_side: Sequence[int],
    other_side: Sequence[int],
    sentence: Sentence,
) -> bool:
    """Whether what stands on a side of the claim's verb stands on the other in the document."""
    if not mine or not same_side or _meet(pair, mine, same_side, sentence):
        return False
    return _meet(pair, mine, other_side, sentence)


def _meet(pair: Pairing, mine: Sequence[int], theirs: Sequence[int], sentence: Sentence) -> bool:
    keys = keys_at(sentence, theirs)
    own = own_keys(pair.part)
    both_own = not own.isdisjoint(keys) and not own.isdisjoint(keys_at(pair.claim, mine))
    return both_own or any(pair.akin(at, keys) for at in mine)


def _named(pair: Pairing, sentence: Sentence, places: Sequence[int]) -> list[int]:
    """Those of the places that name somebody: in a name, or heading an acronym (`Agence`)."""
    inside = {at for one in sentence.names for at in range(one.first, one.last)}
    heads = {one for others in pair.part.aliases.values() for one in others}
    return [at for at in places if at in inside or (
        sentence.tokens[at].key in heads and sentence.tokens[at].written[0].isupper())]  # fmt: skip
