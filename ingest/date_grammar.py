"""The ways to write a date or a period in French (and English): patterns on folded text, and how
what each finds is resolved with the year and the month of its surroundings."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from ingest.schema import Period
from ingest.text import french

_MONTHS: dict[str, int] = {}
for _names in ("months", "month_abbreviations", "shorter_month_abbreviations", "english_months"):
    _MONTHS |= {name: number for number, name in enumerate(french()[_names], 1) if name}
_AMBIGUOUS = {"march", "may"}
_SHORTER = sorted(filter(None, french()["shorter_month_abbreviations"]))

_MONTH = r"(?:{})\b\.?".format(
    "|".join(sorted(_MONTHS.keys() - _AMBIGUOUS - set(_SHORTER), key=len, reverse=True))
)
_AFTER = ("in", "of", "to", "and")
_MONTH = "|".join(
    [
        _MONTH,
        rf"\b(?:{'|'.join(_SHORTER)})(?:\.|(?= (?:19|20)\d\d))",
        *(rf"(?<=\b{word} )(?:march|may)\b" for word in _AFTER),
        r"(?:march|may)(?= \d)",
    ]
)
_MONTH = f"(?:{_MONTH})"
_WEEKDAY = r"(?:(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche) )?"
_DAY = rf"(?:{_WEEKDAY}(?:1er|premier|1st|2nd|3rd|\d{{1,2}}(?:th|st|nd|rd)?))"
_YEAR = r"(?:19|20)\d\d"
_OPT_YEAR = rf"(?:,? (?:de )?(?:l'annee )?(?P<year>{_YEAR})\b)?"
_TO = r"(?: au | a | - |-|–| to )"
_AND = r" (?:et le|et|and the|and) "
_COUNTED = (
    "habitants|communes|postes|personnes|participants|emplois|agents|entreprises|projets|villes|"
    "conseillers|formations|jeunes|eleves|associations|collectivites|visiteurs"
)
_ORDINALS = {
    "premier": 1, "1er": 1, "first": 1, "1st": 1, "deuxieme": 2, "second": 2, "2e": 2, "2nd": 2,
    "2eme": 2, "troisieme": 3, "third": 3, "3e": 3, "3rd": 3, "3eme": 3, "quatrieme": 4,
    "dernier": 4, "4e": 4, "fourth": 4, "last": 4, "4th": 4, "4eme": 4,
}  # fmt: skip
_ORDINAL = "|".join(_ORDINALS)
_PARTS = {
    "debut": (1, 10), "early": (1, 10), "beginning of": (1, 10), "mi": (10, 20), "mid": (10, 20),
    "milieu": (10, 20), "fin": (21, 31), "late": (21, 31), "end of": (21, 31),
    "premiere quinzaine": (1, 15),
    "premiere semaine": (1, 7), "deuxieme semaine": (8, 14), "troisieme semaine": (15, 21),
    "quatrieme semaine": (22, 28), "derniere semaine": (25, 31),
    "seconde quinzaine": (16, 31), "deuxieme quinzaine": (16, 31),
}  # fmt: skip
_PART = "|".join(_PARTS)
_SEASONS = {
    "printemps": ((3, 20), (6, 20)), "spring": ((3, 20), (6, 20)),
    "ete": ((6, 21), (9, 22)), "summer": ((6, 21), (9, 22)),
    "automne": ((9, 23), (12, 20)), "autumn": ((9, 23), (12, 20)),
    "rentree": ((9, 1), (9, 30)),
}  # fmt: skip

_SMALL = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6}

Resolve = Callable[[int, int], Period]
"""Called with the year and the month of the surroundings; raises ValueError for no such day."""


def _day(text: str) -> int:
    return 1 if text.endswith("premier") else int(re.search(r"\d+", text)[0])  # type: ignore[index]


def _month(text: str) -> int:
    return _MONTHS[text.rstrip(".")]


def _days(month: int, first: int, last: int) -> Resolve:
    return lambda year, _: Period(date(year, month, first), date(year, month, last))


def _end_of(year: int, month: int) -> date:
    return Period.of_month(year, month).last


Found = Iterator[tuple[Resolve, str]]
"""Periods, each with the size of the unit named: `day`, `month` or `year`."""


def _iso(match: re.Match[str]) -> Found:
    yield _days(int(match["m"]), int(match["d"]), int(match["d"])), "day"


def _numeric(match: re.Match[str]) -> Found:
    """`3/09`, `1er/10`, `22-23/10`, `24-25-26/11`, `3/09/2020`."""
    numbers = [_day(part) for part in re.split(r"\s*[-–]\s*| et (?:le )?| au ", match["days"])]
    if " au " in match["days"]:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    yield from _listed(int(match["m"]), numbers)


def _listed(month: int, numbers: list[int]) -> Found:
    """Days in a row are one period; days apart are several."""
    start = previous = numbers[0]
    for number in [*numbers[1:], None]:
        if number != previous + 1:
            yield _days(month, start, previous), "day"
            start = number or 0
        previous = number or 0


def _day_range(match: re.Match[str]) -> Found:
    """`du 20 au 23 octobre`, `entre le 20 et le 23 octobre`, `between 20 and 23 October`."""
    yield _days(_month(match["month"]), _day(match["a"]), _day(match["b"])), "day"


def _month_day_range(match: re.Match[str]) -> Found:
    """`du 28 septembre au 3 octobre`, `du 28 décembre 2020 au 3 janvier 2021`."""
    first, last = _month(match["month_a"]), _month(match["month"])
    a, b = _day(match["a"]), _day(match["b"])
    back = _years_back(match, (first, a) > (last, b))
    yield lambda year, _: Period(date(year - back, first, a), date(year, last, b)), "day"


def _years_back(match: re.Match[str], over_new_year: bool) -> int:
    """How many years before its end a range starts."""
    if match["year_a"] and match["year"]:
        return int(match["year"]) - int(match["year_a"])
    return int(over_new_year)


def _day_list(match: re.Match[str]) -> Found:
    """`les 1er et 2 juillet`, `les 3, 4 et 9 juillet`."""
    numbers = [_day(part) for part in re.findall(_DAY, match["days"])]
    yield from _listed(_month(match["month"]), numbers)


def _one_day(match: re.Match[str]) -> Found:
    yield from _listed(_month(match["month"]), [_day(match["d"])])


def _month_range(match: re.Match[str]) -> Found:
    first, last = _month(match["month_a"]), _month(match["month"])
    back = _years_back(match, first > last)
    yield lambda year, _: Period(date(year - back, first, 1), _end_of(year, last)), "month"


def _part_of_month(match: re.Match[str]) -> Found:
    month, (first, last) = _month(match["month"]), _PARTS[match["part"]]
    yield (
        lambda year, _: Period(
            date(year, month, first), min(date(year, month, min(last, 28)), _end_of(year, month))
            if last < 31 else _end_of(year, month)
        ),
        "day",
    )  # fmt: skip


def _whole_month(match: re.Match[str]) -> Found:
    month = _month(match["month"])
    yield lambda year, _: Period.of_month(year, month), "month"


def _fraction(match: re.Match[str]) -> Found:
    """A quarter or a half of the year."""
    quarter = match["unit"] in ("trimestre", "quarter", "t", "q")
    size = 3 if quarter else 6
    ordinal = match["ordinal"]
    number = int(ordinal) if ordinal.isdigit() else _ORDINALS[ordinal]
    number = min(number, 12 // size)
    last = number * size
    yield lambda year, _: Period(date(year, last - size + 1, 1), _end_of(year, last)), "month"


def _season(match: re.Match[str]) -> Found:
    first, last = _SEASONS[match["season"]]
    yield lambda year, _: Period(date(year, *first), date(year, *last)), "month"


def _years(match: re.Match[str]) -> Found:
    """`2018-2019`, `de 2018 à 2020`, `saison 2022-2023`; `2018 et 2020` are two."""
    first, last = int(match["year"]), int(match["year_b"])
    last = last if last > 100 else first // 100 * 100 + last
    between = match.string[: match.start()].endswith(("entre ", "between "))
    if match["link"] in (" et ", " and ") and not between:
        yield lambda *_: Period.of_year(first), "year"
        yield lambda *_: Period.of_year(last), "year"
    elif first < last:
        yield lambda *_: Period(date(first, 1, 1), date(last, 12, 31)), "year"


def _part_of_year(match: re.Match[str]) -> Found:
    """`fin 2020`: the last quarter; `début 2020`: the first; `mi-2020`: June and July."""
    first, last = {"debut": (1, 3), "early": (1, 3), "fin": (10, 12), "late": (10, 12)}.get(
        match["part"], (6, 7)
    )
    yield lambda year, _: Period(date(year, first, 1), _end_of(year, last)), "month"


def _edge_of_year(match: re.Match[str]) -> Found:
    """`les deux derniers mois`, `fin d'année`: December."""
    number = _SMALL.get(match.groupdict().get("number") or "", 1)
    if match["edge"] in ("premiers", "debut"):
        yield lambda year, _: Period(date(year, 1, 1), _end_of(year, number)), "month"
    else:
        yield lambda year, _: Period(date(year, 13 - number, 1), date(year, 12, 31)), "month"


def _between_holidays(match: re.Match[str]) -> Found:
    yield _days(12, 25, 31), "day"


def _christmas(match: re.Match[str]) -> Found:
    yield _days(12, 25, 25), "day"


def a_year(match: re.Match[str]) -> Found:
    """Four digits alone, which may be no date."""
    yield lambda year, _: Period.of_year(year), "year"


def bare_day(match: re.Match[str]) -> Found:
    """`le 17` with the month of the heading; never `le 1er confinement`."""
    day = _day(match["d"])
    yield lambda year, month: Period(date(year, month, day), date(year, month, day)), "day"


_BETWEEN = r"(?:entre le|entre|between the|between) "
_YEAR_A = rf"(?: (?P<year_a>{_YEAR}))?"
_FROM = r"(?:\b(?:du|entre le|entre|de|from|between|the) )?"
_LIST = rf"{_DAY}(?:, {_DAY})*(?:,? (?:et|and|&) (?:le )?{_DAY})+"
GRAMMAR: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Found]]] = [
    (re.compile(pattern), build)
    for pattern, build in [
        (rf"\b(?P<year>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso),
        (
            rf"(?<![\d/])(?P<days>{_DAY}"
            rf"(?:(?:\s*[-–]\s*| et (?:le )?| au ){_DAY})*)/(?P<m>0[1-9]|1[0-2])"
            rf"(?:/(?P<year>{_YEAR}))?(?![\d/])",
            _numeric,
        ),
        (
            rf"\b{_FROM}(?P<a>{_DAY}) (?P<month_a>{_MONTH}){_YEAR_A}{_TO}(?P<b>{_DAY}) "
            rf"(?P<month>{_MONTH}){_OPT_YEAR}",
            _month_day_range,
        ),
        (
            rf"\b{_BETWEEN}(?P<a>{_DAY}) (?P<month_a>{_MONTH}){_YEAR_A}{_AND}(?P<b>{_DAY}) "
            rf"(?P<month>{_MONTH}){_OPT_YEAR}",
            _month_day_range,
        ),
        (
            rf"\b(?:du|de|from) (?:the )?(?P<a>{_DAY}){_TO}(?P<b>{_DAY}) "
            rf"(?:of )?(?P<month>{_MONTH}){_OPT_YEAR}",
            _day_range,
        ),
        (
            rf"\b{_BETWEEN}(?P<a>{_DAY}){_AND}(?P<b>{_DAY}) "
            rf"(?:of )?(?P<month>{_MONTH}){_OPT_YEAR}",
            _day_range,
        ),
        (rf"\b(?P<a>{_DAY})(?:-| - |–)(?P<b>{_DAY}) (?P<month>{_MONTH}){_OPT_YEAR}", _day_range),
        (rf"\b(?P<days>{_LIST}) (?P<month>{_MONTH}){_OPT_YEAR}", _day_list),
        (rf"\b(?P<d>{_DAY}) (?:of )?(?P<month>{_MONTH}){_OPT_YEAR}", _one_day),
        (rf"\b(?P<month>{_MONTH}) (?P<d>{_DAY})\b(?! ?\d){_OPT_YEAR}", _one_day),
        (
            rf"\b{_FROM}(?P<month_a>{_MONTH}){_YEAR_A}{_TO}(?P<month>{_MONTH}){_OPT_YEAR}",
            _month_range,
        ),
        (
            rf"\b{_BETWEEN}(?P<month_a>{_MONTH}){_YEAR_A}{_AND}(?P<month>{_MONTH}){_OPT_YEAR}",
            _month_range,
        ),
        (
            rf"\b(?P<part>{_PART})(?: du mois)?(?:-| de | d'| )(?:the month of )?"
            rf"(?P<month>{_MONTH}){_OPT_YEAR}",
            _part_of_month,
        ),
        (rf"\b(?!sept\b(?!\.))(?P<month>{_MONTH}){_OPT_YEAR}", _whole_month),
        (
            rf"\b(?P<ordinal>{_ORDINAL}) (?P<unit>trimestre|semestre|quarter|half)\b"
            rf"(?:(?: of)?{_OPT_YEAR})",
            _fraction,
        ),
        (
            rf"(?<!/)\b(?P<unit>[tq]|s(?=[12]))(?P<ordinal>[1-4])\b(?!/){_OPT_YEAR}",
            _fraction,
        ),
        (
            rf"(?:\b(?:l'|d'|cet |cette |the |in |au |le |la )"
            rf"(?P<season>{'|'.join(_SEASONS)})\b{_OPT_YEAR})",
            _season,
        ),
        (
            rf"\b(?P<year>{_YEAR})(?P<link>-| - |–| a | au | et | to | and )"
            rf"(?P<year_b>{_YEAR}|\d\d)\b(?!-)",
            _years,
        ),
        (
            rf"\b(?P<part>debut|mi|fin|early|mid|late)(?:-| )(?:de |d'|of )?(?P<year>{_YEAR})\b",
            _part_of_year,
        ),
        (
            rf"\b(?:les |des )?(?P<number>{'|'.join(_SMALL)}) (?P<edge>premiers|derniers) mois\b"
            rf"{_OPT_YEAR}",
            _edge_of_year,
        ),
        (rf"\b(?P<edge>fin|debut) (?:d'|de l')annee\b{_OPT_YEAR}", _edge_of_year),
        (rf"\bentre noel et (?:le )?(?:jour de l'an|nouvel an){_OPT_YEAR}", _between_holidays),
        (rf"\bnoel\b{_OPT_YEAR}", _christmas),
        (
            rf"(?<![\d,.] )(?<![\d,./])\b(?P<year>{_YEAR})\b"
            rf"(?! ?(?:%|€|euros?|\d{{3}}|{_COUNTED}))",
            a_year,
        ),
        (
            rf"\b(?:le|the|on the) (?P<d>{_DAY})"
            r"(?= *(?:[,;:!?)]|\.(?!\d)|$|(?:a|au|aux|en|dans|et) ))",
            bare_day,
        ),
    ]
]
DAYS = {_iso, _numeric, _one_day, _day_list, _day_range, _month_day_range}
