"""Whether what was read of a file is text: measured on its letters and its words."""

import re
from collections.abc import Sequence

from ingest.errors import DocumentError
from ingest.text import is_known_word

KNOWN = 0.4
SAMPLE = 2000
FEWEST = 20
_WORD = re.compile(r"[^\W\d_]{3,}")
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff]|\(cid:\d+\)")


def examine(text: str, written: Sequence[bool], images: Sequence[bool]) -> tuple[str, ...]:
    """Warnings of a document read page by page; `written` and `images` say of each page whether
    it holds text and pictures. Raises DocumentError where there is no text or it is garbled."""
    words = _WORD.findall(text)
    if not words:
        if any(images):
            raise DocumentError(
                "le fichier est une image sans texte (numérisation) ; passez-le par une "
                "reconnaissance de caractères (OCR), puis déposez-le à nouveau"
            )
        raise DocumentError("toutes les pages sont blanches ; déposez un fichier complet")
    if (share := known_share(words)) < KNOWN and len(words) >= FEWEST:
        raise DocumentError(
            f"le texte est illisible ({share:.0%} de mots connus : table de caractères "
            "défectueuse) ; exportez-le de nouveau depuis le logiciel d’origine, ou passez-le "
            "par une reconnaissance de caractères (OCR)"
        )
    bare = [str(at) for at, has in enumerate(written, 1) if not has]
    return (f"pages sans texte : {', '.join(bare)}",) if bare else ()


def known_share(words: Sequence[str]) -> float:
    """Of words spread over the whole text, those of the French and English dictionaries."""
    some = words[:: max(1, len(words) // SAMPLE)]
    readable = [word for word in some if not _UNREADABLE.search(word)]
    return sum(map(is_known_word, readable)) / len(some)
