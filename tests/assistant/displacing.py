"""Makers of lies that leave each word true and move a circumstance: the date or the place of the
fact beside it, a bound, a day of the week, a rate, a sign, what a share is of."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from tests.assistant.altering import MONTHS, NUMBER, Made, alterations, put, said
from tests.assistant.truths import Truth

DATE = re.compile(rf"(?<=[Ll]e )(?P<day>\d{{1,2}})(?:er)? (?P<month>{'|'.join(MONTHS)})\b(?! et\b)")
MONEY = re.compile(rf"{NUMBER.pattern}(?: (?:millions?|milliards?))? d’euros\b")
RATE = re.compile(r"\bpar (an|mois|semaine|jour)\b")
SHARE = re.compile(r"\d %\s(?:des|de|d’)\s?(?P<of>[a-zà-ÿ]{4,}s)\b")
NOUN = re.compile(r"\b(?:les|des|aux|de ses) ([a-zà-ÿ]{5,}s)\b")
BOUND = re.compile(r"\b(?:avant|après|depuis|jusqu|partir|compter|d’ici|entre|du) ?\S* ?$")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def neighbour_date(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """Another day that the passages write."""
    told = said(truth.passages)
    for match in DATE.finditer(truth.sentence):
        for other in DATE.finditer(told):
            if other[0] not in truth.sentence:
                yield put(truth.sentence, match, other[0]), truth.passages


def neighbour_place(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """Another town that the passages name."""
    towns = [one for one in alterations()["towns"] if one in said(truth.passages)]
    for match in re.finditer(r"(?<=\bà )[A-Z][\w-]+", truth.sentence):
        for town in towns:
            if match[0] in towns and town not in truth.sentence:
                yield put(truth.sentence, match, town), truth.passages


def bounded(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """`avant le 3 décembre` for `le 3 décembre`."""
    for match in DATE.finditer(truth.sentence):
        before = truth.sentence[: match.start() - 3]
        if not BOUND.search(before):
            word = chance.choice(["avant", "après", "jusqu’au"])
            moved = f"{word} {match[0]}" if word == "jusqu’au" else f"{word} le {match[0]}"
            lie = before + (moved if before else moved.capitalize()) + truth.sentence[match.end() :]
            yield lie, truth.passages


def weekday(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """`le jeudi 17 novembre 2020`, that was a Tuesday."""
    for match in DATE.finditer(truth.sentence):
        year = re.match(r" (20\d\d)", truth.sentence[match.end() :])
        given = truth.passages[0].period
        if not year and not given:
            continue
        of = int(year[1]) if year else given.first.year if given else 0
        real = date(of, MONTHS.index(match["month"]) + 1, int(match["day"])).weekday()
        wrong = WEEKDAYS[(real + chance.randrange(1, 7)) % 7]
        yield put(truth.sentence, match, f"{wrong} {match[0]}"), truth.passages


def rate(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """A rate changed, or put after a sum."""
    for match in RATE.finditer(truth.sentence):
        free = [one for one in ("an", "mois", "semaine", "jour") if one != match[1]]
        yield put(truth.sentence, match, f"par {chance.choice(free)}"), truth.passages
    if not RATE.search(said(truth.passages)):
        for match in MONEY.finditer(truth.sentence):
            per = chance.choice(["an", "mois", "habitant", "commune"])
            yield put(truth.sentence, match, f"{match[0]} par {per}"), truth.passages


def sign(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    for match in MONEY.finditer(truth.sentence):
        yield put(truth.sentence, match, f"−{match[0]}"), truth.passages


def share(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """A share of other things that the passages speak of."""
    nouns = sorted(set(NOUN.findall(said(truth.passages))))
    for match in SHARE.finditer(truth.sentence):
        for noun in nouns:
            if noun not in truth.sentence:
                words = match[0][: -len(match["of"])] + noun
                yield put(truth.sentence, match, words.replace("d’", "de ")), truth.passages


def level(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """What a thing has come to, as what it has changed by."""
    for match in re.finditer(r"\b(?:est de|s’élève à|s’établit à|atteint)(?= \d)", truth.sentence):
        yield put(truth.sentence, match, "a augmenté de"), truth.passages
