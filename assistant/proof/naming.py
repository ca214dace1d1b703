"""Whether the proper names of a clause stand in a part, and beside the words that go with them."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from assistant.names import people
from assistant.proof.carrying import named_as
from assistant.proof.clauses import MARK, is_preposed, verbs
from assistant.proof.facts import CIVILITIES, Named, Sentence
from assistant.proof.kinship import is_english, stems
from assistant.proof.pairing import Fault, Pairing, keys_at
from ingest.text import is_known_word, is_stop_word

_REACH = 3
_LINKS = set("de du des d la le les l à au aux en of the to in at".split())
_OF = ("de", "d", "du", "des", "la", "l")
_THE = {"la", "le", "les", "l", "the"}


def name_faults(pair: Pairing) -> Iterator[Fault]:
    sentences = [*pair.sentences, *pair.part.above]
    for name in pair.names:
        if not stands(pair, name, sentences) or not _ends_alike(pair, name, sentences):
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
    return bool(piece) and all(_is_translated(pair, at, keys) for at in piece)


def _is_translated(pair: Pairing, at: int, keys: set[str]) -> bool:
    """`Prime Minister`, `French`: an English word that the document says in French."""
    written = pair.claim.tokens[at].written
    english = is_english(written) or not is_known_word(written, "fr")
    return pair.claim.language == "en" and english and pair.akin(at, keys)


def _is_named(pair: Pairing, piece: Sequence[int], sentence: Sentence, at: int) -> bool:
    """Whether the document's word is a name too, or is followed as in the claim."""
    if len(piece) > 1 or not sentence.tokens[at].written.islower():
        return True
    if pair.claim.language == "en" and is_known_word(sentence.tokens[at].written, "en"):
        return True
    mine, theirs = tail(pair.claim, piece[0] + 1), tail(sentence, at + 1)
    if mine is None or mine in verbs(pair.claim) or mine in pair.named:
        return True
    return theirs is not None and pair.akin(mine, [sentence.tokens[theirs].key])


def _ends_alike(pair: Pairing, name: Named, sentences: Sequence[Sentence]) -> bool:
    """Whether the word that completes a name is the one that always completes it."""
    mine = tail(pair.claim, name.last, wide=True)
    if mine is None or mine in verbs(pair.claim):
        return True
    found = [
        (tail(s, one.last, wide=True), s)
        for s in sentences
        for one in _occurrences(pair, name, s)
        if s.tokens[one.first].written[0].isupper()
    ]
    key = stems(pair.claim.tokens[mine].key)
    return not found or any(
        at is None or at in verbs(s) or key & stems(s.tokens[at].key) for at, s in found
    )


def tail(sentence: Sentence, at: int, *, wide: bool = False) -> int | None:
    """The place of the word that completes a name: `cœur` of `Action cœur de ville`, `demain` of
    `Petites Villes de demain`; with `wide`, `territoires` of `Incubateur des territoires` too."""
    links = _OF if wide else _OF[:3]
    while at < len(sentence.tokens) and not MARK.search(sentence.gap(at)):
        token = sentence.tokens[at]
        if not is_stop_word(token.plain):
            return at if token.written.islower() else None
        if token.plain not in links:
            return None
        at += 1
    return None


class Beside(NamedTuple):
    """The words that a name completes, the nearest first, and how: at once, by `de`, by `à`."""

    places: tuple[int, ...]
    link: str


def head(sentence: Sentence, first: int) -> Beside:
    """`ville` of `la ville de Béthune`; nothing where a mark or another name stands between. A name
    set beside another one completes what that one does."""
    if (
        first > 1
        and MARK.search(sentence.gap(first - 1))
        and sentence.tokens[first - 1].plain in _THE
    ):
        apposed = [one for one in sentence.names if one.last == first - 1]
        return head(sentence, apposed[0].first) if apposed else Beside((), "")
    found: list[int] = []
    for at in range(first - 1, max(first - 2 * _REACH, -1), -1):
        token = sentence.tokens[at]
        stops = is_stop_word(token.plain) and token.plain not in _LINKS
        if stops or at in sentence.factual or MARK.search(sentence.gap(at + 1)):
            break
        if not is_stop_word(token.plain) and not token.plain.endswith("ment"):
            found.append(at)
    if not found:
        return Beside((), "")
    between = {token.plain for token in sentence.tokens[found[0] + 1 : first]}
    link = "" if not between else "de" if between & {*_OF[:4], "of"} else "à"
    return Beside(tuple(found[:_REACH]), link)


Told = Sequence[tuple[Named, Sentence]]


def neighbour_faults(pair: Pairing) -> Iterator[Fault]:
    """A name beside a word that the document has beside another name (`l’usine de Béthune`)."""
    told = [(one, sentence) for sentence in pair.sentences for one in sentence.names]
    for name in pair.names:
        own = [(one, s) for s in pair.sentences for one in _occurrences(pair, name, s)]
        rival = [(one, s) for one, s in told if not _is_one(pair, name, one, s)]
        own = [(one, s) for one, s in own if s.tokens[one.first].written[0].isupper()]
        if not own or not rival:
            continue
        if _has_anothers_head(pair, name, own, rival) or _has_anothers_tail(pair, name, own, rival):
            yield Fault("subject", pair.words(name.first, name.last))


