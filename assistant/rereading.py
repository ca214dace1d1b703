"""Candidate sentences → the same, the best of them read by the reader and ordered anew.

The windows of the sentences that the plain models put first are read with the question. What the
reader says of a sentence is one more feature of it, for two models fitted like the plain ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from assistant.choice import Choice, linear, logistic
from assistant.reader import WINDOW, Reader, Reading, SpanFound, Window
from assistant.schema import Question, Wanted
from assistant.spans import short_answer
from ingest.index import header
from ingest.schema import Document, Passage
from ingest.text import Span, sentence_runs

MOST_READ = 4
MOST_LOGIT = 8.0
UNREAD = -100.0
OPEN = (Wanted.LIST, Wanted.REASON, Wanted.DEFINITION, Wanted.QUOTATION, Wanted.YES_NO)


def reread(
    reader: Reader, question: Question, choices: Sequence[Choice], documents: Mapping[str, Document]
) -> list[Choice]:
    """The choices of the best windows by the fused score, best first, then those not read."""
    passages = {one.passage: documents[one.passage.document] for one in choices}
    cut = {passage: _windows(passage, document) for passage, document in passages.items()}
    windows = [_window(one, cut[one.passage]) for one in choices]
    wanted = list(islice(dict.fromkeys(windows), MOST_READ))
    readings = dict(zip(wanted, reader.read(question.standalone, wanted), strict=True))
    read, unread = [], []
    for choice, window in zip(choices, windows, strict=True):
        if window in readings:
            found = _found(readings[window], choice, question)
            read.append(_fused(question, choice, found.span, reader.logit(found.score)))
        else:
            unread.append(replace(choice, score=choice.score + UNREAD, probability=0.0))
    return sorted(read, key=lambda one: (one.is_beside, -one.score)) + unread


def _windows(passage: Passage, document: Document) -> list[Window]:
    """Runs of its sentences, each under the passage's header."""
    above = header(document, passage)
    spans = sentence_runs(document.text, passage.start, passage.end, WINDOW)
    return [Window(above, document.text[s.start : s.end], s.start) for s in spans]


def _window(choice: Choice, windows: Sequence[Window]) -> Window:
    """The one that a sentence starts in."""
    return next(one for one in reversed(windows) if one.start <= choice.span.start)


def _found(reading: Reading, choice: Choice, question: Question) -> SpanFound:
    """The best span of the sentence; of a date asked for, the heading's may be better."""
    none = Span(choice.span.start, choice.span.start)
    found = reading.within(choice.span) or SpanFound(none, UNREAD)
    if question.wanted is Wanted.DATE and reading.header > found.score:
        return SpanFound(none, reading.header)
    return found


def _fused(question: Question, choice: Choice, span: Span, logit: float) -> Choice:
    logit = min(max(logit, -MOST_LOGIT), MOST_LOGIT)
    spans = (0.0, logit) if question.wanted in OPEN else (logit, 0.0)
    features = (*choice.features, *spans)
    return replace(
        choice,
        score=linear("read", "ranking", features),
        probability=logistic(linear("read", "answerable", features)),
        found=short_answer(question, choice, span, logit),
        model="read",
        read=spans,
    )
