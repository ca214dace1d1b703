"""A question over several years → the same question of each year.

« Comment a évolué le nombre d'agents de 2019 à 2022 ? », « Y avait-il plus d'agents en 2020 qu'en
2019 ? »: each year is asked on its own, and answered, or said to be missing, on its own line.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.schema import Question, Wanted
from assistant.sources import is_within, source_clauses
from assistant.understanding import read_question
from ingest.periods import Mention, mentions
from ingest.text import fold, folded

MOST_YEARS = 12  # beyond, years without a document are not told one by one
_EVOLVES = re.compile(
    r"\b(?:evolu\w+|progress(?:e|er|ion|ait)\b|tendance|trajectoire|annee (?:par|apres) annee|"
    r"(?:d'une|chaque) annee|(?:au fil des|toutes les|ces dernieres) (?:ans|annees)|"
    r"d'annee en annee|change over|over the years|year by year|each year|evolved?|trend)\b"
)
_SINCE = re.compile(r"\b(?:depuis|since|a partir de|a compter de) (?:l'annee )?$")
_AGAINST = re.compile(r"\b(?:par rapport a|contre|qu'en|from|than in) (?:l'annee )?$")
_CHANGES = r"(?:evolue|augmente|baisse|diminue|progresse|change|recule|varie)\w*"
_FRAME = re.compile(
    r"\b(?:(?:comment|quelle|quel|how) (?:a ete |est |fut |a |ont |has |have |did )?(?:l'|the )?"
    r"(?=evolu|differ|ecart|progress|change)|(?:comment|how) (?=la |le |les |l'|the )|"
    r"(?:retrace[rz]?|decri\w+|montre[rz]?|compare[rz]?|indique[rz]?|donne[rz]?)(?:-moi)? "
    r"(?=l'evolu|le |la |les |l')|"
    rf"(?:a|ont|avait|avaient)-t-(?:il|elle|ils|elles) {_CHANGES}|"
    rf"(?:a|ont) (?:bien |fortement )?{_CHANGES}|"
    r"did (?=the )|change\b|(?:l'|the )?(?:evolu\w+|difference|ecart|progression|comparaison|trend)"
    r"(?: (?:entre|between|d'|de|du|des|of|in))?|change over\w*|"
    r"annee (?:par|apres) annee|year by year|(?:d'une|chaque) annee(?: (?:a|sur) l'autre)?|"
    r"(?<!la )(?<!le )(?<!les )(?:plus|moins|aussi) (?!d'|de |des )\w+)"
)
_MORE = re.compile(r"\b(?:plus|moins|autant|davantage) (?=d'|de |des )")
_COUNT = re.compile(r"\bthe number of |\b(?:more|fewer) (?=\w+ )")
_SAME = re.compile(r"\b(?:le |la |les )?memes? ")
_LINKS = re.compile(
    r"(?:\b(?:de|du|en|entre|depuis|qu'en|que|et|a|au|par rapport a|contre|from|in|to|and|than|"
    r"since|between|l'annee|celui|celle|ceux|celles) ?)+$"
)


def yearly(question: Question, indexed: Sequence[int]) -> list[Question]:
    """The question of each asked year, in order; empty for one that is about one time, or that
    asks what happened. `indexed` are the years that documents cover: « depuis 2019 » goes to the
    last of them, an evolution without years goes over all."""
    years = _years(question.standalone, indexed)
    if len(years) < 2 or question.wanted is Wanted.ENTRIES:
        return []
    core = _core(question.standalone)
    return [_of_year(question, core, year) for year in years]


def _of_year(question: Question, core: str, year: int) -> Question:
    link = "in" if question.language == "en" else "en"
    text = f"{core} {link} {year} ?"
    end = date(year, 12, 31)
    own = read_question(question.text, text, question.language, years=[year], today=end)
    counts = own.wanted in (Wanted.FACT, Wanted.YES_NO, Wanted.ENTRIES)
    return replace(own, wanted=Wanted.NUMBER if counts else own.wanted)


def _years(text: str, indexed: Sequence[int]) -> list[int]:
    """The years asked for: those written, and those between the ends of a range where something
    evolves in it or two of them have documents."""
    evolves = bool(_EVOLVES.search(folded(text)))
    found: set[int] = set()
    for mention in _whole_years(text):
        if period := mention.period(None):
            last = period.last.year
            if evolves and _SINCE.search(fold(text[: mention.start]).text):
                last = max([last, *indexed])
            years = set(range(period.first.year, last + 1))
            if len(years) == 1 or evolves or len(years & set(indexed)) > 1:
                found |= years
    if evolves and not found:
        return sorted(indexed)
    covered = found & set(indexed)
    return sorted(found if covered and len(found) <= MOST_YEARS else covered)


def _whole_years(text: str) -> list[Mention]:
    found = mentions(text)
    clauses = source_clauses(text, found)
    return [
        one
        for one in found
        if one.precision == "year"
        and (one.asked or _is_compared(text[: one.start]))
        and not is_within(one.start, clauses)
    ]


def _is_compared(before: str) -> bool:
    plain = fold(before).text
    return bool(_SINCE.search(plain) or _AGAINST.search(plain))


def _core(text: str) -> str:
    """What is asked of each year: the question without its years and its words of comparison."""
    for mention in reversed(_whole_years(text)):
        before = fold(text[: mention.start])
        link = _LINKS.search(before.text)
        start = before.origin[link.start()] if link else mention.start
        text = f"{text[:start].rstrip()} {text[mention.end :].lstrip()}"
    for pattern, by in ((_MORE, "nombre "), (_COUNT, "how many "), (_SAME, "quelle ")):
        text = _replaced(pattern, text, by)
    text = _replaced(_FRAME, text, " ")
    return " ".join(text.replace("?", " ").split()).strip(" ,.")


def _replaced(pattern: re.Pattern[str], text: str, by: str) -> str:
    """`text` with what the pattern finds in its folded form replaced."""
    plain = fold(text)
    for match in reversed(list(pattern.finditer(plain.text))):
        start, end = plain.span(*match.span())
        text = text[:start] + by + text[end:]
    return text
