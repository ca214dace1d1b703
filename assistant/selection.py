"""Evidence → the sentences that answer, and how sure that they do.

Whole passages are retrieved, sentences are chosen; where there is a reader, it reads the best.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from assistant.choice import Choice, Found, linear, logistic
from assistant.dating import told
from assistant.extraction import extract
from assistant.matching import FAMILY, Need, Needs
from assistant.names import Name, has_office, names, office, persons
from assistant.quantities import ranks
from assistant.reader import Reader
from assistant.rereading import reread
from assistant.schema import Evidence, Question, Wanted
from assistant.sources import is_within, left_out
from ingest.index import Index, embedded_text, named, sentence_id, sentence_spans
from ingest.schema import Passage
from ingest.text import Span, folded, keys, word_list, words

TYPED = {
    Wanted.NUMBER, Wanted.PERSON, Wanted.DATE, Wanted.PLACE, Wanted.QUOTATION, Wanted.REASON,
    Wanted.YES_NO, Wanted.LIST,
}  # fmt: skip
LEAST_FIT = 0.3
_OPENS_WITH_PRONOUN = re.compile(r"(?:^|, )(?:ils?|elles?)\b")
_TO_HIM = re.compile(r"\blui\b(?!-meme)")
_ANAPHORA = re.compile(
    r"\s*(?:{}|l[ae]s? premier\w*|a cette occasion|dans ce cadre|objectif|le but)\b".format(
        "|".join(sorted(word_list("anaphora"), key=len, reverse=True))
    )
)


class _Spot(NamedTuple):
    """A sentence, where what it goes on with starts, what leads to the list that it is in, and what
    of it may answer."""

    span: Span
    context: int
    lead: Span | None = None
    read: str = ""


class Chooser:
    """Scores the sentences of evidence against a question."""

    def __init__(self, index: Index, reader: Reader | None = None) -> None:
        self._index, self._reader = index, reader
        follows = zip(index.searched, index.searched[1:], strict=False)
        self._named = {one.id: set(keys(named(one))) for one in index.documents.values()}
        self._before = {b.id: a for a, b in follows if a.document == b.document}

    def choose(
        self,
        question: Question,
        needs: Needs,
        evidence: Sequence[Evidence],
        vector: Sequence[float],
    ) -> list[Choice]:
        """Every sentence of the evidence, best first; of a passage of another year than asked,
        those that give a figure of the asked one. By how much a passage was found behind the best
        counts by its cube root: a good half does not make half as good an answer."""
        spots = [(one, spot) for one in evidence for spot in self._told(question, one.passage)]
        ids = [sentence_id(one.passage.document, spot.span) for one, spot in spots]
        cosines = self._index.sentence_vectors(ids) @ np.asarray(vector) if ids else ()
        best = max((one.score for one in evidence), default=1.0)
        choices = [
            self._choice(question, needs, one, spot, (float(cosine), one.score / best))
            for (one, spot), cosine in zip(spots, cosines, strict=True)
        ]
        choices.sort(key=lambda choice: (choice.is_beside, -choice.score))
        if self._reader is None or not choices:
            return choices
        return reread(self._reader, question, choices, self._index.documents)

    def _told(self, question: Question, passage: Passage) -> Iterator[_Spot]:
        text = self._index.documents[passage.document].text
        for spot in self._spots(passage):
            if read := told(question, passage, text[slice(*spot.span)]):
                yield spot._replace(read=read)

    def _spots(self, passage: Passage) -> Iterator[_Spot]:
        """A sentence goes on with the one before where it points back, or answers it: a question
        (never an answer itself), or one word (« Non. »)."""
        document = self._index.documents[passage.document]
        before, leads, lead = None, False, None
        for span in sentence_spans(passage, document):
            text = document.text[span.start : span.end]
            goes_on = leads or _ANAPHORA.match(folded(text[:40])) or _TO_HIM.search(folded(text))
            before = _Spot(span, before.context if before and goes_on else span.start, lead)
            leads = text.endswith("?") or len(words(text)) == 1
            lead = span if text.endswith(":") else lead
            if not text.endswith("?"):
                yield before

    def _choice(
        self,
        question: Question,
        needs: Needs,
        evidence: Evidence,
        spot: _Spot,
        measured: tuple[float, float],
    ) -> Choice:
        passage = evidence.passage
        document = self._index.documents[passage.document].text
        found = extract(question, needs, spot.read, passage)
        own = set(keys(document[spot.context : spot.span.end]))
        own |= set(keys(document[slice(*spot.lead)])) if spot.lead else set()
        around = self._around(passage)
        cosine, score = measured
        otherwise = _other_ranks(question.standalone, passage.text)
        features = (
            needs.coverage(own),
            needs.coverage(around),
            needs.name_coverage(around),
            needs.worst_gap(around),
            needs.known,
            found.fit,
            float(question.wanted in TYPED and found.fit < LEAST_FIT),
            (cosine - 0.8) * 10,
            (evidence.cosine - 0.8) * 10,
            score ** (1 / 3),
            float(question.language == "en"),
        )
        return Choice(
            passage=passage,
            span=spot.span,
            context=spot.context,
            found=found,
            features=features,
            score=linear("plain", "ranking", features),
            probability=logistic(linear("plain", "answerable", features)),
            missing=tuple(needs.missing_names(around))
            or otherwise
            or self._absent(question, needs, own, passage)
            or _unspelt(question, found),
            ranked=bool(otherwise),
            also=self._also(question, needs, spot, passage),
        )

    def _also(
        self, question: Question, needs: Needs, spot: _Spot, passage: Passage
    ) -> Found | None:
        if question.also is None:
            return None
        return extract(replace(question, wanted=question.also), needs, spot.read, passage)

    def _absent(
        self, question: Question, needs: Needs, own: set[str], passage: Passage
    ) -> tuple[str, ...]:
        """The persons of the question, by their names or by the office that one of them alone
        holds, that a sentence does not name though its passage names several: what it says is
        said of another."""
        named = {person.text: person for person in persons(passage.text)}
        if len(named) < 2:
            return ()
        besides = left_out(question.standalone)
        asked = [one for one in persons(question.standalone) if not is_within(one.start, besides)]
        if question.wanted is not Wanted.PERSON:
            asked += _holder(needs, own, passage.text, named.values())
        return tuple(one.text for one in asked if not set(keys(one.text)) & own)

    def _around(self, passage: Passage) -> set[str]:
        """The keys of a passage, its headings and its document's names; those of the question that
        stands before it; the names of the passage before where this one opens with a pronoun
        (« Les 8 et 9 juillet, ils se rendent… »)."""
        found = set(keys(embedded_text(passage))) | self._named[passage.document]
        before = self._before.get(passage.id)
        if before and before.text.endswith("?"):
            found |= set(keys(before.text))
        elif before and _OPENS_WITH_PRONOUN.search(folded(passage.text[:60])):
            found |= {key for name in names(before.text) for key in keys(name.text)}
        return found


def _unspelt(question: Question, found: Found) -> tuple[str, ...]:
    """The acronym whose letters are asked for, where what was found says nothing of them."""
    unsaid = question.wanted is Wanted.DEFINITION and not found.fit
    return tuple(one.text for one in names(question.standalone)) if unsaid else ()


def _other_ranks(question: str, text: str) -> tuple[str, ...]:
    """What the question ranks and the text ranks otherwise: « la 1re rencontre », « la 3e »."""
    asked = ranks(question)
    own = ranks(text) if asked else {}
    return tuple(one for one, rank in asked.items() if one in own and not rank & own[one])


def _holder(needs: Needs, own: set[str], text: str, named: Iterable[Name]) -> list[Name]:
    """The one person beside whose name stands the office that the question names (`présidente`,
    `DG`), unless the sentence, of which the keys are `own`, names the office itself."""
    found = []
    for one in named:
        held = keys(office(text, one) or "")
        if asked := [need for need in needs.needs if _names_office(need, held)]:
            found.append((one, asked))
    if len(found) != 1 or any(_is_told(need, own) for need in found[0][1]):
        return []
    return [found[0][0]]


def _is_told(need: Need, text_keys: set[str]) -> bool:
    return need.covers.keys() <= text_keys or need.strength(text_keys) >= FAMILY


def _names_office(need: Need, held: list[str]) -> bool:
    if need.is_title:
        return need.is_whole_in(held)
    one = has_office(need.term.word) and not need.term.word.endswith("s")
    return one and need.strength(held[:1]) >= FAMILY
