"""The short answer inside a sentence, by the kind of thing asked for.

Each extractor reads one sentence and gives the words that answer, with a fit between 0 (the
sentence holds nothing of the kind) and 1 (it holds it, where it should). What it gives is a
piece of the sentence, or the period of its passage.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from assistant.choice import Found
from assistant.matching import Need, Needs
from assistant.names import has_office, names, office, persons
from assistant.quantities import TIMES, Quantity, ordinal, quantities
from assistant.schema import Question, Wanted
from assistant.wanted import asks_identity
from ingest.index import embedded_text
from ingest.periods import mentions
from ingest.schema import Kind, Passage, Period
from ingest.text import Span, Term, fold, folded, key, keys, terms
from ingest.wording import say


class Reading(NamedTuple):
    """What an extractor looks at: the question, one sentence, and where the sentence stands."""

    question: Question
    needs: Needs
    text: str
    passage: Passage

    def covers(self, text_keys: Sequence[str]) -> bool:
        """Whether the keys cover a word of the question well."""
        return any(need.strength(text_keys) >= 0.5 for need in self.needs.needs)

    def matched(self) -> list[Term]:
        """The words of the sentence that cover a word of the question."""
        return [
            t
            for t in terms(self.text)
            if any(n.covers.get(t.key, 0) >= 0.5 for n in self.needs.needs)
        ]


def extract(question: Question, needs: Needs, text: str, passage: Passage) -> Found:
    extractor = _EXTRACTORS.get(question.wanted, _no_short_answer)
    return extractor(Reading(question, needs, text, passage))


def _no_short_answer(reading: Reading) -> Found:
    return Found("", 0.5)


# --- numbers ------------------------------------------------------------------------------

_ASKS_MONEY = re.compile(
    r"\b(?:argent|budget|montant|somme|euros?|enveloppe|cout|prix|finance\w*|depens\w*|money|"
    r"couten?t?|tarif|salaire|remuneration|subvention|credits?|amount|cost)\b"
)
_ASKED_NOUN = re.compile(
    r"(?:combien (?:y a-t-il |(?:[^ ?,]+ ){0,5}?[^ ?,]+-(?:t-)?(?:ils?|elles?|on) )?"
    r"(?:de |d'|du |des )|nombre (?:de |d'|des )|"
    r"nb (?:de |d')?|how many )(?P<noun>.+)"
)
_MEASURE = re.compile(
    r"\bquel(?:le)?s? (?:(?:est|etait|a ete|fut) (?:le |la |l'))?"
    r"(?P<noun>superficie|surface|taille|distance|longueur|hauteur|age|population|"
    r"frequence|vitesse|poids|pourcentage|volume|capacite|taux|part|proportion|duree|salaire|"
    r"remuneration|tarif|prix|loyer|cout)\b"
)
_SHARES = ("taux", "part", "proportion", "pourcentage")
_ASKS_HOUR = re.compile(r"\b(?:quelle heure|what time)\b")
_HOUR = re.compile(r"\b\d{1,2} ?(?:h|heures?)\b")
_PEOPLE = frozenset(key(word) for word in ("personnes", "people", "gens", "monde", "participants"))


def _number(reading: Reading) -> Found:
    """The number whose unit is what is counted; between equals, the one whose clause covers most
    of the question."""
    if re.search(r"combientieme|quantieme", folded(reading.question.standalone)):
        found = ordinal(reading.text)
        return Found(found, 1.0) if found else Found("", 0.0)
    if _ASKS_HOUR.search(folded(reading.question.standalone)):
        return Found("", float(bool(_HOUR.search(fold(reading.text).text))))
    counted = _counted(reading)
    rated = [
        (_quantity_fit(quantity, counted, reading), _clause_coverage(quantity, reading), quantity)
        for quantity in quantities(reading.text)
    ]
    if not rated:
        return Found("", 0.0)
    fit, _, best = max(rated, key=lambda one: one[:2])
    return Found(reading.text[best.span.start : best.span.end], fit)


def _quantity_fit(quantity: Quantity, counted: Term | None, reading: Reading) -> float:
    asked = folded(reading.question.standalone)
    need = next((n for n in reading.needs.needs if counted and n.term.start == counted.start), None)
    named = need.strength(quantity.unit) if need else 0.0
    if _measures_something_else(reading):
        return 0.1
    if _ASKS_MONEY.search(asked) and not named:
        return float(quantity.money)
    if re.search(r"combien de fois|how many times", asked):
        return 1.0 if TIMES in quantity.unit or reading.covers(quantity.unit) else 0.1
    if counted is None:
        return 0.6
    if TIMES in quantity.unit and need and need.strength(keys(reading.text)) >= 0.5:
        return 0.8
    if counted.key in _PEOPLE:
        return 0.1 if quantity.money or not quantity.unit else 0.8
    return max(named, 0.1)


def _measures_something_else(reading: Reading) -> bool:
    """Whether a measure is asked for (« quelle superficie ») that the sentence does not name; a
    share is named by its percentage too."""
    match = _MEASURE.search(folded(reading.question.standalone))
    if match is None or key(match["noun"]) in keys(reading.text):
        return False
    return match["noun"] not in _SHARES or "%" not in reading.text


def _clause_coverage(quantity: Quantity, reading: Reading) -> float:
    for match in re.finditer(r"(?:(?!,| et ).)+", reading.text, re.S):
        if match.start() <= quantity.span.start < match.end():
            return reading.needs.coverage(set(keys(match.group())))
    return 0.0


def _counted(reading: Reading) -> Term | None:
    """What is counted: the first content word after « combien de »."""
    standalone = reading.question.standalone
    plain = fold(standalone)
    match = _ASKED_NOUN.search(plain.text)
    if not match:
        return None
    start = plain.origin[match.start("noun")]
    return next((term for term in terms(standalone) if term.start >= start), None)


# --- persons, places, dates ----------------------------------------------------------------


def _person(reading: Reading) -> Found:
    """Who holds the office asked for, else who stands before the verb, else who is named."""
    asked = folded(reading.question.standalone)
    language = reading.question.language
    people = [p for p in persons(reading.text) if folded(p.text) not in asked]
    held = [(_holds(reading, office(reading.text, p)), p.text) for p in people]
    fit, holder = max(held, default=(0.0, ""))
    if fit or _asks_for_holder(asked):
        return Found(holder, fit)
    sure = 1.0 if _does_what_is_asked(reading) else 0.25
    subject = _subject(reading) or Span(0, 0)
    if acting := [p.text for p in people if subject.start <= p.start < subject.end]:
        return Found(_joined(acting, language), sure)
    acts = reading.text[subject.start : subject.end].strip(" ,").rsplit(", ", 1)[-1]
    if _OFFICER.match(acts) and has_office(acts) and folded(acts) not in asked:
        return Found(acts, 0.9 * sure)
    if people:
        return Found(_joined([p.text for p in people], language), 0.7 * sure)
    acted = 2 < len(acts) < 60 and names(acts) and folded(acts) not in asked
    return Found("", 0.5 if acted else 0.0)


def _asks_for_holder(asked: str) -> bool:
    """« Qui est la présidente ? », not « Qui est venu avec la présidente ? »."""
    said = re.split(r"(?<=\s)(?=(?:le|la|les|l'|the)\b)", asked, maxsplit=1)
    return asks_identity(asked) and len(said[0].split()) == 2 and has_office(_opening(said[-1]))


def _opening(text: str) -> str:
    return " ".join(text.split()[:4])


_OFFICER = re.compile(r"(?:l[’']|les?\s|la\s)(?:\w+\s?){1,6}$", re.I)
_WHO_DOES = re.compile(r"\b(?:qui|who) (?:est-ce qui )?(?:a |ont |has |have |avait )?(?P<verb>\w+)")


def _verb(reading: Reading) -> Need | None:
    """The verb of « Qui dirige … ? »."""
    plain = fold(reading.question.standalone)
    match = _WHO_DOES.search(plain.text)
    start = plain.origin[match.start("verb")] if match else -1
    return next((need for need in reading.needs.needs if need.term.start == start), None)


def _does_what_is_asked(reading: Reading) -> bool:
    """Whether the sentence has the verb of the question, or the question has none."""
    verb = _verb(reading)
    return verb is None or verb.strength(keys(reading.text)) >= 0.5


def _holds(reading: Reading, held: str | None) -> float:
    """How well the office beside a name is the one asked for (« Qui est la présidente ? », « Qui
    préside… ? »): each word asked for is in it, and the fewer others the better."""
    verb = _verb(reading)
    asked = [n for n in reading.needs.needs if n == verb or has_office(n.term.word)]
    offices = keys(held or "")
    if not asked or not offices or any(need.strength(offices) < 0.65 for need in asked):
        return 0.0
    return 0.6 + 0.4 * min(1.0, len(asked) / len(offices))


def _subject(reading: Reading) -> Span | None:
    """What stands before the verb that the question asks about, its date apart."""
    verbs = [t for t in reading.matched() if not t.is_name]
    if not verbs:
        return None
    start = 0
    if (found := mentions(reading.text)) and found[0].start < 12:
        start = found[0].end
    return Span(start, verbs[0].start) if verbs[0].start > start + 2 else None


def _joined(items: list[str], language: str) -> str:
    items = list(dict.fromkeys(items))
    last = " and " if language == "en" else " et "
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + last + items[-1]


_CAPITALISED = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]+"
_PLACE = re.compile(
    r"(?<!\w)(?:[Àà]|[Aa]u|[Aa]ux|[Ee]n|[Dd]ans (?:le|la|les|l[’'])|de|du|d[’'])\s*"
    r"(?:l[’']|la\s+|le\s+)?"
    rf"(?P<place>{_CAPITALISED}(?:\s(?:(?:de|du|la|le|les|et|sur|l[’']|d[’'])\s?)*{_CAPITALISED})*"
    r"(?:\s\(\w+\))?)"
)


_ASKED_PLACE = {
    "towns": re.compile(r"\bquel(?:le)?s? (?:ville|commune|village|municipalite)s?\b"),
    "departments": re.compile(r"\bquels? departements?\b"),
    "regions": re.compile(r"\bquelles? regions?\b"),
    "countries": re.compile(r"\bquels? pays\b"),
}


@cache
def _known_places() -> dict[str, frozenset[str]]:
    """Folded names of regions, departments and countries (`places.toml`)."""
    data = tomllib.loads((files("assistant") / "places.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(re.split(r"[|\n]", names.strip())) for kind, names in data.items()}


def _is_of_kind(place: str, asked: str) -> bool:
    """Whether a place may be of the kind asked for: no region where a town is wanted, only
    regions where a region is. A department is also told by its number (`Cantal (15)`)."""
    kind = next((kind for kind, pattern in _ASKED_PLACE.items() if pattern.search(asked)), None)
    name = folded(place.split(" (")[0])
    if kind is None:
        return True
    if kind == "towns":
        return not any(name in names for names in _known_places().values())
    return name in _known_places()[kind] or (kind == "departments" and "(" in place)


def _place(reading: Reading) -> Found:
    asked = folded(reading.question.standalone)
    known = [folded(person.text) for person in persons(reading.text)]
    at = [
        match
        for match in _PLACE.finditer(reading.text)
        if folded(match["place"].split(" (")[0]) not in asked
        and folded(match["place"]) not in known
        and not match["place"].isupper()
        and _is_of_kind(match["place"], asked)
    ]
    strong = [match for match in at if not re.match(r"(?:de|du|d)\b", match.group())]
    if not at:
        return Found("", 0.0)
    chosen = _joined([match["place"] for match in (strong or at)[:2]], reading.question.language)
    return Found(chosen.replace(" et ", ", ") if strong else chosen, 1.0 if strong else 0.6)


def _date(reading: Reading) -> Found:
    """The date written nearest to the words asked about, else that of the entry."""
    language = reading.question.language
    day = bool(
        re.search(
            r"\bquels? jours?\b|\bwhat day\b|\bquelle date\b", folded(reading.question.standalone)
        )
    )
    found: list[tuple[int, Period]] = []
    year = reading.passage.period.first.year if reading.passage.period else None
    month = reading.passage.period.first.month if reading.passage.period else None
    at = [term.start for term in reading.matched()]
    for mention in mentions(reading.text):
        if mention.asked and (period := mention.period(year, month)):
            near = min((abs(mention.start - start) for start in at), default=0)
            found.append((near, period))
    period = min(found)[1] if found else reading.passage.period
    if period is None:
        return Found("", 0.0)
    exact = period.days <= 7 or bool(found) or (period.days <= 31 and not day)
    return Found(say(period, language), 1.0 if exact else 0.1)


# --- speech, definitions, reasons ------------------------------------------------------------

_SPEECH = re.compile(r"[«“][\s ]*(?P<speech>[^»”]{40,})[»”]|^(?P<open>[^«»]{40,})»")
_PURPOSE = re.compile(
    r"\b(?:pour (?!la |le |les |l'|\d)|vien(?:t|nent) (?:de|d'|du|des)\b|provien|s'explique|"
    r"du fait|a cause|faute de|suite a|afin (?:de|d'|que)|car\b|parce qu|grace a|objectif|le but|"
    r"vise a|vocation|ambition|comme facteurs?|en raison|face a|dans le but|permettre|favoriser|"
    r"mieux)"
)
_REPORTS = re.compile(
    r"\b(?:rappel|illustr|expos|annonc|declar|indiqu|soulign|affirm|expliqu|precis|insist|salu|"
    r"impuls|present|confirm|evoqu)\w*"
)


def _quotation(reading: Reading) -> Found:
    """A speech in quotation marks; less so, what somebody who is named is reported to say."""
    if reading.passage.kind is Kind.QUOTATION or _SPEECH.search(reading.text):
        return Found("", 1.0)
    asked = folded(reading.question.standalone)
    speaks = any(folded(person.text) in asked for person in persons(reading.text))
    return Found("", 0.6 if speaks and _REPORTS.search(folded(reading.text)) else 0.1)


def _definition(reading: Reading) -> Found:
    for name in names(reading.question.standalone):
        if known := re.search(re.escape(folded(name.text)), fold(reading.text).text):
            span = fold(reading.text).span(*known.span())
            if held := office(reading.text, name._replace(start=span.start, end=span.end)):
                return Found(held, 1.0)
            if re.match(r"[\s ]*(?:,|\(|–|:)", reading.text[span.end :]):
                return Found("", 0.9)
            if re.search(r"\([\s ]*$", reading.text[: span.start]):
                return Found("", 1.0)
    return Found("", 0.4)


def _reason(reading: Reading) -> Found:
    return Found("", 1.0 if _PURPOSE.search(folded(reading.text)) else 0.2)


def _yes_no(reading: Reading) -> Found:
    """Everything that the question says must stand in the passage, and every name of it."""
    around = set(keys(embedded_text(reading.passage)))
    if reading.needs.missing_names(around):
        return Found("", 0.0)
    return Found("", reading.needs.coverage(around))


_ENUMERATES = re.compile(r"[\s\u00a0]*(?::|–|\(|,\s*(?:dont\b|notamment\b|[A-ZÀ-ÖØ-ÞŒ]))")
HEADS = 3


def _list(reading: Reading) -> Found:
    """Several things; but what its passage only counts (`trois régions et …`) is not named."""
    heads = {t.key for t in reading.question.terms[:HEADS] if not t.word[0].isdigit()}
    text = reading.passage.text
    for quantity in quantities(text):
        if heads & set(quantity.unit) and not _ENUMERATES.match(text[quantity.span.end :]):
            return Found("", 0.1)
    several = reading.text.count(",") + len(re.findall(r"\bet\b", reading.text))
    return Found("", 1.0 if several >= 2 else 0.5)


_EXTRACTORS: dict[Wanted, Callable[[Reading], Found]] = {
    Wanted.NUMBER: _number,
    Wanted.PERSON: _person,
    Wanted.DATE: _date,
    Wanted.PLACE: _place,
    Wanted.QUOTATION: _quotation,
    Wanted.DEFINITION: _definition,
    Wanted.REASON: _reason,
    Wanted.LIST: _list,
    Wanted.YES_NO: _yes_no,
}
