"""What turns a sentence round: negations, quantities of things, contraries, what is done or only
to come. Its words are in `polarity.toml`."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from assistant.proof.clauses import verbs
from assistant.proof.facts import Sentence
from ingest.text import fold, infinitive, is_known_word

Akin = Callable[[int, Sentence], list[int]]
"""The places of a sentence where a word of the claim is said."""

_SCOPED = {
    "ne",
    "n",
    "non",
    "not",
    "never",
    "without",
    "sans",
    "aucun",
    "aucune",
    "no",
    "neither",
    "ni",
}
_QUE = {"que", "qu"}
_COMING_BEFORE = {
    "va", "vont", "sera", "seront", "devra", "devront", "pourra", "will", "shall", "doit",
    "doivent", "allait", "devait", "peut", "peuvent", "may", "can",
}  # fmt: skip
_FUTURE = re.compile(r"(?:era|eront|ira|iront|dra|dront|rra|rront|ura|uront|fera|feront)$")
_IMPERFECT = re.compile(r"(?:[^r]ait|[^r]aient)$")
_DONE_BEFORE = {"a", "ont", "été", "avait", "avaient", "est", "sont", "has", "have", "was", "were"}
_PURPOSE = {"pour", "afin", "vise", "visent", "objectif", "but", "vocation", "to"}
_MOTIONS = {
    "rend",
    "rendent",
    "rendu",
    "rendus",
    "rendue",
    "rendues",
    "déplace",
    "déplacent",
    "vient",
}
_PURPOSE_REACH = 10
_REACH, _SHORT = 3, 3


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("assistant.proof") / "polarity.toml").read_text(encoding="utf-8"))


@cache
def _quantifiers() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _data()["quantifiers"].items()}


@lru_cache(maxsize=4096)
def quantified(text: str) -> frozenset[str]:
    """The kinds of quantities that a text speaks of: `all`, `some`, `only`…"""
    plain = fold(text).text
    return frozenset(name for name, pattern in _quantifiers().items() if pattern.search(plain))


def quantities(plain: str) -> list[tuple[int, int]]:
    """Where they stand in a folded text, those apart that only answer to one (`_told`)."""
    claimed = (one for name, one in _quantifiers().items() if not name.endswith("_told"))
    return [match.span() for one in claimed for match in one.finditer(plain)]


def weakening() -> frozenset[str]:
    """The classes without which a sentence says more, of the word that follows them."""
    return frozenset(_data()["weakening"]["classes"])


def conditions() -> frozenset[str]:
    """The classes without which a whole clause says more."""
    return frozenset(_data()["weakening"]["whole"])


def quantified_places(sentence: Sentence, kind: str) -> list[int]:
    """The places of the first content word after each quantity of that kind."""
    plain = fold(sentence.text)
    ends = [plain.span(*m.span()).end for m in _quantifiers()[kind].finditer(plain.text)]
    after = ([at for at in sentence.content if sentence.tokens[at].start >= end] for end in ends)
    return [places[0] for places in after if places]


@lru_cache(maxsize=4096)
def negated(sentence: Sentence) -> frozenset[int]:
    """The places of the words that a negation turns round; `ne … que` is none."""
    found = []
    for at, token in enumerate(sentence.tokens):
        rest = sentence.tokens[at + 1 : at + 9]
        contracted = token.plain == "t" and sentence.gap(at) in "'’"
        if token.plain not in _SCOPED and not contracted:
            continue
        if token.plain in ("ne", "n") and _restricts([one.plain for one in rest]):
            continue
        found += _scope(sentence, at)
    return frozenset(found)


def _restricts(plain: Sequence[str]) -> bool:
    ends = next((at for at, one in enumerate(plain) if one in _QUE), None)
    return ends is not None and not {"pas", "jamais", "plus", "aucun"} & set(plain[:ends])


def _scope(sentence: Sentence, at: int) -> list[int]:
    carried = sorted({*sentence.content, *sentence.factual})
    return [one for one in carried if one > at][:1]


@cache
def _directions() -> list[tuple[frozenset[str], frozenset[str]]]:
    lines = filter(None, _data()["directions"]["pairs"].splitlines())
    halves = ([half.split() for half in line.split("|")] for line in lines)
    return [(frozenset(a), frozenset(b)) for a, b in halves]


@lru_cache(maxsize=65536)
def _side(plain: str) -> frozenset[tuple[int, int]]:
    """The pairs that a folded word is of, each with its side."""
    return frozenset(
        (pair, side)
        for pair, halves in enumerate(_directions())
        for side, half in enumerate(halves)
        if any(_opens(plain, one) for one in half)
    )


def _opens(plain: str, word: str) -> bool:
    """Whether a folded word is one of the list, or opens with it where that is no exact word."""
    exact = word.startswith("=") or len(word) <= _SHORT
    return plain == word.removeprefix("=") or (not exact and plain.startswith(word))


@cache
def modals() -> tuple[frozenset[str], frozenset[str]]:
    """Folded auxiliaries of what may be, and of what must be."""
    may, must = (frozenset(words.split()) for words in _data()["modals"].values())
    return may, must


def modal(sentence: Sentence, at: int) -> int | None:
    """Which of the two stands right before a verb."""
    before = {token.plain for token in sentence.tokens[max(at - _REACH, 0) : at]}
    return next((one for one, said in enumerate(modals()) if said & before), None)


def turned(sentence: Sentence, places: Sequence[int], others: Sequence[Sentence]) -> Iterator[int]:
    """The places of words that the others say the contrary of, and do not say."""
    said = {one for other in others for token in other.tokens for one in _side(token.plain)}
    literal = {token.key for other in others for token in other.tokens}
    for at in places:
        token = sentence.tokens[at]
        mine = _side(token.plain)
        if token.key not in literal and any(
            (pair, 1 - side) in said and (pair, side) not in said for pair, side in mine
        ):
            yield at


def is_to_come(sentence: Sentence, at: int) -> bool:
    """Whether a verb is in the future, or a purpose."""
    written = [token.written.lower() for token in sentence.tokens]
    future = infinitive(written[at]) or not is_known_word(written[at], "fr")
    if future and _FUTURE.search(written[at]):
        return True
    if _COMING_BEFORE & set(written[max(at - 3, 0) : at]):
        return True
    bare = written[at].endswith(("er", "ir", "re", "oir")) and not infinitive(written[at])
    moves = bool(_MOTIONS & set(written[max(at - _PURPOSE_REACH, 0) : at]))
    return bare and not moves and bool(_PURPOSE & set(written[max(at - _PURPOSE_REACH, 0) : at]))


def is_done(sentence: Sentence, at: int) -> bool:
    """Whether a verb is told as past."""
    before = [token.written.lower() for token in sentence.tokens[max(at - 3, 0) : at]]
    if sentence.tokens[at - 1].plain == "fait":
        return bool(_DONE_BEFORE & set(before))
    if _IMPERFECT.search(sentence.tokens[at].written):
        return at in verbs(sentence)
    return at in verbs(sentence) and bool(_DONE_BEFORE & set(before)) and not (
        _COMING_BEFORE & set(before)
    )  # fmt: skip
