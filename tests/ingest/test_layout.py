"""Reading order on pages drawn by hand: a line is a text at a place."""

import pytest

from ingest.layout import Box, Line, in_reading_order, is_cut, lines, paragraphs, with_labels


def line(text: str, x: float, top: float, size: float = 10, bold: bool = False) -> Line:
    return Line(Box(x, top, x + 0.5 * size * len(text), top + size), text, size, bold)


def words(text: str, x: float, top: float, size: float = 10) -> list[Line]:
    found = []
    for word in text.split():
        found.append(line(word, x, top, size))
        x = found[-1].box.x1 + 0.3 * size
    return found


def order(*found: Line) -> list[str]:
    return [one.text for one in in_reading_order(with_labels(found))]


def column(x: float, top: float, *texts: str) -> list[Line]:
    return [line(text, x, top + 12 * number) for number, text in enumerate(texts)]


def test_words_side_by_side_are_a_line_and_a_gutter_parts_two() -> None:
    found = lines([*words("Un bilan du service", 50, 100), *words("autre colonne", 300, 101)])
    assert [one.text for one in found] == ["Un bilan du service", "autre colonne"]


def test_punctuation_in_another_font_sticks_to_its_word() -> None:
    bold = line("impact", 50, 100, bold=True)
    assert lines([bold, line(",", bold.box.x1, 100)])[0].text == "impact,"


def test_a_raised_word_stays_in_its_line() -> None:
    found = lines([*words("page du", 50, 100), *words("57 %", 86, 97), *words("des", 50, 112)])
    assert [one.text for one in found] == ["page du 57 %", "des"]


def test_columns_are_read_one_after_the_other() -> None:
    left = column(50, 100, "gauche un", "gauche deux", "gauche trois")
    right = column(300, 94, "droite un", "droite deux", "droite trois")
    wanted = [one.text for one in (*left, *right)]
    assert order(*right, *left) == wanted
    assert order(*(one for pair in zip(left, right, strict=True) for one in pair)) == wanted


def test_a_title_over_two_columns_comes_first_and_a_line_under_them_last() -> None:
    title = line("Un titre qui passe au-dessus des deux colonnes de la page", 50, 60)
    foot = line("Une ligne qui passe au-dessous des deux colonnes de la page", 50, 200)
    left, right = column(50, 100, "gauche un", "gauche deux"), column(250, 90, "droite un")
    wanted = [title.text, "gauche un", "gauche deux", "droite un", foot.text]
    assert order(foot, *right, *left, title) == wanted


def test_a_short_line_is_below_a_title_in_the_middle() -> None:
    title = line("Les dates", 200, 40, size=15)
    below = column(50, 80, "2018", "Phase de consultation de la stratégie nationale")
    right = column(320, 80, "avril", "Formation à distance")
    assert order(*right, *below, title)[:2] == ["Les dates", "2018"]


def test_the_months_of_a_timeline_stay_with_what_happened() -> None:
    months = [line("Mai 2013", 50, 100), line("Avril 2015", 50, 140), line("Juin 2017", 50, 180)]
    told = [
        *column(150, 100, "Premier service de l’agence", "ouvert à tous les départements"),
        *column(150, 140, "Deuxième appel à projets"),
        *column(150, 180, "Troisième édition du prix"),
    ]
    assert order(*months, *told) == [
        "Mai 2013 Premier service de l’agence",
        "ouvert à tous les départements",
        "Avril 2015 Deuxième appel à projets",
        "Juin 2017 Troisième édition du prix",
    ]


def test_two_labels_are_no_column() -> None:
    months = [line("Mai 2013", 60, 100), line("Mai 2015", 60, 140)]
    told = [line("Premier service", 150, 100), line("Deuxième appel", 150, 140)]
    assert order(*months, *told) == ["Mai 2013", "Mai 2015", "Premier service", "Deuxième appel"]


def test_a_page_without_a_line() -> None:
    assert order() == []


def grouped(*found: Line) -> list[str]:
    return [" ".join(one.text for one in some) for some in paragraphs(found)]


def test_paragraphs_part_at_a_gap_a_style_and_an_item() -> None:
    assert grouped(
        line("Titre", 50, 40, size=18),
        *column(50, 70, "Une phrase qui va", "à la ligne."),
        *column(50, 110, "Une autre.", "• un", "• deux"),
        line("Gras", 50, 148, bold=True),
    ) == ["Titre", "Une phrase qui va à la ligne.", "Une autre.", "• un", "• deux", "Gras"]


def test_words_in_bold_do_not_part_a_sentence() -> None:
    found = [line("Ils ont besoin", 50, 70, bold=True), line("d’être accompagnés.", 50, 82)]
    assert grouped(*found) == ["Ils ont besoin d’être accompagnés."]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    left, right = line("La carte permet de", 50, 700), line("trouver un lieu.", 300, 80)
    assert grouped(left, right) == ["La carte permet de trouver un lieu."]
    assert len(grouped(left, line("Une autre phrase.", 300, 80))) == 2


@pytest.mark.parametrize(
    ("text", "after", "cut"),
    [("la mise", "en œuvre", True), ("fin.", "ensuite", False), ("la mise", "En 2020", False)],
)
def test_is_cut(text: str, after: str, cut: bool) -> None:
    assert is_cut(text, after) is cut
