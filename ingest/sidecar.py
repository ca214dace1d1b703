"""`name.pdf.toml` beside `name.pdf`: what a document does not say of itself."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.errors import DocumentError
from ingest.schema import Period


class Sidecar(BaseModel):
    """Every key is optional, an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    publisher: str = ""
    language: str = "fr"
    source: str = ""
    licence: str = ""
    period: tuple[date, date] | None = Field(None, description="premier et dernier jour")

    @property
    def covered(self) -> Period | None:
        return Period(*self.period) if self.period else None

    @field_validator("period")
    @classmethod
    def _in_order(cls, period: tuple[date, date] | None) -> tuple[date, date] | None:
        if period and period[0] > period[1]:
            raise ValueError(f"{period[1]} précède {period[0]}")
        return period


def read_sidecar(path: Path) -> Sidecar:
    """Of the document at `path`; empty where there is none. Raises DocumentError."""
    beside = path.with_name(path.name + ".toml")
    if not beside.exists():
        return Sidecar()
    try:
        values: dict[str, Any] = tomllib.loads(beside.read_text(encoding="utf-8"))
        return Sidecar.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        fault = _SIDECAR_FAULTS.get(first["type"], "valeur inutilisable")
        if own := first.get("ctx", {}).get("error"):
            fault = str(own)
        raise DocumentError(
            f"{beside.name}, clé « {key} » : {fault} ; corrigez-la (voir corpus/README.md)"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(f"{beside.name} n’est pas du TOML ({error}) ; corrigez-le") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{beside.name} n’est pas en utf-8 ; convertissez-le") from error
    except OSError as error:
        raise DocumentError(f"{beside.name} : lecture impossible ; vérifiez ses droits") from error


_SIDECAR_FAULTS = {
    "extra_forbidden": "clé inconnue",
    "string_type": "un texte est attendu",
    "missing": "il manque une date : premier et dernier jour",
    "too_long": "deux dates sont attendues : premier et dernier jour",
    "date_from_datetime_parsing": "une date est attendue, comme 2021-01-31",
    "date_parsing": "une date est attendue, comme 2021-01-31",
    "tuple_type": "deux dates sont attendues : premier et dernier jour",
}
