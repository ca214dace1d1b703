"""The person that a sentence gives: who holds an office, who acts, who is named."""

import re

from assistant.choice import Found
from assistant.matching import Need
from assistant.names import has_office, names, office, persons
from assistant.sentence import Sentence
from assistant.wanted import asks_identity
from ingest.periods import mentions
from ingest.schema import Kind
from ingest.text import Span, fold, folded, keys


def person(sentence: Sentence) -> Found:
    """Who holds the office asked for, else who stands before the verb, else who is named."""
    asked = folded(sentence.question.standalone)
    language = sentence.question.language
    if _SAID.search(asked) and _is_said(sentence):
        return _speaker(sentence)
    people = [p for p in persons(sentence.text) if folded(p.text) not in asked]
    held = [(_holds(sentence, office(sentence.text, p)), p.text) for p in people]
    fit, holder = max(held, default=(0.0, ""))
    if fit or _asks_for_holder(sentence):
        return Found(holder, fit)
    sure = 1.0 if _does_what_is_asked(sentence) else 0.25
    subject = _subject(sentence) or Span(0, 0)
    if acting := [p.text for p in people if subject.start <= p.start < subject.end]:
        return Found(joined(acting, language), sure)
    acts = sentence.text[subject.start : subject.end].strip(" ,").rsplit(", ", 1)[-1]
    if _OFFICER.match(acts) and has_office(acts) and folded(acts) not in asked:
        return Found(acts, 0.9 * sure)
    if people:
        return Found(joined([p.text for p in people], language), 0.7 * sure)
    acted = 2 < len(acts) < 60 and names(acts) and folded(acts) not in asked
    return Found("", 0.5 * sure if acted else 0.0)


_SAID = re.compile(
    r"\b(?:di(?:t|sait)|(?:parl|declar|affirm|estim|qualifi|indiqu|expliqu|soulign|rappel)"
    r"(?:e|ent|ait|aient)|phrase|citation|(?<!a )propos|mots|said|says|spoke|declared)\b"
)
_SPEECH = re.compile(r"«[^»]*»")
_LONG_SPEECH = re.compile(r"«[^»]{40,}»")


def _is_said(sentence: Sentence) -> bool:
    return sentence.passage.kind is Kind.QUOTATION or bool(_LONG_SPEECH.search(sentence.text))


def _speaker(sentence: Sentence) -> Found:
    """Who is named beside the speech that the sentence is of."""
    asked = folded(sentence.question.standalone)
    whole = sentence.passage.kind is Kind.QUOTATION
    beside = _SPEECH.sub("", sentence.passage.text if whole else sentence.text)
    people = [one.text for one in persons(beside) if folded(one.text) not in asked]
    return Found(joined(people, sentence.question.language), 1.0) if people else Found("", 0.0)


def _asks_for_holder(sentence: Sentence) -> bool:
    """« Qui est la présidente ? », « c’est qui le DG »; not « Qui est avec la présidente ? »."""
    asked = folded(sentence.question.standalone)
    said = re.split(r"(?<=\s)(?=(?:le|la|les|l'|the)\b)", asked, maxsplit=1)
    office = has_office(_opening(said[-1])) or any(
        need.is_title for need in sentence.needs.needs[:1]
    )
    return asks_identity(asked) and len(said[0].split()) == 2 and office


def _opening(text: str) -> str:
    return " ".join(text.split()[:4])


_OFFICER = re.compile(r"(?:l[’']|les?\s|la\s)(?:\w+\s?){1,6}$", re.I)
_ANOTHER = 0.1
_NOT_THE_HOLDER = re.compile(
    r"\b(?:general delegue|generale deleguee|adjointe?|suppleante?|vice|anciens?|anciennes?|"
    r"honoraire|par interim)\b"
)
_WHO_DOES = re.compile(
    r"\bpar qui\b.*?\b(?:est|sont|etait|etaient|fut|furent|ete)(?:-t)?(?:-(?:ils?|elles?))? "
    r"(?P<done>\w+)"
    r"|\b(?:qui|who) (?:est-ce qui )?(?:a |ont |has |have |avait )?(?P<verb>\w+)"
)


def _verb(sentence: Sentence) -> Need | None:
    """The verb of « Qui dirige … ? », « Par qui … est-elle dirigée ? »."""
    plain = fold(sentence.question.standalone)
    match = _WHO_DOES.search(plain.text)
    start = plain.origin[match.start(str(match.lastgroup))] if match else -1
    return next((need for need in sentence.needs.needs if need.term.start == start), None)


def _does_what_is_asked(sentence: Sentence) -> bool:
    """Whether the sentence has the verb of the question, or the question has none."""
    verb = _verb(sentence)
    return verb is None or verb.strength(keys(sentence.text)) >= 0.5


_ACTION = re.compile(
    r"\b(?:a|ont|avait|avaient|est|sont|etait|etaient|fut|furent|ete)(?:-t)?(?:-(?:ils?|elles?|on))?"
    r" (?:(?:ete|bien|deja|enfin|\w+ment) )*(?P<done>\w{4,})"
    r"|\bdates? (?:exactes? |precises? )?(?:de |du |des |d')?(?:l'|la |le )?(?P<named>\w{4,})"
)

_TAKES_PLACE = ("tenu", "deroul", "reuni", "passe", "prevu", "fixe")
"""What these open says no more than that it took place."""


def says_action(sentence: Sentence) -> bool:
    """Whether the sentence has what the question says was done: its participle, or what it asks
    the date of; so where the question says none."""
    plain = fold(sentence.question.standalone)
    starts = {plain.origin[m.start(str(m.lastgroup))] for m in _ACTION.finditer(plain.text)}
    done = [
        need
        for need in sentence.needs.needs
        if need.term.start in starts
        and not need.is_name
        and not folded(need.term.word).startswith(_TAKES_PLACE)
    ]
    return all(need.strength(keys(sentence.text)) >= 0.5 for need in done[:1])


def _holds(sentence: Sentence, held: str | None) -> float:
    """How well the office beside a name is the one asked for (« Qui est la présidente ? », « Qui
    préside… ? »): each word asked for is in it, and the fewer others the better; who stands in for
    its holder or no longer holds it is another person."""
    verb = _verb(sentence)
    needs = sentence.needs.needs
    asked = [n for n in needs if n == verb or has_office(n.term.word) or n.is_title]
    offices = keys(held or "")
    if not asked or not offices or not all(_is_held(need, offices) for need in asked):
        return 0.0
    if _stands_in(sentence.question.standalone) != _stands_in(held or ""):
        return _ANOTHER
    return 0.6 + 0.4 * min(1.0, len(asked) / len(offices))


def _is_held(need: Need, offices: list[str]) -> bool:
    return need.is_whole_in(offices) if need.is_title else need.strength(offices) >= 0.65


def _stands_in(text: str) -> bool:
    return _NOT_THE_HOLDER.search(folded(text)) is not None


def _subject(sentence: Sentence) -> Span | None:
    """What stands before the verb that the question asks about, its date apart."""
    verbs = [t for t in sentence.matched() if not t.is_name and not has_office(t.word)]
    if not verbs:
        return None
    start = 0
    if (found := mentions(sentence.text)) and found[0].start < 12:
        start = found[0].end
    return Span(start, verbs[0].start) if verbs[0].start > start + 2 else None


def joined(items: list[str], language: str) -> str:
    items = list(dict.fromkeys(items))
    last = " and " if language == "en" else " et "
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + last + items[-1]
