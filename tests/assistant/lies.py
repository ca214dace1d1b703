"""Sentences that are false in one way, made by program from sentences that are true: those of the
documents and the paraphrases of them.

Whether a lie is kept apart while the proof is tuned hangs on its own words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

from assistant.names import names, persons
from ingest.periods import mentions
from ingest.schema import Document, Kind, Passage
from ingest.text import folded, sentences
from tests.assistant.paraphrases import Source, paraphrases, sources

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
ENGLISH_MONTHS = (
    "January February March April May June July August September October November December".split()
)
NUMBERS = "deux trois quatre cinq six sept huit neuf dix onze douze treize quinze vingt".split()
PEOPLE = ("Claire Delmas", "Antoine Vernier", "Sophie Lambert", "Julien Moreau")
PLACES = ("Limoges", "Perpignan", "Quimper", "Valence", "Charleville-Mézières")
NAMES = ("Territoires connectés", "Fondation Montclar", "Cités rurales", "Union des bassins")
SURE = {"digit", "number word", "day", "month", "year", "name", "key", "unit"}
"""The kinds of which every one must be caught."""


class Lie(NamedTuple):
    """A false sentence with the passages that it cites."""

    kind: str
    says: str
    passages: tuple[Passage, ...]
    documents: dict[str, Document]


class Truth(NamedTuple):
    """What a lie starts from."""

    says: str
    passages: tuple[Passage, ...]
    source: Source


Turn = Callable[[str, Random], Iterator[str]]


@cache
def truths() -> tuple[Truth, ...]:
    """Sentences of the documents that say something, and the paraphrases."""
    found = [Truth(p.says, p.passages, p.source) for p in paraphrases()]
    for source in sources():
        for passage in source.passages:
            if passage.kind in (Kind.CAPTION, Kind.TABLE) or "fictif" in passage.text:
                continue
            for span in sentences(passage.text):
                says = " ".join(passage.text[slice(*span)].split())
                if len(says) > 50 and not says.endswith("?"):
                    found.append(Truth(says, (passage,), source))
    return tuple(found)


@cache
def lies() -> tuple[Lie, ...]:
    rng = Random(7)
    found = [lie for truth in truths() for lie in _of(truth, rng)]
    found += [*_keys(rng), *_merged(rng), *_figures_of_others(rng)]
    return tuple({lie.says + lie.passages[0].id: lie for lie in found}.values())


def _of(truth: Truth, rng: Random) -> Iterator[Lie]:
    for kind, turn in TURNS.items():
        said = [one for one in turn(truth.says, rng) if not _holds(one, truth)]
        for says in rng.sample(said, min(1, len(said))):
            yield Lie(kind, says, truth.passages, truth.source.documents)


def _holds(says: str, truth: Truth) -> bool:
    """Whether the passages hold the turned sentence after all, or nothing was turned."""
    told = " ".join(folded(passage.text) for passage in truth.passages)
    return folded(says) in told or folded(says) == folded(truth.says)


def _replaced(says: str, start: int, end: int, other: str) -> str:
    return says[:start] + other + says[end:]


def _digit(says: str, rng: Random) -> Iterator[str]:
    dated = [(one.start, one.end) for one in mentions(says)]
    for match in re.finditer(r"(?<![\w(])\d[\d\s\u202f\u00a0.,]*", says):
        if any(a < match.end() and match.start() < b for a, b in dated):
            continue
        digits = [at for at in range(match.start(), match.end()) if says[at].isdigit()]
        at = rng.choice(digits)
        yield _replaced(says, at, at + 1, rng.choice([d for d in "123456789" if d != says[at]]))


def _number_word(says: str, rng: Random) -> Iterator[str]:
    for match in re.finditer(r"(?<![\w-])[A-Za-zé]+(?![\w-])", says):
        if match[0].lower() in NUMBERS:
            other = rng.choice([one for one in NUMBERS if one != match[0].lower()])
            yield _replaced(says, *match.span(), other)


def _day(says: str, rng: Random) -> Iterator[str]:
    months = "|".join([*MONTHS, *ENGLISH_MONTHS])
    for match in re.finditer(rf"\b(\d\d?)(?:er)?(?=(?: et \d\d?)? (?:{months})|/\d\d)", says):
        day = int(match[1])
        yield _replaced(says, *match.span(), str(day + 1 if day < 27 else day - 2))


def _month(says: str, rng: Random) -> Iterator[str]:
    for names_of in (MONTHS, ENGLISH_MONTHS):
        for match in re.finditer(rf"\b(?:{'|'.join(names_of)})\b", says):
            other = rng.choice([one for one in names_of if one != match[0]])
            yield _replaced(says, *match.span(), other)
    for match in re.finditer(r"(?<=\d/)(\d\d)\b", says):
        yield _replaced(says, *match.span(), f"{int(match[0]) % 12 + 1:02}")


def _year(says: str, rng: Random) -> Iterator[str]:
    for match in re.finditer(r"\b20[12]\d\b", says):
        yield _replaced(says, *match.span(), str(int(match[0]) + rng.choice([-2, -1, 3])))


def _name(says: str, rng: Random) -> Iterator[str]:
    people = {name.text for name in persons(says)}
    for name in names(says):
        if re.search(r"\d|^(?:Le|La|Les)\b", name.text) or name.start == 0:
            continue
        if name.text in people:
            yield _replaced(says, name.start, name.end, rng.choice(PEOPLE))
        elif re.search(r"\b(?:à|de|en|d’)\s?$", says[: name.start]):
            yield _replaced(says, name.start, name.end, rng.choice(PLACES))
        elif " " in name.text:
            yield _replaced(says, name.start, name.end, rng.choice(NAMES))


UNITS = {
    "millions d’euros": ["milliards d’euros", "millions d’habitants"], "milliards": ["millions"],
    "habitants": ["hectares"], "postes": ["bureaux"], "communes": ["régions"],
    "départements": ["pays"], "agents": ["bénévoles"], "participants": ["exposants"],
    "appels": ["courriels"], "élus": ["salariés"], "visiteurs": ["touristes"], "jours": ["semaines"],
    "mois": ["ans"], "kilomètres": ["hectares"], "km": ["hectares"], "tonnes": ["kilos"],
    "%": ["points"], "euros": ["dollars"], "maisons": ["gares"], "dossiers": ["procès"],
    "commerces": ["usines"], "apprentis": ["stagiaires"], "minutes": ["heures"],
    "heures": ["minutes"], "masques": ["gants"], "formations": ["réunions"], "auditions": ["fêtes"],
    "vidéos": ["affiches"], "délégués": ["notaires"], "conventions": ["plaintes"],
    "entreprises": ["écoles"], "sessions": ["années"], "voitures": ["motos"],
    "people": ["cars"], "calls": ["letters"], "staff": ["towns"],
}  # fmt: skip


def _unit(says: str, rng: Random) -> Iterator[str]:
    for unit, others in UNITS.items():
        pattern = rf"((?:\d|\b(?:{'|'.join(NUMBERS)})\b)[\s\u202f\u00a0]?){re.escape(unit)}(?!\w)"
        for match in re.finditer(pattern, says):
            start = match.start() + len(match[1])
            yield _replaced(says, start, match.end(), rng.choice(others))


VERBS = re.compile(
    r"\b(a|ont|est|sont|était|avait|sera|seront|vise|aide|pilote|anime|favorise|participe|lance|"
    r"organise|adopte|crée|signe|présente|inaugure|confirme|annonce|emploie|compte|réunit|"
    r"accompagne|conseille|finance|reste|possède|ouvre|was|were|will|has|had)\s"
    r"(?!pas|jamais|plus|n[’e])"
)
VOWELS = "aeéêoui"


def _negation(says: str, rng: Random) -> Iterator[str]:
    for match in VERBS.finditer(says):
        if re.search(r"(?:\b(?:ne|se|s|y|en|l|lui|le|la|les)[’ ]|n[’'])$", says[: match.start()]):
            continue
        verb = match[1]
        if verb in ("was", "were", "will", "has", "had"):
            yield _replaced(says, match.start(), match.end(), f"{verb} not ")
            continue
        ne = "n’" if verb[0] in VOWELS else "ne "
        denied = rng.choice(["pas", "pas", "jamais"])
        yield _replaced(says, match.start(), match.end(), f"{ne}{verb} {denied} ")
    for match in re.finditer(r"\b(?:ne |n’)(\w+(?: \w+)?) (?:pas|jamais) ", says):
        yield _replaced(says, match.start(), match.end(), f"{match[1]} ")


QUANTITIES = [
    (r"\bplus de (?=\d|cinq)", ["moins de ", "", "environ "]), (r"\bmoins de (?=\d)", ["plus de "]),
    (r"\b[Pp]rès de (?=\d)", ["Plus de ", "Moins de "]), (r"\btoutes les\b", ["quelques"]),
    (r"\btous les\b", ["certains"]), (r"\bune soixantaine de\b", ["plus d’une centaine de"]),
    (r"\bla plupart\b", ["la totalité"]), (r"\b[Mm]ore than (?=\d)", ["less than ", "exactly "]),
    (r"\bles (?=communes|élus|agents|maires|collectivités|parlementaires|usagers|maisons|visiteurs|"
     r"entreprises|habitants|départements|associations)", ["tous les ", "certains ", "seuls les "]),
    (r"(?<=[àes] )(?=\d[\d\s\u202f]*(?:communes|agents|visiteurs|élus|postes|appels|km))",
     ["plus de ", "moins de ", "presque "]),
    (r"\bplus de la moitié\b", ["moins de la moitié"]), (r"\bjamais\b", ["toujours"]),
    (r"\brégulièrement\b", ["rarement"]), (r"\bnotamment\b", ["uniquement"]),
    (r"(?<=compte )(?=\d)", ["moins de ", "au moins "]), (r"(?<=traité )(?=\d)", ["plus de "]),
    (r"(?<=accompagné )(?=\d)", ["moins de "]), (r"\bchaque\b", ["presque chaque"]),
    (r"(?<=réuni )(?=\d)", ["plus de "]), (r"(?<=formé )(?=\d)", ["près de "]),
]  # fmt: skip


def _quantity(says: str, rng: Random) -> Iterator[str]:
    for pattern, others in QUANTITIES:
        for match in re.finditer(pattern, says):
            yield _replaced(says, *match.span(), rng.choice(others))


CONTRARIES = [
    ("ouvre", "ferme"), ("ouvert", "fermé"), ("ouverte", "fermée"), ("ouverture", "fermeture"),
    ("rouvert", "fermé"), ("rouvrent", "ferment"), ("inaugure", "ferme"), ("fermeture", "ouverture"),
    ("ferment", "ouvrent"), ("fermé", "ouvert"), ("lance", "arrête"), ("lancé", "supprimé"),
    ("lancent", "suppriment"), ("créée", "supprimée"), ("créé", "supprimé"), ("crée", "supprime"),
    ("créer", "supprimer"), ("premier", "dernier"), ("première", "dernière"),
    ("premières", "dernières"), ("dernière", "première"), ("après", "avant"), ("avant", "après"),
    ("plus petite", "plus grande"), ("plus grosse", "plus petite"), ("confirme", "dément"),
    ("soutenir", "combattre"), ("favoriser", "freiner"), ("favorise", "freine"),
    ("conforter", "affaiblir"), ("renforce", "affaiblit"), ("adopte", "rejette"),
    ("adopté", "rejeté"), ("approuve", "refuse"), ("approuvé", "rejeté"), ("fragiles", "riches"),
    ("riche", "pauvre"), ("ruraux", "urbains"), ("rural", "urbain"), ("rurales", "urbaines"),
    ("public", "privé"), ("publics", "privés"), ("fin", "début"), ("début", "fin"),
    ("femmes", "hommes"), ("quitte", "rejoint"), ("nouvelle", "ancienne"), ("nouvel", "ancien"),
    ("nouveaux", "anciens"), ("rapides", "lentes"), ("étroites", "distantes"), ("petites", "grandes"),
    ("hausse", "baisse"), ("tombé", "monté"), ("locaux", "étrangers"), ("opened", "closed"),
    ("first", "last"), ("created", "abolished"), ("create", "abolish"), ("launched", "cancelled"),
    ("with", "without"), ("ouvertes", "fermées"), ("gagné", "perdu"), ("mieux", "moins bien"),
    ("signed", "cancelled"), ("signé", "rompu"), ("signe", "rompt"),
]  # fmt: skip


def _direction(says: str, rng: Random) -> Iterator[str]:
    for word, other in CONTRARIES:
        for match in re.finditer(rf"(?<![\w’-]){word}(?! ministre|[\w-])", says):
            yield _replaced(says, *match.span(), other)


ADDED = [
    ", à l’unanimité", ", malgré de fortes critiques", ", avec un grand succès", ", en urgence",
    ", à la demande du gouvernement", ", gratuitement", ", pour un coût très élevé",
    ", ce qui a réduit le chômage", ", en partenariat avec des banques étrangères",
    ", une première en Europe", ", ce qui a été salué par la presse", ", sous escorte policière",
    ", pour lutter contre la pollution", " et a reçu un prix international",
    ", après plusieurs années de retard", ", grâce à des dons privés", " et dans toute l’Europe",
]  # fmt: skip
ENGLISH_ADDED = [
    ", unanimously", ", despite strong criticism", ", free of charge", ", at the request of unions",
    ", which reduced unemployment",
]


def _added(says: str, rng: Random) -> Iterator[str]:
    if match := re.search(r"\s?[.!…]$", says):
        others = ENGLISH_ADDED if re.search(r"\b(?:the|was|of)\b", says) else ADDED
        yield _replaced(says, match.start(), len(says), f"{rng.choice(others)}.")


TENSES = [
    ("seront destinées", "ont été destinées"), ("démarreront", "ont démarré"),
    ("va échanger", "a échangé"), ("interviendra", "est intervenu"), ("commenceront", "ont commencé"),
    ("ouvriront", "ont ouvert"), ("sera consacré", "a été consacré"),
    ("sera présenté", "a été présenté"), ("pour créer", "qui a créé"),
    ("doit permettre de créer", "a créé"), ("will start", "have started"),
    ("est née", "va naître"), ("a été créée", "sera créée"), ("ont été livrés", "seront livrés"),
    ("a été lancé", "sera lancé"), ("ont rouvert", "rouvriront"), ("s’est tenue", "se tiendra"),
    ("a été inaugurée", "sera inaugurée"), ("a accompagné", "accompagnera"),
    ("a traité", "traitera"), ("a formé", "formera"), ("a signé", "signera"),
]  # fmt: skip


def _tense(says: str, rng: Random) -> Iterator[str]:
    for said, other in TENSES:
        if said in says:
            yield says.replace(said, other)


def _swapped(says: str, rng: Random) -> Iterator[str]:
    """Two names in each other's place, unless they stand side by side."""
    found = [n for n in names(says) if not re.search(r"\d", n.text) and len(n.text) > 2]
    for one, other in pairwise(found):
        between = says[one.end : other.start]
        joined = re.fullmatch(r"(?:,? et (?:l’|les? |la |d’|de )?|, (?:à |d’|de |l’|les? |la )?)", between)
        same_office = re.fullmatch(r", [^,]*,? et (?:d[’e] ?)?", between) and len(between) < 9
        if joined or same_office or one.text in other.text or other.text in one.text:
            continue
        yield says[: one.start] + other.text + between + one.text + says[other.end :]


