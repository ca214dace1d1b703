"""What the words around a figure or a date make of it: more or less than it, before or after it, a
part of so many, a deficit, so much a year, a value that is no longer."""

import re
from typing import Literal

from ingest.text import folded, is_stop_word

Bound = Literal["", "more", "less", "near", "between"]
DateBound = Literal["", "before", "until", "after", "since", "than"]

_BOUNDS: list[tuple[Bound, re.Pattern[str]]] = [
    ("more", re.compile(r"\b(?:plus de|au moins|more than|at least|over|au-dela de|above)$")),
    ("less", re.compile(r"\b(?:moins de|au plus|au maximum|less than|fewer than|under|at most|"
                        r"jusqu'a|up to|below)$")),
    ("between", re.compile(r"\b(?:entre|between)(?: \S+ (?:et|and))?$")),
    ("near", re.compile(r"\b(?:pres de|environ|quelque|presque|quasi(?:ment)?|nearly|almost|about|"
                        r"around|some|approximately|autour de|approximativement)$")),
]  # fmt: skip
_DATE_BOUNDS: list[tuple[DateBound, re.Pattern[str]]] = [
    ("before", re.compile(r"\b(?:avant|d'ici|before|by)$")),
    ("until", re.compile(r"\b(?:jusqu'?|until|till)$")),
    ("after", re.compile(r"\b(?:apres|after)$")),
    ("than", re.compile(r"\b(?:qu'?|que|than)$")),
    ("since", re.compile(r"\b(?:depuis|a (?:partir|compter)|since)$")),
]  # fmt: skip
_DATE_LINK = re.compile(r"(?: |(?<='))(?:le|la|les|l'|en|au|aux|a|du|de|d'|the|fin)$")
_PER = re.compile(r"\b(?:par|per|chaque|each|every) ([^\W\d_A-ZÀ-ÖØ-Þ]+)")
_OFTEN = {
    "an": "an annee year annuel annuelle annuellement annual annually yearly",
    "mois": "mois month mensuel mensuelle mensuellement monthly",
    "semaine": "semaine week hebdomadaire weekly",
    "jour": "jour day quotidien quotidienne quotidiennement daily",
}
_RATES = {word: rate for rate, words in _OFTEN.items() for word in words.split()}
_NOUNS = {"an", "annee", "year", "moi", "month", "semaine", "week", "jour", "day"}
_LACKING = re.compile(r"\b(?:deficit|negati[fv])")
_MINUS = re.compile(r"(?:^|[\s(])[-−–]\s?$")
_ONCE = re.compile(r"\b(?:contre|apres|au lieu d[e']|instead of|against|compared (?:to|with)|"
                   r"pass\w+ de)$")  # fmt: skip
_THEN = re.compile(r"\b(?:auparavant|precedente|l'an(?:nee)? (?:dernier|passe)e?|plus tot|earlier|"
                   r"before|previous(?: year)?)\b")  # fmt: skip
_THAN = re.compile(r"\b(?:qu|que|than)\b")
_CHANGED = re.compile(
    r"\b(?:augment|progress|grandi|croi|hausse|bond|recul|baiss|diminu|chut|redui|"
    r"increas|decreas|r[io]se|f[ae]ll|dropp)\w* (?:de|d'|by|of)$|\bgagn\w*$"
)
_MORE = re.compile(r"^(?: [\w-]+){0,4}? (?:de plus|de moins|supplementaires?|additional)\b")
_TURNING = {*_OFTEN, "lacking", "earlier", "change"}


def bound(before: str) -> Bound:
    """Whether a figure is the least, the most, or about so much; `before` is folded."""
    before = re.sub(r" (?:une?|les|des|the|a)$", "", before)
    return next((bound for bound, pattern in _BOUNDS if pattern.search(before)), "")


def date_bound(before: str) -> DateBound:
    """Whether what is told ends or starts at a date, or stands on one side of it."""
    while not (found := [bound for bound, one in _DATE_BOUNDS if one.search(before)]):
        shorter = _DATE_LINK.sub("", before).rstrip()
        if shorter == before:
            return ""
        before = shorter
    return found[0]


def qualities(before: str, after: str) -> frozenset[str]:
    """What the phrase around a figure makes of it: `lacking`, `earlier`, `then`, `change`,
    or the word for each of which there is so much (`par an`, `mensuel`, `par espace`)."""
    plain, rest = folded(before), folded(after)
    each = map(folded, _PER.findall(after))
    found = {_RATES.get(one, one) for one in each if one in _RATES or not is_stop_word(one)}
    words = {word.rstrip("s") for word in re.findall(r"[a-z]+", f"{plain} {rest}")}
    found |= {_RATES[word] for word in words - _NOUNS if word in _RATES}
    if _LACKING.search(plain) or _LACKING.search(rest) or _MINUS.search(before):
        found.add("lacking")
    then = _THEN.search(rest)
    if then and not _THAN.search(rest[: then.start()]):
        found |= {"earlier", "then"}
    if _ONCE.search(plain.rstrip()):
        found.add("earlier")
    if _CHANGED.search(plain.rstrip()) or _MORE.search(rest):
        found.add("change")
    return frozenset(found)


def is_turned(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether the qualities of a claim's figure are not those of the document's: one that it adds,
    or one without which the figure is another."""
    return not mine - {"earlier"} <= theirs or bool((theirs - mine) & _TURNING)
