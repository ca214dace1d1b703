"""Embedding of texts, and the one home of sentence-transformers (imported at the first loading).

A model is a folder: the bundled one, or the folder named in the settings. Nothing is looked up
elsewhere. A question and a passage get the prefixes that the model's own `prompts` ask for.
"""

import hashlib
import json
import logging
import os
import re
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.e5 import checksum, ensure_model
from ingest.errors import ModelError
from ingest.q4 import PREFIXES
from ingest.settings import BUNDLED_MODEL, Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

REMEMBERED = 4096  # questions and their words, which come again: 6 MB
BATCH = 8  # measured: the fastest on paragraphs, with 2 cores, in both precisions
FAITHFUL = 0.999  # the least cosine to float32 for which bfloat16 is taken
NOTES = "embedding-notes.json"
E5_FAMILY = re.compile(r"e5-(small|base|large)(?!.*instruct)")
PROBES = [
    "Le comité interministériel s’est réuni à Vichy le 20 novembre 2020.",
    "Qui a présidé la séance ?",
    "L’agence accompagne 222 villes moyennes : près de 5 milliards d’euros sont mobilisés.",
    "France services, c’est un bouquet de démarches (santé, retraite, impôts) à moins de "
    "trente minutes de chaque habitant, avec deux agents formés dans chaque maison.",
]

_loaded: dict[tuple[str, Path], "Embedder"] = {}
_loading = threading.Lock()


