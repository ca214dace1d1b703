"""A sentence, of a document or of a chat model → its words, and the facts among them: figures with
what they count, dates, proper names.

Numbers in words are read as digits first, so that `neuf` and `9` are one figure.
"""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from assistant.names import names
from assistant.proof.kinship import is_light
from assistant.proof.qualifying import Bound, DateBound, bound, date_bound, qualities
from assistant.quantities import UNITS_OF_TIME
from assistant.schema import Language
from assistant.wanted import language_of
from ingest.numerals import in_digits
from ingest.periods import Mention, mentions
from ingest.text import fold, infinitive, is_known_word, is_stop_word, key, words

Sort = Literal["count", "rank", "share", "money", "ratio"]

_SCALES = {
    "k": 1e3, "mille": 1e3, "millier": 1e3, "milliers": 1e3, "thousand": 1e3, "m": 1e6,
    "million": 1e6, "millions": 1e6, "md": 1e9, "mds": 1e9, "milliard": 1e9, "milliards": 1e9,
    "billion": 1e9, "billions": 1e9,
}  # fmt: skip
_ABBREVIATED = {"k", "m", "md", "mds"}
_ROUND = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
_RANKS = {
    "premier": 1, "premiere": 1, "premiers": 1, "premieres": 1, "first": 1, "second": 2,
    "seconde": 2, "secondes": 2, "seconds": 2,
}  # fmt: skip
_ENGLISH_RANK = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_SMALL = {
    word: value
    for value, word in enumerate(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
        "seize".split(),
        2,
    )
}
_RANK = re.compile(r"\b((?:premi[eè]re?s?|first|seconde?s?)\b)", re.IGNORECASE)
_ELIDED = re.compile(r"(?:^|(?<=[.!?:;«] ))(?:[LDJMTSNC]|Qu)(?=['’][^\W\d_A-ZÀ-ÖØ-Þ])")
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_ONE = re.compile(r"\b(un|une|one)(?= (?:fois|seule?|time|single)\b)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)(?:[.,](\d+))?(er|ere|re|e|eme|nd|nde|st|rd|th)?")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LINKS = {"d", "de", "du", "des", "of", "the"}
_KEPT = {"fois"}
_SINGLE = {"seul", "seule", "single", "fewer", "more", "less"}
_PHRASE_END = re.compile(r"[,;:()«».!?\d]|\b(?:et|and|dont)\b")
_ARTICLES = {"un", "une"}
UNIT_WORDS = 2
CIVILITIES = {"m", "mm", "mme", "mmes", "monsieur", "madame", "mr", "mrs", "ms"}


class Token(NamedTuple):
    """A word at `[start, end)`: folded, and its key (see `ingest.text.key`)."""

    plain: str
    key: str
    written: str
    start: int
    end: int


class Figure(NamedTuple):
    """A number, in tokens `[first, last)`; `unit` are the places of the words that it counts,
    `qualities` what the words around make of it."""

    value: float
    sort: Sort
    bound: Bound
    unit: tuple[int, ...]
    first: int
    last: int
    qualities: frozenset[str] = frozenset()


class Dated(NamedTuple):
    """A date in tokens `[first, last)`."""

    mention: Mention
    first: int
    last: int
    bound: DateBound


class Named(NamedTuple):
    """A proper name in tokens `[first, last)`."""

    first: int
    last: int


