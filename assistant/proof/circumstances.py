"""When, and how much: whether the dates and the figures of a clause are those of what it tells, and
not of another fact of the same part."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from assistant.proof.clauses import clauses, verbs
from assistant.proof.facts import Dated, Figure, Named, Sentence
from assistant.proof.figures import is_same
from assistant.proof.pairing import Fault, Pairing
from assistant.proof.qualifying import DateBound
from ingest.periods import Mention
from ingest.schema import Period

_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_MONTH = 31
_WEEKDAYS = [
    ("lundi", "monday"), ("mardi", "tuesday"), ("mercredi", "wednesday"), ("jeudi", "thursday"),
    ("vendredi", "friday"), ("samedi", "saturday"), ("dimanche", "sunday"),
]  # fmt: skip
_PROVING: dict[DateBound, set[DateBound]] = {
    "": {""}, "before": {"before"}, "until": {"until"}, "after": {"after"}, "since": {"since", ""},
    "than": {"than", ""},
}  # fmt: skip
"""What starts on a day is so since that day."""
_IN = {"à", "au", "aux", "en", "dans", "in", "at"}
_PRONOUNS = {
    "il",
    "elle",
    "ils",
    "elles",
    "ce",
    "c",
    "cela",
    "celle",
    "celui",
    "it",
    "they",
    "he",
    "she",
}
_THE = {"la", "le", "l", "les", "the"}


class _Scene(NamedTuple):
    """Tokens `[first, last)` of a sentence that tell one fact."""

    sentence: Sentence
    places: range


def date_faults(pair: Pairing) -> Iterator[Fault]:
    for dated in pair.dates:
        if not any(_tells(pair, dated, period) for period in pair.part.periods):
            yield Fault("date", pair.words(dated.first, dated.last))


def _tells(pair: Pairing, dated: Dated, period: Period) -> bool:
    about = not _DAY.search(pair.words(dated.first, dated.last))
    return tells(dated.mention, period, about=about) and _is_weekday(pair.claim, dated, period)


def tells(mention: Mention, period: Period, *, about: bool = False) -> bool:
    """Whether a date of a claim is a period of the document, or a wider one that holds it: a month,
    a year, and with `about` some of the days of a month (`fin septembre`)."""
    meant = mention.period(period.first.year, period.first.month)
    if meant is None:
        return False
    return meant == period or ((about or mention.precision != "day") and meant.contains(period))


def _is_weekday(claim: Sentence, dated: Dated, period: Period) -> bool:
    """Whether the day of the week, where a claim gives one, is that of the date."""
    beside = {token.plain for token in claim.tokens[max(dated.first - 1, 0) : dated.last]}
    named = [at for at, names in enumerate(_WEEKDAYS) if beside & set(names)]
    meant = dated.mention.period(period.first.year, period.first.month)
    return not named or (meant is not None and meant.first.weekday() in named)


def is_dated(pair: Pairing, mention: Mention, sentence: Sentence) -> bool:
    """Whether a sentence writes a date of the claim."""
    return any(tells(mention, period) for _, period in _written(pair, sentence))


def _written(pair: Pairing, sentence: Sentence) -> Iterator[tuple[Dated, Period]]:
    """The dates of a sentence, with the year and the month that the passage gives."""
    given = pair.part.passage.period
    year, month = (given.first.year, given.first.month) if given else (None, None)
    for one in sentence.dates:
        if period := one.mention.period(year, month):
            yield one, period


def scene_faults(pair: Pairing) -> Iterator[Fault]:
    """Dates of another fact of the part, or that bound what is told otherwise than the document's
    do; figures, where none of a sort is of the fact that is told: one may be of the next."""
    scenes = _scenes(pair) if pair.dates or pair.figures else []
    for dated in pair.dates:
        if any(_tells(pair, dated, p) for p in pair.part.periods) and not _is_then(
            pair, dated, scenes
        ):
            yield Fault("date", pair.words(dated.first, dated.last))
    for sort in dict.fromkeys(figure.sort for figure in pair.figures):
        alike = [figure for figure in pair.figures if figure.sort == sort]
        if not any(_is_counted(one, scene) for one in alike for scene in scenes):
            yield from (Fault("subject", pair.words(one.first, one.last)) for one in alike)


def _is_then(pair: Pairing, dated: Dated, scenes: list[_Scene]) -> bool:
    """Whether a scene writes a date of the claim, with its bound, or no date of its own."""
    for scene in scenes:
        told = [(o, p) for o, p in _written(pair, scene.sentence) if o.first in scene.places]
        if any(_tells(pair, dated, p) and o.bound in _PROVING[dated.bound] for o, p in told):
            return True
        if not told and not dated.bound:
            return True
    own = any(not one.bound for s in scenes for one in s.sentence.dates if one.first in s.places)
    return "" in _PROVING[dated.bound] and _opens(pair, dated, exactly=own)


def _opens(pair: Pairing, dated: Dated, *, exactly: bool) -> bool:
    """Whether a date is the day or the month that the passage opens with."""
    given = pair.part.passage.period
    if given is None or given.days > _MONTH:
        return False
    meant = dated.mention.period(given.first.year, given.first.month)
    return meant == given or (not exactly and _tells(pair, dated, given))


def _is_counted(figure: Figure, scene: _Scene) -> bool:
    """Whether a scene has a figure of the claim, or none of its sort."""
    own = [one for one in scene.sentence.figures if one.first in scene.places]
    alike = [one for one in own if one.sort == figure.sort]
    return not alike or any(is_same(figure, one) for one in own)


def _located(sentence: Sentence, places: range) -> Iterator[Named]:
    """The names that say where: `à Grenoble`, `dans le Gers`."""
    for name in sentence.names:
        at = name.first - 1
        while at >= 0 and sentence.tokens[at].plain in _THE:
            at -= 1
        if name.first in places and at >= 0 and sentence.tokens[at].written.lower() in _IN:
            yield name


def _scenes(pair: Pairing) -> list[_Scene]:
    """The clauses of the part that say most of the claim's: its verb first, where any says it."""
    found = [
        _Scene(sentence, range(one.first, one.last))
        for sentence in pair.sentences
        for one in clauses(sentence)
    ]
    acting = verbs(pair.claim) & set(pair.places)
    scores = [(sum(_says(pair, at, one) for at in acting), _share(pair, one)) for one in found]
    best = [one for one, score in zip(found, scores, strict=True) if score == max(scores)]
    recalled = [before for before, after in pairwise(pair.sentences) if _recalls(after, best)]
    return best + [one for one in found if one.sentence in recalled]


def _recalls(sentence: Sentence, scenes: list[_Scene]) -> bool:
    """Whether a scene goes on with what the sentence before it tells: `Elle est consacrée à`."""
    opens = bool(sentence.tokens) and sentence.tokens[0].plain in _PRONOUNS
    return opens and any(one.sentence is sentence for one in scenes)


def _share(pair: Pairing, scene: _Scene) -> int:
    located = {at for name in _located(pair.claim, pair.places) for at in range(*name)}
    named = (at for name in pair.names for at in range(*name) if at not in located)
    own = [one for one in scene.sentence.figures if one.first in scene.places]
    counted = sum(any(is_same(figure, one) for one in own) for figure in pair.figures)
    return counted + sum(_says(pair, at, scene) for at in {*pair.content, *named})


def _says(pair: Pairing, at: int, scene: _Scene) -> bool:
    return any(place in scene.places for place in pair.said(at, scene.sentence))
