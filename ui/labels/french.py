"""The interface in French.

Spaces follow the Imprimerie nationale: a narrow one that does not break before `;` `!` `?`, a full
one before `:` and inside guillemets.
"""

import math

from ingest.errors import RetroError
from ingest.schema import Period
from ingest.wording import month_name, say

OTHER_LANGUAGE = "English"

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
WRITTEN = "Réponses produites par un programme\u00a0: vérifiez les passages cités."
NOTICE = f"{WRITTEN} Ne saisissez pas de données personnelles."
CONVERSATION = "Conversation"

NEW_TAB = "nouvel onglet"

# Said to screen readers only, by the page's script.
SPOKEN = {
    "tab": NEW_TAB,
    "conversation": CONVERSATION,
    "user": "Vous",
    "bot": "Réponse",
    "cite": "Ouvrir la source",
    "working": "Recherche et rédaction en cours.",
    "done": "Réponse terminée.",
    "panel": "Passage du document",
}

MISSING_YEARS = "Aucun document"
UNDATED = "Sans période connue"
UNREADABLE = "Illisible"

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
QUOTATIONS = "Citations seules, sans modèle de langue"
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
SKIP_TO_CONTENT = "Aller au contenu"
READ = "Lire dans le document"

ASK = "Poser la question"
NO_ENTRY = "aucune entrée"
NO_DATED_ENTRY = "Aucune entrée n’est datée d’un mois ou d’un jour."
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

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


def pair(name: str, value: str) -> str:
    return f"{name}\u00a0: {value}"


def quoted(text: str) -> str:
    return f"«\u00a0{text}\u00a0»"


def period(asked: Period) -> str:
    """`24 septembre 2020`, `du 24 au 26 novembre 2020`, `juillet 2020`, `année 2020`."""
    said = say(asked, "fr")
    return f"année {said}" if said.isdecimal() else said


def month(asked: Period) -> str:
    """`octobre`: the month that a period begins in, without its year."""
    return month_name(asked.first.month, "fr")


def silent(months: str) -> str:
    return f"rien de daté en {months}"


def indexed(day: str, version: str) -> str:
    return f"Indexé le {day} ({version})"


def read_in(title: str) -> str:
    return f"Lire dans {quoted(title)}"


def failure(error: RetroError) -> str:
    """What whoever reads the page is told of an error, whose message is French."""
    return str(error)


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
        return f"{quoted(query)} ne se trouve pas dans ce document"
    said = f"{count} occurrence{'s' if count > 1 else ''} de {quoted(query)}"
    return f"{said}\u202f; les {most} premières sont marquées" if count > most else said


def hit(number: int, count: int) -> str:
    return f"{number} sur {count}"


# The HTTP API and its page, health, and what is kept of questions.
HEALTH_SLOW = (
    "L’index n’a pas répondu à temps. Réessayez\u202f; s’il tarde encore, relancez le chat."
)
HEALTH_SILENT = (
    "L’index ne répond plus à une question dont il a la réponse. Lancez «\u00a0retro doctor\u00a0»."
)
HEALTH_BROKEN = (
    "L’index ou le modèle ne peut pas répondre. Le journal du service dit pourquoi\u202f; voyez "
    "aussi «\u00a0retro doctor\u00a0»."
)
CANNOT_KEEP = (
    "Les questions ne peuvent pas être gardées dans {folder} ({reason}). "
    "Changez RETRO_LOG_QUESTIONS, ou enlevez ce réglage."
)
NOT_JSON = (
    "Le corps de la requête doit être un objet JSON, avec l’en-tête "
    "«\u00a0Content-Type: application/json\u00a0»."
)
NO_LENGTH = "La requête doit dire sa longueur, par l’en-tête Content-Length."
TOO_LARGE = "La requête est trop grande\u00a0: un million d’octets au plus."
ONE_WAY = (
    "Donnez «\u00a0question\u00a0», avec «\u00a0history\u00a0» au besoin, "
    "ou «\u00a0turns\u00a0», mais pas les deux."
)
FIELD = "Champ «\u00a0{field}\u00a0»\u00a0: {fault}."
FAULT = "sa valeur n’est pas du type attendu"
FAULTS = {
    "missing": "il manque",
    "extra_forbidden": "il n’existe pas",
    "string_too_short": "il est vide",
    "string_too_long": "il est trop long, {max_length} caractères au plus",
    "too_short": "il est vide",
    "too_long": "il est trop long, {max_length} éléments au plus",
    "greater_than_equal": "il doit valoir au moins {ge}",
    "less_than_equal": "il doit valoir au plus {le}",
}
NO_MODEL = "Le modèle «\u00a0{model}\u00a0» n’existe pas. Demandez «\u00a0{known}\u00a0»."
NO_QUESTION = "Aucun message de l’utilisateur ne porte de texte."
LONG_QUESTION = "Le message est trop long\u00a0: {limit} caractères au plus."
CORRECTED = "Réponse corrigée"

