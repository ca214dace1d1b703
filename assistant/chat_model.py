"""Opens a chat model by its name: the one home of LangChain's `init_chat_model`.

An integration's own words on what went wrong may quote a key or an address that holds one, so
none of them is repeated or chained: only the names of packages, variables and error classes.
"""

import os
import re
import sys
from typing import Any

from langchain_core.language_models import BaseChatModel

from ingest.errors import RetroError
from ingest.settings import Settings

TIMEOUT, RETRIES = 120.0, 2
NO_KEY = "sans-cle"
_NAME = re.compile(r"(?P<provider>[a-z_]+):(?P<model>\S+)")
_PACKAGE = re.compile(r"pip install (?:-\S+ )*[\"']?([\w.\[\]-]+)")
_KNOWN = re.compile(r"Unsupported provider=.*providers are: (?P<names>.+)", re.DOTALL)
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9_]*_(?:KEY|TOKEN)\b")


class ChatModelError(RetroError):
    """A chat model that cannot be opened."""


def load_chat_model(settings: Settings, tokens: int) -> BaseChatModel:
    """The model of the settings, whose replies are of `tokens` at most. A server of one's own
    often wants no key, but OpenAI's client does."""
    provider = settings.chat_model.split(":", 1)[0]
    options: dict[str, Any] = {"timeout": settings.chat_timeout}
    if settings.chat_url:
        options["base_url"] = settings.chat_url
    if key := settings.chat_key.get_secret_value():
        options["api_key"] = key
    elif settings.chat_url and provider == "openai" and "OPENAI_API_KEY" not in os.environ:
        options["api_key"] = NO_KEY
    if provider == "ollama":
        options |= {"num_ctx": settings.chat_window, "num_predict": tokens}
    else:
        options["max_tokens"] = tokens
    return open_chat_model(settings.chat_model, **options)


def open_chat_model(name: str, **options: Any) -> BaseChatModel:
    """Opens `provider:model`; the provider is never guessed, since `mistral:latest` would then
    be Mistral's paid service and not the user's own Ollama.

    `options` are those of the integration (`base_url`, `api_key`, `timeout` in seconds…) and go
    before the defaults here. Opening asks no server: one that is away shows at the first call.
    """
    from langchain.chat_models import init_chat_model  # costly, and needed with a model alone

    parts = _NAME.fullmatch(name)
    if not parts:
        raise ChatModelError(
            "Le nom du modèle n’est pas de la forme fournisseur:modèle. "
            "Écrivez par exemple ollama:mistral-small3.2."
        )
    provider, model = parts.groups()
    given = _options(provider, **options)
    try:
        opened: BaseChatModel = init_chat_model(model, model_provider=provider, **given)
    except Exception as error:
        raise _refusal(provider, error) from None
    return opened


def _options(provider: str, *, timeout: float = TIMEOUT, **options: Any) -> dict[str, Any]:
    """ChatOllama ignores `timeout` and would wait for ever: its HTTP client takes it. It has no
    retries, nor `max_retries`."""
    if provider == "ollama":
        own = {"client_kwargs": {"timeout": timeout} | options.pop("client_kwargs", {})}
    else:
        own = {"timeout": timeout, "max_retries": RETRIES}
    return {"temperature": 0.0} | own | options


def _refusal(provider: str, error: Exception) -> ChatModelError:
    said = str(error)
    if isinstance(error, ImportError) and (package := _PACKAGE.search(said)):
        return ChatModelError(
            f"Le fournisseur « {provider} » veut un paquet qui manque. "
            f"Installez-le : {sys.executable} -m pip install {package[1]}"
        )
    if known := _KNOWN.match(said):
        return ChatModelError(
            f"Le fournisseur « {provider} » est inconnu. Choisissez parmi : {known['names']}."
        )
    if variables := dict.fromkeys(_VARIABLE.findall(said)):
        return ChatModelError(
            f"Le fournisseur « {provider} » veut une clé. "
            f"Définissez la variable d’environnement {' ou '.join(variables)}."
        )
    return ChatModelError(
        f"Le fournisseur « {provider} » n’ouvre pas ce modèle ({type(error).__name__}). "
        "Vérifiez le nom du modèle et les variables d’environnement du fournisseur."
    )
