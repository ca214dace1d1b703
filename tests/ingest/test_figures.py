"""Whether a short text tells how many or how much, and what becomes of one that does."""

import pytest

from ingest.figures import gives_figure
from ingest.schema import Kind
from tests.ingest.small_corpus import plain


@pytest.mark.parametrize(
    "text",
    [
        "36 investigations en cours",
        "LES 17 INCUBATEURS PARTENAIRES",
        "51 Startups d’État",
        "6 821 046 € Financement du programme",
        "+76 % de tonnes de déchets traités",
        "(5,5 M€ en 2020)",
        "16 INCUBATEURS PARTENAIRES",
        "Déjà 12 maisons ouvertes",
        "24 000 mois de chômage évités en 2017",
    ],
)
def test_what_counts_something(text: str) -> None:
    assert gives_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "Six priorités pour la présidence",
        "1 INVESTIGATION",
        "2. Les missions de l’agence",
        "Bilan 2021",
        "Mars 2021",
        "Le 3 mai, à Brest",
        "Page 32 Les activités",
        "150K€ 177K€ 200K€",
        "53 %",
        "Voir le service",
        "4 Territoires",
        "Fiche 12 territoires",
        "Annexe 3 bilan financier",
        "75007 Paris et ses environs",
        "20 avenue de Ségur",
        "32 Rapport d’activité",
        f"{'1' * 5000} abc",
    ],
)
def test_what_counts_nothing(text: str) -> None:
    assert not gives_figure(text)


def test_a_heading_with_a_figure_is_a_passage_under_those_above_it() -> None:
    found = plain("Bilan\n\n36 maisons ouvertes\n\nElles reçoivent tous les publics.")
    first, second = (passage for passage in found if passage.kind is not Kind.CAPTION)
    assert (first.text, first.headings) == ("36 maisons ouvertes", ("Bilan",))
    assert second.headings == ("Bilan", "36 maisons ouvertes")


def test_a_label_with_a_figure_is_no_caption() -> None:
    kinds = {p.text: p.kind for p in plain("Bilan\n\n130 mandats créés ;\n\nLes mandats créés ;")}
    assert kinds["130 mandats créés ;"] is Kind.PARAGRAPH
    assert kinds["Les mandats créés ;"] is Kind.CAPTION
