"""What is no question for the documents: orders, « que peux-tu faire ? », greetings, thanks."""

import re

from ingest.text import folded

MAX_CHARACTERS = 2000
"""Of a question; a longer one is declined."""


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


_ORDER = _any(
    r"\b(?:ignore[rsz]?|oublie[rsz]?|neglige[rsz]?|disregard|forget|contourne[rsz]?|override)\b"
    r".{0,40}\b(?:instructions?|consignes?|regles?|rules|prompt|directives?|precedent\w*|previous|"
    r"documents?|passages?)\b",
    r"\b(?:prompt|instructions?|consignes?)\b.{0,20}\b(?:systeme|system|initiale?s?|cache\w*|"
    r"secret\w*|interne\w*)\b",
    r"\b(?:system|hidden|secret) (?:prompt|instructions?|message)\b",
    r"\b(?:revele|affiche|montre|donne|repete|imprime|reveal|show|print|repeat)\w*\b.{0,30}\b(?:"
    r"prompt|tes instructions|tes consignes|your instructions|ta configuration|cle api|api key|"
    r"mot de passe|password)\b",
    r"\b(?:tu es maintenant|tu n'es plus|desormais tu|a partir de maintenant,? tu|you are now|"
    r"act as|agis comme|comporte-toi comme|fais comme si|fais semblant|joue le role|pretend|"
    r"mode (?:developpeur|developer|dan)|jailbreak)\b",
    r"\b(?:reponds?|repondez|dis|ecris|answer|say|write) (?:seulement|uniquement|juste|simplement|"
    r"only|just)\b",
    r"^(?:invente|imagine|fabrique|compose|traduis|chante|programme|code|ecris|redige|invent|write|"
    r"translate|compose|sing|tell me a (?:joke|story)|raconte(?:-moi)? une (?:blague|histoire))\b"
    r"(?!.*\b(?:resume|bilan|synthese|summary)\b)",
    r"<\s*/?\s*(?:script|img|iframe|svg|style|object|embed|link|form)\b",
    r"/etc/|\bvariables? d'environnement\b|\benvironment variables?\b",
    r"\bjavascript:",
    r"\bdrop table\b",
)
_CAPABILITIES = _any(
    r"\b(?:que|qu'est-ce que|what) (?:(?:peux|sais|pouvez|savez)[- ](?:tu|vous)|(?:tu|vous) "
    r"(?:peux|sais|pouvez|savez)|can (?:you|i ask))\b",
    r"\b(?:tu|vous) (?:peux|sais|pouvez|savez) (?:faire )?quoi\b",
    r"\b(?:qui (?:es-tu|etes-vous)|t'es qui|tu es qui|who are you)\b",
    r"\ba quoi (?:sers-tu|servez-vous|tu sers)\b",
    r"\bcomment (?:ca marche|tu marches|t'utiliser|vous utiliser|ca fonctionne)\b",
    r"\bquelles? questions? (?:puis-je|peut-on|je peux)\b|\bque puis-je te demander\b",
    r"\bhow do (?:you|i) (?:work|use)\b",
    r"^(?:aide|help|aide-moi)\W*$",
)
_GREETING = re.compile(
    r"^(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|good (?:morning|afternoon|evening)|rebonjour|"
    r"bjr|slt)(?:[ ,!]+(?:a (?:toi|vous|tous|toutes)|tout le monde|l'assistant|assistant|there|"
    r"madame|monsieur|ca va|comment (?:ca va|vas-tu|allez-vous)))*\W*$"
)
_THANKS = re.compile(
    r"^(?:(?:ok|super|parfait|tres bien|genial)[ ,!.]*)?(?:merci|thanks?|thank you|au revoir|bye|"
    r"goodbye|bonne (?:journee|soiree)|a bientot|parfait|super|bravo|d'accord|ok)\b"
    r"(?:[ ,!.]+(?:beaucoup|bien|a (?:toi|vous)|pour \w+(?: \w+){0,3}|"
    r"bonne (?:journee|soiree|fin de journee)|au revoir|et|merci|a bientot|a demain|infiniment|"
    r"very much|so much|bye))*\W*$"
)
_KINDS = {
    "order": _ORDER,
    "capabilities": _CAPABILITIES,
    "greeting": _GREETING,
    "thanks": _THANKS,
}


def courtesy(text: str) -> str | None:
    """`order`, `capabilities`, `greeting`, `thanks`, or None for a question."""
    plain = folded(text).strip()
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(plain)), None)