class Embedder(Embeddings):
    """Unit vectors of French texts; safe to share between threads.

    `fingerprint` changes when vectors made before can no longer be compared with new ones;
    `precision` is what is computed in, and is no part of it.
    """

    def __init__(self, model: "SentenceTransformer", fingerprint: str) -> None:
        self._model, self._lock = model, threading.Lock()
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._embed_query)
        self.fingerprint = fingerprint
        self.precision = str(model.dtype).removeprefix("torch.")
        self.dimension: int = model.get_embedding_dimension() or len(self.embed_query(""))
        self.max_tokens: int = model.max_seq_length or model.tokenizer.model_max_length

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        with self._lock:
            vectors: list[list[float]] = _vectors(self._model.encode_document, texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """A typographic apostrophe counts as the one that keyboards type: the model sees two."""
        vector: list[float] = self._remembered(text.replace("’", "'")).tolist()
        return vector

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        """As `embed_query` of each, many at a time; none is remembered."""
        typed = [text.replace("’", "'") for text in texts]
        with self._lock:
            vectors: list[list[float]] = _vectors(self._model.encode_query, typed).tolist()
        return vectors

    def _embed_query(self, text: str) -> NDArray[np.float32]:
        with self._lock:
            vector: NDArray[np.float32] = _vectors(self._model.encode_query, [text])[0]
        return vector

    def count_tokens(self, text: str) -> int:
        """What `text` costs as a passage, prefix included: beyond `max_tokens` its end is lost."""
        prompts = self._model.prompts
        prefix = prompts.get("document") or prompts.get("passage") or ""
        with self._lock:
            encoded = self._model.tokenizer(prefix + encodable(text), truncation=False)
        return len(encoded["input_ids"])


def load_embedder(settings: Settings, *, progress: Callable[[str], None] | None = None) -> Embedder:
    """The embedder of the settings, loaded once for all threads.

    `progress` gets a French sentence where the bundled model has first to be written.
    """
    return _load(settings.embedding_model, settings.cache, progress)


def bundled_base(cache: Path, *, exact: bool = False) -> tuple[Any, Any]:
    """The transformer and the tokenizer of the bundled model: those of the embedder where it is
    that model; with `exact`, others, in float32."""
    model = (
        _open(ensure_model(cache), _torch().float32)
        if exact
        else _load(BUNDLED_MODEL, cache)._model
    )
    return model[0].auto_model, model.tokenizer


def _load(model: str, cache: Path, progress: Callable[[str], None] | None = None) -> Embedder:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # idle threads must not starve others
    key = model, cache
    with _loading:
        if key not in _loaded:
            _loaded[key] = _bundled(cache, progress) if model == BUNDLED_MODEL else _named(*key)
        return _loaded[key]


def _bundled(cache: Path, progress: Callable[[str], None] | None) -> Embedder:
    """A folder of the right size that cannot be opened is damaged: it is written again."""
    folder = ensure_model(cache, progress=progress)
    fingerprint = f"{BUNDLED_MODEL}@{checksum(folder)}"
    try:
        return Embedder(_fastest(folder, fingerprint, cache), fingerprint)
    except ModelError:
        folder = ensure_model(cache, thorough=True, progress=progress)
        return Embedder(_fastest(folder, fingerprint, cache), fingerprint)


def _named(model: str, cache: Path) -> Embedder:
    folder = Path(model).expanduser()
    if not folder.is_dir():
        raise ModelError(
            f"RETRO_EMBEDDING_MODEL nomme « {model} », qui n’est ni le modèle fourni "
            f"(« {BUNDLED_MODEL} ») ni un dossier. Indiquez le dossier d’un modèle "
            "sentence-transformers, ou retirez ce réglage."
        )
    try:
        fingerprint = f"{folder.resolve().name}@{_folder_checksum(folder, cache)}"
    except OSError as error:
        raise ModelError(
            f"Le dossier « {folder} » ne se lit pas en entier ({error}). Vérifiez ses droits."
        ) from error
    return Embedder(_fastest(folder, fingerprint, cache), fingerprint)


def _folder_checksum(folder: Path, cache: Path) -> str:
    """sha256 over names and contents, read again only when a size or a time has changed."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    stats = [(str(path.resolve()), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    key = f"checksum {hashlib.sha256(repr(stats).encode()).hexdigest()}"

    def read() -> str:
        total = hashlib.sha256()
        for path in paths:
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
        return total.hexdigest()

    return str(_noted(cache, key, read))


def _fastest(folder: Path, fingerprint: str, cache: Path) -> "SentenceTransformer":
    """In bfloat16 where the processor has it and this model bears it, which is measured once."""
    torch = _torch()
    processor = torch.cpu.get_capabilities()
    native = [flag for flag in ("amx_bf16", "avx512_bf16") if processor.get(flag)]
    key = f"bfloat16 {fingerprint} {'+'.join(native)} torch {torch.__version__}"
    if native and _noted(cache, key, lambda: _bears_bfloat16(folder)):
        return _open(folder, torch.bfloat16)
    return _open(folder, torch.float32)


def _bears_bfloat16(folder: Path) -> bool:
    torch = _torch()
    model = _open(folder, torch.float32)
    exact = _vectors(model.encode_document, PROBES)
    rounded = _vectors(model.to(torch.bfloat16).encode_document, PROBES)
    return bool((exact * rounded).sum(axis=1).min() >= FAITHFUL)


def _torch() -> Any:
    import torch

    return torch


def _library() -> "type[SentenceTransformer]":
    """The class, its library made mute and kept off the network (which it reads at import)."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    talk: Any = transformers_logging
    talk.set_verbosity_error()
    talk.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    return SentenceTransformer


def _open(folder: Path, dtype: Any) -> "SentenceTransformer":
    library, options = _library(), {"dtype": dtype}
    try:
        model = library(str(folder), device="cpu", local_files_only=True, model_kwargs=options)
    except Exception as error:  # whatever the libraries raise for a folder they cannot read
        raise ModelError(
            f"Le modèle d’embedding du dossier « {folder} » ne s’ouvre pas ({error}). "
            "Remettez en place un modèle sentence-transformers complet."
        ) from error
    if E5_FAMILY.search(folder.name) and not any(model.prompts.values()):
        model.prompts = dict(PREFIXES)
    return model


def _vectors(encode: Callable[..., Any], texts: list[str]) -> NDArray[np.float32]:
    """Normalised here: in bfloat16 the model's own normalisation is right to 0.3 % only."""
    if not texts:
        return np.zeros((0, 0), np.float32)
    clean = [encodable(text) for text in texts]
    vectors = encode(clean, batch_size=BATCH, show_progress_bar=False).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    normalised: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-12)
    return normalised


def encodable(text: str) -> str:
    """Half of a surrogate pair, which JSON lets through and a tokenizer refuses, becomes `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _noted(cache: Path, key: str, measure: Callable[[], Any]) -> Any:
    """What `measure` gave once for `key`; where it cannot be noted, it is measured each time."""
    path = cache / NOTES
    try:
        notes = dict(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        notes = {}
    if key not in notes:
        notes[key] = measure()
        _keep(path, json.dumps(notes, indent=2))
    return notes[key]


def _keep(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}-{os.getpid()}")
        beside.write_text(content, encoding="utf-8")
        beside.replace(path)
    except OSError:
        logging.getLogger(__name__).debug("nothing noted in %s", path, exc_info=True)
