"""Settings: environment variables with the prefix `RETRO_`, or a `.env` file."""

from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsError

BUNDLED_MODEL = "multilingual-e5-small"
BUNDLED_READER, NO_READER = "fourni", "aucun"
MOST_DAYS = 36_500


class Settings(BaseSettings):
    """Each field is the environment variable `RETRO_` + its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="RETRO_", env_file=".env", extra="ignore", frozen=True
    )

    corpus: Path = Field(Path("corpus"), description="dossier des documents")
    data: Path = Field(Path(".retro"), description="versions de l’index")
    cache: Path = Field(
        default_factory=lambda: user_cache_path("retro"), description="modèles écrits une fois"
    )
    embedding_model: str = Field(
        BUNDLED_MODEL,
        min_length=1,
        description="modèle fourni, ou dossier d’un modèle sentence-transformers",
    )
    chroma_url: str = Field(
        "",
        pattern=r"^(https?://[^/]+/?)?$",
        description="serveur Chroma des vecteurs, comme http://hote:8000 ; sans, des fichiers",
    )
    reader: str = Field(
        BUNDLED_READER,
        min_length=1,
        description="« fourni », « aucun », ou le fichier d’un lecteur",
    )
    chat_model: str = Field(
        "", description="modèle qui rédige, « fournisseur:modèle » ; sans, des citations"
    )
    chat_url: str = Field(
        "",
        pattern=r"^(https?://[^\s@]+)?$",
        description="adresse de son serveur, comme http://hote:8000/v1, sans nom ni mot de passe",
    )
    chat_key: SecretStr = Field(
        SecretStr(""), description="sa clé ; sans, la variable d’environnement du fournisseur"
    )
    chat_timeout: float = Field(
        60.0, gt=0, allow_inf_nan=False, description="secondes laissées au modèle pour répondre"
    )
    chat_window: int = Field(
        8192, ge=1, description="jetons que le modèle peut lire et écrire en une fois"
    )
    chat_trace: Literal["aucune", "langsmith"] = Field(
        "aucune", description="« langsmith » : les échanges avec le modèle y sont envoyés"
    )
    log: Literal["aucun", "json"] = Field(
        "aucun",
        description="« json » : une ligne par question sur la sortie d’erreur, sans son texte",
    )
    log_questions: Path | None = Field(
        None, description="dossier où garder questions et réponses ; sans, elles ne le sont pas"
    )
    log_days: int = Field(
        30, ge=1, le=MOST_DAYS, description="jours pendant lesquels elles sont gardées"
    )
    proxies: str = Field(
        "",
        description="adresses ou réseaux des serveurs mandataires crus, séparés par des virgules",
    )
    user_header: str = Field(
        "",
        description="en-tête où un serveur mandataire cru nomme la personne, comme X-Remote-User",
    )
    oidc_issuer: str = Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        description="adresse du fournisseur OpenID Connect",
    )
    oidc_client_id: str = Field("", description="nom de ce service chez le fournisseur")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="son secret")
    oidc_claim: str = Field("email", min_length=1, description="attribut qui nomme la personne")
    oidc_allowed: str = Field(
        "", description="personnes, ou domaines comme @agence.gouv.fr ; vide, toutes"
    )
    session_hours: float = Field(10, gt=0, description="durée d’une session")
    idle_minutes: float = Field(60, gt=0, description="durée sans activité qui y met fin")
    questions_per_minute: int = Field(
        20, ge=0, description="questions par personne et par minute ; 0, sans limite"
    )
    answer_seconds: float = Field(120, gt=0, description="durée d’une réponse au plus")
    feedback_days: int = Field(
        365,
        ge=0,
        le=MOST_DAYS,
        description="jours où un avis sur une réponse est gardé ; 0 : aucun n’est demandé",
    )


def load_settings(**overrides: Any) -> Settings:
    """Settings of the environment; a bad value raises SettingsError naming its variable, as does a
    `.env` that cannot be read."""
    try:
        return Settings(**overrides)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "ce n’est pas de l’UTF-8"
        raise SettingsError(
            f"Le fichier .env du dossier courant ne peut pas être lu ({reason}). "
            "Corrigez-le ou ses droits, ou lancez la commande depuis un autre dossier."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "RETRO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"Le réglage {name} est inutilisable : {first['msg']}. "
            "Corrigez la variable d’environnement ou le fichier .env."
        ) from error
