"""One passage of an invented chronicle: a header, and sentences that each tell a fact."""

import re
from datetime import timedelta
from random import Random
from typing import NamedTuple

from evals.training.families import material
from evals.training.filling import (
    Value,
    capital,
    filled,
    forms,
    french,
    marked,
    shown,
    unmarked,
)
from evals.training.invention import World, days, month_of
from ingest.schema import Period
from ingest.wording import say

_TIMELESS, _NOMINAL = "=", "~"


class Header(NamedTuple):
    """`period` is that of the passage, and the others what the text lets know of it."""

    text: str
    period: Period
    says_day: bool
    says_date: bool
    says_year: bool


class Fact(NamedTuple):
    """A sentence and the slots it uses; those of a negation it names without saying them.

    `dated` where its own words tell when, `timeless` where no header can.
    """

    family: str
    sentence: str
    values: dict[str, Value]
    used: frozenset[str]
    unsaid: frozenset[str]
    dated: bool
    timeless: bool


class Passage:
    """`window` is its text; `spans` says where in it the header's slots (`header.when`) and each
    fact's stand (`0.who`). `shares` where the facts that name a programme name the same."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.world = World(rng)
        self.header = _header(self.world, rng)
        self.shares = rng.random() < 0.3
        self.facts: list[Fact] = []
        for _ in range(rng.choice((2, 2, 3, 3, 4, 5))):
            self.facts.append(self._fact())
        told = " ".join(fact.sentence for fact in self.facts)
        self.window, self.spans = unmarked(french(f"{self.header.text}\n{told}"))

    def _fact(self) -> Fact:
        family, prefix = self._family(), f"{len(self.facts)}."
        pattern = self._rng.choice(material()["families"][family]["patterns"])
        values = {slot: self.world.value(slot) for slot in _needed(family, pattern)}
        lead, body = self._lead(pattern), pattern.lstrip(_TIMELESS + _NOMINAL)
        dated, timeless = "{when" in lead + body, pattern.startswith(_TIMELESS)
        values["when"] = self._own_date() if dated else self._header_date()
        values |= self._shared(values)
        used = shown(lead + body) | (set() if timeless else {"event"})
        unsaid = frozenset(re.findall(r"\{-(\w+)", body))
        sentence = _sentence(lead, body, values, prefix)
        return Fact(family, sentence, values, frozenset(used), unsaid, dated, timeless)

    def _family(self) -> str:
        """Now and then that of the fact before."""
        family: str = self._rng.choice(list(material()["families"]))
        if self.facts and self._rng.random() < 0.2:
            return self.facts[-1].family
        return family

    def _lead(self, pattern: str) -> str:
        """A date that opens the sentence; often none."""
        if pattern.startswith(_TIMELESS) or "{when" in pattern or self._rng.random() < 0.45:
            return ""
        kind = "label" if pattern.startswith(_NOMINAL) else "any"
        return str(self._rng.choice(material()["leads"][kind]))

    def _shared(self, values: dict[str, Value]) -> dict[str, Value]:
        """The programme of the first fact, for one that names a programme too."""
        first = self.facts[0].values if self.facts and self.shares else {}
        return {"prog": first["prog"]} if "prog" in first and "prog" in values else {}

    def _own_date(self) -> Value:
        """How a sentence says its date."""
        rng, period = self._rng, self.header.period
        if self.header.says_day:
            return days(period.first, period.last, rng)
        first = self.world.day.replace(day=rng.randint(1, 26))
        if rng.random() < 0.2:
            return self._part_of_month()
        return days(first, first + timedelta(rng.choice((0, 0, 0, 0, 1, 2))), rng)

    def _part_of_month(self) -> Value:
        month, year = say(self.header.period, "fr").split()
        before, part = self._rng.choice((("à la ", "mi-"), ("", "fin "), ("", "début ")))
        said = part + month
        return {"": (before, said), "bare": ("", said), "full": (before, f"{said} {year}")}

    def _header_date(self) -> Value:
        said = say(self.header.period, "fr")
        before = "en "
        if self.header.says_day:
            before = "" if said.startswith("du ") else "le "
        return {"": (before, said), "bare": ("", said), "full": (before, said)}


def _header(world: World, rng: Random) -> Header:
    last = world.day + timedelta(rng.choice((0, 0, 0, 1, 2)))
    says_day = rng.random() < 0.4
    period = Period(world.day, last) if says_day else month_of(world.day)
    says_date = rng.random() < 0.85
    says_year = says_date or rng.random() < 0.5
    parts = [_title(world, says_year, rng)]
    parts += rng.sample(material()["sections"], rng.choice((0, 0, 1, 1, 2)))
    if says_date:
        said = say(period, "fr")
        parts.append(marked("header.when", said.capitalize() if rng.random() < 0.5 else said))
    return Header(" – ".join(parts), period, says_day, says_date, says_year)


def _title(world: World, says_year: bool, rng: Random) -> str:
    year = f" {world.day.year}" if says_year else ""
    title = rng.choice(material()["titles"]).replace(" {year}", year)
    return capital(filled(title, {"org": world.org}, "header."))


def _needed(family: str, pattern: str) -> list[str]:
    """The slots that the pattern or a question of its family names."""
    asked = {slot.partition(".")[0] for slot in material()["families"][family]["ask"]}
    needed = {slot for slot, _ in forms(pattern)} | asked | {"when"}
    return sorted(needed | {"definition"} if "prog" in needed else needed)


def _sentence(lead: str, body: str, values: dict[str, Value], prefix: str) -> str:
    event = filled(body, values, prefix)
    event = event if lead.endswith(", ") else capital(event)
    opened = capital(filled(lead, values, prefix) + marked(f"{prefix}event", event))
    return opened if body.endswith(". »") else f"{opened}."
