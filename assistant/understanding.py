"""What was asked → Question: standalone, its language, the kind of answer, the periods."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from assistant.followups import standalone_question
from assistant.schema import Language, Question, Turn, Wanted
from assistant.sources import is_within, left_out, of_document, source_clauses
from assistant.wanted import (
    also_wanted,
    asks_for_entries,
    asks_rather_than_tells,
    edge,
    holding_clause,
    language_of,
    wanted_answer,
)
from ingest.periods import RELATIVE_YEARS, Mention, mentions
from ingest.schema import Period
from ingest.text import Term, fold, folded, key, terms, word_list

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f]")


def clean(text: str) -> str:
    """The text on one line, without control and invisible characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


def understand(
    text: str, history: Sequence[Turn], *, years: Sequence[int], today: date
) -> list[Question]:
    """Readings of `text` (already clean), the preferred one first; more than one where only
    the evidence can tell whether it goes on with the subject before.

    A date without a year is read in each of the indexed `years`.
    """
    language = language_of(text)
    asked: tuple[Period, ...] = ()
    if history:
        asked = asked_periods(history[-1].standalone or history[-1].question, years, today)
    return [
        read_question(text, standalone, language, years=years, today=today)
        for standalone in standalone_question(text, history, asked, language)
    ]


def read_question(
    text: str, standalone: str, language: Language, *, years: Sequence[int], today: date
) -> Question:
    found = [mention for mention in mentions(standalone) if mention.asked]
    asked = _asked(standalone, found, years, today)
    periods = tuple(dict.fromkeys(period for period, _ in asked))
    content = _content(standalone, found)
    subject = tuple(t for t in content if not _only_tells(t))
    where = edge(standalone)
    wanted = wanted_answer(standalone)
    happened = asks_for_entries(standalone, has_period=bool(periods))
    if where or (periods and not subject) or (happened and wanted in (Wanted.FACT, Wanted.LIST)):
        wanted, content = Wanted.ENTRIES, subject
    return Question(
        text=text,
        standalone=standalone,
        language=language,
        wanted=wanted,
        also=None if wanted is Wanted.ENTRIES else also_wanted(standalone, wanted),
        terms=content,
        periods=periods,
        documents=_named_documents(standalone, found),
        told=tuple(period for period, is_source in asked if not is_source),
        edge=where,
    )


def _named_documents(text: str, found: Sequence[Mention]) -> tuple[Period, ...]:
    clauses = source_clauses(text, found)
    dated = (m.period(None) for m in found if is_within(m.start, clauses))
    return tuple(of_document(period) for period in dated if period)


@cache
def _happening() -> frozenset[str]:
    return frozenset(key(word) for word in word_list("happening_words"))


def _only_tells(term: Term) -> bool:
    """Whether a word says that one wants to know, not of what: `actions`, `lister`, `svp`."""
    return folded(term.word) in word_list("happening_words") or term.key in _happening()


def _content(text: str, asked: Sequence[Mention]) -> tuple[Term, ...]:
    """Content words outside the asked periods, the names of documents and what is left out."""
    clauses = [*source_clauses(text, asked), *left_out(text), holding_clause(text)]
    lasting = "combien de temps" in folded(text)
    return tuple(
        term
        for term in terms(text)
        if not any(m.start <= term.start < m.end for m in asked)
        and not is_within(term.start, clauses)
        and not asks_rather_than_tells(term)
        and not (lasting and folded(term.word) in _LASTS)
        and not _is_part_of_year(term, text, asked)
    )


_LASTS = frozenset("temps dure durent durait duraient dura duree prend prennent".split())
_UNITS_OF_YEAR = ("mois", "trimestre", "semestre", "annee")
_OF_UNIT = re.compile(rf"[ -](?:d'|de l'|du |de )?(?:{'|'.join(_UNITS_OF_YEAR)})\b")
NEAR = 7


def _is_part_of_year(term: Term, text: str, asked: Sequence[Mention]) -> bool:
    """« à la fin du mois », « fin mai »; not « prend fin en mai », « la fin du programme »."""
    word = folded(term.word)
    if word != "fin":
        return word in ("debut", "mi", *_UNITS_OF_YEAR)
    between = [text[term.end : m.start] for m in asked if m.start >= term.end]
    dated = any(len(one) <= NEAR and " en " not in one for one in between)
    return dated or _OF_UNIT.match(fold(text[term.end :]).text) is not None


def asked_periods(text: str, years: Sequence[int], today: date) -> tuple[Period, ...]:
    """The periods that a question asks for, without doubles."""
    found = [mention for mention in mentions(text) if mention.asked]
    return tuple(dict.fromkeys(period for period, _ in _asked(text, found, years, today)))


def _asked(
    text: str, found: Sequence[Mention], years: Sequence[int], today: date
) -> list[tuple[Period, bool]]:
    """Each with whether it is that of a document; `found` are the dates asked for."""
    written = [mention.year for mention in found if mention.year]
    around: list[int | None] = [*written[:1]] or [*years] or [None]
    dated = [m for m in found if m.precision != "year"] or found
    clauses = source_clauses(text, found)
    periods = [
        (of_document(period), True)
        if is_within(m.start, clauses)
        else (_opened(period, text[: m.start], max([period.last.year, *years])), False)
        for m in dated
        for year in around
        if (period := m.period(year))
    ]
    for pattern, step in RELATIVE_YEARS:
        if not found and pattern.search(folded(text)):
            periods.append((Period.of_year(today.year + step), False))
    return periods


_FROM = re.compile(r"\b(?:depuis|des|a partir d[eu]|a compter d[eu]|since|from) (?:le |la |l')?$")
_AFTER = re.compile(r"\b(?:apres|posterieure?s? a|after) (?:le |la |l')?$")
_BEFORE = re.compile(r"\b(?:avant|before) (?:le |la |l')?$")
_UNTIL = re.compile(r"\bjusqu'(?:en|au|a|a la|a l'|aux) ?(?:le )?$|\b(?:until|up to) (?:the )?$")


def _opened(period: Period, before: str, last: int) -> Period:
    """The period with the open side that the word before gives it (« après le 15 novembre »),
    within its year; « depuis 2019 » goes to the `last` year."""
    plain = fold(before).text
    start, end = date(period.first.year, 1, 1), date(period.last.year, 12, 31)
    if period == Period.of_year(period.first.year):
        return Period(start, date(last, 12, 31)) if _FROM.search(plain) else period
    if _FROM.search(plain):
        return Period(period.first, end)
    if _AFTER.search(plain) and period.last < end:
        return Period(period.last + timedelta(days=1), end)
    if _BEFORE.search(plain) and period.first > start:
        return Period(start, period.first - timedelta(days=1))
    return Period(start, period.last) if _UNTIL.search(plain) else period
