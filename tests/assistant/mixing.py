"""Makers of lies that mix what is true: two things of a sentence, two sentences, or a sentence and
what no passage says."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from random import Random

from ingest.schema import Kind, Passage
from ingest.text import folded, keys
from tests.assistant.altering import (
    NUMBER,
    Made,
    Maker,
    alterations,
    digits,
    figures,
    follows,
    occurrences,
    put,
    said,
    value,
)
from tests.assistant.truths import Truth

SUBJECT = re.compile(
    r"^(?:Le \d[^,]*, |En \w+(?: 20\d\d)?, )?(?P<subject>[^,;:«]{4,60}?) "
    r"(?P<rest>(?P<verb>est|sont|a|ont|s’est|se sont|vise à|pilote|signe|organise|lance|crée|"
    r"participe|accueille|annonce|compte|répond|adopte|finance|aide) .+)$"
)


def swapped_persons(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """Two that are not on a par: more than « et », or a list, parts them."""
    people = [name for sex in alterations()["people"].values() for name in sex]
    found = sorted(
        (match for name in people for match in occurrences(name, truth.sentence)),
        key=lambda match: match.start(),
    )
    for one, two in combinations(found, 2):
        between = truth.sentence[one.end() : two.start()]
        for name in people:
            between = between.replace(name, "")
        if re.search(r"\w", between.replace(" et ", "").replace(" and ", "")):
            yield exchanged(truth.sentence, one, two), truth.passages


def swapped_figures(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    for one, two in combinations(NUMBER.finditer(truth.sentence), 2):
        if one[0] != two[0]:
            yield exchanged(truth.sentence, one, two), truth.passages


def exchanged(text: str, one: re.Match[str], two: re.Match[str]) -> str:
    between = text[one.end() : two.start()]
    return text[: one.start()] + two[0] + between + one[0] + text[two.end() :]


def borrowing(pattern: re.Pattern[str]) -> Maker:
    """A maker that puts what another sentence has; the lie cites the passages of both."""

    def make(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
        given = figures(said(truth.passages)) | set(pattern.findall(said(truth.passages)))
        for match in pattern.finditer(truth.sentence):
            for other in chance.sample(others, 12):
                for lent in pattern.finditer(other.sentence):
                    lie = put(truth.sentence, match, lent[0])
                    if fits(lent, match, given) and other.is_english is truth.is_english:
                        yield lie, (*truth.passages, *other.passages)

    return make


def fits(lent: re.Match[str], match: re.Match[str], given: set[str]) -> bool:
    """Whether what another sentence lends is false here."""
    figures = NUMBER.fullmatch(lent[0]) and NUMBER.fullmatch(match[0])
    true = figures and follows(match, value(lent[0]) - value(match[0]))
    return not {lent[0], digits(lent[0])} & given and not true


def merged(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """The subject of one sentence with what another says, where the verb allows it."""
    one = SUBJECT.match(truth.sentence)
    if not one or truth.is_english or re.match(r"(Ils?|Elles?|C’|Ce)\b", one["subject"]):
        return
    subject = one["subject"][0].upper() + one["subject"][1:]
    for other in chance.sample(others, 60):
        two = SUBJECT.match(other.sentence)
        if not two or two["verb"] != one["verb"] or alike(subject, two["subject"]):
            continue
        if not other.is_english and folded(subject) not in folded(said(other.passages)):
            yield f"{subject} {two['rest']}", (*truth.passages, *other.passages)


def alike(one: str, two: str) -> bool:
    """Whether two subjects may be the same: they share a word, or both are the agency."""
    agency = ("agence", "anct", "agency")
    both = all(any(word in folded(subject) for word in agency) for subject in (one, two))
    return both or bool(set(keys(one)) & set(keys(two)))


def cause(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """Two true sentences, one said to be the reason of the other."""
    if truth.is_english or not truth.id or "parce que" in truth.sentence:
        return
    fit = [one for one in others if one.id and not one.is_english and one.sentence[0] == "L"]
    for other in chance.sample(fit, 3):
        because = other.sentence[0].lower() + other.sentence[1:]
        lie = f"{truth.sentence.rstrip('.')} parce que {because}"
        if set(truth.passages).isdisjoint(other.passages) and len(lie) < 330:
            yield lie, (*truth.passages, *other.passages)


def cause_within(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """Two true sentences of one passage, one said to be the reason of the other."""
    told = said(truth.passages)
    causal = r"parce qu|en effet|permet|permis|en raison|grâce|suite à|car |dû|cause|expliqu|puisqu"
    if truth.is_english or re.search(causal, told):
        return
    for other in others:
        apart = not set(keys(other.sentence)) <= set(keys(truth.sentence))
        if other.passages == truth.passages and other.sentence[0] == "L" and apart:
            because = other.sentence[0].lower() + other.sentence[1:]
            if not other.is_english:
                yield f"{truth.sentence.rstrip('.')} parce que {because}", truth.passages


def added(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """A fact at the end that no passage tells."""
    given = set(keys(said(truth.passages)))
    if not truth.is_english and truth.sentence.endswith("."):
        for words in alterations()["added"]:
            if not set(keys(words)) & given:
                yield f"{truth.sentence.rstrip('.')}, {words}.", truth.passages


@cache
def said_keys(passage: Passage) -> frozenset[str]:
    return frozenset(keys(said((passage,))))


def key(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """The sentence as it is, with a passage that holds less than half of its words."""
    wanted = set(keys(truth.sentence))
    for passage in truth.shelf.passages:
        shared = wanted & said_keys(passage)
        apart = passage not in truth.passages and passage.kind is not Kind.CAPTION
        if apart and 0 < len(shared) < len(wanted) / 2:
            yield truth.sentence, (passage,)
