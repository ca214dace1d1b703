"""Changes of name that documents tell of."""

import pytest

from assistant.renaming import Renaming, other_names, renamings
from ingest.text import keys

CHANGE = Renaming(frozenset(keys("Cœurs de bourg")), frozenset(keys("Places vivantes")))


@pytest.mark.parametrize(
    "text",
    [
        "Cœurs de bourg, rebaptisé Places vivantes en 2020, a permis 74 réouvertures.",
        "Le nouveau nom du programme Cœurs de bourg : il s’appelle désormais Places vivantes.",
        "Cœurs de bourg devient Places vivantes.",
        "Places vivantes (anciennement Cœurs de bourg) continue.",
        "Places vivantes, qui s'appelait auparavant Cœurs de bourg, continue.",
    ],
)
def test_both_names_are_read(text: str) -> None:
    assert renamings([text]) == [CHANGE]


@pytest.mark.parametrize(
    "text",
    [
        "Cœurs de bourg aide Places vivantes.",
        "Le train est baptisé par le maire.",
        "La ville devient plus belle.",
    ],
)
def test_nothing_is_read_where_nothing_is_renamed(text: str) -> None:
    assert renamings([text]) == []


def test_a_change_told_twice_is_one() -> None:
    text = "Cœurs de bourg, rebaptisé Places vivantes en 2020."
    assert renamings([text, text]) == [CHANGE]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Que fait Cœurs de bourg ?", {"coeur": CHANGE.new, "bourg": CHANGE.new}),
        ("Que fait Places vivantes ?", dict.fromkeys(CHANGE.new, CHANGE.old)),
        ("Combien de bourgs ?", {}),
    ],
)
def test_the_other_name_stands_for_a_name_that_is_asked_for_whole(
    asked: str, found: dict[str, frozenset[str]]
) -> None:
    assert other_names(keys(asked), [CHANGE]) == found