API_TITLE = "Interface pour d’autres programmes"
API_ABOUT = (
    "Les mêmes réponses que dans la conversation, prouvées par des citations vérifiées. "
    "Chaque appel se suffit\u00a0: la conversation est envoyée avec la question. Où il faut se "
    "connecter, chaque appel porte l’en-tête «\u00a0Authorization: Bearer JETON\u00a0»."
)
API_CONTENTS = "Ce qui peut être demandé"
API_OPENAPI = "La description OpenAPI de cette page"
API_SENT = "À envoyer\u00a0:"
API_RESPONSES = "Réponses"
API_EXAMPLES = "Exemples"
API_SCHEMAS = "Schémas"
API_REQUIRED = "obligatoire"


def kept(days: int) -> str:
    """What is told of it, if anything is kept."""
    told = f"{days} jours" if days > 1 else "un jour"
    return f"Les questions et les réponses sont conservées {told} par le service." if days else ""


def page(number: int, printed: str) -> str:
    """The number of the page in its file, after the one printed on it where that is another."""
    return f"page {printed} (page {number} du fichier)" if printed else f"page {number}"


def api_characters(most: int) -> str:
    return f"{most:,} caractères au plus.".replace(",", "\u202f")


def api_items(most: int) -> str:
    return f"{most} éléments au plus."


def file(name: str) -> str:
    return f"Fichier\u00a0: {name}"


def sources(count: int) -> str:
    return "Source" if count == 1 else f"Sources ({count})"


def documents(count: int) -> str:
    return f"{count} document" if count < 2 else f"{count} documents"


def seconds(milliseconds: int) -> str:
    """`0,4 s`, with the decimal comma."""
    return f"{milliseconds / 1000:.1f}\u00a0s".replace(".", ",")


# --- Working with an answer: proof, table, buttons under it, exports ---------------------------

YEAR = "Année"
DOCUMENT = "Document"
TOLD = "Ce qui est écrit"
YEAR_SILENT = "non mentionné"
YEAR_ABSENT = "document absent"
DIFFER = "Les documents diffèrent"
DIFFER_DETAIL = "Deux documents donnent deux chiffres pour la même année."
UNDERSTOOD = "Question comprise"

COPY = "Copier"
COPY_RECEIPT = "Copier le reçu"
EDIT = "Modifier la question"
RETRY = "Relancer"
EXPORT = "Exporter"
EXPORT_ALL = "Tout exporter"
MARKDOWN = "Markdown"
WORD = "Word"
PRINT = "Imprimer ou PDF"
RECEIPT = "Reçu (JSON)"
CSV = "Tableau (CSV)"
KEEP = "Annuler"
EDITING = (
    "Vous modifiez une question déjà posée\u00a0: "
    "elle et la suite de la conversation seront remplacées."
)

COPIED = "Copié dans le presse-papiers."
NOT_COPIED = "Le navigateur n’a pas permis la copie. Exportez plutôt la réponse."
OPENING = "La page à imprimer s’ouvre dans un nouvel onglet."
OPEN_PRINT = "Ouvrir la page à imprimer"
POPUP_BLOCKED = "Le navigateur a bloqué le nouvel onglet."
HOW_TO_PRINT = (
    "Pour imprimer cette page ou l’enregistrer en PDF\u00a0: "
    "Ctrl\u00a0+\u00a0P (Cmd\u00a0+\u00a0P sur Mac)."
)
CONVERSATION_LOST = "Cette conversation n’est plus gardée\u00a0: reposez la question."
FILE_GONE = (
    "Ce fichier n’est plus disponible\u00a0: il ne se télécharge qu’une fois, dans la minute. "
    "Redemandez-le dans la conversation."
)
CSV_HEAD = ("Année", "État", "Chiffre", "Citation", "Titre", "Fichier", "Intitulé", "Page")
CSV_DELIMITER = ";"
CSV_TOLD = {"quoted": "cité", "not_mentioned": YEAR_SILENT, "no_document": YEAR_ABSENT}

