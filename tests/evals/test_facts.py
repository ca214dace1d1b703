"""Facts in a text: figures as values with their unit, dates by their parts, strings by words."""

from datetime import date

import pytest

from evals.facts import contains, figures, holds
from evals.schema import Alternative, DateFact, NumberFact, iso_period
from ingest.schema import Period

IN_2020 = (iso_period("2020"),)


def has_number(number: float, unit: str, text: str) -> bool:
    return holds([NumberFact(number=number, unit=unit)], text)


def has_date(wanted: str, text: str, *periods: Period) -> bool:
    return holds([DateFact(date=wanted)], text, periods)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4 000 postes", [4000]),
        ("4\u00a0000 postes", [4000]),
        ("4\u202f000 postes", [4000]),
        ("4.000 postes", [4000]),
        ("plus de 1 234 567,5.", [1_234_567.5]),
        ("1,5", [1.5]),
        ("1.5", [1.5]),
        ("1.500", [1500]),
        ("1,500", [1.5]),
        ("en 2020 300 communes", [2020, 300]),
        ("20, 30 et 40", [20, 30, 40]),
        ("entre 20-30 élus", [20, 30]),
        ("250 millions d'euros", [250 * 10**6]),
        ("250 Millions d’euros", [250 * 10**6]),
        ("250 M€", [250 * 10**6]),
        ("250\u00a0M€", [250 * 10**6]),
        ("12,5 k€, 3 Md€ et 45,9 Mds€", [12_500, 3 * 10**9, 45.9 * 10**9]),
        ("1,5 million", [1.5 * 10**6]),
        ("2 milliards", [2 * 10**9]),
        ("40 mille et 3 milliers", [40_000, 3_000]),
        ("En 2020, mille postes", [2020, 1000]),
        ("neuf", [9]),
        ("Deux auditions", [2]),
        ("deux cent cinquante", [250]),
        ("deux cent cinquante millions", [250 * 10**6]),
        ("quatre-vingt-dix-sept", [97]),
        ("soixante et onze", [71]),
        ("une soixantaine", [60]),
        ("une vingtaine, une centaine, un millier", [20, 100, 1000]),
        ("vingt-cinq pour cent", [25]),
        ("25 pour cent, 26 %, 27% et 28 p. cent", [25, 26, 27, 28]),
        ("en 2020", [2020]),
        ("un élu de la commune", []),
        ("la quarantaine", []),
        ("le 15e débat, le 1er, la 2ème, le XXIe, le quinzième", []),
        ("Le 3/09", []),
        ("24-25-26/11", []),
        ("le 24 novembre 2020, et le 17", []),
        ("3/4 des communes", []),
        ("Le 3/09, 500 élus, puis 40 le 24/11", [500, 40]),
        ("01 23 45 67 89, +33 1 23 45 67 89 ou 01.23.45.67.89", []),
        ("la Covid-19 et le RIFSEEP2", []),
    ],
)
def test_figures_are_values(text: str, values: list[float]) -> None:
    assert [figure.value for figure in figures(text)] == pytest.approx(values)


@pytest.mark.parametrize(
    ("number", "text", "same"),
    [
        (1e9, "1 000 000 900", True),
        (1e9, "1 000 001 100", False),
        (0.5, "0,5000009", True),
        (0.5, "0,5000011", False),
    ],
)
def test_figures_are_the_same_to_a_millionth(number: float, text: str, same: bool) -> None:
    assert has_number(number, "", text) is same