def _exchanged(says: str, rng: Random) -> Iterator[str]:
    """Two figures in each other's place."""
    figure = rf"(?<![\w/(’])(?:\d[\d\s\u202f]*(?:,\d+)?|{'|'.join(NUMBERS)})(?![\w/)])"
    dated = [(one.start, one.end) for one in mentions(says)]
    found = [
        m for m in re.finditer(figure, says)
        if not any(a < m.end() and m.start() < b for a, b in dated)
    ]  # fmt: skip
    for one, other in pairwise(found):
        a, b = one[0].strip(), other[0].strip()
        if a != b:
            gap = says[one.start() + len(a) : other.start()]
            yield says[: one.start()] + b + gap + a + says[other.start() + len(b) :]


TURNS: dict[str, Turn] = {
    "digit": _digit, "number word": _number_word, "day": _day, "month": _month, "year": _year,
    "name": _name, "unit": _unit, "negation": _negation, "quantifier": _quantity,
    "direction": _direction, "added": _added, "tense": _tense, "swapped names": _swapped,
    "exchanged figures": _exchanged,
}  # fmt: skip


def _keys(rng: Random) -> Iterator[Lie]:
    """True sentences that cite another passage of their document."""
    for truth in rng.sample(truths(), 80):
        others = [p for p in truth.source.passages
                  if p not in truth.passages and p.kind is not Kind.CAPTION]  # fmt: skip
        others = [p for p in others if folded(truth.says) not in folded(p.text)]
        yield Lie("key", truth.says, (rng.choice(others),), truth.source.documents)


