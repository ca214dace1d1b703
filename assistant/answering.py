"""Chosen sentences → statements: the short answer, then the quotations that prove it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.choice import Choice
from assistant.deciding import figures
from assistant.phrases import phrase
from assistant.schema import Proof, Question, Row, Statement, Told, Wanted
from assistant.verdict import verdict
from ingest.schema import Document
from ingest.text import Span
from ingest.wording import date_label

CONFIDENT = 0.7


Documents = Mapping[str, Document]


def statements(question: Question, choices: Sequence[Choice], short: str) -> list[Statement]:
    """The short answer as a statement of its own where there is one, then each quotation."""
    proofs = _joined([_proof(choice) for choice in choices])
    found = []
    if short:
        also = _second(choices)
        held = (one for one in proofs[1:] if also and _touch(one, _proof(also)))
        found.append(Statement(short, (proofs[0], *held), quoted=False))
    if question.wanted is Wanted.LIST and len({proof.passage for proof in proofs}) > 1:
        return found + [_dated(proof, question) for proof in proofs]
    if len(choices) > 1 and _differ(question, choices):
        second = choices[1].found.short
        other = phrase("other_figure", question.language, short=second)
        best = Statement("", (proofs[0],), row=Row(Told.QUOTED))
        return [*found, best, Statement(other, (proofs[1],), row=Row(Told.QUOTED, second))]
    return found + [Statement("", (proof,)) for proof in proofs]


def _differ(question: Question, choices: Sequence[Choice]) -> bool:
    """Whether two documents give two figures (see `selection.answers`)."""
    first, second = choices[:2]
    apart = first.passage.document != second.passage.document
    return question.wanted is Wanted.NUMBER and apart and figures(first) != figures(second)


class OfYear(NamedTuple):
    """The question of one year, the sentences that answer it, and whether a document covers it."""

    question: Question
    choices: Sequence[Choice]
    covered: bool


def year_statements(years: Sequence[OfYear], documents: Documents) -> list[Statement]:
    """One line a year: the best quotation, or that the documents do not say."""
    return [_of_year(year, documents) for year in years]


def _of_year(year: OfYear, documents: Documents) -> Statement:
    language = year.question.language
    number = year.question.periods[0].first.year
    if not year.choices:
        key = "year_silent" if year.covered else "year_absent"
        row = Row(Told.NOT_MENTIONED if year.covered else Told.NO_DOCUMENT, year=number)
        said = phrase(key, language, year=number)
        return Statement(said, (), item=True, absence=True, row=row)
    short = short_answer(year.question, year.choices[:1], documents)
    words = phrase("year", language, year=number, short=short).rstrip()
    row = Row(Told.QUOTED, short, number)
    return Statement(words, (_proof(year.choices[0]),), item=True, row=row)


def _dated(proof: Proof, question: Question) -> Statement:
    """A quotation with its date in full before it, as an item of a list."""
    return Statement(date_label(proof.passage.period, question.language), (proof,), item=True)


def _joined(proofs: Sequence[Proof]) -> list[Proof]:
    """Quotations of one passage that touch or overlap are one; the order stays that of the best."""
    found: list[Proof] = []
    for proof in proofs:
        for at, other in enumerate(found):
            if _touch(proof, other):
                start = min(proof.span.start, other.span.start)
                found[at] = Proof(other.passage, Span(start, max(proof.span.end, other.span.end)))
                break
        else:
            found.append(proof)
    return found


def _touch(one: Proof, other: Proof) -> bool:
    first, second = sorted((one.span, other.span))
    between = one.passage.text[first.end - one.passage.start : second.start - one.passage.start]
    return one.passage == other.passage and (second.start <= first.end or not between.strip())


def short_answer(question: Question, choices: Sequence[Choice], documents: Documents) -> str:
    """What to show first: the answer within the best sentence, with the second thing asked for;
    empty where none stands out."""
    if question.wanted is Wanted.YES_NO:
        return verdict(question, choices[0], documents)
    best, second = choices[0].found, _second(choices)
    if best.fit < CONFIDENT:
        return ""
    return f"{best.short} ; {second.also.short}" if second and second.also else best.short


def _second(choices: Sequence[Choice]) -> Choice | None:
    """The sentence whose short answer is that to the second thing asked for."""
    fits = (one for one in choices if one.also and one.also.short and one.also.fit >= CONFIDENT)
    return next(fits, None)


def _proof(choice: Choice) -> Proof:
    return Proof(choice.passage, choice.quoted)
