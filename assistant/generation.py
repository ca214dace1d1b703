"""The passages that answer → sentences of a chat model, each proven before it is given.

A sentence that is not proven is asked for once more with the reason; if it still is not, the next
quotation of the extractive answer takes its place, and where none is left it is dropped. What comes
after such a sentence waits for it, so that the text only ever grows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.claims import Claim, examine, reason
from assistant.completion import Chat, CompletionError
from assistant.drafting import Draft, NoAnswer, drafts
from assistant.prompts import Prompts
from assistant.schema import Question, Statement, Wanted
from assistant.screening import (
    MISQUOTED,
    PLANTED,
    is_planted,
    misquoted,
    screen,
    without_verdict,
)
from assistant.written import Reserve, Tally, Written
from ingest.schema import Document, Passage
from ingest.text import folded

MOST_SENTENCES, MOST_ITEMS = 3, 8
MOST_READ = 12
MOST_REPAIRS = 2
ANSWER_TOKENS = 500

Documents = Mapping[str, Document]


class _Judged(NamedTuple):
    """A sentence with what proves it, or the reason why nothing does."""

    draft: Draft
    statement: Statement | None
    reason: str = ""


class Writing:
    """One answer as it is written."""

    def __init__(
        self,
        chat: Chat,
        prompts: Prompts,
        question: Question,
        given: Mapping[str, Passage],
        documents: Documents,
        reserve: Reserve,
        until: float,
    ) -> None:
        self._most = MOST_ITEMS if question.wanted is Wanted.LIST else MOST_SENTENCES
        self._asked = prompts.answer(question, given, documents, self._most)
        self._chat, self._prompts, self._question = chat, prompts, question
        self._given, self._documents, self._reserve = given, documents, reserve
        self._quotations = list(reserve.quotations)
        self._until = until
        self._shown: list[Statement] = []
        self._own = 0
        self._tally = Tally()
        self._repairs = MOST_REPAIRS
        self._failure = ""

    def run(self) -> Iterator[Written]:
        waiting: list[_Judged] = []
        proven = 0
        try:
            for draft in self._drafts():
                if isinstance(draft, NoAnswer):
                    if not self._tally.written:
                        yield Written(no_answer=True)
                        return
                    break
                judged = self._judge(draft)
                if judged.statement is None or waiting:
                    waiting.append(judged)
                else:
                    self._show(judged.statement)
                    yield self._so_far()
                proven += judged.statement is not None
                if proven == self._most:
                    break
        except CompletionError as error:
            self._failure = error.failure
        for judged in waiting:
            self._settle(judged)
            if self._own:
                yield self._so_far()
        yield self._whole()

    def _drafts(self) -> Iterator[Draft | NoAnswer]:
        """What the model writes, up to `MOST_READ` sentences or one that it has written already:
        small models go round in circles."""
        seen: set[str] = set()
        pieces = self._chat.stream(self._asked, self._until)
        for draft in drafts(pieces, self._prompts.sentinel):
            if isinstance(draft, Draft):
                said = folded(draft.words)
                if said in seen:
                    return
                seen.add(said)
                if not without_verdict(draft.words):
                    continue
                self._count("written")
            yield draft
            if len(seen) == MOST_READ:
                return

    def _judge(self, draft: Draft) -> _Judged:
        fault = screen(draft, self._given, self._question.language, self._verdict)
        if fault:
            return _Judged(draft, None, fault)
        if quote := misquoted(draft.words, (self._given[key].text for key in draft.keys)):
            return _Judged(draft, None, MISQUOTED.format(quote=quote))
        claim = self._claim(draft)
        if not claim.proven:
            return _Judged(draft, None, " ; ".join(map(reason, claim.faults)))
        if any(is_planted(one, self._documents[one.passage.document]) for one in claim.proofs):
            return _Judged(draft, None, PLANTED)
        flows = not draft.item
        said = Statement(draft.words, claim.proofs, quoted=False, item=draft.item, flows=flows)
        return _Judged(draft, said)

    def _claim(self, draft: Draft) -> Claim:
        passages = [self._given[key] for key in draft.keys]
        return examine(without_verdict(draft.words), passages, self._documents)

    @property
    def _verdict(self) -> str:
        """The proven « Oui » or « Non »."""
        headline = self._reserve.headline
        return headline.words if headline and self._question.wanted is Wanted.YES_NO else ""

    def _settle(self, judged: _Judged) -> None:
        """Shows a sentence that waited: as it is where it is proven, else asked for once more,
        else the next quotation."""
        if statement := judged.statement:
            self._show(statement)
        elif not self._failure and (repaired := self._repaired(judged)):
            self._count("repaired")
            if repaired not in self._shown:
                self._show(repaired)
        elif self._quotations:
            self._shown.append(self._quotations.pop(0))
            self._count("replaced")
        else:
            self._count("dropped")

    def _repaired(self, judged: _Judged) -> Statement | None:
        if not self._repairs:
            return None
        self._repairs -= 1
        asked = self._prompts.repair(self._asked, judged.draft.raw, judged.reason)
        try:
            first = next(
                drafts(self._chat.stream(asked, self._until), self._prompts.sentinel), None
            )
        except CompletionError as error:
            self._failure = error.failure
            return None
        return self._judge(first).statement if isinstance(first, Draft) else None

    def _show(self, statement: Statement) -> None:
        """The short answer stands first where the sentence that follows it says it too."""
        headline = self._reserve.headline
        if headline and not self._shown and self._says(headline, [statement]):
            self._shown.append(headline)
        self._shown.append(statement)
        self._own += 1

    def _says(self, headline: Statement, statements: Sequence[Statement]) -> bool:
        if self._verdict:
            return self._cites_best(statements)
        return folded(headline.words) in folded(" ".join(one.words for one in statements))

    def _cites_best(self, statements: Sequence[Statement]) -> bool:
        best = self._reserve.best
        return any(
            proof.passage.document == best.passage.document
            and proof.span.start < best.span.end
            and best.span.start < proof.span.end
            for one in statements
            for proof in one.proofs
        )

    def _whole(self) -> Written:
        """All of it, with the best quotation where no sentence rests on it or says the short
        answer: better words may not cost the answer. Nothing where no sentence held."""
        if not self._own:
            return Written((), self._tally, failure=self._failure)
        if self._quotations and not self._answers():
            self._shown.append(self._quotations.pop(0))
            self._count("added")
        return self._so_far()

    def _answers(self) -> bool:
        """Whether what is shown holds what the extractive answer is."""
        quoted = [one for one in self._shown if one.quoted]
        headline = self._reserve.headline
        said = not headline or self._says(headline, self._shown)
        return self._cites_best(quoted) or (said and self._cites_best(self._shown))

    def _so_far(self) -> Written:
        return Written(tuple(self._shown), self._tally, failure=self._failure)

    def _count(self, name: str) -> None:
        self._tally = replace(self._tally, **{name: getattr(self._tally, name) + 1})