FILE_NAMES = {
    "answer": "reponse",
    "conversation": "conversation",
    "receipt": "recu",
    "table": "evolution",
}


def proof(count: int, index: str) -> str:
    """`index` is empty where the version is no longer open."""
    verified = {0: "", 1: "Citation vérifiée"}.get(count, "Citations vérifiées")
    said = " · ".join(filter(None, (verified, index)))
    return said[:1].upper() + said[1:]


def index(version: str, day: str) -> str:
    return f"index {version} du {day}"


def downloading(name: str) -> str:
    return f"Fichier {name}\u00a0: téléchargement lancé."


def exported(answers: int, day: str) -> str:
    """The title of an export."""
    return f"{'Réponse' if answers == 1 else 'Conversation'} du {day}"


# --- In service: signing in, limits, the queue --------------------------------------------------

SIGN_IN = "Se connecter"
SIGN_OUT = "Se déconnecter"
SIGN_IN_DETAIL = "Cet assistant est réservé aux personnes qui ont un compte."
USER_NAME = "Nom de compte"
PASSWORD = "Mot de passe"  # noqa: S105 - a word of the page
SIGN_IN_OPENID = "Se connecter avec le compte de mon organisation"
SIGN_IN_OTHERWISE = "Ou avec un compte de l’assistant"
SIGN_IN_PROXY = (
    "Vous devriez être reconnu par le portail de votre organisation. Passez par son adresse "
    "habituelle\u202f; si cette page revient, prévenez la personne qui tient l’application."
)
NO_WAY_IN = (
    "Aucun compte n’a encore de mot de passe. La personne qui tient l’application en "
    "crée un\u00a0: retro users add NOM"
)
SIGNED_IN_AS = "Session de"
SIGNED_OUT = "Déconnexion faite"
SIGNED_OUT_DETAIL = "Votre conversation n’est plus accessible."
SIGNED_OUT_FURTHER = "Fermer aussi la session de mon organisation"
SIGN_IN_AGAIN = "Se reconnecter"
SESSION_OVER = "Votre session est terminée. Reconnectez-vous\u202f; la conversation n’est plus là."
WRONG_PASSWORD = "Le nom ou le mot de passe n’est pas le bon."  # noqa: S105 - a sentence
NOT_SIGNED_IN = (
    "Il faut être connecté\u00a0: ouvrez la page de l’assistant, ou, pour un programme, envoyez "
    "l’en-tête «\u00a0Authorization: Bearer JETON\u00a0» (retro users token NOM donne un jeton)."
)
NOT_ALLOWED = (
    "Votre organisation vous a reconnu, mais ce compte n’a pas accès à l’assistant. Demandez "
    "l’accès à la personne qui tient l’application."
)
PROVIDER_AWAY = (
    "Le service de connexion de votre organisation ne répond pas. Réessayez dans quelques minutes."
)
PROVIDER_REFUSED = (
    "La connexion n’a pas abouti, ou elle a pris trop de temps. Recommencez depuis cette page."
)
FROM_ELSEWHERE = "Cette demande vient d’un autre site\u00a0: elle n’a pas été traitée."

QUEUE_FULL = "Trop de questions attendent déjà leur tour. Réessayez dans une minute."

