"""DOCX and ODT → canonical text: what the archive must be before anything in it is read."""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from ingest import docx, odt
from ingest.errors import DocumentError
from ingest.loaded import Loaded
from ingest.markup import canonical
from ingest.tree import xml_tree

MOST_UNPACKED = 200 * 2**20
MOST_FILES = 10_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"
_WORD_MACROS = b"ms-word.document.macroEnabled", b"ms-word.template.macroEnabled"
_DRAWN = ("word/charts/chart", "word/diagrams/data")
_ODT = b"application/vnd.oasis.opendocument.text"
_OTHERS = {
    "xl/": "un classeur Excel",
    "ppt/": "une présentation PowerPoint",
    "word/": "un document Word",
    "content.xml": "un document LibreOffice d’une autre sorte",
    "META-INF/MANIFEST.MF": "un programme Java",
}
_LOCKED = "le document est protégé par un mot de passe ; enregistrez-le sans mot de passe"
_BROKEN = "le fichier est abîmé ou incomplet ; rouvrez-le, enregistrez-le et déposez-le à nouveau"


class Archive:
    """The zip that an office document is. Raises DocumentError where it is unfit to be read."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLD_OFFICE):
            if _ENCRYPTED in data:
                raise DocumentError(_LOCKED)
            raise DocumentError(
                "c’est un ancien document Office (.doc) ; enregistrez-le en .docx ou en .odt"
            )
        if not data.startswith(b"PK"):
            raise DocumentError(
                "ce n’est pas un document .docx ni .odt ; vérifiez le fichier et son extension"
            )
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        files = self._zip.infolist()
        if len(files) > MOST_FILES or sum(file.file_size for file in files) > MOST_UNPACKED:
            limit = MOST_UNPACKED // 2**20
            raise DocumentError(
                f"le document dépasse {limit} Mo une fois décompressé ; allégez-le (images) "
                "ou partagez-le en plusieurs"
            )
        if any(file.flag_bits & 1 for file in files):
            raise DocumentError(_LOCKED)
        self.names = frozenset(file.filename for file in files)

    def read(self, name: str) -> bytes:
        """Empty where the archive has no such file."""
        return self._zip.read(name) if name in self.names else b""

    def xml(self, name: str) -> Any:
        """The root of an XML file, None where there is none."""
        data = self.read(name)
        return xml_tree(data) if data else None

    def refuse(self, wanted: str) -> DocumentError:
        """Of another kind than its name says."""
        kind = next((kind for name, kind in _OTHERS.items() if self._holds(name)), "")
        found = f" (c’est {kind})" if kind else ""
        return DocumentError(
            f"ce n’est pas un document {wanted}{found} ; vérifiez le fichier et son extension"
        )

    def _holds(self, start: str) -> bool:
        return any(name.startswith(start) for name in self.names)


def load_docx(data: bytes) -> Loaded:
    return _guarded(_word, data)


def load_odt(data: bytes) -> Loaded:
    return _guarded(_open_document, data)


def _guarded(load: Callable[[Archive], Loaded], data: bytes) -> Loaded:
    try:
        return load(Archive(data))
    except (
        zipfile.BadZipFile,
        zlib.error,
        ArithmeticError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RecursionError,
        ValueError,
    ) as error:
        raise DocumentError(_BROKEN) from error


def _word(archive: Archive) -> Loaded:
    kinds = archive.read("[Content_Types].xml")
    macros = any(name.lower().endswith("vbaproject.bin") for name in archive.names)
    if macros or any(kind in kinds for kind in _WORD_MACROS):
        raise DocumentError("le document contient des macros ; enregistrez-le en .docx sans macros")
    if not any(kind in kinds for kind in _WORD):
        raise archive.refuse(".docx")
    body = docx.Body(archive.xml)
    drawn = any(name.startswith(_DRAWN) for name in archive.names)
    warnings = ("texte des graphiques et schémas incorporés non lu",) if drawn else ()
    return canonical(body.root, body.title or _named(archive, "docProps/core.xml"), warnings)


def _open_document(archive: Archive) -> Loaded:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise DocumentError(_LOCKED)
    if archive.read("mimetype").strip() not in (_ODT, _ODT + b"-template"):
        raise archive.refuse(".odt")
    body = odt.Body(archive.xml)
    return canonical(body.root, body.title or _named(archive, "meta.xml"))


def _named(archive: Archive, name: str) -> str:
    """The title in the metadata."""
    root = archive.xml(name)
    found = root.find(".//{http://purl.org/dc/elements/1.1/}title") if root is not None else None
    return " ".join((found.text or "").split()) if found is not None else ""
