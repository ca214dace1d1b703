"""What was asked → Question: standalone, its language, the kind of answer, the periods."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.followups import standalone_question
from assistant.schema import Language, Question, Turn, Wanted
from assistant.wanted import (
    asks_for_entries,
    asks_rather_than_tells,
    edge,
    language_of,
    wanted_answer,
)
from ingest.periods import Mention, mentions
from ingest.schema import Period
from ingest.text import Term, folded, terms, word_list

MAX_CHARACTERS = 2000
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
    periods = asked_periods(standalone, years, today)
    content = _content(standalone, found)
    subject = tuple(t for t in content if folded(t.word) not in word_list("happening_words"))
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
        terms=content,
        periods=periods,
        edge=where,
    )


def _content(text: str, asked: Sequence[Mention]) -> tuple[Term, ...]:
    """Content words outside the asked periods."""
    return tuple(
        term
        for term in terms(text)
        if not any(m.start <= term.start < m.end for m in asked)
        and not asks_rather_than_tells(term)
        and folded(term.word)
        not in ("debut", "mi", "fin", "mois", "trimestre", "semestre", "annee")
    )


_RELATIVE = [
    (re.compile(r"\b(?:l'an dernier|l'annee derniere|l'an passe|l'annee passee|last year)\b"), -1),
    (re.compile(r"\b(?:cette annee|this year)\b"), 0),
    (re.compile(r"\b(?:l'an prochain|l'annee prochaine|next year)\b"), 1),
]


def asked_periods(text: str, years: Sequence[int], today: date) -> tuple[Period, ...]:
    """The periods that a question asks for, without doubles."""
    found = [mention for mention in mentions(text) if mention.asked]
    written = [mention.year for mention in found if mention.year]
    around: list[int | None] = [*written[:1]] or [*years] or [None]
    dated = [m for m in found if m.precision != "year"] or found
    periods = [period for m in dated for year in around if (period := m.period(year))]
    for pattern, step in _RELATIVE:
        if not found and pattern.search(folded(text)):
            periods.append(Period.of_year(today.year + step))
    return tuple(dict.fromkeys(periods))
