"""What kind of answer a question wants, read from its words; French and English.

The first pattern that is found decides. Patterns are matched on folded text: no case, no
accents, one kind of apostrophe.
"""

import re
from typing import Literal

from assistant.names import people, persons
from assistant.schema import Language, Wanted
from ingest.text import Span, Term, fold, folded, word_list, words


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


_OFFICE = r"(?:{})s?\b(?!-)".format(
    "|".join(one for one in people()["offices"].split() if not one.startswith("charge"))
)
_HAPPENED = _any(
    r"(?:que?|quoi|ce qui|qu'est-ce qui|qu'est ce qui) (?:\w+ )?(?:s'est|se sont|s'etait|se passe|"
    r"c'est passe|a marque|est arrive|a eu lieu|a ete fait|est rapporte|retenir)",
    r"qu'y (?:a-t-il eu|avait-il|a t il eu)",
    r"(?:qu'est-il|que s'est-il|que se|qu'est-ce qui est|ce qui est|qu'a-t-il ete|qu'a-t-on) "
    r"(?:\w+ )?(?:arrive|produit|passe|passait|passe-t-il|fait|deroule|eu lieu)",
    r"qu'(?:a|ont) (?:bien pu )?(?:\w+ )?faits?\b",
    r"(?:qu'a|que) (?:l'agence|l'anct|l'agence nationale) (?:a-t-elle |a )?(?:fait|fait-elle)",
    r"(?:qu'est-ce que|ce que) (?:l'agence|l'anct|\w+) (?:a fait|faisait)",
    r"^(?:et |alors )?qu'(?:a|ont|avait|avaient)\b",
    r"^(?:qu'est-ce que |que |qu')(?:l'|le |la |les )?\w+ (?:a|ont|avait|faisait|fait)\b",
    r"quoi de neuf|que faisait|prevu",
    r"\b(?:ce qui|ce que|qu'est-ce qui|tout ce qui) (?:\S+ )?(?:a|ont|avait|avaient|s'est|fut)\b",
    r"\b(?:ce que|qu'est-ce que) (?:\S+ ){1,3}(?:a|ont|avait) (?:fait|mene|realise|organise|lance)",
    r"\b(?:a|ont) (?:bien )?(?:fait|mene|realise) quoi\b|\bpasse quoi\b|\bc'etait quoi\b",
    r"\bquel(?:le)?s (?:deplacements?|visites?|reunions?|rencontres?|lancements?|signatures?|"
    r"conventions?|annonces?|inaugurations?|seminaires?|ceremonies?|manifestations?)\b",
    r"what (?:happened|took place|was done|did the agency do|did anct do|went on)",
    r"(?:^| )(?:que retenir|resume|resumer|bilan d|recapitul|fais le point)",
    r"\b(?:evenements?|temps forts?|actualites?|actus?|faits? marquants?|moments? forts?|actions?|"
    r"activites?|entrees?|events?|highlights)\b",
)
_NUMBER = _any(
    r"\b(?:(?<!\ble )combien|combientieme|quantieme|nombre\b|nb\b|how many|how much|"
    r"chiffre(?!s? cles?\b)|pourcentage)",
    r"\bquel(?:le)? (?:(?:est|etait|a ete|fut|sera) (?:le |la |l'|sa |son |leur ))?"
    r"(?:montant|budget|somme|cout|enveloppe|total|taux|prix|"
    r"effectif|affluence|frequentation|frequence|part|cible|proportion|duree|delai)\b",
    r"\b(?:montant|cout|amount|cost|volume)\b|"
    r"\ben %|^(?:effectifs?|affluence|frequentation)\b",
    r"\bquel(?:le)?s? (?:superficie|surface|taille|distance|longueur|hauteur|heure|age|salaire|"
    r"remuneration|tarif|population|frequence|vitesse|poids|pourcentage|volume|capacite)\b",
    r"\bwhat (?:is|was|were) (?:the |its )?(?:budget|price|number|share|size) (?:of|for)\b|"
    r"\b(?:quelle (?:est la )?periodicite|quel (?:est le )?rythme|tous les combien|how often)\b",
)
_QUOTATION = _any(
    r"\b(?:citation|cite|citer|citez|propos exacts?|mots exacts?|quote|paroles?)\b",
    r"\bqu(?:e|'a|'ont|'avait|'est-ce qu)\b.{0,40}\b(?:dit|declare|affirme|declarait|indique|"
    r"indiquait|explique|disait|said|say)\b",
    r"\bque dit\b|(?<!\bune )\bphrases? (?:de|d'|du|des|prononcee|exacte)\b",
    r"\bwhat did .* say\b",
)
_DATE = _any(
    r"\b(?:quand|dates?|quel jour|quels jours|quel mois|a quels? moments?|when|"
    r"what day|what date|which month|en quelle annee|le combien)\b",
)
_PLACE = _any(
    r"\bou (?:a|ont|est|sont|se|s'|etait|etaient|l'|le|la|les|en|peut|"
    r"cela|ca|donc|et|aura|eut)\b",
    r"\bou ?(?:\?|$)",
    r"\bwhere\b|\bd'ou (?:viennent|venaient|proviennent)\b|\bprovenance\b",
    r"\bquel(?:le)?s? (?:ville|village|commune|departement|region|endroit|lieu|pays|territoire|"
    r"site|batiment|quartier|salle)s?\b(?! (?:internet|web)\b)",
    r"\b(?:c|est|sont|etait|etaient) ou\b",
    r"^(?:ville|commune|departement|region|lieu) (?:de|du|d')\b|"
    r"\b(?:quel|le|son|leur|du|et) lieu(?:\W*$| (?:exact )?(?:de (?:l[a']|cett?e)|du|des|d'un)\b)",
)
_PERSON = _any(
    r"(?<!\ba )(?<!pour )(?<!chez )(?<!\best-ce )(?<!\best ce )"
    r"\bqui (?:a|ont|avait|est|sont|etait|etaient|dirige|preside|pilote|"
    r"anime|conduit|lance|organise|represente|intervient|inaugure|assiste|participe|"
    r"accompagn\w+|s'|se|\w+(?:ait|aient))\b",
    r"\b(?:qui est-ce qui|c'est qui|^c (?:qui|ki)|avec qui|par qui|de qui|qui d'autre|who|whom)\b",
    r"\bqui ?(?:\?|$)",
    r"\bquel(?:le)?s? (?:autres? |nouve(?:au|lle)s? )?"
    rf"(?:(?:personne|elu|personnalite|responsable|membre|intervenant)s?\b|{_OFFICE})",
    rf"\blequel de \w+ {_OFFICE}|\bauteurs? d",
    rf"\b(?:comment s'appelle(?:nt)?|(?<!\bau )noms?) (?:\w+ |[dl]'){{0,3}}(?:agents?\b|{_OFFICE})",
    rf"^(?!.*-(?:t-)?(?:il|elle)s?\b).*{_OFFICE}.*(?<!\bde )(?<!\bun )\bnoms?\W*$",
)
_WHO = re.compile(r"^(?:et |mais |alors )?(?:(?:de|par|avec) )?qui (?!s'est|se passe)")
_WHY = re.compile(r"^(?:et |mais |alors )?(?:pourquoi|why)\b")
_REASON = _any(
    r"\b(?:pourquoi|pour quelles? raisons?|dans quel but|quel (?:est|etait) (?:le but|l'objectif)|"
    r"a quoi (?:sert|servent|doit servir|ca sert)|quelle (?:est|etait) (?:la raison|la vocation|"
    r"l'ambition)|objectif|why|what for|what is the purpose)\b",
    r"^causes?\b|(?<!\ba )(?<!\ben )(?<!\bpour )\bcauses?\W*$|\bquelle (?:est|etait) la cause\b",
    r"(?<!\ben )(?<!\beu )(?<!\ba )\b(?:raisons?(?! sociale)|motifs?)\b",
    r"\b(?:justifie|ce qui (?:a|ont) pousse)\b",
)
_DEFINITION = _any(
    r"\b(?:qu'est-ce qu(?:e|'un|'une)|qu'est ce que|c'est quoi|^c (?:quoi|koi)|"
    r"que (?:signifie|veut dire)|veut dire quoi|signifie quoi|definition|que designe|signification|"
    r"what is|what are|what does .* mean)\b",
)
_LIST = _any(
    r"\b(?:liste|lister|quels|quelles|lesquels|lesquelles|enumere|list|which)\b",
    r"^(?:les )?noms de|\bnames of\b",
)
_YES_NO = _any(
    r"^(?:est-ce qu|est ce qu|y a-t-il|y-a-t-il|l'agence |l'anct )",
    r"^(?!.*\b(?:que|qu|quel|quelle|quels|quelles|qui|quoi|comment|ou|quand)\b)[^?]{0,90}"
    r"\b\w+-(?:t-)?(?:il|elle|ils|elles|on)\b",
    r"^(?:did|does|do|is|are|was|were|has|have|had|can) ",
)
_KINDS = {
    Wanted.NUMBER: _NUMBER,
    Wanted.QUOTATION: _QUOTATION,
    Wanted.DATE: _DATE,
    Wanted.PLACE: _PLACE,
    Wanted.PERSON: _PERSON,
    Wanted.REASON: _REASON,
    Wanted.DEFINITION: _DEFINITION,
    Wanted.LIST: _LIST,
    Wanted.YES_NO: _YES_NO,
}
_CLAUSE_OF_TIME = re.compile(
    r"^(?P<asks>(?:\w+ )?(?:quel(?:le)?s?|qui|combien|pourquoi)\b.{8,}?)(?<!\bet)"
    r"(?<!\bsavoir)(?<!\bdire)(?<!\bdepuis) quand "
    r"(?:l'|(?:le|la|les|un|une|on|ils?|elles?|ce|cette|ces|son|sa|ses) )\S+ \S"
)
_IDENTITY = re.compile(
    r"^(?:qui (?:est|sont|etait|c'est)|c(?:'est)? (?:qui|ki)|who (?:is|are|was))\b|"
    r"^(?:(?:m|mme|monsieur|madame)\.? )?[\w'-]+(?: [\w'-]+){0,3},? (?:c'est|est|etait) "
    r"qui(?: (?:deja|donc|exactement|au juste))?\W*$|"
    rf"{_OFFICE} de quoi\W*$|"
    r"\bquelles? (?:(?:est|etait|sont) (?:la |les |sa |ses ))?fonctions?"
    r"(?: (?:de (?!l['ae]|un)|occup|exerc)|\W*$)"
)


