"""The last step: nothing is shown that is not proven.

A quotation must stand at its offsets. In our own words every figure, every date and every
proper name must stand in a quotation that the statement cites, or be the date or a heading of
the passage that it is from. What fails is dropped.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.names import names
from assistant.quantities import NUMBER_WORDS
from assistant.schema import Proof, Statement
from ingest.periods import mentions
from ingest.schema import Document
from ingest.text import folded, words
from ingest.wording import say

logger = logging.getLogger(__name__)


class Verified(NamedTuple):
    """The statements that hold, and how many did not."""

    statements: tuple[Statement, ...]
    dropped: int


def verify(statements: Sequence[Statement], documents: Mapping[str, Document]) -> Verified:
    kept = tuple(one for one in statements if is_proven(one, documents))
    if dropped := len(statements) - len(kept):
        logger.warning("%d statement(s) dropped: not proven", dropped)
    return Verified(kept, dropped)


def is_proven(statement: Statement, documents: Mapping[str, Document]) -> bool:
    """Whether every quotation is in place and covers the statement's own words; what is said to
    be absent has no quotation."""
    if statement.absence:
        return not statement.proofs
    if not statement.proofs or not all(_in_place(p, documents) for p in statement.proofs):
        return False
    return not unproven(statement, documents)


def _in_place(proof: Proof, documents: Mapping[str, Document]) -> bool:
    document = documents.get(proof.passage.document)
    if document is None:
        return False
    inside = proof.passage.start <= proof.span.start < proof.span.end <= proof.passage.end
    whole = document.text[proof.passage.start : proof.passage.end] == proof.passage.text
    return inside and whole


def unproven(statement: Statement, documents: Mapping[str, Document]) -> list[str]:
    """The figures, dates and names of a statement's own words that no quotation of it proves."""
    quoted = " ".join(
        folded(documents[p.passage.document].text[p.span.start : p.span.end])
        for p in statement.proofs
    )
    above = " ".join(folded(heading) for p in statement.proofs for heading in p.passage.headings)
    dated = [(mention.start, mention.end) for mention in mentions(statement.words)]
    faults = [
        statement.words[start:end]
        for start, end in dated
        if not _is_date_of(statement, statement.words[start:end], documents)
    ]
    inside = {word.folded for word in words(quoted)}
    for word in words(statement.words):
        in_date = any(start <= word.start < end for start, end in dated)
        counts = word.folded[:1].isdigit() or word.folded in NUMBER_WORDS
        if counts and not in_date and word.folded not in inside:
            faults.append(word.folded)
    for name in names(statement.words):
        if any(start < name.end and name.start < end for start, end in dated):
            continue
        if not _stands(name.text, quoted) and not _stands(name.text, above):
            faults.append(name.text)
    return faults


def _stands(written: str, plain: str) -> bool:
    """Whether a text stands in a folded one, as whole words."""
    return bool(re.search(rf"(?<!\w){re.escape(folded(written))}(?!\w)", plain))


def _is_date_of(statement: Statement, written: str, documents: Mapping[str, Document]) -> bool:
    """Whether a date is the one of a cited passage, or is written in a quotation."""
    for proof in statement.proofs:
        period = proof.passage.period
        if period and _stands(written, folded(f"{say(period, 'fr')} {say(period, 'en')}")):
            return True
        year, month = (period.first.year, period.first.month) if period else (None, None)
        quote = documents[proof.passage.document].text[proof.span.start : proof.span.end]
        if _stands(written, folded(quote)):
            return True
        for mention in mentions(quote):
            if (found := mention.period(year, month)) and any(
                _stands(written, folded(say(found, language))) for language in ("fr", "en")
            ):
                return True
    return False
