"""Bytes of any encoding → text; plain text → its headings. The home of charset-normalizer."""

import re

from charset_normalizer import from_bytes

from ingest.errors import DocumentError
from ingest.headings import plain_headings
from ingest.loaded import Loaded

_ENCODINGS = ["utf_16", "utf_32", "cp1252", "mac_roman"]
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def load_text(data: bytes) -> Loaded:
    text, warnings = decode(data)
    return Loaded(text, plain_headings(text), warnings=warnings)


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text with `\\n` line ends, and a warning where the encoding had to be recognised.

    Raises DocumentError for what is no text.
    """
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
