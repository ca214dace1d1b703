"""The short answer inside a sentence, by the kind of thing asked for.

Each extractor reads one sentence and gives the words that answer, with a fit between 0 (the
sentence holds nothing of the kind) and 1 (it holds it, where it should). What it gives is a
piece of the sentence, or the period of its passage.
"""

import re
from collections.abc import Callable

from assistant.acting import person, says_action
from assistant.choice import Found
from assistant.counting import number
from assistant.locating import when, where
from assistant.matching import Needs
from assistant.names import names, office, persons, spelt_out
from assistant.quantities import NUMBER_WORDS, quantities
from assistant.schema import Question, Wanted
from assistant.sentence import Sentence
from ingest.index import embedded_text
from ingest.schema import Kind, Passage
from ingest.text import fold, folded, keys


def extract(question: Question, needs: Needs, text: str, passage: Passage) -> Found:
    extractor = _EXTRACTORS.get(question.wanted, _no_short_answer)
    return extractor(Sentence(question, needs, text, passage))


def _no_short_answer(sentence: Sentence) -> Found:
    return Found("", 0.5)


_SPEECH = re.compile(r"[«“][\s ]*(?P<speech>[^»”]{40,})[»”]|^(?P<open>[^«»]{40,})»")
_PURPOSE = re.compile(
    r"\b(?:pour (?!la |le |les |l'|\d)|vien(?:t|nent) (?:de|d'|du|des)\b|provien|s'explique|"
    r"du fait|a cause|faute de|suite a|afin (?:de|d'|que)|car\b|parce qu|grace a|objectif|le but|"
    r"vise a|vocation|ambition|comme facteurs?|en raison|face a|dans le but|permettre|favoriser|"
    r"mieux)"
)
_WORD_FOR_WORD = re.compile(
    r"\b(?:mot pour mot|(?:mots|propos|termes|phrase) exacte?s?|textuellement|word for word)\b"
)
SHORTEST_ACRONYM = 3
_STANDS_FOR = re.compile(
    r"\b(?:veu(?:t|lent) (?:\w+ )?dire|signifi\w*|sigle|acronyme|initiales|lettres|abreviation|"
    r"en toutes lettres|stands? for|mean)\b"
)
_REPORTS = re.compile(
    r"\b(?:rappel|illustr|expos|annonc|declar|indiqu|soulign|affirm|expliqu|precis|insist|salu|"
    r"impuls|present|confirm|evoqu)\w*"
)


def _quotation(sentence: Sentence) -> Found:
    """A speech in quotation marks; less so, what somebody who is named is reported to say."""
    if sentence.passage.kind is Kind.QUOTATION or _SPEECH.search(sentence.text):
        return Found("", 1.0)
    asked = folded(sentence.question.standalone)
    if _WORD_FOR_WORD.search(asked):
        return Found("", 0.1)
    speaks = any(folded(person.text) in asked for person in persons(sentence.text))
    return Found("", 0.6 if speaks and _REPORTS.search(folded(sentence.text)) else 0.1)


def _definition(sentence: Sentence) -> Found:
    asked = names(sentence.question.standalone)
    acronym = asked[0].text if len(asked) == 1 and _is_acronym(asked[0].text) else ""
    if acronym and (full := spelt_out(acronym, sentence.text)):
        return Found(full, 1.0)
    for name in asked:
        if known := re.search(re.escape(folded(name.text)), fold(sentence.text).text):
            span = fold(sentence.text).span(*known.span())
            if held := office(sentence.text, name._replace(start=span.start, end=span.end)):
                return Found(held, 1.0)
            if re.match(r"[\s ]*(?:,|\(|–|:)", sentence.text[span.end :]):
                return Found("", 0.9)
            if re.search(r"\([\s ]*$", sentence.text[: span.start]):
                return Found("", 1.0)
    unsaid = acronym and _STANDS_FOR.search(folded(sentence.question.standalone))
    return Found("", 0.0 if unsaid else 0.4)


def _is_acronym(name: str) -> bool:
    return name.isupper() and len(name) >= SHORTEST_ACRONYM


def _reason(sentence: Sentence) -> Found:
    """Why, of something that is told: here or in another sentence of the passage."""
    if not _PURPOSE.search(folded(sentence.text)):
        return Found("", 0.2)
    told = says_action(sentence._replace(text=sentence.passage.text))
    return Found("", 1.0 if told else 0.5)


def _yes_no(sentence: Sentence) -> Found:
    """Everything that the question says must stand in the passage, and every name of it."""
    around = set(keys(embedded_text(sentence.passage)))
    if sentence.needs.missing_names(around):
        return Found("", 0.0)
    return Found("", sentence.needs.coverage(around))


_ENUMERATES = re.compile(r"[\s\u00a0]*(?::|–|\(|,\s*(?:dont\b|notamment\b|[A-ZÀ-ÖØ-ÞŒ]))")
HEADS = 3


def _list(sentence: Sentence) -> Found:
    """Several things, or what leads to a list; but what its passage only counts (`trois régions et
    …`) is not named."""
    if sentence.passage.announces(sentence.text):
        return Found("", 1.0)
    heads = {term.key for term in sentence.question.terms[:HEADS] if not _is_number(term.word)}
    text = sentence.passage.text
    for quantity in quantities(text):
        if heads & set(quantity.unit) and not _ENUMERATES.match(text[quantity.span.end :]):
            return Found("", 0.1)
    several = sentence.text.count(",") + len(re.findall(r"\bet\b", sentence.text))
    return Found("", 1.0 if several >= 2 else 0.5)


def _is_number(word: str) -> bool:
    return word[0].isdigit() or folded(word) in NUMBER_WORDS


_EXTRACTORS: dict[Wanted, Callable[[Sentence], Found]] = {
    Wanted.NUMBER: number,
    Wanted.PERSON: person,
    Wanted.DATE: when,
    Wanted.PLACE: where,
    Wanted.QUOTATION: _quotation,
    Wanted.DEFINITION: _definition,
    Wanted.REASON: _reason,
    Wanted.LIST: _list,
    Wanted.YES_NO: _yes_no,
}
