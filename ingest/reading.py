"""Files of the corpus → Documents. One loader a format, in the table `LOADERS`.

The canonical text is what the source says, character for character, without its markup;
a period comes from the `.toml` beside the file, else from the folder (`corpus/2021/…`).
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from charset_normalizer import from_bytes
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import CorpusError, DocumentError
from ingest.headings import plain_headings
from ingest.schema import Document, Heading, Period

MAX_BYTES = 50 * 1024 * 1024
_ENCODINGS = ["utf_16", "utf_32", "cp1252", "mac_roman"]
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Refusal(NamedTuple):
    """A file that is not in the index, and why."""

    path: str
    reason: str


class Corpus(NamedTuple):
    """What reading the corpus folder gave."""

    documents: tuple[Document, ...]
    refusals: tuple[Refusal, ...]


class Loaded(NamedTuple):
    """What a loader gives: canonical text and its headings."""

    text: str
    headings: tuple[Heading, ...]


class Sidecar(BaseModel):
    """`name.pdf.toml` beside `name.pdf`; every key is optional, an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    publisher: str = ""
    language: str = "fr"
    source: str = ""
    licence: str = ""
    period: tuple[date, date] | None = Field(None, description="premier et dernier jour")


def load_text(source: str) -> Loaded:
    return Loaded(source, plain_headings(source))


def load_markdown(source: str) -> Loaded:
    from ingest.markdown import plain_text  # costly import, needed by this format alone

    return Loaded(*plain_text(source))


LOADERS: dict[str, Callable[[str], Loaded]] = {
    ".txt": load_text,
    ".md": load_markdown,
}


def read_corpus(corpus: Path) -> Corpus:
    """Every document under the folders of `corpus`; one bad file never stops the others.

    Raises CorpusError when the folder is missing, unreadable or holds no readable document.
    """
    documents, refusals = [], []
    for path in corpus_files(corpus):
        try:
            documents.append(read_document(path, corpus))
        except DocumentError as error:
            refusals.append(Refusal(path.relative_to(corpus).as_posix(), str(error)))
    if not documents:
        reasons = "".join(f"\n  {path} : {reason}" for path, reason in refusals)
        raise CorpusError(
            f"Aucun document lisible dans {corpus}/.{reasons}\n"
            f"Déposez un document dans {corpus}/2020/ (l’année est celle du dossier), "
            "puis lancez : retro index"
        )
    return Corpus(tuple(documents), tuple(refusals))


def corpus_files(corpus: Path) -> Iterator[Path]:
    """The files one folder down or deeper, in order; hidden files and `.toml` are not documents."""
    if not corpus.is_dir():
        raise CorpusError(
            f"Le dossier des documents {corpus} n’existe pas. Créez-le, ou indiquez le bon "
            "dossier par la variable RETRO_CORPUS."
        )
    try:
        paths = sorted(corpus.rglob("*"))
    except OSError as error:
        raise CorpusError(
            f"Le dossier {corpus} ne peut pas être parcouru ({error.strerror}). "
            "Donnez-vous le droit de le lire."
        ) from error
    for path in paths:
        inside = path.relative_to(corpus).parts
        hidden = any(part.startswith(".") for part in inside)
        if len(inside) > 1 and path.is_file() and path.suffix != ".toml" and not hidden:
            yield path


def read_document(path: Path, corpus: Path) -> Document:
    """One file as a Document; raises DocumentError with the reason and what to do."""
    loader = LOADERS.get(path.suffix.lower())
    if loader is None:
        known = ", ".join(LOADERS)
        raise DocumentError(
            f"format « {path.suffix} » non reconnu (formats lus : {known}) ; convertissez-le"
        )
    if not path.resolve().is_relative_to(corpus.resolve()):
        raise DocumentError("le lien sort du dossier des documents ; copiez le fichier lui-même")
    source, warnings = _decode(_read_bytes(path))
    text, headings = loader(source)
    if not text.strip():
        raise DocumentError("le fichier ne contient aucun texte ; retirez-le ou remplacez-le")
    sidecar = _read_sidecar(path)
    return Document(
        id=path.relative_to(corpus).as_posix(),
        title=sidecar.title or (headings[0].title if headings else path.stem),
        period=Period(*sidecar.period) if sidecar.period else _folder_period(path, corpus),
        language=sidecar.language,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        publisher=sidecar.publisher,
        headings=headings,
        warnings=warnings,
    )


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise DocumentError(f"le fichier dépasse {limit} Mo ; partagez-le en plusieurs")
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"lecture impossible ({error.strerror}) ; vérifiez ses droits"
        ) from error


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text with `\\n` line ends; a warning where the encoding had to be recognised."""
    warnings: tuple[str, ...] = ()
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(data, cp_isolation=_ENCODINGS).best()
        if guess is None:
            raise DocumentError("encodage non reconnu ; enregistrez le fichier en UTF-8") from None
        source = str(guess)
        warnings = (f"encodage reconnu : {guess.encoding} ; préférez UTF-8",)
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(source):
        raise DocumentError("ce n’est pas du texte (octets de contrôle) ; vérifiez le fichier")
    return source, warnings


def _read_sidecar(path: Path) -> Sidecar:
    beside = path.with_name(path.name + ".toml")
    if not beside.exists():
        return Sidecar()
    try:
        values: dict[str, Any] = tomllib.loads(beside.read_text(encoding="utf-8"))
        sidecar = Sidecar.model_validate(values)
        if sidecar.period:
            Period(*sidecar.period)
        return sidecar
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        fault = _SIDECAR_FAULTS.get(first["type"], "valeur inutilisable")
        raise DocumentError(
            f"{beside.name}, clé « {key} » : {fault} ; corrigez-la (voir corpus/README.md)"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(f"{beside.name} n’est pas du TOML ({error}) ; corrigez-le") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{beside.name} n’est pas en utf-8 ; convertissez-le") from error
    except ValueError as error:
        raise DocumentError(
            f"{beside.name}, clé « period » : le dernier jour précède le premier "
            f"({' > '.join(map(str, values['period']))}) ; corrigez-la"
        ) from error
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


def _folder_period(path: Path, corpus: Path) -> Period | None:
    """The year that names a folder on the way; the nearest to the file wins."""
    for part in reversed(path.relative_to(corpus).parts[:-1]):
        if re.fullmatch(r"(19|20)\d\d", part):
            return Period.of_year(int(part))
    return None
