"""Settings: environment variables with the prefix `RETRO_`, or a `.env` file."""

from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsError

BUNDLED_MODEL = "multilingual-e5-small"
BUNDLED_READER, NO_READER = "fourni", "aucun"


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
        NO_READER, min_length=1, description="« aucun », « fourni », ou le fichier d’un lecteur"
    )
    log: Literal["aucun", "json"] = Field(
        "aucun",
        description="« json » : une ligne par question sur la sortie d’erreur, sans son texte",
    )
    log_questions: Path | None = Field(
        None, description="dossier où garder questions et réponses ; sans, elles ne le sont pas"
    )
    log_days: int = Field(30, ge=1, description="jours pendant lesquels elles sont gardées")
    feedback_days: int = Field(
        365,
        ge=0,
        description="jours où un avis sur une réponse est gardé ; 0 : aucun n’est demandé",
    )


def load_settings(**overrides: Any) -> Settings:
    """Settings of the environment; a bad value raises SettingsError naming its variable."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = "RETRO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"Le réglage {name} est inutilisable : {first['msg']}. "
            "Corrigez la variable d’environnement ou le fichier .env."
        ) from error