_HOLDING = re.compile(
    r"\bqui (?P<held>(?:occup|exerc|assur)\w+ (?:le poste|les? fonctions?|la fonction)) "
    r"(?:de |du |d')"
)


def wanted_answer(text: str) -> Wanted:
    """The kind of answer; FACT where nothing tells."""
    plain = folded(text)
    if asks_who_that_is(text):
        return Wanted.DEFINITION
    if clause := _CLAUSE_OF_TIME.match(plain):
        plain = clause["asks"]
    if _WHY.search(plain):
        return Wanted.REASON
    if _WHO.search(plain):
        return Wanted.PERSON
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(plain)), Wanted.FACT)


_AND = re.compile(
    r"\bet (?=(?:quand|ou|qui|combien|pourquoi|comment|(?:\w+ )?quel(?:le)?s?|"
    r"(?:avec|par|pour|de) (?:qui|combien))\b)|\band (?=(?:when|where|who|how|why|which|what)\b)"
)
_SECOND = (Wanted.NUMBER, Wanted.DATE, Wanted.PLACE, Wanted.PERSON, Wanted.REASON)


def also_wanted(text: str, wanted: Wanted) -> Wanted | None:
    """The second kind of answer that a question asks for: « quand et où », « combien et avec
    qui »."""
    plain = folded(text)
    if not (and_ := _AND.search(plain, 1)):
        return None
    asked = (wanted_answer(plain[and_.end() :]), wanted_answer(plain[: and_.start()]))
    return next((one for one in asked if one in _SECOND and one is not wanted), None)


