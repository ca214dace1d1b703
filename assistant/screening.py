"""What is wrong with a sentence of the model before any proof: its keys, its language, what it is
made from. The reasons are French: the model is told them."""

import re
from collections.abc import Collection, Iterable

from assistant.courtesy import courtesy
from assistant.drafting import Draft
from assistant.schema import Language, Proof
from assistant.verdict import VERDICT
from ingest.schema import Document
from ingest.text import folded, word_list, words

NO_KEY = "elle ne porte la clé d’aucun passage"
UNKNOWN_KEY = "« {key} » n’est la clé d’aucun passage"
UNREADABLE = "elle porte des caractères illisibles ou des crochets de trop"
OTHER_LANGUAGE = "elle n’est pas en {language}"
UNPROVEN_VERDICT = "les passages ne prouvent pas ce « {verdict} »"
PLANTED = "elle reprend une consigne glissée dans un passage"
MISQUOTED = "« {quote} » n’est pas mot pour mot dans son passage"
LEAST_WORDS = 5

_QUOTED = re.compile(r"[«“\"][\s\u00a0\u202f]*([^«»“”\"]+?)[\s\u00a0\u202f.,…]*[»”\"]")
_LISTS = {"fr": "stop_words", "en": "english_stop_words"}
_NAMES = {"fr": "français", "en": "anglais"}


def screen(draft: Draft, keys: Collection[str], language: Language, verdict: str) -> str:
    """The first fault, empty where there is none; `verdict` is the « Oui » or « Non » that is
    proven, if any."""
    if not draft.is_readable:
        return UNREADABLE
    if not draft.keys:
        return NO_KEY
    if unknown := [key for key in draft.keys if key not in keys]:
        return UNKNOWN_KEY.format(key=unknown[0])
    if is_foreign(draft.words, language):
        return OTHER_LANGUAGE.format(language=_NAMES[language])
    said = VERDICT.match(draft.words)
    if said and folded(said["verdict"]) != folded(verdict):
        return UNPROVEN_VERDICT.format(verdict=said["verdict"])
    return ""


def without_verdict(text: str) -> str:
    """The sentence after its « Oui, » or « Non, », which is proven apart."""
    return VERDICT.sub("", text, count=1)


def is_foreign(text: str, language: Language) -> bool:
    """Whether a sentence of some length has more of another language's small words than of its
    own, or none of them at all."""
    found = [word.folded for word in words(text)]
    if len(found) < LEAST_WORDS:
        return False
    own, other = (word_list(_LISTS[one]) for one in _ordered(language))
    mine = sum(word in own and word not in other for word in found)
    theirs = sum(word in other and word not in own for word in found)
    return theirs > mine or not any(word in own for word in found)


def _ordered(language: Language) -> tuple[Language, Language]:
    return ("fr", "en") if language == "fr" else ("en", "fr")


def misquoted(text: str, sources: Iterable[str]) -> str:
    """The first words between quotation marks that no source holds as they are; empty where there
    are none."""
    plain = [folded(source) for source in sources]
    quotes = (match[1] for match in _QUOTED.finditer(text))
    return next((q for q in quotes if not any(folded(q) in source for source in plain)), "")


def is_planted(proof: Proof, document: Document) -> bool:
    """Whether what is quoted gives orders to a program: it proves nothing."""
    return courtesy(document.text[proof.span.start : proof.span.end]) == "order"
