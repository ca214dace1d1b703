"""Whether each sentence that is shown is proven by what it cites: the recall and precision of
citations after ALCE (Gao et al., EMNLP 2023), with the deterministic test instead of a model.

A sentence is supported where its citations together prove it. A citation is precise where it is of
a supported sentence, and is its only one, proves it alone, or is missed by the others.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from assistant.claims import examine
from assistant.schema import Answer, Citation, Proof, Statement, Status
from assistant.screening import misquoted, without_verdict
from assistant.verification import unproven
from ingest.periods import mentions
from ingest.schema import Document, Kind, Passage
from ingest.text import Span, folded

_CITED = re.compile(r"(?P<words>.*?)(?P<markers>(?:\s*\[\d{1,3}\])+)", re.DOTALL)
_MARKER = re.compile(r"\[(\d{1,3})\]")
_QUOTED = re.compile(r"«[\s\u00a0\u202f]*(?P<quote>.+?)[\s\u00a0\u202f]*»?$", re.DOTALL)
Proves = Callable[[str, Sequence[Citation]], bool]


class Claim(NamedTuple):
    """A sentence that is shown, and what it cites."""

    words: str
    citations: tuple[Citation, ...]


class Support(NamedTuple):
    """Of one answer: the shares of ALCE, and the claims that are not proven."""

    recall: float
    precision: float
    unproven: list[str]


def claims(answer: Answer) -> list[Claim]:
    """What says that the documents do not tell is none: no quotation proves it."""
    if answer.status is not Status.ANSWERED:
        return []
    known = {citation.marker: citation for citation in answer.citations}
    silent = any(row.marker is None for row in answer.rows)
    found = []
    for line in filter(None, (line.strip() for line in answer.text.split("\n"))):
        end = 0
        for match in _CITED.finditer(line):
            cited = (known.get(int(number)) for number in _MARKER.findall(match["markers"]))
            found.append(Claim(_bare(match["words"]), tuple(one for one in cited if one)))
            end = match.end()
        if (rest := _bare(line[end:])) and not (silent and end == 0):
            found.append(Claim(rest, ()))
    return found


def _bare(text: str) -> str:
    return text.strip().removeprefix("- ").strip()


def support(answer: Answer, documents: Mapping[str, Document]) -> Support:
    """The test is run anew on the quotations alone, not on the passages that they are of."""

    def proves(words: str, cited: Sequence[Citation]) -> bool:
        holds = is_told if words == answer.short_answer else is_supported
        return bool(cited) and holds(words, cited, documents)

    found = claims(answer)
    supported = [proves(one.words, one.citations) for one in found]
    precise = [
        ok and _needed(one, citation, proves)
        for one, ok in zip(found, supported, strict=True)
        for citation in one.citations
    ]
    return Support(
        sum(supported) / len(found) if found else 0.0,
        sum(precise) / len(precise) if precise else 0.0,
        [one.words for one, ok in zip(found, supported, strict=True) if not ok],
    )


def _needed(claim: Claim, citation: Citation, proves: Proves) -> bool:
    others = [one for one in claim.citations if one is not citation]
    return not others or proves(claim.words, [citation]) or not proves(claim.words, others)


def is_supported(words: str, cited: Sequence[Citation], documents: Mapping[str, Document]) -> bool:
    """A quotation is one of the citations, word for word, and what introduces it holds no figure,
    date or name that it does not; a sentence in our own words is proven by all of them."""
    quotes, passages = [_line(one.quote) for one in cited], [_passage(one) for one in cited]
    quoted = _QUOTED.search(words)
    if quoted and any(_line(quoted[form]) in quotes for form in (0, "quote")):
        proofs = tuple(Proof(one, Span(one.start, one.end)) for one in passages)
        return not unproven(Statement(words[: quoted.start()], proofs), documents)
    said = without_verdict(words)
    proven = not said or examine(said, passages, documents).proven
    return proven and not misquoted(words, quotes)


def is_told(words: str, cited: Sequence[Citation], documents: Mapping[str, Document]) -> bool:
    """Of a short answer, which is no sentence: it stands in a citation word for word, is a date
    that one tells, or is a verdict, or is proven as a sentence is."""
    proofs = tuple(Proof(one, Span(one.start, one.end)) for one in map(_passage, cited))
    if unproven(Statement(words, proofs), documents):
        return False
    is_date = any(words[one.start : one.end] == words for one in mentions(words))
    stands = any(_line(words) in _line(one.quote) for one in cited)
    return is_date or stands or is_supported(words, cited, documents)


def _line(text: str) -> str:
    return " ".join(folded(text).split())


def _passage(cited: Citation) -> Passage:
    headings = tuple(cited.heading.split(" › ")) if cited.heading else ()
    return Passage(
        cited.document, cited.start, cited.end, cited.quote, Kind.PARAGRAPH, headings, cited.period
    )
