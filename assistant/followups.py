"""A question and the conversation before it → the standalone question.

« Et au Sénat ? » takes the place of its like in the question before; « Qu'a-t-elle inauguré ? »
gets the name that it stands for; « le lendemain » is counted from the day that was asked.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from assistant.names import names, persons
from assistant.schema import Turn
from ingest.periods import mentions
from ingest.schema import Period
from ingest.text import fold, folded, is_known_word, is_stop_word, terms, words
from ingest.wording import say

LONGEST_TOPIC = 6
_ELLIPSIS = re.compile(r"^\s*(?:et|mais|puis|and|ok,? et|d'accord,? et)\b[ ,:]*", re.I)
_PLACE_WORDS = "a|au|aux|en|dans|chez|devant|sur|avec|pour|in|at|for|with|by|par|de|du|des"
_PHRASE = rf"(?P<preposition>{_PLACE_WORDS}) (?:l'|la |le |les |the )?"
_PRONOUN = re.compile(
    r"-t-(?:il|elle|ils|elles)\b|-(?:il|elle|ils|elles|ce)\b|\b(?:il|elle|ils|elles|celui-ci|"
    r"celle-ci|ceux-ci|cela|ca|lui|leur|leurs|y|he|she|they|it|his|her|their|there|that)\b|"
    r"\bc'(?:est|etait)\b(?! (?:quoi|qui|combien|ou|quand)\b)|"
    r"\b(?:ce|cet|cette|ces|this|that|these|those) \w+"
)
_IMPERSONAL = re.compile(
    r"\bs(?:'|e )(?:est|etait|passe|passait)-(?:t-)?il\b|\bqu'est-il arrive\b|"
    r"\by (?:a-t|avait|aura-t)-il\b|"
    r"\b(?:y a|est|a ete|fait|fera|faut|reste)-(?:t-)?il (?:vrai|possible|prevu|eu|question)\b"
)
_OWN_SUBJECT = re.compile(
    r"\b(?:le|la|les|l'|un|une|des|du|ce|cette|ces) ?(?:[\w'’-]+ ){1,8}?"
    r"[\w']+-(?:t-)?(?:ils?|elles?|on)\b"
)
_SHIFTS: list[tuple[str, int, str]] = [
    (r"lendemain|jour suivant|jour d'apres|next day|day after", 1, "day"),
    (r"veille|jour precedent|jour d'avant|day before", -1, "day"),
    (r"semaine suivante|semaine d'apres|next week|following week|week after", 1, "week"),
    (r"semaine precedente|semaine d'avant|previous week|week before", -1, "week"),
    (r"mois suivant|mois d'apres|next month|following month", 1, "month"),
    (r"mois precedent|mois d'avant|previous month|month before", -1, "month"),
    (r"annee suivante|annee d'apres|next year|following year", 1, "year"),
    (r"annee precedente|annee d'avant|previous year|year before", -1, "year"),
]


WEEK = 7
_NUMBERS = {
    "un": 1, "une": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4,
    "four": 4, "cinq": 5, "five": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
}  # fmt: skip
_LATER = re.compile(
    rf"\b(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)}) "
    r"(?P<unit>jours?|days?|mois|months?|ans?|annees?|"
    r"years?) (?:(?P<after>plus tard|apres|later|after)|plus tot|avant|auparavant|earlier|before)\b"
)


def standalone_question(
    text: str, history: Sequence[Turn], asked: Sequence[Period], language: str
) -> list[str]:
    """Standalone readings of `text`, the preferred one first.

    `asked` holds the periods that the last question was about. More than one reading is given
    where only the evidence can tell whether the question goes on with the subject before.
    """
    if not history:
        return [text]
    before = history[-1].standalone or history[-1].question
    text = _with_month(text, asked, language)
    if shifted := _shifted(text, before, _told(history[-1].answer, asked), language):
        return [shifted]
    opening = _ELLIPSIS.match(fold(text).text)
    rest = text[fold(text).span(*opening.span()).end :] if opening else text
    if opening and _is_fragment(rest):
        return [_replace_like(before, rest.strip(" ?.!"))]
    subject = _subject(rest, history)
    if not subject:
        return [rest]
    about = f"{subject} : {rest}"
    if opening or _points_back(rest):
        return [about]
    return [rest, about] if _is_short(rest) and not mentions(rest) else [rest]


def _with_month(text: str, asked: Sequence[Period], language: str) -> str:
    """« le 13 » as a day of the month that the question before was about."""
    for mention in mentions(text):
        if mention.needs_month and asked and asked[0].days <= 31:
            first = asked[0].first
            if period := mention.period(first.year, first.month):
                article = "le " if language == "fr" else ""
                return (
                    f"{text[: mention.start]}{article}{say(period, language)}{text[mention.end :]}"
                )
    return text


def _is_fragment(text: str) -> bool:
    """A piece of a sentence: « au Sénat ? », « en juin ? », « Caroline Cayeux ? »."""
    return len(words(text)) <= 6 and not re.match(
        r" ?(?:qui|que|qu'|quel|quelle|quels|quelles|ou|quand|comment|combien|pourquoi|ca|cela|c'|"
        r"who|what|when|where|how|why)\b|.*\b(?:qui|quoi|quand|combien)\b",
        folded(text),
    )


def _replace_like(before: str, piece: str) -> str:
    """`before` with `piece` in the place of the phrase of its kind: a period for a period, a
    person for a person, a phrase of place for the one with a preposition of its kind."""
    plain = fold(before)
    if old := mentions(before):
        if mentions(piece):
            start = _with_preposition(plain.text, old[0].start)
            return _joined(before[:start], piece, before[old[-1].end :])
    elif mentions(piece):
        return _joined(before.rstrip(" ?.!"), piece, " ?")
    if persons(piece) and (people := persons(before)):
        return before[: people[0].start] + piece + before[people[0].end :]
    match = re.match(_PHRASE, folded(piece))
    if match and (old_phrase := _last_phrase(before, match["preposition"])):
        return _joined(before[: old_phrase[0]], piece, before[old_phrase[1] :])
    if not match and (known := names(before)):
        return before[: known[-1].start] + piece + before[known[-1].end :]
    return f"{before.rstrip(' ?.!')}, {piece} ?"


def _with_preposition(plain: str, start: int) -> int:
    match = re.search(
        r"(?:\b(?:en|au mois de|au mois d'|du mois de|le|les|au|du|de|d'|in|on) ?)$", plain[:start]
    )
    return match.start() if match else start


def _joined(before: str, piece: str, after: str) -> str:
    return f"{before.rstrip()} {piece}{after if after[:1] in ',.' else ' ' + after.lstrip()}"


_ALIKE = [{"a", "au", "aux", "en", "dans", "chez", "devant", "sur", "in", "at", "par", "by"},
          {"avec", "with"}, {"pour", "for"}, {"de", "du", "des"}]  # fmt: skip


def _last_phrase(text: str, preposition: str) -> tuple[int, int] | None:
    """The last phrase of `text` whose preposition is of the same kind: `(start, end)`."""
    kind = next((alike for alike in _ALIKE if preposition in alike), {preposition})
    plain = fold(text)
    found = None
    for match in re.finditer(
        r"\b({}) ".format("|".join(sorted(kind))) + r"[^,?!.;]+?(?= (?:en|le) \d|[ ]*[,?!.;]|$)",
        plain.text,
    ):
        inner = list(re.finditer(r"\b(?:{}) ".format("|".join(sorted(kind))), match.group()))
        span = plain.span(match.start() + inner[-1].start(), match.end())
        found = (span.start, span.end)
    return found


def _points_back(text: str) -> bool:
    """Whether a pronoun or a demonstrative stands for something that the text does not name."""
    plain = _IMPERSONAL.sub(" ", folded(text))
    found = _PRONOUN.search(_OWN_SUBJECT.sub(" ", plain))
    return bool(found) and not names_of_subject(text)


def names_of_subject(text: str) -> list[str]:
    """Proper names of a question, its question word apart."""
    return [name.text for name in names(text) if not is_stop_word(folded(name.text))]


def _is_short(text: str) -> bool:
    own = [
        term
        for term in terms(text)
        if not any(m.start <= term.start < m.end for m in mentions(text))
    ]
    return len(own) <= 3 and not names_of_subject(text)


def _subject(text: str, history: Sequence[Turn]) -> str:
    """What the conversation is about: for a person's pronoun the last person named, else the
    names and rare words of the last question, else the last answer's."""
    last = history[-1]
    before = last.standalone or last.question
    if re.search(r"-(?:il|elle)\b|\b(?:il|elle|lui|he|she|his|her)\b", folded(text)):
        for said in (before, last.answer):
            if people := persons(said):
                return people[0].text
    return _topic(before) or _topic(last.answer)


