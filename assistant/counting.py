"""The number that a sentence gives for what is counted."""

import re

from assistant.choice import Found
from assistant.quantities import TIMES, UNITS_OF_TIME, Quantity, ordinal, quantities
from assistant.sentence import Sentence
from ingest.text import Term, fold, folded, key, keys, terms

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
    r"\bquel(?:le)?s? (?:(?:est|etait|a ete|fut) (?:le |la |l'|sa |son |leur ))?"
    r"(?P<noun>superficie|surface|taille|distance|longueur|hauteur|age|population|"
    r"vitesse|poids|pourcentage|volume|capacite|taux|part|proportion|duree|salaire|"
    r"remuneration|tarif|prix|loyer|cout)\b"
)
_DURATION = ("temps", "duree")
_SHARES = ("taux", "part", "proportion", "pourcentage")
_ASKS_SHARE = re.compile(
    r"%|pour ?cent|percent|\b(?:taux|proportions?|share|rate)\b|"
    r"(?<!a )(?<!autre )(?<!pris )(?<!prendre )(?<!prennent )\bparts?\b"
)
_IS_SHARE = re.compile(r"%|pour ?cent")
_ASKS_HOUR = re.compile(r"\b(?:quelle heure|what time)\b")
_HOUR = re.compile(r"\b\d{1,2} ?(?:h|heures?)\b")
_ASKS_FREQUENCY = re.compile(
    r"\b(?:quelle (?:(?:est|etait|a ete|fut) (?:la |sa |leur ))?(?:frequence|periodicite)|"
    r"quel (?:est le )?rythme|tous les combien|how often)\b"
)
_FREQUENCY = re.compile(
    r"\b(?:quotidien|hebdomadaire|mensuel|bimestriel|trimestriel|semestriel|annuel|biennal)\w*|"
    r"\b(?:chaque|tous les|toutes les|par) (?:\w+ )?(?:jours?|semaines?|mois|trimestres?|"
    r"semestres?|ans?|annees?)\b"
)
_BEFORE_NOUN = frozenset(
    map(key, "petit grand gros nouveau ancien premier dernier autre différent principal".split())
)
_PEOPLE = frozenset(key(word) for word in ("personnes", "people", "gens", "monde", "participants"))
_PERSON = key("personne")
_EACH_A_PERSON = frozenset(
    map(
        key,
        "agent élu stagiaire bénéficiaire habitant étudiant élève salarié collaborateur usager "
        "visiteur inscrit candidat volontaire membre conseiller formateur jeune citoyen adhérent "
        "professionnel spectateur abonné utilisateur invité délégué aidant apprenti".split(),
    )
)


def number(sentence: Sentence) -> Found:
    """The number whose unit is what is counted; between equals, the one whose clause covers most
    of the question."""
    if re.search(r"combientieme|quantieme", folded(sentence.question.standalone)):
        found = ordinal(sentence.text)
        return Found(found, 1.0) if found else Found("", 0.0)
    if _ASKS_HOUR.search(folded(sentence.question.standalone)):
        return Found("", float(bool(_HOUR.search(fold(sentence.text).text))))
    if _ASKS_FREQUENCY.search(folded(sentence.question.standalone)):
        return _frequency(sentence.text)
    counted = _counted(sentence)
    rated = [
        (_quantity_fit(quantity, counted, sentence), _clause_coverage(quantity, sentence), quantity)
        for quantity in quantities(sentence.text)
    ]
    if not rated:
        return Found("", 0.0)
    fit, _, best = max(rated, key=lambda one: one[:2])
    return Found(sentence.text[best.span.start : best.span.end], fit)


def _frequency(text: str) -> Found:
    """« tous les six mois », « hebdomadaire »."""
    plain = fold(text)
    match = _FREQUENCY.search(plain.text)
    return Found(text[slice(*plain.span(*match.span()))], 1.0) if match else Found("", 0.0)


def _quantity_fit(quantity: Quantity, counted: Term | None, sentence: Sentence) -> float:
    asked = folded(sentence.question.standalone)
    need = next(
        (n for n in sentence.needs.needs if counted and n.term.start == counted.start), None
    )
    named = need.strength(quantity.unit) if need else 0.0
    if _measures_something_else(quantity, sentence):
        return 0.1
    shared = _IS_SHARE.search(folded(sentence.text[slice(*quantity.span)]))
    if counted and shared and not _ASKS_SHARE.search(asked):
        return 0.1
    if counted and folded(counted.word) in _DURATION:
        return 1.0 if UNITS_OF_TIME & set(quantity.unit) else 0.1
    if _ASKS_MONEY.search(folded(counted.word) if counted else asked) and not named:
        return float(quantity.money)
    if re.search(r"combien de fois|how many times", asked):
        return 1.0 if TIMES in quantity.unit or sentence.covers(quantity.unit) else 0.1
    if counted is None:
        return 0.6
    if TIMES in quantity.unit and need and need.strength(keys(sentence.text)) >= 0.5:
        return 0.8
    if counted.key in _PEOPLE:
        return 0.1 if quantity.money or not quantity.unit else 0.8
    named_there = need is not None and need.strength(keys(sentence.text)) >= 0.5
    if counted.key in _EACH_A_PERSON and _PERSON in quantity.unit and not named_there:
        return 0.7
    return max(named, 0.1)


def _measures_something_else(quantity: Quantity, sentence: Sentence) -> bool:
    """Whether a measure is asked for (« quelle superficie ») that the sentence does not name; a
    share is named by its percentage too."""
    match = _MEASURE.search(folded(sentence.question.standalone))
    if match is None or key(match["noun"]) in keys(sentence.text):
        return False
    if match["noun"] == "duree":
        return not UNITS_OF_TIME & set(quantity.unit)
    return match["noun"] not in _SHARES or "%" not in sentence.text


def _clause_coverage(quantity: Quantity, sentence: Sentence) -> float:
    for match in re.finditer(r"(?:(?!,| et ).)+", sentence.text, re.S):
        if match.start() <= quantity.span.start < match.end():
            return sentence.needs.coverage(set(keys(match.group())))
    return 0.0


def _counted(sentence: Sentence) -> Term | None:
    """What is counted: the first content word after « combien de » that is no adjective which
    stands before its noun (« petites communes »)."""
    standalone = sentence.question.standalone
    plain = fold(standalone)
    match = _ASKED_NOUN.search(plain.text)
    if not match:
        return None
    start = plain.origin[match.start("noun")]
    found = [term for term in terms(standalone) if term.start >= start]
    nouns = (term for term in found if term.key not in _BEFORE_NOUN)
    return next(nouns, found[0] if found else None)
