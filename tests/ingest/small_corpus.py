"""A corpus of one short document, and what makes it grow; the passages of a made-up text."""

import hashlib

from ingest.headings import plain_headings
from ingest.passages import cut
from ingest.schema import Document, Passage, Period
from ingest.settings import Settings

MARCH = (
    "Bilan de l’année\n\nL’Agence nationale des territoires (ANT) ouvre.\n\nMars\n\n"
    "Le 3/03, l’agence ouvre une maison à Brest.\n\nReportage\n\n"
    "Le 8/03, le maire de Lyon signe un contrat de ville."
)
BUDGET = "Budget\n\nLe budget de l’ANT est de 5 millions d’euros."


def grow(settings: Settings) -> None:
    (settings.corpus / "2021" / "budget.txt").write_text(BUDGET, encoding="utf-8")


def plain(text: str, period: Period | None = None) -> tuple[Passage, ...]:
    """The passages of a made-up plain text of 2021."""
    sha = hashlib.sha256(text.encode()).hexdigest()
    period = period or Period.of_year(2021)
    document = Document("2021/a.txt", "A", period, "fr", text, sha, headings=plain_headings(text))
    return cut(document, lambda piece: True)