def _topic(text: str) -> str:
    """The names of a text, or its content words where it has none."""
    if " : " in text:
        return text.split(" : ", 1)[0]
    found = names_of_subject(text)
    if all(map(is_known_word, found)):
        found = []
    return (
        ", ".join(found) if found else " ".join(term.word for term in terms(text)[-LONGEST_TOPIC:])
    )


def _told(answer: str, asked: Sequence[Period]) -> Sequence[Period]:
    """The one day or days of the asked period that the answer gives, else that period."""
    if len(asked) != 1:
        return asked
    year = asked[0].first.year
    found = {mention.period(year) for mention in mentions(answer) if mention.precision == "day"}
    days = [period for period in found if period and asked[0].contains(period)]
    return days if len(days) == 1 else asked


def _shifted(text: str, before: str, asked: Sequence[Period], language: str) -> str | None:
    """« Et le lendemain ? » as a question about the day after the one asked before."""
    if len(asked) != 1:
        return None
    shift = _shift(folded(text))
    if shift is None:
        return None
    period = _moved(asked[0], *shift)
    said = say(period, language)
    if period.days == WEEK:
        return _replace_like(before, said)
    preposition = {"fr": "le" if period.days == 1 else "en", "en": "in"}[language]
    return _replace_like(before, f"{preposition} {said}")


def _shift(plain: str) -> tuple[int, str] | None:
    """How many units later (earlier where negative), and which: `trois ans plus tard`."""
    for pattern, step, unit in _SHIFTS:
        if re.search(pattern, plain):
            return step, unit
    if match := _LATER.search(plain):
        number = _NUMBERS.get(match["number"]) or int(match["number"])
        unit = {"j": "day", "d": "day", "m": "month"}.get(match["unit"][0], "year")
        return (number if match["after"] else -number), unit
    return None


def _moved(period: Period, step: int, unit: str) -> Period:
    edge = period.last if step > 0 else period.first
    if unit == "day":
        day = edge + timedelta(days=step)
        return Period(day, day)
    if unit == "week":
        monday = edge - timedelta(days=edge.weekday()) + timedelta(weeks=step)
        return Period(monday, monday + timedelta(days=WEEK - 1))
    if unit == "year":
        return Period.of_year(edge.year + step)
    month = edge.year * 12 + edge.month - 1 + step
    return Period.of_month(month // 12, month % 12 + 1)
