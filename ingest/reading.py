"""Files of the corpus → Documents. One loader a format, in the table `LOADERS`.

The canonical text is what the source says, character for character, without its markup.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from ingest.cache import Cache, key
from ingest.covering import covered
from ingest.errors import CorpusError, DocumentError
from ingest.loaded import Loaded
from ingest.schema import Document
from ingest.sidecar import read_sidecar

MAX_BYTES = 50 * 1024 * 1024
FORMAT = "3"  # to be raised when a loader gives something else for the same file
_LOADED: TypeAdapter[Loaded | str] = TypeAdapter(Loaded | str)


class Refusal(NamedTuple):
    """A file that is not in the index, and why."""

    path: str
    reason: str


class Corpus(NamedTuple):
    """What reading the corpus folder gave."""

    documents: tuple[Document, ...]
    refusals: tuple[Refusal, ...]


Loader = Callable[[bytes], Loaded]
LOADERS = {
    ".txt": "ingest.plain:load_text",
    ".md": "ingest.markdown:load_markdown",
    ".qmd": "ingest.markdown:load_markdown",
    ".html": "ingest.html:load_html",
    ".htm": "ingest.html:load_html",
    ".docx": "ingest.office:load_docx",
    ".odt": "ingest.office:load_odt",
    ".pdf": "ingest.pdf:load_pdf",
}
"""Where the `Loader` of each format stands, imported with its libraries when it is asked for."""


def read_corpus(corpus: Path, cache: Cache | None = None) -> Corpus:
    """Every document under the folders of `corpus`; one bad file never stops the others, and one
    that `cache` knows is not read again.

    Raises CorpusError when the folder is missing, unreadable or holds no readable document.
    """
    documents, refusals = [], []
    for path in corpus_files(corpus):
        try:
            documents.append(read_document(path, corpus, cache))
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


def read_document(path: Path, corpus: Path, cache: Cache | None = None) -> Document:
    """One file as a Document; raises DocumentError with the reason and what to do."""
    place = LOADERS.get(path.suffix.lower())
    if place is None:
        known = ", ".join(LOADERS)
        raise DocumentError(
            f"format « {path.suffix} » non reconnu (formats lus : {known}) ; convertissez-le"
        )
    if not path.resolve().is_relative_to(corpus.resolve()):
        raise DocumentError("le lien sort du dossier des documents ; copiez le fichier lui-même")
    loaded = _loaded(place, _read_bytes(path), cache)
    if not loaded.text.strip():
        raise DocumentError("le fichier ne contient aucun texte ; retirez-le ou remplacez-le")
    sidecar = read_sidecar(path)
    inside = path.relative_to(corpus)
    headings = loaded.headings
    title = sidecar.title or loaded.title or (headings[0].title if headings else path.stem)
    period, origin = covered(sidecar.covered, inside, title, headings, loaded.text)
    return Document(
        id=inside.as_posix(),
        title=title,
        period=period,
        language=sidecar.language,
        text=loaded.text,
        sha256=hashlib.sha256(loaded.text.encode()).hexdigest(),
        publisher=sidecar.publisher,
        headings=headings,
        tables=loaded.tables,
        pages=loaded.pages,
        page_labels=loaded.page_labels,
        warnings=loaded.warnings,
        period_origin=origin,
    )


def _loaded(place: str, data: bytes, cache: Cache | None) -> Loaded:
    """What the loader at `place` gives, kept by the file's content; so is a refusal."""
    one = key(place, FORMAT, data)
    found = _kept(cache.get([one]).get(one)) if cache else None
    if found is None:
        loader: Loader = resolve_name(place)
        try:
            found = loader(data)
        except DocumentError as error:
            found = str(error)
        if cache:
            cache.put({one: _LOADED.dump_json(found)})
    if isinstance(found, str):
        raise DocumentError(found)
    return found


def _kept(value: bytes | None) -> Loaded | str | None:
    try:
        return _LOADED.validate_json(value) if value else None
    except ValidationError:
        return None


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
