"""Questions that their window no longer answers: one item of them is swapped for another."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from random import Random
from typing import NamedTuple

from assistant.names import names, persons
from evals.training.opposites import opposed
from evals.training.windows import tokens
from ingest.periods import Mention, mentions
from ingest.text import Span, folded, french, is_known_word, is_stop_word, words

_TRIES, _ENOUGH, _LAST_YEAR = 20, 3, 2026
_YEAR = re.compile(r"(?<![\w.,-])(?:1\d{3}|20[0-4]\d)(?!\w|-|[.,]\d|\s\d{3})")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?(?:e|eme)?")
_SMALL = re.compile(r"(?<![\w-])[a-zà-ÿœ][\w-]*")
_ROMAN = re.compile(r"[XVI]+e?")
_LISTS = (
    "deux trois quatre cinq sept huit neuf dix".split(),
    "two three four five seven eight nine ten".split(),
    "XIe XIIe XIIIe XIVe XVe XVIe XVIIe XVIIIe XIXe XXe XXIe".split(),
    french()["month_names"],
    [month.capitalize() for month in french()["english_months"]],
)


class Shape(NamedTuple):
    """What names share that may stand for one another in a sentence.

    `link` is the stop word right before (`en`, `la`, `l`), so that articles and elisions stay
    right; `head` is the word that both complete (`bataille`), empty for any.
    """

    person: bool
    size: int
    initial: str
    capitals: bool
    link: str
    head: str


Vocabulary = dict[Shape, list[str]]
"""Names to swap in."""


class _Item(NamedTuple):
    """What may be replaced, what of it the window must tell, and by what: each with what of it
    the window must not tell."""

    span: Span
    told: str
    others: list[tuple[str, str]]


def gather(texts: Iterable[str]) -> Vocabulary:
    """The names of many questions or windows, without those that are also written small."""
    found: dict[Shape, dict[str, None]] = {}
    small: set[str] = set()
    for text in texts:
        small |= set(_SMALL.findall(text))
        for span, shape in _shaped(text):
            for one in (shape, shape._replace(head="")):
                found.setdefault(one, {})[text[slice(*span)]] = None
    return {
        shape: [one for one in named if one.lower() not in small] for shape, named in found.items()
    }


def swapped(question: str, window: str, others: Vocabulary, rng: Random) -> str | None:
    """The question with one name, date, figure or role that the window tells of replaced by
    another of its kind that the window does not tell of; None where they share none."""
    known = tokens(window), tokens(question)
    items = [one for one in _items(question, others, rng) if tokens(one.told) in known[0]]
    for item in rng.sample(items, len(items)):
        for other, told in rng.sample(item.others, min(_TRIES, len(item.others))):
            if not any(tokens(told) in text for text in known):
                return question[: item.span.start] + other + question[item.span.end :]
    return None


def _items(question: str, others: Vocabulary, rng: Random) -> Iterator[_Item]:
    yield from _names(question, others)
    yield from _years(question, rng)
    yield from _days(question)
    yield from _figures(question, rng)
    yield from _listed(question)
    for one in opposed(question):
        yield _Item(one.span, one.word, [(one.written, one.opposite)])


def _shaped(text: str) -> Iterator[tuple[Span, Shape]]:
    """The names that are neither dates nor a common word with the capital of a sentence."""
    people = {person.start for person in persons(text)}
    dates = mentions(text)
    for _, start, end in names(text):
        bare = re.sub(r"\s\d{4}$|['’]s?$", "", text[start:end])
        span = Span(start, start + len(bare))
        if not _is_common(text, span) and not _among(dates, span):
            yield span, _shape(text, span, start in people)


def _is_common(text: str, name: Span) -> bool:
    first = re.split(r"[\s’'-]", text[slice(*name)])[0]
    before = text[max(name.start - 3, 0) : name.start]
    opens = re.search(r"(?:^|[.!?:;–•\n«“\"(])\s*$", before)
    return bool(_ROMAN.fullmatch(first) or (opens and is_known_word(first)))


def _shape(text: str, name: Span, person: bool) -> Shape:
    bare = text[slice(*name)]
    link, head = ("", "") if person else _context(text[max(name.start - 60, 0) : name.start])
    return Shape(person, min(len(words(bare)), 5), _initial(bare), bare.isupper(), link, head)


def _context(before: str) -> tuple[str, str]:
    """The link and the head of the name that follows."""
    found = re.findall(r"[^\W\d_]+", folded(re.split(r"[^\w\s'’-]", before)[-1]))
    link = found[-1] if found and is_stop_word(found[-1]) else ""
    return link, next((word for word in reversed(found) if not is_stop_word(word)), "")


def _initial(word: str) -> str:
    """What decides of an elision."""
    letter = folded(word)[:1]
    return "vowel" if letter in "aeiouy" else "h" if letter == "h" else ""


def _among(dates: list[Mention], span: Span) -> bool:
    return any(date.start < span.end and span.start < date.end for date in dates)


def _names(question: str, others: Vocabulary) -> Iterator[_Item]:
    """By their last word: that tells `École de guerre` from another, a person from another."""
    for span, shape in _shaped(question):
        close = others.get(shape, [])
        if len(close) < _ENOUGH:
            close = others.get(shape._replace(head=""), [])
        yield _Item(span, question[slice(*span)], [(n, n[words(n)[-1].start :]) for n in close])


def _years(question: str, rng: Random) -> Iterator[_Item]:
    for match in _YEAR.finditer(question):
        year, reach = int(match[0]), rng.choice((5, 30))
        near = range(year - reach, min(year + reach, max(year, _LAST_YEAR)) + 1)
        others = [(str(one), str(one)) for one in near if one != year]
        yield _Item(Span(*match.span()), match[0], others)


def _days(question: str) -> Iterator[_Item]:
    for mention in mentions(question):
        within = [word for word in words(question) if mention.start <= word.start < mention.end]
        for day, month in pairwise(within if mention.precision == "day" else []):
            if re.fullmatch(r"\d\d?|1er", day.folded):
                rest = question[day.end : month.end]
                others = [(str(n), f"{n}{rest}") for n in range(2, 29)]
                yield _Item(Span(day.start, day.end), question[day.start : month.end], others)
                break


def _figures(question: str, rng: Random) -> Iterator[_Item]:
    dates = mentions(question)
    for word in words(question):
        span = Span(word.start, word.end)
        figure = question[slice(*span)]
        joined = re.search(r"[\w/'’-]$", question[: word.start])
        if joined or not _FIGURE.fullmatch(word.folded) or _YEAR.fullmatch(figure):
            continue
        if not _among(dates, span):
            drawn = [re.sub("[1-9]", lambda _: rng.choice("23456789"), figure) for _ in range(9)]
            yield _Item(span, figure, [(one, one) for one in drawn])


def _listed(question: str) -> Iterator[_Item]:
    """Months, centuries, small numbers in words."""
    for match in re.finditer(r"(?<![\w-])\w+(?![\w-])", question):
        for listed in (one for one in _LISTS if match[0] in one):
            others = [(one, one) for one in listed if _initial(one) == _initial(match[0])]
            yield _Item(Span(*match.span()), match[0], others)