def _merged(rng: Random) -> Iterator[Lie]:
    """The opening of one passage with the rest of another, both cited."""
    for source in sources():
        dated = [
            (p, match)
            for p in source.passages
            for span in sentences(p.text)[:1]
            if (match := re.match(r"((?:Le|Les|Au) [^,]{3,14},|En \d{4},)\s(.+)", p.text[slice(*span)], re.S))
        ]
        for (one, opening), (other, rest) in pairwise(rng.sample(dated, len(dated))):
            if opening[1] != rest[1]:
                says = f"{opening[1]} {' '.join(rest[2].split())}"
                yield Lie("merged passages", says, (one, other), source.documents)
    said = [t for t in truths() if re.search(r"[;,] (?:dont|qui|afin)", t.says) or ", " in t.says]
    for one, other in pairwise(rng.sample(said, len(said))):
        head, tail = one.says.split(", ")[0], other.says.rsplit(", ", 1)[-1]
        opens = re.match(r"(?:Le|Les|Au|En|Du|On) \d", head) or len(head) < 40
        if one.source is other.source and one.passages != other.passages and not opens:
            if re.match(r"(?:à|en|le|dans|lors|destin|dont|on) ", tail) and len(tail) > 15:
                passages = (*one.passages, *other.passages)
                yield Lie("merged passages", f"{head}, {tail}", passages, one.source.documents)


def _figures_of_others(rng: Random) -> Iterator[Lie]:
    """A figure of one passage with its unit, said of what another speaks of; both are cited."""
    counted = re.compile(r"(?<![\w/])(\d[\d\s\u202f]*(?:,\d+)?)[\s\u00a0](?=[a-zé]{4})")
    found = [(t, m) for t in truths() if (m := counted.search(t.says))
             and not mentions(t.says[m.start() : m.end() + 12])]  # fmt: skip
    for (one, m), (other, n) in pairwise(rng.sample(found, len(found))):
        if one.source is not other.source or m[1].strip() == n[1].strip():
            continue
        says = _replaced(one.says, m.start(1), m.end(1), n[1])
        if not _holds(says, one):
            passages = tuple(dict.fromkeys((*one.passages, *other.passages)))
            yield Lie("figure of another", says, passages, one.source.documents)


def shares(caught: Sequence[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    """Of each kind, how many were caught, of how many."""
    kinds = dict.fromkeys(kind for kind, _ in caught)
    return {
        kind: (sum(hit for k, hit in caught if k == kind), sum(k == kind for k, _ in caught))
        for kind in kinds
    }
