"""Whether a text holds a fact: a string, a figure with its unit, a date by its parts."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from evals.normalisation import tokens
from evals.schema import Alternative, DateFact, NumberFact, iso_period
from ingest.numerals import in_digits
from ingest.periods import mentions
from ingest.schema import Period
from ingest.text import fold, folded, keys

NEAR = 60
MARKER = re.compile(r"\s*\[\d+\]")
_SCALES = {
    "k": 1e3, "mille": 1e3, "millier": 1e3, "milliers": 1e3, "m": 1e6, "million": 1e6,
    "millions": 1e6, "md": 1e9, "mds": 1e9, "milliard": 1e9, "milliards": 1e9,
}  # fmt: skip
_ROUND = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
_ORDINAL = r"(?:ers?|res?|ères?|es?|i?èmes?|nde?s?|des?|st|rd|th)\b"
_NUMBER = re.compile(
    r"(?<![\w.,/])(?<![^\W\d_]-)"
    r"(?P<digits>(?>\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?!\d)|\d+))(?:[,.](?P<decimals>\d+))?+"
    rf"(?!{_ORDINAL}|/\d)"
    r"(?P<scale>\s?(?:[kK]|M|Mds?)(?=\s?€)|\s(?:mille|milliers?|millions?|milliards?)\b)?"
    rf"|\bune?\s(?P<round>{'|'.join(_ROUND)})\b",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?<!\d)(?:\+33\s?|0)\d(?:[\s.-]?\d\d){4}(?!\d)")
_ONE = re.compile(r"\bune?\s(?:seule?\s)?(?P<counted>\w+)", re.IGNORECASE)
_EURO = re.compile(r"\s?€|(?:\s[^\W\d]+)?\s(?:d['’])?euros?\b|^\s?d['’]euros?\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|pour\s?cent\b|p\.\s?cent\b|per\s?cent\b)", re.IGNORECASE)


class Figure(NamedTuple):
    """A number of a text as a value; `before` and `after` are the words around it."""

    value: float
    before: str
    after: str


def holds(fact: Sequence[Alternative], text: str, periods: Sequence[Period] = ()) -> bool:
    """Whether one of the alternatives stands in the text. `periods` are those of its citations:
    they give the year that « le 24/11 » lacks."""
    plain = MARKER.sub("", text)
    return any(_holds(one, plain, periods) for one in fact)


def _holds(fact: Alternative, text: str, periods: Sequence[Period]) -> bool:
    if isinstance(fact, NumberFact):
        counted = _ones(text) if fact.number == 1 and fact.unit else ()
        return any(_same_figure(fact, figure) for figure in chain(figures(text), counted))
    if isinstance(fact, DateFact):
        return any(_same_date(fact, found) for found in dates(text, periods))
    return contains(text, fact)


def contains(text: str, words: str) -> bool:
    """Whether the normalised words are a contiguous run of those of the text. The ending of a
    plural or a feminine may follow the last one (`département` is in `départements`)."""
    wanted = " ".join(tokens(words))
    if not wanted:
        return False
    ending = "" if wanted[-1].isdigit() else "(?:(?:n?e)?s?|x)"
    return bool(re.search(rf"(?<!\S){re.escape(wanted)}{ending}(?!\S)", " ".join(tokens(text))))


def figures(text: str) -> Iterator[Figure]:
    """Every number of a text, in digits or in words: `4 000`, `1,5 million`, `250 M€`, `neuf`,
    `une soixantaine`; not those that count nothing: `15e`, `3/09`, a telephone number. Words are
    read by `text2num`."""
    spelled = in_digits(text)
    apart = [(one.start, one.end) for one in mentions(spelled) if one.precision == "day"]
    apart += [one.span() for one in _TELEPHONE.finditer(spelled)]
    for match in _NUMBER.finditer(spelled):
        start, end = match.span()
        if not any(start < last and first < end for first, last in apart):
            yield Figure(_value(match), spelled[:start][-NEAR:], spelled[end:][:NEAR])


def _ones(text: str) -> Iterator[Figure]:
    """`une audition`, `une seule fois`: article or number, 1 of what follows and nothing else."""
    for match in _ONE.finditer(text):
        yield Figure(1, "", f" {match['counted']}")


def _value(match: re.Match[str]) -> float:
    if match["round"]:
        return _ROUND[match["round"].lower()]
    whole = re.sub(r"\D", "", match["digits"])
    value = float(f"{whole}.{match['decimals'] or 0}")
    return value * _SCALES.get((match["scale"] or "").strip().lower(), 1)


def _same_figure(fact: NumberFact, figure: Figure) -> bool:
    """Equal to a millionth, with the unit: near, or right after where it is money, a share or a
    word that is no term (`fois`, `m`)."""
    if abs(figure.value - fact.number) > 1e-6 * max(1.0, abs(fact.number)):
        return False
    if fact.unit in ("euros", "€"):
        return bool(_EURO.match(figure.after))
    if fact.unit == "%":
        return bool(_PERCENT.match(figure.after))
    if fact.unit and not keys(fact.unit):
        return bool(re.match(rf"\s?{re.escape(folded(fact.unit))}(?!\w)", fold(figure.after).text))
    return set(keys(fact.unit)) <= set(keys(figure.before)) | set(keys(figure.after))


def dates(text: str, periods: Sequence[Period] = ()) -> Iterator[Period]:
    """The dates of a text; the first days of `periods` give the year and month that one lacks."""
    around: set[tuple[int | None, int | None]] = {
        (period.first.year, period.first.month) for period in periods
    }
    for mention in mentions(text):
        for year, month in around or {(None, None)}:
            if period := mention.period(year, month):
                yield period


def _same_date(fact: DateFact, found: Period) -> bool:
    """Every part that the fact gives is the same: a finer date is right, a coarser one is not;
    both ends of an interval must agree."""
    wanted = iso_period(fact.date)
    return found == wanted if "/" in fact.date else wanted.contains(found)
