"""Numbers with what they count."""

import pytest

from assistant.quantities import ordinal, quantities, ranks
from ingest.text import key


def written(text: str) -> list[str]:
    return [text[slice(*quantity.span)] for quantity in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "pour créer 4 000 postes de conseillers numériques.",
            ["4 000 postes de conseillers numériques"],
        ),
        ("une enveloppe de 250 millions d’euros", ["250 millions d’euros"]),
        ("une soixantaine de comités locaux", ["une soixantaine de comités locaux"]),
        ("Plus de 500 participants", ["Plus de 500 participants"]),
        ("il y eut neuf auditions", ["neuf auditions"]),
        ("40 000 formations et 320 formateurs", ["40 000 formations", "320 formateurs"]),
        ("4\u00a0000 postes et 5\u202f000 emplois", ["4\u00a0000 postes", "5\u202f000 emplois"]),
        ("480 tonnes de CO2 en un an", ["480 tonnes de CO2"]),
        ("aucun chiffre", []),
    ],
)
def test_a_number_goes_with_its_unit(text: str, expected: list[str]) -> None:
    assert written(text) == expected


def test_dates_and_codes_in_brackets_are_no_quantities() -> None:
    assert written("Le 13/10, puis le 3 mars 2020, à Barentin (76)") == []
    assert written("à Bobigny (93 – Seine-Saint-Denis), à Brest (29, Finistère)") == []
    assert written("une phase de construction (12 mois)") == ["12 mois"]
    assert written("le budget (5,5 M€)") == ["5,5 M€"]


def test_ranks_are_of_what_they_stand_before() -> None:
    assert ranks("la 3e assemblée, la première rencontre et la 2nde rencontre") == {
        key("assemblée"): {3},
        key("rencontre"): {1, 2},
    }


def test_the_unit_is_given_by_its_keys() -> None:
    (found,) = quantities("créer 4 000 postes")
    assert found.unit == [key("postes")]
    assert not found.money


def test_money() -> None:
    assert all(one.money for one in quantities("5 milliards d’euros, 300 euros, 20 €, 5,5 M€"))


def test_a_million_of_people_is_no_money() -> None:
    (found,) = quantities("1,5 million d’habitants")
    assert not found.money


@pytest.mark.parametrize(
    ("text", "expected"), [("lors du 2e Comité", "2e"), ("la 15e édition", "15e"), ("rien", "")]
)
def test_ordinals(text: str, expected: str) -> None:
    assert ordinal(text) == expected
