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


# The pages beside the chat.
PAGES = "Pages"
DOCUMENTS = "Documents"
HELP = "Aide"
ACCESSIBILITY = "Accessibilité\u00a0: non conforme"
PAGE_NAMES = {"documents": DOCUMENTS, "aide": HELP, "accessibilite": ACCESSIBILITY}
ALL_DOCUMENTS = "Tous les documents"
CHAT = "Poser une question"
NEW_TAB = "nouvel onglet"
SKIP_TO_CONTENT = "Aller au contenu"
READ = "Lire dans le document"

ASK = "Poser la question"
NO_ENTRY = "aucune entrée"
NO_DATED_ENTRY = "Aucune entrée n’est datée d’un mois ou d’un jour."
SHORT_MONTHS = {
    "janvier": "janv.", "février": "févr.", "avril": "avr.", "juillet": "juil.",
    "septembre": "sept.", "octobre": "oct.", "novembre": "nov.", "décembre": "déc.",
}  # fmt: skip

DOCUMENTS_DETAIL = (
    "Voici tout ce dans quoi l’assistant cherche. Ouvrez un document pour le lire en entier, "
    "avec son plan, et y chercher un mot."
)
PERIOD = "Période"
UNKNOWN = "inconnue"
PUBLISHER = "Éditeur"
FILE = "Fichier"
READING = "Lecture"
PASSAGES = "Passages"
VERSION = "Version de l’index"
ORIGINAL = "Télécharger l’original (PDF)"
OUTLINE = "Plan du document"
TABLE = "Tableau"
SEARCH_IN = "Chercher dans ce document"
SEARCH = "Chercher"
SEARCH_OFF = "Effacer la recherche"
FIRST_HIT = "Première occurrence"
PREVIOUS_HIT = "Occurrence précédente"
NEXT_HIT = "Occurrence suivante"
CITED = "Le passage cité est marqué dans le texte\u00a0: y aller."
CITED_GONE = (
    "Le passage cité n’est plus au même endroit\u00a0: les documents ont été réindexés depuis. "
    "Voici le document tel qu’il est indexé aujourd’hui\u202f; reposez la question pour retrouver "
    "le passage."
)

REPLACED = "remplacée depuis"
UNEXPECTED_PAGE = (
    "Une erreur inattendue s’est produite. Rechargez la page\u202f; si l’erreur revient, prévenez "
    "la personne qui tient l’application."
)
MISSING_PAGE = "Page introuvable"
FAILED_PAGE = "La page ne peut pas s’afficher"
NO_DOCUMENT = (
    "Aucun document de ce nom n’est indexé. Il a pu être retiré ou renommé depuis que vous avez "
    "suivi ce lien\u00a0: cherchez-le dans la liste des documents."
)
NO_ORIGINAL = (
    "L’original n’est pas proposé\u00a0: le fichier n’est plus là, ou il a changé depuis qu’il a "
    "été indexé. Pour le mettre à jour, la personne qui tient l’application lance "
    "«\u00a0retro index\u00a0»."
)


def what_happened(when: str) -> str:
    return f"Que s’est-il passé {when}\u202f?"


def read_in(title: str) -> str:
    return f"Lire dans «\u00a0{title}\u00a0»"


def year_by_month(year: int) -> str:
    return f"L’année {year}, mois par mois"


def entries(count: int) -> str:
    return f"{count} entrée" if count < 2 else f"{count} entrées"


def passages(count: int) -> str:
    return f"{count} passage" if count < 2 else f"{count} passages"


def pages(count: int) -> str:
    return f"{count} page" if count < 2 else f"{count} pages"


def hits(count: int, most: int, query: str) -> str:
    """How often a query was found, of which the first `most` are marked."""
    if not count:
        return f"«\u00a0{query}\u00a0» ne se trouve pas dans ce document"
    said = f"{count} occurrence{'s' if count > 1 else ''} de «\u00a0{query}\u00a0»"
    return f"{said}\u202f; les {most} premières sont marquées" if count > most else said


def hit(number: int, count: int) -> str:
    return f"{number} sur {count}"


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
