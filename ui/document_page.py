"""What the page of one document shows: the whole of it, what is cited of it, what was searched."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlencode

from assistant.library import Library
from ingest.schema import Document
from ingest.text import Span
from ui.blocks import Block, blocks
from ui.marking import MOST_HITS, Marker, found

LONGEST_QUERY = 200
_OFFSET = re.compile(r"\d{1,9}", re.ASCII)


class Wanted(NamedTuple):
    """The parameters of the page's address, as they came."""

    id: str
    version: str
    start: str
    end: str
    query: str


class DocumentPage(NamedTuple):
    """`version` is the index version that the document is of, `live` whether it is in service;
    `cited` whether something is marked as cited, `gone` whether it no longer can be; `hits` counts
    what the query found, of which the first `most` are marked."""

    document: Document
    version: str
    live: bool
    passages: int
    original: bool
    blocks: list[Block]
    marker: Marker
    cited: bool
    gone: bool
    query: str
    hits: int
    most: int


def place(document: str, start: int, end: int, version: str) -> str:
    """The rest of the address, from `view` on, that shows these characters in their document."""
    where = {"id": document, "version": version, "start": start, "end": end}
    return f"view?{urlencode(where)}#at"


def is_pdf(document: str) -> bool:
    return PurePosixPath(document).suffix.lower() == ".pdf"


def document_page(
    wanted: Wanted, library: Library, kept: Callable[[str, str], Document | None]
) -> DocumentPage | None:
    """`kept` gives a document of an index version. Offsets are of the version that they come
    with: where it is gone, so is the citation, and the document of today stands for it."""
    today, live = library.coverage.version, {each.id: each for each, _ in library.documents}
    asked = kept(wanted.id, wanted.version) if wanted.version else None
    document = asked or live.get(wanted.id)
    if document is None:
        return None
    version = wanted.version if asked else today
    cited = _cited(wanted, document) if asked else None
    query = wanted.query.strip()[:LONGEST_QUERY]
    hits = found(document.text, query)
    return DocumentPage(
        document=document,
        version=version,
        live=version == today,
        passages=next((count for each, count in library.documents if each.id == document.id), 0),
        original=is_pdf(document.id),
        blocks=blocks(document),
        marker=Marker(document, cited, hits[:MOST_HITS]),
        cited=cited is not None,
        gone=bool(wanted.start) and cited is None,
        query=query,
        hits=len(hits),
        most=MOST_HITS,
    )


def _cited(wanted: Wanted, document: Document) -> Span | None:
    """The characters that the address names, where the document has them."""
    if not (_OFFSET.fullmatch(wanted.start) and _OFFSET.fullmatch(wanted.end)):
        return None
    span = Span(int(wanted.start), int(wanted.end))
    return span if span.start < span.end <= len(document.text) else None
