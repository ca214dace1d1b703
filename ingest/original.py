"""The file that a document was read from, where it still is what was indexed."""

from pathlib import Path

from ingest.cache import Cache
from ingest.errors import DocumentError
from ingest.reading import read_document
from ingest.schema import Document


def original(document: Document, corpus: Path, cache: Cache) -> Path | None:
    """None where the file is gone, leads out of `corpus`, or reads otherwise than the document.

    It is read again, from `cache` where its bytes are known: a changed file may not stand for
    what was indexed of it.
    """
    path = corpus / document.id
    try:
        again = read_document(path, corpus, cache)
    except DocumentError:
        return None
    return path.resolve() if again.sha256 == document.sha256 else None
