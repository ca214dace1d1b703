"""What is wrong with settings, corpus, model, index and disk, and the command that mends it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.build import corpus_fingerprint, open_index
from ingest.cache import FILE, Cache
from ingest.e5 import FOLDER, verify
from ingest.embedding import load_embedder
from ingest.errors import RetroError
from ingest.reading import read_corpus
from ingest.settings import BUNDLED_MODEL, Settings
from ingest.versions import Versions

LEAST_FREE = 500 * 2**20


class Check(NamedTuple):
    """One thing looked at; `detail` ends, where it is wrong, with the command that mends it."""

    name: str
    sound: bool
    detail: str


def examine(settings: Settings) -> Iterator[Check]:
    """Every check, in an order in which mending one may mend the next."""
    for name, look in _CHECKS:
        try:
            yield Check(name, *look(settings))
        except RetroError as error:
            yield Check(name, False, str(error))


def _settings(settings: Settings) -> tuple[bool, str]:
    known = {"RETRO_" + name.upper() for name in Settings.model_fields}
    unknown = sorted(n for n in os.environ if n.startswith("RETRO_") and n not in known)
    if unknown:
        return False, f"variables inconnues : {', '.join(unknown)}. Retirez-les ou corrigez-les."
    return True, f"corpus {settings.corpus}, données {settings.data}, cache {settings.cache}"


def _corpus(settings: Settings) -> tuple[bool, str]:
    corpus = read_corpus(settings.corpus, Cache(settings.cache))
    if corpus.refusals:
        refused = " ; ".join(f"{path} : {reason}" for path, reason in corpus.refusals)
        return False, f"{refused}. Corrigez, puis lancez : retro index"
    return True, f"{len(corpus.documents)} document(s) lisible(s)"


def _model(settings: Settings) -> tuple[bool, str]:
    embedder = load_embedder(settings)
    if settings.embedding_model == BUNDLED_MODEL and (damaged := verify(settings.cache / FOLDER)):
        folder = settings.cache / FOLDER
        return False, (
            f"fichiers abîmés : {', '.join(damaged)}. Lancez : rm -r '{folder}' && retro index"
        )
    return True, f"{embedder.fingerprint.split('@')[0]}, {embedder.precision}"


def _cache(settings: Settings) -> tuple[bool, str]:
    if fault := Cache(settings.cache).fault():
        return False, f"{fault}. Lancez : rm '{settings.cache / FILE}' && retro index"
    return True, "lectures et vecteurs gardés"


def _index(settings: Settings) -> tuple[bool, str]:
    embedder = load_embedder(settings)
    index = open_index(settings, embedder)
    try:
        faults = list(index.faults(embedder.embed_documents))
    finally:
        index.close()
    if faults:
        return False, f"{faults[0]}. Lancez : retro index --rebuild"
    return True, f"version {index.version}, {index.manifest.passages} passages"


def _freshness(settings: Settings) -> tuple[bool, str]:
    versions = Versions(settings.data)
    live = versions.manifest(versions.live())
    if live.corpus != corpus_fingerprint(read_corpus(settings.corpus, Cache(settings.cache))):
        return False, "le corpus a changé depuis la dernière indexation. Lancez : retro index"
    return True, "l’index est à jour"


def _disk(settings: Settings) -> tuple[bool, str]:
    for folder in (settings.data, settings.cache):
        free = shutil.disk_usage(_existing(folder)).free
        if free < LEAST_FREE:
            return False, f"{free // 2**20} Mo libres pour {folder} : libérez de la place."
        if not os.access(_existing(folder), os.W_OK):
            return False, f"{folder} ne peut pas être écrit : changez ses droits ou de dossier."
    return True, "place et droits suffisants"


def _existing(folder: Path) -> Path:
    folder = folder.absolute()
    return folder if folder.exists() else _existing(folder.parent)


_CHECKS: list[tuple[str, Callable[[Settings], tuple[bool, str]]]] = [
    ("réglages", _settings),
    ("disque", _disk),
    ("cache", _cache),
    ("corpus", _corpus),
    ("modèle", _model),
    ("index", _index),
    ("fraîcheur", _freshness),
]
