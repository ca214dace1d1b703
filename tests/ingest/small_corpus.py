"""A corpus of one short document, and what makes it grow."""

from ingest.settings import Settings

MARCH = (
    "Bilan de l’année\n\nL’Agence nationale des territoires (ANT) ouvre.\n\nMars\n\n"
    "Le 3/03, l’agence ouvre une maison à Brest.\n\nReportage\n\n"
    "Le 8/03, le maire de Lyon signe un contrat de ville."
)
BUDGET = "Budget\n\nLe budget de l’ANT est de 5 millions d’euros."


def grow(settings: Settings) -> None:
    (settings.corpus / "2021" / "budget.txt").write_text(BUDGET, encoding="utf-8")
