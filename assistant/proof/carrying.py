"""A cited passage → its parts: the sentences that speak of one thing, and may be read together.

A line of a list, a row of a table, and a line that opens with its own date are parts by
themselves: what one says is not said of another.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.proof.clauses import verbs
from assistant.proof.facts import Sentence, read
from ingest.lexicon import expansions
from ingest.periods import mentions
from ingest.schema import Document, Kind, Origin, Passage, Period
from ingest.text import Span, folded, key, keys, line_spans, sentences

_BULLET = re.compile(r"[-–•*]\s*$")
_LABEL = re.compile(r"[A-ZÀ-ÖØ-ÞŒ][^.:;\n|]{2,40}\s?:\s")
_DATE_WITHIN = 12
_AGAIN = 2
_OWN = re.compile(
    r"\b(?:l'|la |le )(agence|etablissement|office|institut|federation|association|organisme|"
    r"syndicat|fondation|centre)\b"
)


class Carrier(NamedTuple):
    """A sentence of a passage, where it stands in the document."""

    span: Span
    sentence: Sentence


class Part(NamedTuple):
    """Sentences of a passage that speak of one thing; `above` is what stands over them (headings,
    title, publisher), `periods` are the dates that they write or that their passage gives, and
    `aliases` the other names of the document's acronyms, as keys."""

    passage: Passage
    carriers: tuple[Carrier, ...]
    above: tuple[Sentence, ...]
    periods: tuple[Period, ...]
    aliases: dict[str, frozenset[str]]
    own_names: frozenset[str]


@lru_cache(maxsize=512)
def parts(passage: Passage, document: Document, captions: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """The parts of a passage; `captions` are those cited with it that stand right above it."""
    groups = list(_rows(passage) if passage.kind is Kind.TABLE else _paragraphs(passage))
    above = tuple(map(read, [*captions, *_above(passage, document)]))
    aliases, own = _aliases(document), _own_names(document)
    return tuple(
        Part(passage, tuple(group), above, tuple(_periods(passage, group, not at)), aliases, own)
        for at, group in enumerate(groups)
    )


def _above(passage: Passage, document: Document) -> list[str]:
    title = passage.table.split("\n")[:1]
    return [*filter(None, [*passage.headings, *title, document.title, document.publisher])]


@lru_cache(maxsize=64)
def _aliases(document: Document) -> dict[str, frozenset[str]]:
    """Acronyms and the head of what they stand for (`ANCT`, `agence`)."""
    found = expansions([document.text, document.title, document.publisher])
    return {key(one): frozenset(map(key, others)) for one, others in found.items()}


@lru_cache(maxsize=64)
def _own_names(document: Document) -> frozenset[str]:
    """What a document calls those whose document it is: `l’agence`, said again and again."""
    said = _OWN.findall(folded(document.text))
    found = {key(one) for one in said if said.count(one) >= _AGAIN}
    return frozenset(found | {key("agency")} if key("agence") in found else found)


def _paragraphs(passage: Passage) -> Iterator[list[Carrier]]:
    group: list[Carrier] = []
    for span in sentences(passage.text):
        if group and _opens(passage.text, span):
            yield group
            group = []
        group.append(_carrier(passage, span, passage.text[slice(*span)]))
    if group:
        yield group


def _carrier(passage: Passage, span: Span, text: str) -> Carrier:
    place = Span(passage.start + span.start, passage.start + span.end)
    return Carrier(place, read(" ".join(text.split("\n"))))


def _opens(text: str, span: Span) -> bool:
    """Whether a sentence starts a line that speaks of another thing."""
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    if _BULLET.search(line):
        return True
    if line.strip() or span.start == 0:
        return False
    written = text[slice(*span)]
    dated = [one for one in mentions(written[:60]) if one.start < _DATE_WITHIN]
    label = _LABEL.match(written)
    named = label is not None and not verbs(read(label[0]))
    return named or any(one.precision == "day" for one in dated)


def _rows(passage: Passage) -> Iterator[list[Carrier]]:
    """Each row, every cell after the name of its column."""
    lines = line_spans(passage.text, 0, len(passage.text))
    header = [*passage.table.split("\n"), ""][1] or passage.text[slice(*lines[0])]
    labels = [cell.strip() for cell in header.split("|")]
    for span in lines:
        cells = [cell.strip() for cell in passage.text[slice(*span)].split("|")]
        if cells == labels:
            continue
        said = [f"{label} : {cell}" for label, cell in zip(labels, cells, strict=False)]
        yield [_carrier(passage, span, "\u00a0; ".join(said))]


def _periods(passage: Passage, group: list[Carrier], first: bool) -> Iterator[Period]:
    """The dates written in the sentences, and the passage's own where it is theirs."""
    given = passage.period
    year, month = (given.first.year, given.first.month) if given else (None, None)
    written = (dated.mention for carrier in group for dated in carrier.sentence.dates)
    own = [period for one in written if (period := one.period(year, month))]
    yield from own
    if given is None:
        return
    elsewhere = passage.period_origin in (Origin.OPENING, Origin.WRITTEN) and not first
    if elsewhere and given not in own:
        yield Period.of_year(given.first.year)
    else:
        yield given


def neighbours(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    ordered = sorted(set(spans))
    merged = ordered[:1]
    for before, span in pairwise(ordered):
        if span.start - before.end <= 1:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def above_keys(part: Part) -> frozenset[str]:
    """The keys of the headings, of the title and of the publisher, and of whose document it is."""
    said = frozenset(one for sentence in part.above for one in keys(sentence.text))
    return said | part.own_names


@lru_cache(maxsize=64)
def _own_keys(
    own: frozenset[str], aliases: tuple[tuple[str, frozenset[str]], ...]
) -> frozenset[str]:
    heads = frozenset(key(word) for word in ("agence", "agency"))
    said = {one for name, others in aliases if others & heads for one in (name, *others)}
    return frozenset(own | said | (heads if said else frozenset()))


def own_keys(part: Part) -> frozenset[str]:
    """All that those whose document it is are called by: `agence`, `ANCT`, `agency`."""
    return _own_keys(part.own_names, tuple(sorted(part.aliases.items(), key=lambda one: one[0])))


def named_as(part: Part, plain: str) -> frozenset[str]:
    """Keys by which a name may also stand: an acronym for its head, and back."""
    return part.aliases.get(key(plain), frozenset()) | part.aliases.get(folded(plain), frozenset())