def asks_rather_than_tells(term: Term) -> bool:
    """Whether a content word only says what is asked (`date`, `nombre`, `citation`)."""
    return not term.word[:1].isupper() and folded(term.word) in word_list("asking_words")


def asks_for_entries(text: str, *, has_period: bool) -> bool:
    """« Que s'est-il passé en octobre ? »: what happened, and when."""
    return has_period and bool(_HAPPENED.search(folded(text)))


def asks_who_that_is(text: str) -> bool:
    """« Qui est Édouard Philippe ? »: what is said of somebody who is named."""
    return asks_identity(text) and bool(persons(text))


def asks_identity(text: str) -> bool:
    """« Qui est … ? », « Qui occupe le poste de … ? »"""
    plain = folded(text)
    return bool(_IDENTITY.search(plain) or _HOLDING.search(plain))


def holding_clause(text: str) -> Span:
    """The words that say no more than that an office is held; empty where there are none."""
    plain = fold(text)
    match = _HOLDING.search(plain.text)
    return plain.span(*match.span("held")) if match else Span(0, 0)


_EDGE_OF = (
    r"(?: \w+)? ?(?:evenements?|temps forts?|entrees?|faits? marquants?|actualite|action|chose|"
    r"moment|date|event|entry|thing)\b"
)
_LAST = re.compile(r"\b(?:dernier|derniere|derniers|dernieres|last|latest|final)\b" + _EDGE_OF)
_FIRST = re.compile(r"\b(?:premier|premiere|premiers|premieres|first|earliest)\b" + _EDGE_OF)


def edge(text: str) -> Literal["first", "last"] | None:
    """Which one « le dernier événement de l'année » asks for."""
    plain = folded(text)
    if _LAST.search(plain):
        return "last"
    return "first" if _FIRST.search(plain) else None


def language_of(text: str) -> Language:
    """English where more of its function words are English than French; else French."""
    found = [word.folded for word in words(text)]
    english = sum(word in _ENGLISH for word in found)
    return "en" if english > sum(word in _FRENCH for word in found) else "fr"


_ENGLISH = word_list("english_stop_words") - word_list("stop_words")
_FRENCH = word_list("stop_words") - word_list("english_stop_words")
