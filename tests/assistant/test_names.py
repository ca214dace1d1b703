"""Proper names, and which of them are persons."""

from assistant.names import has_office, names, office, persons

LAUNCH = (
    "Le 1er/10, Jacqueline Gourault, ministre chargée de la Cohésion des territoires, Joël Giraud, "
    "chargé de la Ruralité, et Yves Le Breton lancent Petites Villes de demain, à Barentin (76)."
)


def test_names_stand_where_they_say() -> None:
    found = names(LAUNCH)
    assert {"Jacqueline Gourault", "Yves Le Breton", "Barentin"} <= {name.text for name in found}
    assert all(LAUNCH[name.start : name.end] == name.text for name in found)


def test_the_word_that_opens_a_sentence_is_no_name() -> None:
    assert names("Les territoires changent.") == []
    assert [name.text for name in names("Selon la ministre Nadia Hai, oui.")] == ["Nadia Hai"]


def test_an_elided_article_is_no_part_of_a_name() -> None:
    assert [name.text for name in names("L’Agence publie.")] == ["Agence"]


def test_persons() -> None:
    assert [name.text for name in persons(LAUNCH)] == [
        "Jacqueline Gourault",
        "Joël Giraud",
        "Yves Le Breton",
    ]


def test_a_place_or_a_programme_is_no_person() -> None:
    text = "Petites Villes de demain est lancé à Barentin, en Normandie, par FRANCE RELANCE."
    assert persons(text) == []


def test_a_rare_name_is_a_person_beside_an_office() -> None:
    text = "Xyzandre Dupont, préfet du Cantal, parle."
    assert [name.text for name in persons(text)] == ["Xyzandre Dupont"]


def test_an_office_is_given_as_written() -> None:
    found = {name.text: office(LAUNCH, name) for name in persons(LAUNCH)}
    assert found == {
        "Jacqueline Gourault": "ministre chargée de la Cohésion des territoires",
        "Joël Giraud": "chargé de la Ruralité",
        "Yves Le Breton": None,
    }


def test_offices_are_known_without_accents() -> None:
    assert has_office("la PRÉSIDENTE de l’Agence")
    assert not has_office("le programme de l’Agence")
