"""Normalised strings: what is the same once articles, case and punctuation are gone."""

import pytest

from evals.normalisation import norm_fr, tokens


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("l'homme", "homme"),
        ("L’homme", "homme"),
        ("d’eau", "eau"),
        ("qu’il s’arrête", "qu il s arrête"),
        ("aujourd’hui", "aujourd hui"),
        ("les États-Unis", "états unis"),
        ("Île-de-France", "île france"),
        ("une des villes du Mans, aux abords de la Sarthe", "villes mans abords sarthe"),
        ("Delors", "delors"),
        ("lecture", "lecture"),
        ("dû aulne unité", "dû aulne unité"),
        ("M. Dupont", "m dupont"),
        ("MM. Dupont, Durand et Cie.", "mm dupont durand et cie"),
        ("« Petites villes »", "petites villes"),
        ("“Petites villes”, (villes) : fin ! … ?", "petites villes villes fin"),
        ("porte-parole", "porte parole"),
        ("porte–parole", "porte parole"),
        ("a\n b\t c", "a b c"),
        ("...", ""),
        ("", ""),
    ],
)
def test_words(text: str, normal: str) -> None:
    assert norm_fr(text) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("14,2", "14.2"),
        ("14.2", "14.2"),
        ("142", "142"),
        ("100 000", "100000"),
        ("100.000", "100000"),
        ("100\u00a0000", "100000"),
        ("100\u202f000", "100000"),
        ("100\u2009000", "100000"),
        ("1 234 567,89 euros.", "1234567.89 euros"),
        ("100 0000", "100 0000"),
        ("100 00", "100 00"),
        ("en 2020 300 communes", "en 2020 300 communes"),
        ("le 24.11.2020", "24.11.2020"),
        ("en 2020.", "en 2020"),
        ("25 %", "25 %"),
        ("25%", "25 %"),
        ("25\u202f%", "25 %"),
        ("250 M€", "250 m €"),
        ("3.141", "3141"),
        ("-52", "52"),
    ],
)
def test_figures(text: str, normal: str) -> None:
    """The last two are known limits: figures are compared as values elsewhere."""
    assert norm_fr(text) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pêche", "péché"),
        ("14,2", "142"),
        ("14,2", "14"),
        ("100 000", "100"),
        ("du", "dû"),
        ("ou", "où"),
    ],
)
def test_what_is_not_the_same_stays_apart(one: str, other: str) -> None:
    assert norm_fr(one) != norm_fr(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Les élus à l’œuvre", ["elus", "a", "oeuvre"]),
        ("pêche péché", ["peche", "peche"]),
        ("e\u0301lu", ["elu"]),
        ("Ça coûte 1 500,50 €", ["ca", "coute", "1500.50", "€"]),
        ("« »", []),
    ],
)
def test_tokens_have_no_accents(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@pytest.mark.parametrize("text", ["l’Œuvre d’art", "1 234,5 %", "M. d’Ornano, « Île-de-France »"])
def test_what_is_normal_stays_so(text: str) -> None:
    assert norm_fr(norm_fr(text)) == norm_fr(text)
