"""Invented values for the slots of a chronicle: agencies, persons, programmes, amounts, days."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from evals.training.families import material
from evals.training.filling import Value, finished, french
from ingest.schema import Period
from ingest.wording import say

_YEARS = [year for year in range(2005, 2028) if year != 2020]
_LAST_DAY = 26
_NUMBER_WORDS = {2: "deux", 3: "trois", 4: "quatre"}


class World:
    """The agency and the day of a passage, and values to tell of them or to ask for."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._by_name: dict[str, Callable[[], Value]] = {
            **dict.fromkeys(material()["people"], self._person),
            "org": lambda: self.org,
            "partner": self._agency,
            "when": self._date,
            "deadline": self._deadline,
            "prog": self._programme,
            "year": lambda: _said(str(self.day.year - 1)),
            "purpose": self._purpose,
            "town": self._town,
        }
        self._by_list: dict[str, Callable[[str], Value]] = {
            "counted": self._count,
            "enumerated": self._enumeration,
            "measured": self._measure,
            "nouns": self._thing,
        }
        self.org = self._agency()
        self.day = date(rng.choice(_YEARS), rng.randint(1, 12), rng.randint(1, _LAST_DAY))

    def value(self, slot: str) -> Value:
        """An invented value for a slot, by its name or by the list of that name."""
        if slot in self._by_name:
            return self._by_name[slot]()
        for lists, invent in self._by_list.items():
            if slot in material()[lists]:
                return invent(slot)
        return _said(self._one("phrases", slot))

    def another_day(self) -> date:
        """A day of another year and another month than the passage's."""
        year = self._rng.choice([year for year in _YEARS if year != self.day.year])
        month = self._rng.choice([month for month in range(1, 13) if month != self.day.month])
        return date(year, month, self._rng.randint(1, _LAST_DAY))

    def _one(self, *path: str) -> str:
        """An entry by chance of a list of the material."""
        found: Any = material()
        for key in path:
            found = found[key]
        return str(self._rng.choice(found))

    def _words(self, lists: str) -> str:
        """A word of each of several lists."""
        return " ".join(self._rng.choice(words) for words in material()[lists])

    def _agency(self) -> Value:
        """An agency, the letters of its acronym and what they stand for."""
        kind, domain = self._one("agencies"), self._one("domains")
        value = noun(f"{kind} {domain}")
        article, core = value[""]
        letters = "".join(word[0] for word in re.findall(r"\w+", core) if len(word) > 3)
        acronym = letters.upper().translate(str.maketrans("ÉÈÊÂÎ", "EEEAI"))
        return value | {"acronym": (article, acronym), "sigle": ("", acronym)}

    def _person(self) -> Value:
        woman = self._rng.random() < 0.5
        given, name = self._one("women" if woman else "men"), self._one("surnames")
        office = self._office(woman)
        value = _said(f"{given} {name}", office=office, **_agreement(woman))
        return value | {"the": ("la " if woman else "le ", office)}

    def _office(self, woman: bool) -> str:
        either = re.compile(r"\[(.*?)\|(.*?)\]")
        office = either.sub(r"\2" if woman else r"\1", self._one("offices"))
        scopes = {
            "dept": noun(self._one("departments")),
            "town": _said(self._one("towns").split("|")[0]),
            "body": self.org if self._rng.random() < 0.5 else self._agency(),
        }
        return finished(office, scopes)

    def _date(self) -> Value:
        day = self.another_day()
        return days(day, day, self._rng)

    def _deadline(self) -> Value:
        day = self.another_day().replace(year=self.day.year)
        return days(day, day, self._rng)

    def _programme(self) -> Value:
        kind, name = self._one("programme_kinds"), self._words("programme_names")
        return noun(f"{kind} « {name} »" if self._rng.random() < 0.2 else f"{kind} {name}")

    def _purpose(self) -> Value:
        aim, purpose = self._one("aims"), self._one("purposes")
        return _said(f"{aim} {purpose}", bare=purpose)

    def _town(self) -> Value:
        town, department = self._one("towns").split("|")
        return _said(f"{town} ({department})" if self._rng.random() < 0.25 else town, bare=town)

    def _count(self, slot: str) -> Value:
        unit = self._one("counted", slot)
        return _said(f"{self._number()} {unit}", unit=unit)

    def _number(self) -> str:
        rng = self._rng
        number = rng.choice((rng.randint(3, 99), rng.randint(100, 999), 100 * rng.randint(11, 90)))
        if number > 99 and rng.random() < 0.25:
            return f"{self._one('round')} {_grouped(100 * (number // 100))}"
        return _grouped(number)

    def _enumeration(self, slot: str) -> Value:
        length = self._rng.choice((2, 3, 3, 4))
        items = self._rng.sample(material()["enumerated"][slot], length)
        return _said(_listed(items), n=_NUMBER_WORDS[length])

    def _measure(self, slot: str) -> Value:
        """Of a shape such as `9,9 %`: each run of nines is the most it may be."""
        shape = self._one("measured", slot)
        return _said(re.sub("9+", lambda most: str(self._rng.randint(2, int(most[0]))), shape))

    def _thing(self, slot: str) -> Value:
        value = noun(self._one("nouns", slot))
        if slot in material()["named"]:
            article, core = value[""]
            core = f"{core} {self._words(material()['named'][slot])}"
            value |= {"": (article, core), "bare": ("", core)}
        return value


def noun(text: str) -> Value:
    """A noun with its article, and the endings of what agrees with it."""
    article, core = text.split(" ", 1)
    core = french(core)
    return {"": (f"{article} ", core)} | _forms(bare=core, **_agreement(article == "la"))


def days(first: date, last: date, rng: Random) -> Value:
    """A day or a few, as a passage may write them; `full` with the year."""
    return _one_day(first, rng) if first == last else _several_days(first, last, rng)


def _one_day(day: date, rng: Random) -> Value:
    full = say(Period(day, day), "fr")
    written = (f"{_ordinal(day)}/{day:%m}", full.rsplit(" ", 1)[0], f"{day:%d/%m}", full)
    said = rng.choice(written)
    return {"": ("le ", said), "bare": ("", said), "full": ("le ", full)}


def _several_days(first: date, last: date, rng: Random) -> Value:
    full = say(Period(first, last), "fr")
    numbers = [_ordinal(first + timedelta(more)) for more in range((last - first).days + 1)]
    listed, month = _listed(numbers), full.rsplit(" ", 2)[1]
    written = (f"{'-'.join(numbers)}/{first:%m}", f"{listed}/{first:%m}", f"{listed} {month}")
    said = rng.choice(written)
    return {"": ("les ", said), "bare": ("", said), "full": ("", full)}


def month_of(day: date) -> Period:
    return Period.of_month(day.year, day.month)


def _said(text: str, **others: str) -> Value:
    """A value that nothing stands before, and its other forms."""
    return {"": ("", text)} | _forms(**others)


def _forms(**said: str) -> Value:
    return {form: ("", text) for form, text in said.items()}


def _agreement(feminine: bool) -> dict[str, str]:
    return {"e": "e", "il": "elle"} if feminine else {"e": "", "il": "il"}


def _listed(items: list[str]) -> str:
    return f"{', '.join(items[:-1])} et {items[-1]}"


def _ordinal(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")