@pytest.mark.parametrize("other", [4, 0, 400, 40_000, 4000.01])
def test_a_figure_is_no_part_of_another(other: float) -> None:
    assert has_number(4000, "", "4 000 postes")
    assert not has_number(other, "", "4 000 postes")


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (250e6, "euros", "250 millions d’euros"),
        (250e6, "euros", "250 M€"),
        (250e6, "€", "250 000 000 d’euros"),
        (5e9, "euros", "5 milliards supplémentaires d'euros"),
        (3.5, "euros", "3,50 €"),
        (250, "euros", "250 EUROS"),
        (25, "%", "25\u202f%"),
        (25, "%", "vingt-cinq pour cent"),
        (25, "%", "25 p. cent"),
        (12, "km", "12 km"),
        (12, "m", "12 m"),
        (9, "fois", "neuf fois"),
        (1, "fois", "une seule fois"),
        (1, "audition", "Une audition au Sénat"),
        (142, "agents", "142 agents"),
        (142, "agent", "142 agents"),
        (142, "agents", "les agents, au nombre de 142"),
        (940, "élus", "940 Élus"),
        (4000, "", "4 000 habitants"),
    ],
)
def test_a_figure_with_its_unit(number: float, unit: str, text: str) -> None:
    assert has_number(number, unit, text)


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (250, "euros", "250 millions d’euros"),
        (250e6, "euros", "250 millions"),
        (250e6, "euros", "250 millions de postes"),
        (2020, "euros", "en 2020 250 euros"),
        (25, "%", "25"),
        (25, "%", "25 points"),
        (25, "euros", "25 %"),
        (12, "km", "12 m"),
        (12, "m", "12 km"),
        (12, "m", "12 maisons"),
        (9, "fois", "9 auditions"),
        (1, "fois", "une audition, trois fois"),
        (1, "", "une audition"),
        (4000, "communes", "4 000 habitants"),
        (4000, "habitants", "4 000 communes"),
        (142, "agents", "142 " + "x" * 60 + " agents"),
        (100, "", "25 pour cent"),
        (24, "", "le 24 novembre"),
        (20, "", "en 2020"),
    ],
)
def test_a_figure_without_its_unit_or_value(number: float, unit: str, text: str) -> None:
    assert not has_number(number, unit, text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("2020-11-24", "Le 24/11, au Sénat"),
        ("2020-11-24", "le 24 novembre 2020"),
        ("2020-11-24", "le 24 novembre"),
        ("2020-11-24", "on 24 November 2020"),
        ("2020-11-24", "on November 24, 2020"),
        ("2020-01-01", "le 1er janvier"),
        ("2020-11", "le 24/11"),
        ("2020-11", "en novembre 2020"),
        ("2020-11", "in November"),
        ("2020", "24 novembre 2020"),
        ("2021", "dès juin 2021"),
        ("2020-11-24/2020-11-26", "Les 24-25-26/11"),
        ("2020-11-24/2020-11-26", "du 24 au 26 novembre 2020"),
        ("2020-11-24/2020-11-26", "between 24 and 26 November"),
        ("2018/2020", "de 2018 à 2020"),
    ],
)
def test_a_date_with_all_that_is_wanted_of_it(wanted: str, text: str) -> None:
    assert has_date(wanted, text, *IN_2020)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("2020-11-24", "en novembre 2020"),
        ("2020-11-24", "en 2020"),
        ("2020-11-24", "le 25/11"),
        ("2020-11-24", "24/09"),
        ("2020-11-24", "le 24 novembre 2019"),
        ("2020-11-24", "Les 24-25-26/11"),
        ("2020-11", "en 2020"),
        ("2020", "en 2021"),
        ("2020-11-24/2020-11-26", "le 24/11"),
        ("2020-11-24/2020-11-26", "du 24 au 25 novembre"),
        ("2020-11-24/2020-11-26", "du 23 au 26 novembre"),
        ("2020-11-24/2020-11-26", "les 24 et 26 novembre"),
        ("2020-11-24/2020-11-26", "du 24 au 26 novembre 2019"),
        ("2020-11-24", "24 000 postes, article 11"),
    ],
)
def test_a_date_that_is_another_or_too_coarse(wanted: str, text: str) -> None:
    assert not has_date(wanted, text, *IN_2020)


def test_a_citation_gives_the_year_and_the_month_that_a_date_lacks() -> None:
    cited = Period(date(2020, 11, 24), date(2020, 11, 24))
    assert not has_date("2020-11-24", "Le 24/11")
    assert not has_date("2020-11-24", "Le 24/11", iso_period("2019"))
    assert has_date("2020-11-24", "Le 24/11", iso_period("2019"), iso_period("2020"))
    assert has_date("2020-11-24", "entre en vigueur le 24.", cited)
    assert not has_date("2020-11-24", "entre en vigueur le 24.", iso_period("2020-10"))


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Les départements.", "département", True),
        ("les régions concernées", "région concerné", False),
        ("Une loi européenne", "européen", True),
        ("des noyaux", "noyau", True),
        ("par L’État", "l'état", True),
        ("le Premier ministre, Édouard Philippe", "edouard philippe", True),
        ("l’Édouard de M. Philippe", "Édouard Philippe", False),
        ("partie prenante", "art", False),
        ("les articles", "art", False),
        ("une circulaire", "Cir", False),
        ("le passage", "pas", False),
        ("150 postes", "15", False),
        ("15,5 postes", "15", False),
        ("15 postes", "15", True),
        ("115 postes", "15", False),
        ("le 9 mars", "9", True),
        ("l’article 5e", "article 5", False),
        ("15%", "15 %", True),
        ("4\u202f000 postes", "4000 poste", True),
        ("n’importe quoi", "le", False),
        ("", "", False),
    ],
)
def test_words_stand_whole_but_for_a_plural_or_a_feminine(
    text: str, words: str, found: bool
) -> None:
    assert contains(text, words) is found


@pytest.mark.parametrize("text", ["4 000 [1] postes", "4 000[1][2] postes", "postes : 4 000 [12]."])
def test_markers_are_no_part_of_the_text(text: str) -> None:
    assert has_number(4000, "postes", text)
    assert not any(has_number(marker, "", text) for marker in (1, 2, 12))


def test_one_alternative_is_enough() -> None:
    wanted: list[Alternative] = [
        "vingtaine", NumberFact(number=20, unit="cartes"), DateFact(date="2020-11"),
    ]  # fmt: skip
    assert holds(wanted, "la vingtaine")
    assert holds(wanted, "vingt cartes")
    assert holds(wanted, "novembre 2020")
    assert not holds(wanted, "vingt postes en octobre 2020")