def _has_anothers_head(pair: Pairing, name: Named, own: Told, rival: Told) -> bool:
    mine = head(pair.claim, name.first)
    if not mine.places or mine.places[0] in verbs(pair.claim):
        return False

    def completes(told: Told, *, alike: bool) -> bool:
        heads = [(head(sentence, one.first), sentence) for one, sentence in told]
        return any(
            pair.akin(mine.places[0], keys_at(sentence, theirs.places))
            for theirs, sentence in heads
            if not alike or theirs.link == mine.link
        )

    return completes(rival, alike=True) and not completes(own, alike=False)


def _has_anothers_tail(pair: Pairing, name: Named, own: Told, rival: Told) -> bool:
    mine = tail(pair.claim, name.last)
    if mine is None or mine in verbs(pair.claim):
        return False

    def completed(told: Told) -> bool:
        tails = [(tail(sentence, one.last), sentence) for one, sentence in told]
        return any(at is not None and at in pair.said(mine, sentence) for at, sentence in tails)

    return completed(rival) and not completed(own)


def _occurrences(pair: Pairing, name: Named, sentence: Sentence) -> list[Named]:
    """Where a sentence says a word of a name, be it without a capital."""
    keys = _keys(pair, name)
    runs: list[Named] = []
    for at, token in enumerate(sentence.tokens):
        if token.key not in keys or token.plain in _LINKS:
            continue
        if runs and runs[-1].last == at:
            runs[-1] = Named(runs[-1].first, at + 1)
        else:
            runs.append(Named(at, at + 1))
    return runs


def _is_one(pair: Pairing, name: Named, other: Named, sentence: Sentence) -> bool:
    """Whether two names share a word, or one is the acronym of the other."""
    return bool(_keys(pair, name) & set(keys_at(sentence, range(*other))))


def _keys(pair: Pairing, name: Named) -> set[str]:
    also = {a for at in range(*name) for a in named_as(pair.part, pair.claim.tokens[at].written)}
    return also | set(keys_at(pair.claim, range(*name)))


def complement_faults(pair: Pairing) -> Iterator[Fault]:
    """`l’école des maires` where the document has `l’école des élus`."""
    for at in pair.content:
        mine = _complement(pair.claim, at)
        if mine is None or mine not in pair.content:
            continue
        theirs = [(_complement(s, other), s) for s in pair.sentences for other in pair.said(at, s)]
        found = [(other, s) for other, s in theirs if other is not None]
        if found and not any(_is_complement(pair, mine, s) for _, s in found):
            yield Fault("name", pair.words(at, mine + 1))


def _is_complement(pair: Pairing, at: int, sentence: Sentence) -> bool:
    """Whether a sentence says a word of the claim after `des`, be it in a list."""
    return any(o and sentence.tokens[o - 1].plain == "des" for o in pair.said(at, sentence))


def _complement(sentence: Sentence, at: int) -> int | None:
    """The place of the noun after `des`."""
    linked = at + 2 < len(sentence.tokens) and sentence.tokens[at + 1].plain == "des"
    if not linked or is_preposed(sentence, at + 2) or not sentence.tokens[at + 2].written.islower():
        return None
    return at + 2


def office_faults(pair: Pairing) -> Iterator[Fault]:
    """An office that the document gives to another person."""
    told = [(one, office, s) for s in pair.sentences for one, office in held_offices(s)]
    for name, office in [*held_offices(pair.claim), *_acting(pair)]:
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


def _acting(pair: Pairing) -> Iterator[tuple[Named, list[int]]]:
    """Names after `par`, with the verb: `présidée par Yves Lormeau`."""
    for name in pair.names:
        at = name.first - 2
        if pair.claim.tokens[name.first - 1].plain in ("par", "by") and at in verbs(pair.claim):
            yield name, [at]


def held_offices(sentence: Sentence) -> list[tuple[Named, list[int]]]:
    """Names, each with the places of the words of the office beside it: `Nadia Hai, ministre
    chargée de la Ville`, `la présidente Caroline Cayeux`."""
    found = []
    for name in sentence.names:
        words = [*_titled(sentence, name.first), *_apposed(sentence, name.last)]
        if words:
            found.append((name, words))
    return found


def _titled(sentence: Sentence, at: int) -> list[int]:
    """The words before a name: its label (`Présidence : Yves Lormeau`), or an office."""
    before = range(at - 1, max(at - 1 - _REACH, -1), -1)
    if at and ":" in sentence.gap(at):
        return [one for one in before if not is_stop_word(sentence.tokens[one].plain)][:2]
    found: list[int] = []
    for one in before:
        if MARK.search(sentence.gap(one + 1)) or is_stop_word(sentence.tokens[one].plain):
            break
        found.append(one)
    return found if any(sentence.tokens[one].plain in offices() for one in found) else []


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
