"""Questions that their window no longer answers."""

from random import Random

import pytest

from evals.training.swaps import gather, swapped

VOCABULARY = gather(
    [
        "On travaille en Bretagne, en Autriche, à Lyon et à Nantes.",
        "Le maire Paul Martin et la ministre Claire Dupuis ont signé.",
        "On a vu l’Autriche, puis l’Insee, puis la Corse.",
    ]
)


def swaps(question: str, window: str) -> set[str | None]:
    return {swapped(question, window, VOCABULARY, Random(seed)) for seed in range(40)}


@pytest.mark.parametrize(
    ("question", "window", "expected"),
    [
        ("Qui vit en Normandie ?", "T\nJean vit en NORMANDIE.", {"Qui vit en Bretagne ?"}),
        ("Que dit l’Italie ?", "Avis\nL’Italie refuse.",
         {"Que dit l’Autriche ?", "Que dit l’Insee ?"}),
        ("Que fait Julie Petit ?", "Julie Petit\nElle dirige.",
         {"Que fait Paul Martin ?", "Que fait Claire Dupuis ?"}),
        ("Qui vit à Paris ?", "Lyon\nIl est né à Paris.", {"Qui vit à Nantes ?"}),
        ("Quel est le premier prix ?", "T\nLe premier prix.", {"Quel est le dernier prix ?"}),
        ("Date de l'ouverture ?", "T\nL’ouverture a eu lieu.", {"Date de la fermeture ?"}),
        ("Who was the FIRST mayor?", "T\nThe first one.", {"Who was the LAST mayor?"}),
        ("Qui vient en août ?", "T\nEn août, lui.",
         {"Qui vient en avril ?", "Qui vient en octobre ?"}),
    ],
)  # fmt: skip
def test_one_item_gives_way_to_another_of_its_kind(
    question: str, window: str, expected: set[str]
) -> None:
    assert swaps(question, window) == expected


def test_a_figure_keeps_its_shape() -> None:
    found = swaps("Où sont les 4 000 postes à 2,5 % ?", "T\n4000 postes à 2,5 %.")
    assert len(found) > 5
    for one in found:
        assert one is not None
        changed = [a != b for a, b in zip(one, "Où sont les 4 000 postes à 2,5 % ?", strict=True)]
        assert any(changed)
        assert " 000 postes" in one
        assert "4 000" in one or "2,5" in one


def test_a_year_moves_by_thirty_at_most_and_never_to_one_of_the_window() -> None:
    found = swaps("Qui a gagné en 2019 ?", "Bilan 2020\nEn 2019 et en 2018, Paul a réussi.")
    years = {int(one.split()[-2]) for one in found if one}
    assert len(years) > 5
    assert years <= {*range(1989, 2027)} - {2018, 2019, 2020}


def test_a_day_or_its_month_or_its_year_changes() -> None:
    found = swaps("Qui vient le 3 mars 2020 ?", "T\nLe 3 mars 2020, Paul vient.")
    parts = [one.split()[3:6] for one in found if one]
    assert all(
        sum(a != b for a, b in zip(p, ["3", "mars", "2020"], strict=True)) == 1 for p in parts
    )
    assert all(any(p[i] != old for p in parts) for i, old in enumerate(["3", "mars", "2020"]))


@pytest.mark.parametrize(
    ("question", "window"),
    [
        ("Qui vit en Normandie ?", "T\nJean vit en Alsace."),
        ("Qui vit en Normandie ?", "T\nEn Normandie, en Bretagne et en Autriche."),
        ("Le premier ou le dernier ?", "T\nLe premier."),
        ("Que fait le Premier ministre ?", "T\nLe Premier ministre parle."),
        ("Comment avancer d’après eux ?", "T\nComment avancer avant et après."),
        ("Combien de personnes ?", "T\nCombien de personnes."),
    ],
)
def test_nothing_to_swap(question: str, window: str) -> None:
    assert swaps(question, window) == {None}


def test_the_same_state_gives_the_same_swap() -> None:
    asked = "Qui vit à Paris en 2019 ?", "T\nPaul, à Paris, en 2019."
    drawn = [swapped(*asked, VOCABULARY, Random(seed)) for seed in range(10)]
    assert drawn == [swapped(*asked, VOCABULARY, Random(seed)) for seed in range(10)]
    assert len(set(drawn)) > 1


def test_a_word_also_written_small_is_no_name() -> None:
    known = gather(["Il lit le Voyage, puis le Rhin.", "Le voyage est long."])
    drawn = {swapped("Où est le Gard ?", "T\nLe Gard.", known, Random(seed)) for seed in range(20)}
    assert drawn == {"Où est le Rhin ?"}
