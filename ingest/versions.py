"""Index versions on disk: immutable folders, and one small file that names the live one.

    .retro/index/lock           held by the one build that may run
    .retro/index/holder         who holds it, and since when
    .retro/index/live           the name of the live version, replaced in one atomic step
    .retro/index/v3-1f2e3d4c/   a version: manifest.json, documents.json, passages.json,
                                lexicon.json, chroma/, lexical/
    .retro/index/building-…     a build in progress, or one that died: removed by the next

Whatever dies when, `live` names a whole version or does not exist.
"""

import hashlib
import json
import os
import re
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.errors import IndexMismatchError, IndexMissingError, IndexStoreError

KEPT = 3
_CHECKED = ("documents.json", "passages.json", "lexicon.json")


class DocumentEntry(BaseModel):
    """One document of a version."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    sha256: str
    period: tuple[str, str] | None
    passages: int
    warnings: tuple[str, ...] = ()


class Manifest(BaseModel):
    """What a version holds and what made it. `corpus` and `settings` are fingerprints: of the
    files of the corpus, and of everything that changes the build (model, cutting, formats)."""

    model_config = ConfigDict(frozen=True)

    version: str
    created: datetime
    corpus: str
    settings: str
    documents: tuple[DocumentEntry, ...]
    refusals: tuple[tuple[str, str], ...]
    passages: int
    sentences: int
    files: dict[str, str]

    @property
    def number(self) -> int:
        return _number(self.version)


class Versions:
    """The versions under a data folder."""

    def __init__(self, data: Path) -> None:
        self.root = data / "index"

    def live(self) -> str:
        """The live version's name; raises IndexMissingError."""
        try:
            return (self.root / "live").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise IndexMissingError(
                f"Il n’y a pas encore d’index dans {self.root}. Lancez : retro index"
            ) from None
        except OSError as error:
            raise IndexStoreError(
                f"L’index {self.root} ne peut pas être lu ({error.strerror}). "
                "Vérifiez vos droits sur ce dossier, ou changez RETRO_DATA."
            ) from error

    def folder(self, version: str) -> Path:
        return self.root / version

    def manifest(self, version: str) -> Manifest:
        """The manifest, once the files it names are found as it describes them."""
        folder = self.folder(version)
        try:
            manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
            damaged = [
                name for name, sha in manifest.files.items() if checksum(folder / name) != sha
            ]
        except (OSError, ValidationError) as error:
            raise IndexMismatchError(
                f"La version {version} de l’index est incomplète ou illisible. Lancez : retro index"
            ) from error
        if damaged:
            raise IndexMismatchError(
                f"La version {version} de l’index est endommagée ({', '.join(damaged)}). "
                "Lancez : retro index, ou revenez à la précédente : retro index --rollback"
            )
        return manifest

    def list(self) -> list[Manifest]:
        """Whole versions, oldest first."""
        found = []
        for path in self.root.glob("v*-*"):
            try:
                found.append(self.manifest(path.name))
            except IndexMismatchError:
                continue
        return sorted(found, key=lambda manifest: manifest.number)

    def next_number(self) -> int:
        """One more than any version that left a trace, whole or not."""
        numbers = [path.name[1:].split("-")[0] for path in self.root.glob("v*-*")]
        return max((int(number) for number in numbers if number.isdigit()), default=0) + 1

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the lock of the one build that may run; whoever comes second is told who does."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / "lock")
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexStoreError(
                f"Une autre indexation est en cours dans {self.root}{self._holder()}. "
                "Attendez qu’elle finisse, puis relancez : retro index"
            ) from None
        except OSError as error:
            raise write_error(self.root, error) from error
        try:
            (self.root / "holder").write_text(_myself(), encoding="utf-8")
            yield
        except OSError as error:
            raise write_error(self.root, error) from error
        finally:
            lock.release()

    def _holder(self) -> str:
        with suppress(OSError):
            return f" ({(self.root / 'holder').read_text(encoding='utf-8')})"
        return ""

    def switch(self, version: str) -> None:
        """Makes a version live in one atomic step."""
        beside = self.root / "live.new"
        with beside.open("w", encoding="utf-8") as file:
            file.write(version + "\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.root / "live")

    def rollback(self) -> Manifest:
        """Makes the version before the live one live; raises IndexMissingError without one."""
        with self.writing():
            live = self.live()
            number = _number(live)
            before = [manifest for manifest in self.list() if manifest.number < number]
            if not before:
                raise IndexMissingError(
                    f"Il n’y a pas de version avant {live}. Versions présentes : retro index --list"
                )
            self.switch(before[-1].version)
            return before[-1]

    def clean(self, discard: Callable[[str], None]) -> None:
        """Has dead builds discarded, and all but the live version and the last `KEPT`."""
        for path in self.root.glob("building-*"):
            discard(path.name)
        kept = {manifest.version for manifest in self.list()[-KEPT:]} | {self.live()}
        for path in self.root.glob("v*-*"):
            if path.name not in kept:
                discard(path.name)


def _myself() -> str:
    now = datetime.now().astimezone()
    return f"processus {os.getpid()} de {socket.gethostname()}, depuis {now:%Y-%m-%d %H:%M}"


def _number(version: str) -> int:
    """Of `v3-1f2e3d4c`, 3; a damaged name counts as later than any."""
    match = re.match(r"v(\d+)-", version)
    return int(match[1]) if match else sys.maxsize


def write_error(folder: Path, error: OSError) -> IndexStoreError:
    return IndexStoreError(
        f"Écriture impossible dans {folder} ({error.strerror or error}). Libérez de la place ou "
        "donnez-vous le droit d’écrire, ou changez de dossier par RETRO_DATA ; "
        "la version en service n’est pas touchée."
    )


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksums(folder: Path) -> dict[str, str]:
    """Checksums of the files that never change once written (Chroma's may)."""
    lexical = sorted(path.relative_to(folder).as_posix() for path in folder.glob("lexical/*"))
    return {name: checksum(folder / name) for name in [*_CHECKED, *lexical]}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
