"""The place and the date that a sentence gives."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.acting import joined, says_action
from assistant.choice import Found
from assistant.names import persons
from assistant.sentence import Sentence
from assistant.sources import left_out
from ingest.periods import Mention, mentions
from ingest.schema import Passage, Period
from ingest.text import folded, words
from ingest.wording import say

_CAPITALISED = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]+"
_OF = r"\s(?:du\s|de\s(?:la\s|l[’'])?|des\s|d[’'])"
_COMMON = r"[a-zà-ÿœ][\w-]*"
_BUILDING = (
    r"(?:Abbaye|Auditorium|Centre|Château|Cité|Domaine|École|Gare|Halle|Hôtel|Maison|Ministère|Musée|"
    rf"Palais|Parc|Préfecture|Salle|Théâtre|Université){_OF}{_COMMON}(?:\set{_OF}{_COMMON})*"
)
_NAME = rf"{_CAPITALISED}(?:\s(?:(?:de|du|la|le|les|et|sur|l[’']|d[’'])\s?)*{_CAPITALISED})*"
_PLACE = re.compile(
    r"(?<!\w)(?:[Àà]|[Aa]u|[Aa]ux|[Ee]n|[Dd]ans (?:le|la|les|l[’'])|de|du|d[’'])\s*"
    rf"(?:l[’']|la\s+|le\s+)?(?P<place>(?:{_BUILDING}|{_NAME})(?:\s\(\w+\))?)"
)


_LINKED = re.compile(r"(?:en|sur|sous|les?|la|de|du|des|aux?)-")
_ASKED_PLACE = {
    "towns": re.compile(r"\bquel(?:le)?s? (?:ville|commune|village|municipalite)s?\b"),
    "departments": re.compile(r"\bquels? departements?\b"),
    "regions": re.compile(r"\bquelles? regions?\b"),
    "countries": re.compile(r"\bquels? pays\b"),
}


@cache
def _known_places() -> dict[str, frozenset[str]]:
    """Folded names of regions, departments and countries (`places.toml`)."""
    data = tomllib.loads((files("assistant") / "places.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(re.split(r"[|\n]", names.strip())) for kind, names in data.items()}


def _is_of_kind(place: str, asked: str) -> bool:
    """Whether a place may be of the kind asked for: no region where a town is wanted, only
    regions where a region is. A department is also told by its number (`Cantal (15)`)."""
    kind = next((kind for kind, pattern in _ASKED_PLACE.items() if pattern.search(asked)), None)
    name = folded(place.split(" (")[0])
    if kind is None:
        return True
    if kind == "towns":
        return not any(name in names for names in _known_places().values())
    return name in _known_places()[kind] or (kind == "departments" and "(" in place)


def _is_told(place: str, asked: str) -> bool:
    """Whether the question names the place itself, maybe by the first of its names: `Châlons` is
    `Châlons-en-Champagne`."""
    first, _, rest = place.partition("-")
    return place in asked or bool(
        len(first) > 3 and _LINKED.match(rest) and first in (word.folded for word in words(asked))
    )


def _left_out(question: str) -> set[str]:
    spans = left_out(question)
    return {word.folded for span in spans for word in words(question[span.start : span.end])}


def where(sentence: Sentence) -> Found:
    asked, besides = folded(sentence.question.standalone), _left_out(sentence.question.standalone)
    known = [folded(person.text) for person in persons(sentence.text)]
    at = [
        match
        for match in _PLACE.finditer(sentence.text)
        if not _is_told(folded(match["place"].split(" (")[0]), asked)
        and folded(match["place"]) not in known
        and words(match["place"])[0].folded not in besides
        and not match["place"].isupper()
        and _is_of_kind(match["place"], asked)
    ]
    strong = [match for match in at if not re.match(r"(?:de|du|d)\b", match.group())]
    if not at:
        return Found("", 0.0)
    chosen = [match["place"] for match in (strong or at)[:2]]
    if strong:
        return Found(", ".join(chosen), 1.0)
    return Found(joined(chosen, sentence.question.language), 0.6)


def dated(text: str, passage: Passage) -> list[tuple[Mention, Period]]:
    """The dates written in a text of a passage, whose period gives the year and month they lack."""
    first = passage.period.first if passage.period else None
    year, month = (first.year, first.month) if first else (None, None)
    found = ((mention, mention.period(year, month)) for mention in mentions(text))
    return [(mention, period) for mention, period in found if period]


_ASKS_DAY = re.compile(r"\bquelle date\b")
_EXACTLY = re.compile(
    r"\bquels? jours?\b|\bwhat day\b|\b(?:date|jour)s? (?:exact|precis)e?s?\b|"
    r"\bexact (?:date|day)s?\b"
)


def when(sentence: Sentence) -> Found:
    """The date written nearest to the words asked about, else that of the entry."""
    asked, language = folded(sentence.question.standalone), sentence.question.language
    exactly = _EXACTLY.search(asked)
    at = [term.start for term in sentence.matched()]
    found = [
        (min((abs(mention.start - start) for start in at), default=0), period)
        for mention, period in dated(sentence.text, sentence.passage)
        if mention.asked and (mention.precision == "day" or not exactly)
    ]
    period = min(found)[1] if found else sentence.passage.period
    if period is None:
        return Found("", 0.0)
    longest = 7 if exactly or _ASKS_DAY.search(asked) else 31
    if not found and period.days > longest:
        return Found(say(period, language), 0.1)
    return Found(say(period, language), 1.0 if says_action(sentence) else 0.5)
