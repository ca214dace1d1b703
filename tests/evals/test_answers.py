"""An answer's text against the facts that it should hold."""

import pytest

from evals.answers import (
    containment,
    exact_match,
    f1,
    fact_recall,
    is_right,
    item_precision,
    items,
    words,
)
from evals.schema import Alternative, DateFact, NumberFact, iso_period

AGENTS = NumberFact(number=142, unit="agents")
LATER = NumberFact(number=187, unit="agents")
SENATE: list[list[Alternative]] = [["Sénat"], [NumberFact(number=9), "neuf"]]
LIST = "Voici :\n- Le 3/09, une audition [1]\n- une loi [2]\n\n- le Sénat [1]"


@pytest.mark.parametrize(
    ("text", "facts", "forbidden", "right"),
    [
        ("142 agents [1]", [[AGENTS]], [], True),
        ("187 agents [1]", [[AGENTS]], [], False),
        ("142 agents, puis 187 agents", [[AGENTS]], [LATER], False),
        ("142 agents", [[AGENTS]], [LATER], True),
        ("187 agents", [[AGENTS]], [LATER], False),
        ("9 auditions au Sénat", SENATE, [], True),
        ("neuf auditions au Sénat", SENATE, [], True),
        ("neuf auditions", SENATE, [], False),
        ("au Sénat", SENATE, [], False),
        ("neuf au Sénat", SENATE, ["Assemblée"], True),
        ("neuf au Sénat et à l’Assemblée", SENATE, ["Assemblée"], False),
        ("n’importe quoi", [], [], True),
        ("", [[AGENTS]], [], False),
    ],
)
def test_right_is_every_expected_fact_and_no_forbidden_one(
    text: str, facts: list[list[Alternative]], forbidden: list[Alternative], right: bool
) -> None:
    assert is_right(text, facts, forbidden) is right


def test_citations_give_the_year_of_expected_and_of_forbidden_dates() -> None:
    day, periods = DateFact(date="2020-09-03"), [iso_period("2020")]
    assert is_right("Le 3/09", [[day]], [], periods)
    assert not is_right("Le 3/09", [[day]], [])
    assert not is_right("Le 3/09", [], [day], periods)
    assert fact_recall("Le 3/09", [[day], ["Sénat"]], periods) == 1 / 2
    assert item_precision("- Le 3/09\n- Le 4/09", [[day]], periods) == 1 / 2


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("neuf, au Sénat", 2 / 2),
        ("neuf", 1 / 2),
        ("neuf, 9, neuf encore", 1 / 2),
        ("rien", 0 / 2),
        ("", 0 / 2),
    ],
)
def test_fact_recall(text: str, share: float) -> None:
    assert fact_recall(text, SENATE) == share


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LIST, ["- Le 3/09, une audition [1]", "- une loi [2]", "- le Sénat [1]"]),
        ("Une loi.\n\n  Le Sénat. \n", ["Une loi.", "Le Sénat."]),
        ("-non, au Sénat", ["-non, au Sénat"]),
        (" \n ", []),
    ],
)
def test_items_are_lines_with_a_dash_else_all(text: str, found: list[str]) -> None:
    assert items(text) == found


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (LIST, 1 / 3),
        (LIST + "\n- neuf", 2 / 4),
        ("Le Sénat.\nUne loi.", 1 / 2),
        ("- Sénat\n- Sénat", 2 / 2),
        ("- rien", 0 / 1),
        ("", 0.0),
    ],
)
def test_item_precision(text: str, share: float) -> None:
    assert item_precision(text, SENATE) == share


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        ("L’agence emploie 142 agents.", [[AGENTS, "142 agents"]], 1.0),
        ("L’agence emploie 142 bons agents.", [["142 agents"]], 0.0),
        ("L’agence emploie 142 agents.", [[AGENTS]], 0.0),
        ("neuf auditions au Sénat", SENATE, 1.0),
        ("neuf auditions", SENATE, 0.0),
        ("des petites villes de demain", [["Petites villes de demain"]], 1.0),
        ("des petites et moyennes villes", [["petites villes"]], 0.0),
        ("", SENATE, 0.0),
    ],
)
def test_containment_wants_one_wording_of_every_fact(
    text: str, facts: list[list[Alternative]], found: float
) -> None:
    assert containment(text, facts) == found


@pytest.mark.parametrize(
    ("text", "references", "exact"),
    [
        ("L’Agence ! [1]", ["agence"], 1.0),
        ("25%", ["25 %"], 1.0),
        ("les 4\u202f000 postes", ["4000 postes"], 1.0),
        ("l’agence", ["sénat", "agence"], 1.0),
        ("l’agence nationale", ["agence"], 0.0),
        ("péché", ["pêche"], 0.0),
        ("", ["un"], 0.0),
        ("[1]", ["un"], 0.0),
        ("l’agence", [], 0.0),
    ],
)
def test_exact_match_is_of_normalised_texts(text: str, references: list[str], exact: float) -> None:
    assert exact_match(text, references) == exact


@pytest.mark.parametrize(
    ("text", "references", "overlap"),
    [
        ("l’agence emploie 142 agents [1]", ["142 agents"], 2 * 2 / (4 + 2)),
        ("142 agents", ["142 agents"], 2 * 2 / (2 + 2)),
        ("agents agents 142", ["agents agents agents"], 2 * 2 / (3 + 3)),
        ("142 agents", ["142", "agents de l’agence"], 2 * 1 / (2 + 1)),
        ("péché mignon", ["pêche"], 2 * 1 / (2 + 1)),
        ("142", ["187"], 0.0),
        ("", ["142"], 0.0),
        ("le", ["la"], 0.0),
        ("142", [], 0.0),
    ],
)
def test_f1_is_the_overlap_with_the_best_reference(
    text: str, references: list[str], overlap: float
) -> None:
    assert f1(text, references) == pytest.approx(overlap)


@pytest.mark.parametrize(
    ("text", "number"),
    [("L’agence emploie 142 agents. [1]", 4), ("a [1][2] b\nc", 3), ("[1]", 0), ("", 0)],
)
def test_length_in_words_leaves_markers_out(text: str, number: int) -> None:
    assert words(text) == number
