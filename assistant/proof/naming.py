"""Whether the proper names of a clause stand in a part, and beside the words that go with them."""

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.names import people
from assistant.proof.carrying import named_as
from assistant.proof.clauses import MARK, verbs
from assistant.proof.facts import CIVILITIES, Named, Sentence
from assistant.proof.pairing import Fault, Pairing, keys_at
from ingest.text import is_stop_word

_REACH = 3
_LINKS = set("de du des d la le les l à au aux en of the to in at".split())
_INSIDE = {"en", "dans", "in", "at"}


def name_faults(pair: Pairing) -> Iterator[Fault]:
    sentences = [*pair.sentences, *pair.part.above]
    for name in pair.names:
        if not stands(pair, name, sentences):
            yield Fault("name", pair.words(name.first, name.last))


def stands(pair: Pairing, name: Named, sentences: Sequence[Sentence]) -> bool:
    """Whether a name stands whole, or each piece of it between links, or as its acronym."""
    pieces: list[list[int]] = [[]]
    for at in range(name.first, name.last):
        token = pair.claim.tokens[at]
        capital = token.written[0].isupper()
        if is_stop_word(token.plain) and not capital:
            pieces.append([])
        elif token.plain not in CIVILITIES and (
            not is_stop_word(token.plain) or len(token.plain) > 1
        ):
            pieces[-1].append(at)
    whole = [at for piece in pieces for at in piece]
    return any(_holds(pair, whole, one) for one in sentences) or all(
        any(_holds(pair, piece, one) for one in sentences) for piece in pieces if piece
    )


def _holds(pair: Pairing, piece: Sequence[int], sentence: Sentence) -> bool:
    wanted = [pair.claim.tokens[at].plain for at in piece]
    held = [
        at for at, token in enumerate(sentence.tokens)
        if not is_stop_word(token.plain) or (token.written[0].isupper() and len(token.plain) > 1)
    ]  # fmt: skip
    plain = [sentence.tokens[at].plain for at in held]
    for at in range(len(held) - len(wanted) + 1):
        if plain[at : at + len(wanted)] == wanted and _is_named(pair, piece, sentence, held[at]):
            return True
    keys = {token.key for token in sentence.tokens}
    if len(piece) == 1 and named_as(pair.part, pair.claim.tokens[piece[0]].written) & keys:
        return True
    english = pair.claim.language == "en"
    return english and bool(piece) and all(pair.akin(at, keys) for at in piece)


def _is_named(pair: Pairing, piece: Sequence[int], sentence: Sentence, at: int) -> bool:
    """Whether the document's word is a name too, or is followed as in the claim."""
    if len(piece) > 1 or not sentence.tokens[at].written.islower():
        return True
    mine, theirs = tail(pair.claim, piece[0] + 1), tail(sentence, at + 1)
    if mine is None or mine in verbs(pair.claim) or mine in pair.named:
        return True
    return theirs is not None and pair.akin(mine, [sentence.tokens[theirs].key])


def tail(sentence: Sentence, at: int) -> int | None:
    """The place of the word that completes a name: `cœur` of `Action cœur de ville`, `demain` of
    `Petites Villes de demain`."""
    while at < len(sentence.tokens) and not MARK.search(sentence.gap(at)):
        token = sentence.tokens[at]
        if not is_stop_word(token.plain):
            return at if token.written.islower() else None
        if token.plain not in ("de", "d", "du", "des"):
            return None
        at += 1
    return None


def head(sentence: Sentence, first: int) -> list[int]:
    """The places of the words that a name completes, the nearest first: `usine`, `ville` of `la
    ville de Béthune`; empty where a mark or another name stands between."""
    found: list[int] = []
    for at in range(first - 1, max(first - 2 * _REACH, -1), -1):
        token = sentence.tokens[at]
        if MARK.search(sentence.gap(at + 1)) or at in sentence.factual or len(found) == _REACH:
            break
        if is_stop_word(token.plain):
            if token.plain not in _LINKS:
                break
        else:
            found.append(at)
    return found


