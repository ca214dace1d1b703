"""False sentences made by program from true ones: what a chat model may write of passages.

A lie differs from a true sentence in one thing, its kind. What is put in its place is drawn by a
seed that the sentence itself gives, and does not stand in the passages that the lie cites, except
where the kind is to borrow it from one of them.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from random import Random
from typing import NamedTuple

from ingest.schema import Passage
from tests.assistant.altering import (
    MONTH,
    NUMBER,
    Maker,
    alterations,
    day,
    frequency,
    from_table,
    governor,
    many,
    month,
    number,
    numeral,
    person,
    town,
    verb,
    year,
)
from tests.assistant.displacing import (
    bounded,
    level,
    neighbour_date,
    neighbour_place,
    rate,
    share,
    sign,
    weekday,
)
from tests.assistant.mixing import (
    added,
    borrowing,
    cause,
    cause_within,
    key,
    merged,
    swapped_figures,
    swapped_persons,
)
from tests.assistant.truths import Shelf, Truth, own_sentences, paraphrases

MOST = 40
"""The most lies of a kind."""


class Lie(NamedTuple):
    """A false sentence, the passages that it cites, and the true one that it was made of."""

    kind: str
    sentence: str
    passages: tuple[Passage, ...]
    truth: Truth


def lies(shelves: Sequence[Shelf]) -> list[Lie]:
    """At most `MOST` of each kind, the same at each call."""
    truths = [*paraphrases(shelves), *own_sentences(shelves)]
    return [lie for kind in MAKERS for lie in islice(_of_kind(kind, truths), MOST)]


def _of_kind(kind: str, truths: Sequence[Truth]) -> Iterator[Lie]:
    """One of each true sentence that allows it, in an order that is no order."""
    still_true = set(alterations()["still_true"])
    if kind != "key":
        still_true |= {truth.sentence for truth in truths}
    for truth in sorted(truths, key=lambda one: sha256(f"{kind} {one.sentence}".encode()).digest()):
        chance = Random(f"{kind} {truth.sentence}")
        others = [one for one in truths if one.shelf is truth.shelf and one is not truth]
        made = list(MAKERS[kind](truth, others, chance))
        free = [one for one in made if one[0] not in still_true]
        if free:
            sentence, passages = chance.choice(free)
            yield Lie(kind, sentence, tuple(dict.fromkeys(passages)), truth)


MAKERS: dict[str, Maker] = {
    "figure": number,
    "figure in words": numeral,
    "unit": from_table("unit"),
    "day": day,
    "month": month,
    "year": year,
    "person": person,
    "place": town,
    "name": from_table("name"),
    "acronym": from_table("acronym"),
    "office": from_table("office"),
    "rank": from_table("rank"),
    "negation": from_table("negation"),
    "quantifier": from_table("quantifier"),
    "direction": from_table("direction"),
    "modality": from_table("modality"),
    "persons swapped": swapped_persons,
    "figures swapped": swapped_figures,
    "borrowed figure": borrowing(NUMBER),
    "borrowed date": borrowing(re.compile(rf"(?<!\w)\d{{1,2}} (?:{MONTH})\b")),
    "borrowed name": borrowing(
        re.compile("|".join(name for sex in alterations()["people"].values() for name in sex))
    ),
    "verb": verb,
    "governing verb": governor,
    "frequency": frequency,
    "many": many,
    "neighbour's date": neighbour_date,
    "neighbour's place": neighbour_place,
    "bound on a date": bounded,
    "day of the week": weekday,
    "rate": rate,
    "sign": sign,
    "share": share,
    "level": level,
    "merged": merged,
    "cause": cause,
    "cause within": cause_within,
    "added": added,
    "key": key,
}