SIGN_IN_NEEDED = (
    "Le chat ne s’ouvre pas à d’autres que cette machine ({host}) sans que chacun se connecte. "
    "Créez un compte (retro users add NOM), ou réglez RETRO_USER_HEADER et RETRO_PROXIES, ou "
    "RETRO_OIDC_ISSUER et RETRO_OIDC_CLIENT_ID\u00a0: voyez ui/README.md."
)
BAD_ROOT = (
    "--root-path «\u00a0{root}\u00a0» ne convient pas. Donnez un chemin comme /retro, ou l’adresse "
    "entière comme https://intranet.exemple.fr/retro."
)
BAD_PROXY = (
    "RETRO_PROXIES\u00a0: «\u00a0{proxy}\u00a0» n’est ni une adresse ni un réseau. Donnez par "
    "exemple 127.0.0.1 ou 10.1.0.0/16, séparés par des virgules."
)
HEADER_WITHOUT_PROXY = (
    "RETRO_USER_HEADER ({header}) sans RETRO_PROXIES\u00a0: n’importe qui pourrait écrire cet "
    "en-tête. Donnez dans RETRO_PROXIES l’adresse du serveur mandataire qui l’écrit."
)
NO_CLIENT_ID = (
    "RETRO_OIDC_ISSUER sans RETRO_OIDC_CLIENT_ID\u00a0: donnez le nom sous lequel ce service est "
    "inscrit chez le fournisseur."
)

BAD_USERS = (
    "Le fichier des comptes {path} est illisible. Remettez une sauvegarde, ou supprimez-le et "
    "recréez les comptes\u00a0: retro users add NOM"
)
CANNOT_READ_USERS = (
    "Le fichier des comptes {path} ne peut pas être lu ({reason}). S’il appartient à un autre "
    "utilisateur, rendez-le à celui du service\u00a0: chown UTILISATEUR {path}"
)
ACCOUNTS_AWAY = (
    "Les comptes ne peuvent pas être lus. Réessayez, ou prévenez la personne qui tient "
    "l’application."
)
CANNOT_WRITE_USERS = (
    "Le fichier des comptes {path} ne peut pas être écrit ({reason}). Vérifiez les droits du "
    "dossier et la place sur le disque."
)
USER_EXISTS = (
    "Le compte «\u00a0{name}\u00a0» existe déjà. Pour changer son mot de passe\u00a0: "
    "retro users password {name}"
)
NO_USER = (
    "Aucun compte «\u00a0{name}\u00a0». Créez-le\u00a0: retro users add {name} "
    "(--program pour un programme, sans mot de passe)."
)
NOT_ISSUED = (
    "Le compte «\u00a0{name}\u00a0» n’a pas de jeton «\u00a0{token}\u00a0». Voyez-les\u00a0: "
    "retro users list"
)
BAD_NAME = (
    "«\u00a0{name}\u00a0» ne peut pas nommer un compte. Lettres, chiffres et . _ - + @ "
    "seulement, 100 au plus."
)
TOO_WEAK = (
    "Ce mot de passe ne convient pas. Choisissez-en un de {shortest} à {longest} caractères, "
    "qui ne soit pas le nom du compte\u202f; une phrase convient bien."
)
SECOND_TIME = "Encore une fois"
ACCOUNT_CHANGED = "Mot de passe changé\u202f; les sessions ouvertes sont terminées."
USER_REMOVED = "Compte supprimé, avec ses sessions et ses jetons."
REVOKED = "Jeton retiré."
PERSON = "personne"
PROGRAM = "programme, sans mot de passe"
NOT_THE_SAME = "Les deux saisies diffèrent. Recommencez."


