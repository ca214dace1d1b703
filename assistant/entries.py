"""« Que s'est-il passé en octobre ? »: the dated entries of a period, and the nearest ones."""

from collections.abc import Callable, Sequence

from assistant.schema import Proof, Question, Statement
from ingest.index import Index, sentence_spans
from ingest.schema import Kind, Passage, Period
from ingest.text import Span
from ingest.wording import date_label

FULL_QUOTES = 2500
SHORT_SENTENCE = 60
DAYS_OF_AN_EVENT = 10


def entries(question: Question, index: Index, is_about: Callable[[Passage], bool]) -> list[Passage]:
    """The dated passages of the asked periods, in order of date, that are about what the question
    names; only the first or the last where it asks for that."""
    found = [
        passage
        for passage in dated(index)
        if (not question.periods or any(_belongs(passage, period) for period in question.periods))
        and is_about(passage)
    ]
    if question.edge and found:
        edge = found[0] if question.edge == "first" else found[-1]
        return [edge]
    return found


def dated(index: Index) -> list[Passage]:
    """Passages whose period is narrower than their document's, by date."""
    return sorted(
        (p for p in index.searched if p.period and p.period != index.documents[p.document].period),
        key=lambda p: (p.period.first, p.period.last, p.document, p.start),  # type: ignore[union-attr]
    )


def _belongs(passage: Passage, asked: Period) -> bool:
    """Within the asked period, or a few days that run over its edge; a passage that is known
    by its month alone is no entry of a day."""
    period = passage.period
    if period is None:
        return False
    return asked.contains(period) or (period.days <= DAYS_OF_AN_EVENT and asked.overlaps(period))


def entry_statements(question: Question, found: Sequence[Passage], index: Index) -> list[Statement]:
    """One dated line an entry: whole where they are few and short, else its first sentence."""
    whole = sum(len(passage.text) for passage in found) <= FULL_QUOTES
    return [
        Statement(
            words=date_label(passage.period, question.language),
            proofs=(Proof(passage, _quote(passage, index, whole=whole)),),
            item=True,
        )
        for passage in found
    ]


def _quote(passage: Passage, index: Index, *, whole: bool) -> Span:
    spans = sentence_spans(passage, index.documents[passage.document])
    if whole or passage.kind is Kind.QUOTATION:
        return Span(passage.start, passage.end)
    first = spans[0]
    short = first.end - first.start < SHORT_SENTENCE and len(spans) > 1
    return Span(first.start, spans[1].end if short else first.end)


def nearest(question: Question, index: Index) -> list[Passage]:
    """The last entry before the asked periods and the first one after."""
    if not question.periods:
        return []
    asked = question.periods[0]
    before = [p for p in dated(index) if p.period and p.period.last < asked.first]
    after = [p for p in dated(index) if p.period and p.period.first > asked.last]
    return before[-1:] + after[:1]
