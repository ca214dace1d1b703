"""Numbers in French text with what they count: `4 000 postes`, `une soixantaine de comités`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.periods import mentions
from ingest.text import Span, fold, folded, is_stop_word, key, keys, words

TIMES = key("fois")
UNITS_OF_TIME = frozenset(
    map(key, "an année trimestre mois semaine jour heure minute year month week day hour".split())
)
NUMBER_WORDS = frozenset(
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
    "trente quarante cinquante soixante cent mille million millions milliard milliards dizaine "
    "douzaine quinzaine vingtaine trentaine quarantaine cinquantaine soixantaine centaine "
    "millier".split()
)
_ROUND = "di|dou|quin|ving|tren|quaran|cinquan|soixan|cen"
_NUMBER_WORDS = (
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|"
    r"trente|quarante|cinquante|soixante|cent|mille|un millier|une? (?=fois)|"
    rf"une? (?:{_ROUND})[tz]aine"
)
_NUMBER = re.compile(
    r"\b(?:(?:plus|moins|pres) de |environ |quelque )?"
    rf"(?:\d+(?: \d{{3}})*(?:[.,]\d+)?|(?:{_NUMBER_WORDS}))"
    r"(?: ?(?:%|[km]?€)|(?: (?:mille|millions?|milliards?))?)(?![\w/])"
)
_COUNTS = re.compile(r"\s?[a-zà-öø-ÿœ]")
_ORDINAL = re.compile(r"\b(?:\d+(?:e|er|eme|nd)|premiere?|deuxieme|troisieme)\b")
_MONEY = re.compile(r"\beuros?\b|€|\b(?:millions?|milliards?)$")
_UNIT = re.compile(
    r"(?:\s+(?:d[e’']s?\s*|du\s+)?"
    r"(?:par\s+(?:an|mois|jour|semaine)\b|[^\W\d_]+\d?(?:-[^\W\d_]+)*)){0,4}"
)
_LINKS = ("de", "d", "du", "des", "par")


_RANKS = {
    "premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10,
}  # fmt: skip
_RANKED = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_RANKS)})e?|(?P<number>\d{{1,3}})(?:er|ere|re|e|eme|nde?)) "
    r"(?P<noun>[a-z]{4,})"
)


class Quantity(NamedTuple):
    """A number with what it counts: where, the keys of its unit, whether it is money."""

    span: Span
    unit: list[str]
    money: bool


def ordinal(text: str) -> str:
    """The first ordinal of a text (`15e`), as written; empty where there is none."""
    plain = fold(text)
    match = _ORDINAL.search(plain.text)
    return text[slice(*plain.span(*match.span()))] if match else ""


def ranks(text: str) -> dict[str, set[int]]:
    """The ranks that a text gives by the key of what is ranked: « la 3e rencontre »."""
    found: dict[str, set[int]] = {}
    for match in _RANKED.finditer(folded(text)):
        rank = _RANKS.get(match["word"] or "") or int(match["number"])
        found.setdefault(key(match["noun"]), set()).add(rank)
    return found


def quantities(text: str) -> Iterator[Quantity]:
    """Numbers with what they count; days, years and codes in brackets are none."""
    plain = fold(text)
    dates = [(mention.start, mention.end) for mention in mentions(text)]
    for match in _NUMBER.finditer(plain.text):
        span = plain.span(*match.span())
        dated = any(start < span.end and span.start < end for start, end in dates)
        if dated or _is_code(text, span):
            continue
        end = _unit_end(text, span.end)
        unit = text[span.end : end]
        times = [TIMES] if re.search(r"\bfois\b", unit) else []
        money = bool(_MONEY.search(folded(text[span.start : end])))
        yield Quantity(Span(span.start, end), keys(unit) + times, money)


def _is_code(text: str, span: Span) -> bool:
    """A number after a bracket, unless what it counts stands behind it: `(78)`, not `(12 mois)`."""
    bare = text[slice(*span)].strip().isdigit() and not _COUNTS.match(text, span.end)
    return bare and text[: span.start].endswith("(")


def _unit_end(text: str, end: int) -> int:
    """Past the noun that a number counts, its complements (`de …`) and its adjectives."""
    match = _UNIT.match(text[end:])
    stop = end
    for word in words(text[end : end + match.end()]) if match else []:
        linking = word.folded in _LINKS
        if is_stop_word(word.folded) and not linking and word.folded != "fois":
            break
        if not linking:
            stop = end + word.end
    return stop