def duration(seconds: float) -> str:
    whole = math.ceil(seconds)
    if whole < 60:
        return f"{whole} seconde{'s' if whole > 1 else ''}"
    minutes = math.ceil(whole / 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


def user_added(name: str) -> str:
    return f"Compte «\u00a0{name}\u00a0» créé."


def token(number: str, day: str) -> str:
    return f"jeton {number} du {day}"


def slow_down(wait: int) -> str:
    return f"Trop d’essais. Attendez {duration(wait)} avant le suivant."


def too_many(most: int, wait: int) -> str:
    return (
        f"Vous avez atteint la limite de {most} question{'s' if most > 1 else ''} par minute. "
        f"Réessayez dans {duration(wait)}."
    )


def too_long(seconds: float) -> str:
    return (
        f"La réponse n’était pas prête au bout de {duration(seconds)}, le temps que le service "
        "accorde. Précisez la question ou sa période, ou réessayez plus tard."
    )


def ahead(count: int) -> str:
    """While a question waits."""
    return f"{count} question{'s' if count > 1 else ''} avant la vôtre"


# --- Opinions on answers -----------------------------------------------------------------------

OPINION = "Votre avis sur la réponse"
USEFUL, TO_REVIEW = "Utile", "À revoir"
VERDICTS = {"up": USEFUL, "down": TO_REVIEW}
REASON = "Pourquoi\u202f? (facultatif)"
REASONS = {
    "up": {
        "exact": "La réponse est exacte",
        "complete": "Elle est complète",
        "sourced": "La source m’a servi",
    },
    "down": {
        "wrong": "La réponse est fausse",
        "beside": "Elle ne répond pas à la question",
        "incomplete": "Il en manque une partie",
        "unclear": "Elle n’est pas claire",
        "other": "Autre raison",
    },
    "up_refused": {"absent": "Les documents ne le disent pas, en effet"},
    "down_refused": {
        "missing": "Les documents le disent pourtant",
        "unclear": "L’explication n’est pas claire",
        "other": "Autre raison",
    },
}
COMMENT = "Commentaire (facultatif)"
COMMENT_DETAIL = "Ce qui manque, ce qui serait juste, où le document le dit…"
OPINION_TOLD = (
    "Si vous envoyez cet avis, seront gardés {days}, pour améliorer l’assistant\u00a0: l’avis, "
    "sa raison et votre commentaire, la question, la réponse avec ses citations, et la version de "
    "l’index. Ni votre nom ni votre adresse\u00a0: un pseudonyme, qui change chaque mois. "
    "N’écrivez pas de données personnelles."
)
OPINION_SEND = "Accepter et donner l’avis"
OPINION_SENT = "Merci. Votre avis est gardé sous le n°\u00a0{id}."
OPINION_GIVEN = "Avis n°\u00a0{id} envoyé"
OPINION_STALE = "Cette réponse n’est plus dans la conversation\u00a0: l’avis n’a pas été envoyé."
OPINION_NOT_KEPT = (
    "L’avis n’a pas pu être gardé. Réessayez, ou prévenez la personne qui tient l’application. Les "
    "réponses n’en dépendent pas."
)
CANNOT_KEEP_OPINION = (
    "Les avis ne peuvent être ni gardés ni lus dans {path} ({reason}). Vérifiez la place et les "
    "droits de ce fichier et de son dossier, puis recommencez. Les réponses n’en dépendent pas."
)
NO_OPINION = "Aucun avis ne porte le numéro {ids}. Voyez les numéros\u00a0: retro feedback list"
NO_OPINIONS = "Aucun avis n’est gardé."
OPINIONS_FILTERED = "Donnés sous un filtre, ils ne font pas de question\u00a0: avis {ids}."
OPINIONS_EXPORTED = (
    "Questions écrites dans {path}. Relisez-les (faits attendus, preuve, raison), puis essayez "
    "chacune\u00a0: retro eval --questions {path} --only ID"
)
FILE_EXISTS = "{path} existe déjà. Donnez un autre nom, ou effacez-le."
CANNOT_WRITE = "{path} ne peut pas être écrit ({reason}). Donnez un autre dossier."
NUMBERS_OR_ALL = "Donnez des numéros ou --all, pas les deux. Rien n’est effacé."


def opinions_gone(count: int) -> str:
    return f"{count} avis effacé." if count < 2 else f"{count} avis effacés."


def days(count: int) -> str:
    return f"{count} jour" if count < 2 else f"{count} jours"


# --- Filters ------------------------------------------------------------------------------------

FILTER = "Filtrer"
FILTERS = "Chercher seulement dans"
FILTER_LABELS = {"year": "Année", "month": "Mois", "document": "Document"}
FILTER_ALL = {"year": "Toutes", "month": "Tous", "document": "Tous"}
FILTER_OFF = "Enlever le filtre"
FILTERED = "Filtre"
FILTER_ON = "Filtre\u00a0: {said}. Les réponses s’y tiennent."
NO_FILTER_IN_BATCH = "--year, --month et --document ne vont pas avec --batch."
UNKNOWN_DOCUMENT = (
    "Aucun document indexé du nom de «\u00a0{ids}\u00a0». Parmi ceux qui le sont\u00a0: {some}."
)


# --- Questions to go on with --------------------------------------------------------------------

GO_ON = "Pour continuer"
GO_ON_NOT_FOUND = "Questions auxquelles les documents répondent"
