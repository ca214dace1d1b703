"""The reader's span → the short answer: whole words, numbers with their unit, dates in full."""

from assistant.choice import Choice, Found, logistic
from assistant.locating import dated
from assistant.names import Name, persons
from assistant.quantities import quantities
from assistant.schema import Question, Wanted
from ingest.periods import Mention
from ingest.text import Span, folded
from ingest.wording import say

SURE = 2.0
LONGEST = 160
LEAD = 12
_EDGE = " \u00a0\u202f\n\t,;:.–-…"
_PAIRS = (("(", ")"), ("«", "»"), ("“", "”"), ("[", "]"))


def short_answer(question: Question, choice: Choice, span: Span, logit: float) -> Found:
    """The span in words where the reader is likely to be right, and surely so where an extractor
    that is sure says otherwise; else what the extractor found."""
    own = choice.found
    if logit < 0 or span.end <= span.start:
        return own
    words = _words(question, choice, span)
    differs = own.fit >= 0.7 and own.short and folded(own.short) not in folded(words)
    if not words or len(words) > LONGEST or (differs and logit < SURE):
        return own
    return Found(words, max(own.fit, logistic(logit)))


def _words(question: Question, choice: Choice, span: Span) -> str:
    passage = choice.passage
    text = passage.text[choice.span.start - passage.start : choice.span.end - passage.start]
    at = Span(span.start - choice.span.start, span.end - choice.span.start)
    if question.wanted is Wanted.DATE:
        held = [d for mention, d in dated(text, passage) if _meet(mention, at)]
        return say(held[0], question.language) if held else ""
    if question.wanted is Wanted.PERSON:
        named = [person.text for person in persons(text) if _meet(person, at)]
        if len(named) < 2:
            return named[0] if named else ""
    whole = _whole(text, at)
    return text[whole.start : whole.end]


def _meet(one: Mention | Name, span: Span) -> bool:
    return one.start < span.end and span.start < one.end


def _whole(text: str, span: Span) -> Span:
    """Whole words; what is counted with its number, where the span starts in the `LEAD` characters
    of one; both of a pair of brackets or quotes; no punctuation at either end."""
    start, end = span
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    for quantity in quantities(text):
        if quantity.span.start < end <= quantity.span.end and start <= quantity.span.start + LEAD:
            start, end = min(start, quantity.span.start), quantity.span.end
    for opening, closing in _PAIRS:
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing):
            close = text.find(closing, end, end + LONGEST)
            end = close + 1 if close >= 0 else end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    for opening, closing in _PAIRS:
        inside = text[start:end]
        if inside.count(opening) < inside.count(closing) and inside.endswith(closing):
            end -= 1
    return Span(start, end)
