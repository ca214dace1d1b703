"""Saying that there is no answer: why, over which periods, and what comes near."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.choice import Choice, weights
from assistant.composing import refuse
from assistant.courtesy import MAX_CHARACTERS, courtesy
from assistant.phrases import phrase
from assistant.schema import (
    EVERYTHING,
    Answer,
    Language,
    Proof,
    Question,
    Scope,
    Searched,
    Status,
    Wanted,
)
from assistant.scoping import say_scope
from assistant.wanted import language_of
from ingest.index import Index
from ingest.schema import Passage, Period
from ingest.text import Span, words
from ingest.wording import say

MOST_TITLES = 6
OF_SCOPE = ("excluded", "scope_empty")
"""What says of the filter all that there is to say."""


class Refusals:
    """Answers that say why there is none, on one index version."""

    def __init__(
        self, index: Index, scope: Scope = EVERYTHING, whole: "Refusals | None" = None
    ) -> None:
        """`scope` is the filter that left `index` of the one that `whole` is of."""
        self._index, self.scope, self._whole = index, scope, whole
        self.coverage = _coverage(index)

    def not_indexed(self, periods: Sequence[Period]) -> bool:
        """Whether periods are asked for and nothing that is indexed covers any of them."""
        if not periods or any(d.period is None for d in self._index.documents.values()):
            return False
        return not any(own.overlaps(asked) for own in self._index.periods for asked in periods)

    def excludes(self, periods: Sequence[Period]) -> bool:
        """Whether the filter alone leaves these periods out."""
        if self._whole is None or self._whole.not_indexed(periods):
            return False
        return self.not_indexed(periods)

    def unanswerable(self, asked: str) -> Answer | None:
        """The answer to what is no question: empty, endless, a greeting, an order."""
        language, length = language_of(asked), len(asked)
        if length > MAX_CHARACTERS:
            key, asked = "too_long", asked[:MAX_CHARACTERS]
        elif not any(word.folded for word in words(asked)):
            key = "empty"
        else:
            key = courtesy(asked) or ""
        if not key:
            return None
        text = phrase(key, language, coverage=self.coverage, length=length, limit=MAX_CHARACTERS)
        question = Question(asked, asked, language, Wanted.FACT)
        return refuse(question, Status.DECLINED, text, searched=Searched(()), index=self._index)

    def out_of_reach(self, question: Question) -> Answer | None:
        """The answer where nothing that is searched covers the periods asked for."""
        if not self.not_indexed(question.periods):
            return None
        excluded = self.excludes(question.periods)
        return self.refuse(question, "excluded" if excluded else "not_indexed")

    def is_off_subject(self, question: Question, choices: Sequence[Choice]) -> bool:
        if not choices:
            return not question.periods
        best = max(choice.feature("passage_coverage") for choice in choices)
        return bool(best < weights()["coverage"]["subject"])

    def no_entry(self, question: Question, around: Sequence[Passage]) -> Answer:
        """No entry in the asked periods; `around` are the nearest ones."""
        dates = [say(p.period, question.language) for p in around if p.period]
        if not question.periods:
            return self.refuse(question, "not_found", related=around)
        if question.terms:
            return self.refuse(question, "not_found_then", related=around)
        listed = phrase("and", question.language).join(dates)
        more = phrase("nearest", question.language, nearest=listed) if dates else ""
        return self.refuse(question, "no_entry", more=more, related=around)

    def refuse(
        self,
        question: Question,
        key: str,
        *,
        status: Status = Status.NOT_FOUND,
        more: str = "",
        related: Sequence[Passage] = (),
        widened: bool = False,
    ) -> Answer:
        """`key` names the phrase; `widened` tells that other periods were searched too."""
        language = question.language
        periods = phrase("and", language).join(_spoken(p, language) for p in question.periods)
        scope = self._said_scope(language)
        text = phrase(key, language, coverage=self.coverage, periods=periods, scope=scope) + more
        if widened:
            text += phrase("widened", language)
        if self.scope and key not in OF_SCOPE:
            text += phrase("scoped", language, scope=scope)
        searched = replace(self.searched(question), widened=widened)
        near = [Proof(passage, Span(passage.start, passage.end)) for passage in related]
        return refuse(question, status, text, searched=searched, index=self._index, related=near)

    def refuse_by_model(self, question: Question, related: Sequence[Passage]) -> Answer:
        """The chat model read the passages and finds no answer in them."""
        key = "not_found_then" if question.periods else "not_found"
        answer = self.refuse(question, key, related=related)
        remark = phrase("model_refused", question.language)
        return replace(answer, mode="generative", remark=remark)

    def searched(self, question: Question) -> Searched:
        return Searched(
            tuple(self._index.documents), question.periods, scope=self.scope, titles=self._titles
        )

    def _said_scope(self, language: Language) -> str:
        return say_scope(self.scope, language, self._titles)

    @property
    def _titles(self) -> tuple[str, ...]:
        """Of the documents that the filter names."""
        known = (self._whole or self)._index.documents
        return tuple(known[one].title if one in known else one for one in self.scope.documents)


def _coverage(index: Index) -> str:
    """The documents and what they cover, one by one where they are few."""
    documents = index.documents.values()
    if len(documents) > MOST_TITLES:
        years = f" ({min(index.years)}-{max(index.years)})" if index.years else ""
        return f"{len(documents)} documents{years}"
    return "\u202f; ".join(
        f"{document.title} ({say(document.period, 'fr')})" if document.period else document.title
        for document in documents
    )


def _spoken(period: Period, language: Language) -> str:
    """A period as it stands after « pour »: `le 17 mars 2020`, `la période du 1 au 3 mai 2020`."""
    said = say(period, language)
    if language == "en" or (not said[0].isdigit() and not said.startswith("du ")):
        return said
    if said.startswith("du "):
        return f"la période {said}"
    return said if said.isdigit() or period.days > 1 else f"le {said}"
