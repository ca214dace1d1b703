"""Every French word of the chat's interface."""

TITLE = "Rétrospectives"
SKIP = "Aller à la question"

WELCOME = "Que s’est-il passé cette année-là\u202f?"
WELCOME_DETAIL = (
    "Posez une question en français. Chaque phrase de la réponse renvoie au passage "
    "du document qui la prouve."
)
EXAMPLES = "Pour commencer"
FALLBACK_EXAMPLES = (
    "Que s’est-il passé le 24 septembre 2020\u202f?",
    "Quand le programme Petites Villes de demain a-t-il été lancé\u202f?",
    "Combien de postes de conseillers numériques ont été annoncés\u202f?",
    "Quels ont été les temps forts de novembre 2020\u202f?",
)

QUESTION = "Votre question"
PLACEHOLDER = "Votre question…"
SEND = "Envoyer"
STOP = "Arrêter"
RESTART = "Recommencer"
NOTICE = (
    "Réponses produites par un programme\u00a0: vérifiez les passages cités. "
    "Ne saisissez pas de données personnelles."
)
CONVERSATION = "Conversation"

# Said to screen readers only, by the page's script.
SPOKEN = {
    "conversation": CONVERSATION,
    "user": "Vous",
    "bot": "Réponse",
    "cite": "Ouvrir la source",
    "working": "Recherche et rédaction en cours.",
    "done": "Réponse terminée.",
    "panel": "Passage du document",
}

SILENT = "rien de daté en"
MISSING_YEARS = "Aucun document"
UNDATED = "Sans période connue"
UNREADABLE = "Illisible"
INDEXED = "Indexé le"

SEARCHING = "Recherche dans les documents…"
WRITING = "Rédaction de la réponse…"
STOPPED = "Réponse interrompue."
STOPPED_EMPTY = "Recherche interrompue avant toute réponse."
ERROR = "La question n’a pas pu être traitée."
UNEXPECTED = (
    "Une erreur inattendue s’est produite. Reposez la question\u202f; si l’erreur revient, "
    "lancez «\u00a0retro doctor\u00a0» et prévenez la personne qui tient l’application."
)

RELATED = "Passages voisins"
RELATED_DETAIL = "Ils ne répondent pas à la question, mais s’en approchent."
NOT_FOUND = "Sans réponse dans les documents"
OPEN = "Ouvrir le passage"

SEARCHED = "Recherché dans"
ASKED_PERIOD = "Période demandée"
ASKED_PERIODS = "Périodes demandées"
WIDENED = "recherche élargie au-delà de la période demandée"
GENERATIVE = "rédigé par un modèle de langue, vérifié phrase par phrase"

PASSAGE = "Passage cité"
PASSAGE_RELATED = "Passage voisin"
CLOSE = "Fermer"
CUT = "[…]"
GONE = (
    "Ce passage n’est plus dans l’index\u00a0: les documents ont été réindexés depuis la réponse. "
    "Reposez la question pour obtenir les passages à jour."
)

PORT_TAKEN = (
    "Le port {port} de {host} est déjà utilisé par un autre programme. "
    "Choisissez-en un autre\u00a0: retro chat --port {other}"
)
CANNOT_LISTEN = (
    "Le chat ne peut pas s’ouvrir sur {host}, port {port} ({reason}). "
    "Essayez\u00a0: retro chat --port {other}"
)


def page(number: int, printed: str) -> str:
    """The number of the page in its file, after the one printed on it where that is another."""
    return f"page {printed} (page {number} du fichier)" if printed else f"page {number}"


def file(name: str) -> str:
    return f"Fichier\u00a0: {name}"


def sources(count: int) -> str:
    return "Source" if count == 1 else f"Sources ({count})"


def year(said: str) -> str:
    return f"année {said}"


def documents(count: int) -> str:
    return f"{count} document" if count < 2 else f"{count} documents"


def seconds(milliseconds: int) -> str:
    """`0,4 s`, with the decimal comma."""
    return f"{milliseconds / 1000:.1f}\u00a0s".replace(".", ",")
