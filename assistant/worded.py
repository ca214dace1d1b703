"""The proven sentences of a chat model → Answers: which questions it words, from which passages,
and a word on what did not go as usual."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.choice import Choice
from assistant.composing import compose
from assistant.phrases import phrase
from assistant.refusing import Refusals
from assistant.schema import Answer, Language, Proof, Question, Statement, Wanted
from assistant.written import Reserve, Tally, Written
from ingest.index import Index
from ingest.schema import Passage
from ingest.settings import Settings

if TYPE_CHECKING:
    from assistant.writer import Writer

MOST_RELATED = 3


def open_writer(settings: Settings, callbacks: Sequence[object] = ()) -> "Writer | None":
    """The chat model of the settings; what it needs is imported where there is one alone."""
    if not settings.chat_model:
        return None
    from assistant.writer import load_writer

    return load_writer(settings, callbacks)


class Wording(NamedTuple):
    """An answer of quotations that a chat model may word: its statements, the sentences that
    they are of, and all others that were found."""

    question: Question
    quoted: Answer
    statements: Sequence[Statement]
    chosen: Sequence[Choice]
    others: Sequence[Choice]

    @property
    def is_due(self) -> bool:
        """Whether sentences read better than quotations: not where these are asked for, nor where
        the answer is a table of what documents say that differ."""
        return self.question.wanted is not Wanted.QUOTATION and not self.quoted.rows

    @property
    def passages(self) -> list[Passage]:
        """Those that answer, then those that come near and name what the question names; where
        it asks for no period, of the year that is answered of."""
        year, dated = self.chosen[0].year, bool(self.question.periods)
        near = [one for one in self.others if not one.missing and (dated or one.year in (0, year))]
        return list(dict.fromkeys(choice.passage for choice in [*self.chosen, *near]))

    @property
    def reserve(self) -> Reserve:
        headline = next((one for one in self.statements if not one.quoted), None)
        quotations = tuple(one for one in self.statements if one.quoted)
        return Reserve(headline, quotations, Proof(self.chosen[0].passage, self.chosen[0].span))


def worded(
    writer: "Writer", wording: Wording, index: Index, refusals: Refusals
) -> Iterator[tuple[Answer, Tally]]:
    """Longer and longer answers, with what became of the model's sentences; the one of
    quotations, where nothing of the model holds."""
    question, given, written = wording.question, wording.passages, Written()
    for written in writer.write(question, given, index.documents, wording.reserve):
        if written.statements:
            yield _answer(written, wording, index), written.tally
    if written.no_answer:
        yield refusals.refuse_by_model(question, given[:MOST_RELATED]), written.tally
    elif not written.statements:
        said = phrase("instead_quotations", question.language)
        remark = phrase(written.failure or "unproven", question.language, instead=said)
        yield replace(wording.quoted, remark=remark), written.tally


def _answer(written: Written, wording: Wording, index: Index) -> Answer:
    first, short = written.statements[0], wording.quoted.short_answer
    return compose(
        wording.question,
        written.statements,
        short=short if first.words == short else "",
        searched=wording.quoted.searched,
        index=index,
        mode="generative",
        remark=_remark(written, wording.question.language),
    )


def _remark(written: Written, language: Language) -> str:
    kept = phrase("instead_part", language)
    failed = phrase(written.failure, language, instead=kept) if written.failure else ""
    lost = {"replaced": written.tally.replaced, "dropped": written.tally.dropped}
    counted = (phrase(name, language, number=number) for name, number in lost.items() if number)
    return " ".join(filter(None, (failed, *counted)))
