"""Whether the figures of a clause stand in a part: the same value, of the same thing, within the
same bounds, and not that of another subject."""

from collections.abc import Iterator, Sequence

from assistant.proof.clauses import MARK, verbs
from assistant.proof.facts import Figure, Sentence
from assistant.proof.pairing import Fault, Pairing, keys_at
from assistant.proof.qualifying import is_turned
from ingest.text import is_stop_word, key

_NEAR = 5
_TIMES = ("fois", "times", "reprises")
_OPENING = {"pour", "for", "à", "dans"}
_JOINING = {"et", "and", "dont"}
_LARGE = 1e6
_CURRENCY = {key(one) for one in ("euro", "euros", "€")}


def figure_faults(pair: Pairing) -> Iterator[Fault]:
    for figure in pair.figures:
        fits = [
            (other, sentence)
            for sentence in pair.sentences
            for other in sentence.figures
            if is_same(figure, other)
        ]
        words = pair.words(figure.first, max([figure.last, *[at + 1 for at in figure.unit]]))
        if not fits:
            yield Fault("figure", words)
        elif not (fits := [fit for fit in fits if _counts(pair, figure, *fit)]):
            yield Fault("unit", words)
        elif not (fits := [fit for fit in fits if not _is_turned(figure, fit[0])]):
            yield Fault("quantifier", words)
        elif not any(_is_about(pair, figure, *fit) for fit in fits):
            yield Fault("subject", words)


def _is_turned(figure: Figure, other: Figure) -> bool:
    return figure.bound != other.bound or is_turned(figure.qualities, other.qualities)


def is_same(figure: Figure, other: Figure) -> bool:
    return abs(figure.value - other.value) <= 1e-9 * max(abs(figure.value), abs(other.value))


def _counts(pair: Pairing, figure: Figure, other: Figure, sentence: Sentence) -> bool:
    """Whether a figure counts in the claim what it counts in the document."""
    unnamed_money = figure.sort == "count" and other.sort == "money" and other.value >= _LARGE
    unnamed_money |= not figure.unit and other.sort == "money" and _tells_money(pair.claim)
    if figure.sort != other.sort and not unnamed_money:
        return False
    if figure.sort in ("money", "share"):
        told = keys_at(sentence, _around(sentence, other))
        of = [at for at in figure.unit if pair.claim.tokens[at].key not in _CURRENCY]
        return not of or any(pair.akin(at, told) for at in of)
    if not figure.unit:
        return True
    english = pair.claim.language == "en"
    unit = figure.unit if english else figure.unit[:1]
    unit = tuple(at for at in unit if at not in verbs(pair.claim)) or unit
    counted = [*keys_at(sentence, other.unit), *keys_at(sentence, _before(sentence, other))]
    if not other.unit:
        counted = [token.key for token in sentence.tokens]
    if figure.sort == "rank":
        counted = [token.key for one in pair.sentences for token in one.tokens]
    if pair.claim.tokens[unit[0]].plain in _TIMES:
        done = [at for at in pair.claim.content if at < figure.first][-2:]
        return any(pair.akin(at, counted) for at in (*unit, *done))
    return any(pair.counts_same(at, counted) for at in unit)


def _tells_money(claim: Sentence) -> bool:
    return any(one.sort == "money" for one in claim.figures)


def _before(sentence: Sentence, figure: Figure) -> list[int]:
    """The few words before a figure: what a label or a column counts."""
    return [at for at in sentence.content if figure.first - _NEAR <= at < figure.first]


def _is_about(pair: Pairing, figure: Figure, other: Figure, sentence: Sentence) -> bool:
    """Whether the words around a figure are not rather those around another of its sort."""
    claim = pair.claim
    mine = [at for at in _around(claim, figure) if at not in claim.factual or at in pair.named]
    own = set(_around(sentence, other))
    for one in pair.sentences:
        for rival in one.figures:
            if rival.value == other.value or not _is_rival(
                pair, figure, (other, sentence), rival, one
            ):
                continue
            theirs = set(_around(one, rival))
            shared = own & theirs if one is sentence else set()
            for_own = _said(pair, mine, sentence, own - shared)
            for_rival = _said(pair, mine, one, theirs - shared)
            if len(for_rival - for_own) > len(for_own - for_rival):
                return False
    return True


def _is_rival(
    pair: Pairing, figure: Figure, fit: tuple[Figure, Sentence], rival: Figure, sentence: Sentence
) -> bool:
    """Whether another figure could be the claim's: of its sort, and of the same thing."""
    other, own = fit
    if figure.sort == "count" and figure.unit and rival.unit:
        counted = keys_at(sentence, rival.unit[:1])
        if pair.claim.tokens[figure.unit[0]].plain in _TIMES:
            done = [at for at in pair.claim.content if at < figure.first][-2:]
            return any(pair.akin(at, counted) for at in (*figure.unit[:1], *done))
        return rival.sort == "count" and any(pair.akin(at, counted) for at in figure.unit[:1])
    if not figure.unit and other.unit and rival.unit:
        return set(keys_at(own, other.unit)) >= set(keys_at(sentence, rival.unit[:1]))
    return rival.sort == figure.sort


def _said(pair: Pairing, mine: Sequence[int], sentence: Sentence, places: set[int]) -> set[int]:
    keys = keys_at(sentence, places)
    return {at for at in mine if pair.akin(at, keys)}


def _around(sentence: Sentence, figure: Figure) -> list[int]:
    """The places of the words around a figure, up to a mark, `et`, `dont` or another figure; where
    there are none but its unit, those of the phrase before as well."""
    others = {at for one in sentence.figures if one != figure for at in range(one.first, one.last)}
    low = _reach_back(sentence, figure.first, others)
    high = figure.last
    while high < len(sentence.tokens) and high not in others and not _ends(sentence, high):
        high += 1
    if high < len(sentence.tokens) and sentence.tokens[high].written.lower() in _OPENING:
        high += 1
        while high < len(sentence.tokens) and high not in others and not _ends(sentence, high):
            high += 1
    own = {*range(figure.first, figure.last), *figure.unit}
    found = [at for at in _carrying(sentence, low, high) if at not in own]
    if not found and low and low - 1 not in others:
        found = _carrying(sentence, _reach_back(sentence, low - 1, others), low)
    return [*found, *figure.unit]


def _reach_back(sentence: Sentence, at: int, others: set[int]) -> int:
    while at > 0 and at - 1 not in others and not _ends(sentence, at):
        at -= 1
    return at


def _carrying(sentence: Sentence, low: int, high: int) -> list[int]:
    return [at for at in range(low, high) if not is_stop_word(sentence.tokens[at].plain)]


def _ends(sentence: Sentence, at: int) -> bool:
    """Whether a phrase ends before a token."""
    joined = {sentence.tokens[at].plain, sentence.tokens[at - 1].plain}
    return bool(MARK.search(sentence.gap(at)) or joined & _JOINING)