def neighbour_faults(pair: Pairing) -> Iterator[Fault]:
    """A name beside a word that the document has beside another name (`l’usine de Béthune`)."""
    told = [(one, sentence) for sentence in pair.sentences for one in sentence.names]
    for name in pair.names:
        own = [(one, s) for one, s in told if _is_one(pair, name, one, s)]
        rival = [(one, s) for one, s in told if not _is_one(pair, name, one, s)]
        if own and any(
            _beside(pair, at, rival) and not _beside(pair, at, own)
            for at in _company(pair.claim, name)
        ):
            yield Fault("subject", pair.words(name.first, name.last))


def _company(sentence: Sentence, name: Named) -> list[int]:
    after = tail(sentence, name.last)
    before = [at for at in head(sentence, name.first)[:1] if at not in verbs(sentence)]
    return [*before, *([] if after is None or after in verbs(sentence) else [after])]


def _beside(pair: Pairing, at: int, told: Sequence[tuple[Named, Sentence]]) -> bool:
    for name, sentence in told:
        after = tail(sentence, name.last)
        places = [*head(sentence, name.first), *([] if after is None else [after])]
        if pair.akin(at, keys_at(sentence, places)):
            return True
    return False


def _is_one(pair: Pairing, name: Named, other: Named, sentence: Sentence) -> bool:
    """Whether two names share a word, or one is the acronym of the other."""
    mine = set(keys_at(pair.claim, range(*name)))
    theirs = set(keys_at(sentence, range(*other)))
    also = {a for at in range(*name) for a in named_as(pair.part, pair.claim.tokens[at].written)}
    return bool((mine | also) & theirs)


def office_faults(pair: Pairing) -> Iterator[Fault]:
    """An office that the document gives to another person."""
    told = [(one, office, s) for s in pair.sentences for one, office in held_offices(s)]
    for name, office in held_offices(pair.claim):
        if name.first not in pair.places:
            continue
        own = [_overlap(pair, office, o, s) for one, o, s in told if _is_one(pair, name, one, s)]
        rival = [
            _overlap(pair, office, o, s) for one, o, s in told if not _is_one(pair, name, one, s)
        ]
        if max(rival, default=0) > max(own, default=0):
            yield Fault("subject", pair.words(*name))


def _overlap(pair: Pairing, office: Sequence[int], other: Sequence[int], sentence: Sentence) -> int:
    keys = keys_at(sentence, other)
    return sum(pair.akin(at, keys) for at in office)


def held_offices(sentence: Sentence) -> list[tuple[Named, list[int]]]:
    """Names, each with the places of the words of the office beside it: `Nadia Hai, ministre
    chargée de la Ville`, `la présidente Caroline Cayeux`."""
    found = []
    for name in sentence.names:
        after = _apposed(sentence, name.last)
        before = [
            at for at in range(max(name.first - _REACH, 0), name.first)
            if sentence.tokens[at].plain in offices()
            and not any(MARK.search(sentence.gap(n)) for n in range(at + 1, name.first + 1))
        ]  # fmt: skip
        if after or before:
            found.append((name, [*before, *after]))
    return found


def _apposed(sentence: Sentence, at: int) -> list[int]:
    """The words between the comma after a name and the next mark, where an office opens them."""
    if at >= len(sentence.tokens) or sentence.gap(at).strip() != ",":
        return []
    marks = (n for n in range(at + 1, len(sentence.tokens)) if MARK.search(sentence.gap(n)))
    end = next(marks, len(sentence.tokens))
    places = [n for n in range(at, end) if not is_stop_word(sentence.tokens[n].plain)]
    return places if places and sentence.tokens[places[0]].plain in offices() else []


@cache
def offices() -> frozenset[str]:
    return frozenset(people()["offices"].split())
