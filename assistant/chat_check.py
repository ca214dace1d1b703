"""`retro doctor` on the chat model: its name, its package, its server, its window."""

from assistant.chat_model import ChatModelError, load_chat_model
from assistant.completion import Chat, CompletionError, Failure
from assistant.generation import ANSWER_TOKENS, MOST_ITEMS
from assistant.prompts import load_prompts
from assistant.schema import Question, Wanted
from assistant.writer import MOST_PASSAGES, Writer
from ingest.doctor import Check
from ingest.schema import Document, Kind, Passage
from ingest.settings import Settings

NAME = "modèle de langue"
PASSAGE_CHARACTERS = 1500
_MENDED = {
    Failure.SLOW: "Il n’a pas répondu en {seconds:g} s à la plus longue question : augmentez "
    "RETRO_CHAT_TIMEOUT, ou prenez un modèle plus petit.",
    Failure.AWAY: "Son serveur ne répond pas : lancez-le, ou corrigez RETRO_CHAT_URL.",
    Failure.QUOTA: "Sa limite d’usage est atteinte : attendez, ou relevez-la chez le fournisseur.",
    Failure.KEY: "Son serveur refuse la clé : corrigez RETRO_CHAT_KEY ou la variable du "
    "fournisseur.",
    Failure.UNKNOWN: "Son serveur ne connaît pas ce modèle : corrigez le nom dans RETRO_CHAT_MODEL "
    "(avec Ollama : ollama pull {model}), ou l’adresse dans RETRO_CHAT_URL.",
    Failure.WINDOW: "Sa fenêtre est trop petite pour RETRO_CHAT_WINDOW={window} : baissez ce "
    "réglage, ou lancez le serveur avec une fenêtre plus grande.",
}


def examine_chat_model(settings: Settings) -> Check:
    """Asks it the longest question that its window is said to hold."""
    try:
        chat = Chat(load_chat_model(settings, ANSWER_TOKENS), settings.chat_timeout)
    except ChatModelError as error:
        return Check(NAME, False, f"{error} Corrigez RETRO_CHAT_MODEL.")
    writer = Writer(chat, load_prompts(), settings.chat_window)
    question = Question("Que publie l’agence ?", "Que publie l’agence ?", "fr", Wanted.FACT)
    given = writer.fitting(question, [_PASSAGE] * MOST_PASSAGES, {_DOCUMENT.id: _DOCUMENT})
    if not given:
        return Check(
            NAME,
            False,
            f"RETRO_CHAT_WINDOW={settings.chat_window} ne tient pas un passage et sa réponse : "
            "prenez un modèle dont la fenêtre est d’au moins 4096 jetons.",
        )
    asked = load_prompts().answer(question, given, {_DOCUMENT.id: _DOCUMENT}, MOST_ITEMS)
    try:
        next(chat.stream(asked, chat.until()), None)
    except CompletionError as error:
        return Check(NAME, False, f"{settings.chat_model}. {_mended(error.failure, settings)}")
    return Check(NAME, True, f"{settings.chat_model} répond, avec {len(given)} passages")


def _mended(failure: Failure, settings: Settings) -> str:
    return _MENDED[failure].format(
        seconds=settings.chat_timeout,
        window=settings.chat_window,
        model=settings.chat_model.partition(":")[2],
    )


_SENTENCE = "L’agence publie chaque année le bilan de ses actions dans les territoires. "
_TEXT = (_SENTENCE * (PASSAGE_CHARACTERS // len(_SENTENCE))).strip()
_DOCUMENT = Document("essai", "Essai", None, "fr", _TEXT, "")
_PASSAGE = Passage(_DOCUMENT.id, 0, len(_TEXT), _TEXT, Kind.PARAGRAPH)