class Sentence:
    """One sentence, read once."""

    def __init__(self, text: str, language: Language = "fr") -> None:
        pieces = _RANK.split(text)
        written = "".join(
            piece if odd else in_digits(piece, language)
            for piece, odd in zip(pieces, [False, True] * len(pieces), strict=False)
        )
        written = _ENGLISH_RANK.sub("e", _ONE.sub("1", written))
        self.language = language
        self.text = _GROUPED.sub(" ", written) if language == "en" else written
        self.tokens = tuple(
            Token(w.folded, key(self.text[w.start : w.end]), self.text[w.start : w.end], *w[1:])
            for w in words(self.text)
        )
        self.dates = tuple(self._dates())
        self.figures = tuple(self._figures())
        self.names = tuple(self._names())

    @cached_property
    def factual(self) -> frozenset[int]:
        """The places that belong to a figure, a date or a name."""
        spans = [(one.first, one.last) for one in self.dates]
        spans += [(one.first, one.last) for one in self.figures]
        spans += [(one.first, one.last) for one in self.names]
        return frozenset(at for first, last in spans for at in range(first, last))

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The places of the words that carry subject matter, facts apart."""
        return tuple(
            at
            for at, token in enumerate(self.tokens)
            if at not in self.factual and len(token.plain) > 1 and not is_stop_word(token.plain)
        )

    def gap(self, at: int) -> str:
        """What is written between a token and the one before it."""
        before = self.tokens[at - 1].end if at else 0
        return self.text[before : self.tokens[at].start]

    def said(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def before(self, at: int) -> str:
        """What stands before a token, folded."""
        return fold(self.text[: self.tokens[at].start]).text.rstrip()

    def _within(self, start: int, end: int) -> tuple[int, int]:
        inside = [at for at, t in enumerate(self.tokens) if t.start < end and start < t.end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def _dates(self) -> Iterator[Dated]:
        for mention in mentions(self.text):
            first, last = self._within(mention.start, mention.end)
            ranked = mention.needs_month and not re.search(r"\d", self.said(first, last))
            if first < last and not ranked:
                yield Dated(mention, first, last, date_bound(self.before(first)))

    def _figures(self) -> Iterator[Figure]:
        dated = {at for one in self.dates for at in range(one.first, one.last)}
        at = 0
        while at < len(self.tokens):
            figure = None if at in dated else self._figure(at)
            if figure:
                yield figure._replace(qualities=self._qualities(figure))
            at = figure.last if figure else at + 1

    def _figure(self, at: int) -> Figure | None:
        token = self.tokens[at]
        if rank := _RANKS.get(token.plain):
            return Figure(rank, "rank", "", self._unit(at + 1), at, at + 1)
        if token.plain in _TIMES:
            return Figure(_TIMES[token.plain], "count", "", (at,), at, at + 1)
        if singular := _ROUND.get(token.plain.removesuffix("s")):
            return Figure(singular, "count", "near", self._unit(at + 1), at, at + 1)
        if small := _SMALL.get(token.plain):
            return Figure(
                small, self._sort(at, at + 1), self._bound(at), self._unit(at + 1), at, at + 1
            )
        match = _NUMBER.fullmatch(token.plain)
        if not match:
            return None
        value, last = self._scaled(float(f"{match[1]}.{match[2] or 0}"), at)
        sort: Sort = "rank" if match[3] else self._sort(at, last)
        return Figure(value, sort, self._bound(at), self._unit(last), at, last)

    def _scaled(self, value: float, at: int) -> tuple[float, int]:
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if following and (scale := _SCALES.get(following.plain)):
            money = self.text[following.end : following.end + 1] == "€"
            if self.gap(at + 1).strip() == "" and (following.plain not in _ABBREVIATED or money):
                return value * scale, at + 2
        return value, at + 1

    def _sort(self, at: int, last: int) -> Sort:
        rest = fold(self.text[self.tokens[last - 1].end :][:20]).text
        if re.match(r"\s?(?:%|pour ?cent\b|per ?cent\b)", rest):
            return "share"
        if self._is_ratio(at, last):
            return "ratio"
        money = re.match(r"\s?€|\s?(?:d')?euros?\b", rest) or self.gap(at).endswith("€")
        return "money" if money else "count"

    def _qualities(self, figure: Figure) -> frozenset[str]:
        before = self.text[: self.tokens[figure.first].start]
        after = self.text[self.tokens[figure.last - 1].end :]
        return qualities(_PHRASE_END.split(before)[-1], _PHRASE_END.split(after)[0])

    def _is_ratio(self, at: int, last: int) -> bool:
        """`huit` and `dix` of `huit demandes sur dix`, `cinq` of `un marché sur cinq`."""
        plain = [token.plain for token in self.tokens]
        over = [n for n in range(last, last + UNIT_WORDS + 1) if plain[n : n + 1] == ["sur"]]
        if over and self._counts(over[0] + 1) and not self._is_duration(over[0] + 1):
            return True
        before = range(at - 2, max(at - 3 - UNIT_WORDS, -1), -1)
        return (
            plain[at - 1 : at] == ["sur"]
            and not self._is_duration(at)
            and any(plain[n] in _ARTICLES or self._counts(n) for n in before)
        )

    def _is_duration(self, at: int) -> bool:
        """`deux ans`."""
        return any(token.key in UNITS_OF_TIME for token in self.tokens[at + 1 : at + 2])

    def _counts(self, at: int) -> bool:
        """Whether a bare number stands at a place, with nothing that it counts."""
        plain = [token.plain for token in self.tokens[at : at + 1]]
        return any(one.isdigit() or one in _SMALL for one in plain)

    def _bound(self, at: int) -> Bound:
        return bound(self.before(at).removesuffix("€").rstrip())

    def _unit(self, at: int) -> tuple[int, ...]:
        """The places of the next words, up to a mark or a word that opens another phrase."""
        found: list[int] = []
        while at < len(self.tokens) and len(found) < UNIT_WORDS:
            token = self.tokens[at]
            if re.search(r"[^\s'’%€-]", self.gap(at)) or token.plain[0].isdigit():
                break
            if token.plain.endswith("ent") and infinitive(token.written.lower()):
                break
            if token.plain in _KEPT or (
                token.plain not in _SINGLE and not is_stop_word(token.plain)
            ):
                found.append(at)
            elif token.plain not in _LINKS | _SINGLE:
                break
            at += 1
        return tuple(found)

    def _names(self) -> Iterator[Named]:
        dated = {at for one in self.dates for at in range(one.first, one.last)}
        for name in names(_ELIDED.sub(lambda match: match[0].lower(), self.text)):
            first, last = self._within(name.start, name.end)
            run = [at for at in range(first, last) if at not in dated]
            while run and self._is_common(run[0]):
                run.pop(0)
            while run and not self.tokens[run[-1]].written[0].isupper():
                run.pop()
            if run:
                yield Named(run[0], run[-1] + 1)

    def _is_common(self, at: int) -> bool:
        """Whether a capital may be that of a sentence's first word only, or is a civility's."""
        token = self.tokens[at]
        if token.plain in CIVILITIES or not token.written[0].isalpha():
            return True
        opens = at == 0 or re.search(r"[.!?:»«“\"]\s*$", self.text[: token.start])
        if not opens and not (at == 1 and len(self.tokens[0].plain) == 1):
            return token.written.islower()
        return not token.written.isupper() and (
            is_light(token.key, token.plain) or is_known_word(token.written, self.language)
        )


@lru_cache(maxsize=4096)
def read(text: str) -> Sentence:
    """A sentence of a document, in French unless its function words are English."""
    return Sentence(text, language_of(text))
