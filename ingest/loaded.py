"""What a loader gives, whatever the format."""

from typing import NamedTuple

from ingest.schema import Heading, Table


class Loaded(NamedTuple):
    """Canonical text with its headings and tables; the rest where the format has it.

    `pages` holds the offset where each page starts, `page_labels` the number printed on each
    (empty where it is the page's own). `title` is the document's own word for itself.
    """

    text: str
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: tuple[int, ...] = ()
    page_labels: tuple[str, ...] = ()
    title: str = ""
    warnings: tuple[str, ...] = ()
