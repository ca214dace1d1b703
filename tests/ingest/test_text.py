"""Folding, words, terms and sentences of French text."""

import pytest

from ingest.text import fold, folded, is_stop_word, key, keys, sentences, strip, terms, words

TYPOGRAPHY = (
    "L’Œuvre\u00a0d’été : «\u202fÇa va\u202f», 4\u202f000\u00a0€ 😀 – eﬃcace, e\u0301te\u0301."
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Été À Ç ï ñ", "ete a c i n"),
        ("l’agence l'agence lʼagence l`agence", "l'agence l'agence l'agence l'agence"),
        ("5\u00a0000\u202f€", "5 000 €"),
        ("cœur CŒUR Æ ß", "coeur coeur ae ss"),
        ("eﬃcace ﬁnal", "efficace final"),
        ("e\u0301te\u0301", "ete"),
        ("zéro\u200blargeur", "zerolargeur"),
        ("cé\u00adsure", "cesure"),
        ("bravo 😀", "bravo 😀"),
        ("", ""),
    ],
)
def test_folding_leaves_letters_and_plain_signs(text: str, plain: str) -> None:
    assert fold(text).text == plain


def test_each_folded_character_leads_back_to_the_one_that_gave_it() -> None:
    whole = fold(TYPOGRAPHY)
    assert len(whole.origin) == len(whole.text) + 1
    assert list(whole.origin) == sorted(whole.origin)
    for offset, character in zip(whole.origin, whole.text, strict=False):
        assert character in fold(TYPOGRAPHY[offset]).text


@pytest.mark.parametrize(
    ("text", "found", "exact"),
    [
        ("😀 Un cœur\u00a0d’or", "coeur", "cœur"),
        ("un plan eﬃcace", "efficace", "eﬃcace"),
        ("les Œuvres", "oeuvres", "Œuvres"),
        ("4\u202f000 postes", "4 000", "4\u202f000"),
        ("œ", "oe", "œ"),
    ],
)
def test_a_match_leads_back_to_the_exact_characters(text: str, found: str, exact: str) -> None:
    whole = fold(text)
    at = whole.text.index(found)
    start, end = whole.span(at, at + len(found))
    assert text[start:end] == exact


def test_half_a_ligature_leads_back_to_the_whole_of_it() -> None:
    assert fold("cœur").span(1, 2) == fold("cœur").span(1, 3) == (1, 2)


def test_an_empty_match_is_an_empty_span() -> None:
    assert fold("été").span(1, 1) == (1, 1)
    assert fold("été").span(3, 3) == (3, 3)


def test_folded_text_has_single_spaces() -> None:
    assert folded(" L’ANCT\u00a0 invite\n\tles  maires ") == "l'anct invite les maires"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("l’agence", ["l", "agence"]),
        ("aujourd’hui", ["aujourd", "hui"]),
        ("Petites Villes de demain", ["petites", "villes", "de", "demain"]),
        ("tiers-lieux", ["tiers", "lieux"]),
        ("4 000 postes", ["4000", "postes"]),
        ("4\u202f000\u00a0000 €", ["4000000"]),
        ("5,5 milliards", ["5,5", "milliards"]),
        ("la 3e, le 1er, la 15e", ["la", "3e", "le", "1er", "la", "15e"]),
        ("Mantes-la-Jolie (78)", ["mantes", "la", "jolie", "78"]),
        ("😀 … – « »", []),
        ("", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert [word.folded for word in words(text)] == found


def test_words_know_where_they_stand() -> None:
    text = "😀 L’Œuvre de 4\u202f000 élus"
    written = [text[word.start : word.end] for word in words(text)]
    assert written == ["L", "Œuvre", "de", "4\u202f000", "élus"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("en 2020 250 communes", ["2020", "250"]), ("de 2020 2021", ["2020", "2021"])],
)
def test_a_year_is_no_part_of_the_number_after_it(text: str, found: list[str]) -> None:
    assert [word.folded for word in words(text) if word.folded[0].isdigit()] == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l’agence", "agence"),
        ("L'Agence", "l’agence"),
        ("effectifs", "effectif"),
        ("cœur", "coeur"),
        ("CŒUR", "cœur"),
        ("4 000", "4000"),
        ("4\u202f000", "4\u00a0000"),
        ("lancent", "lancement"),
        ("lancé", "lancent"),
        ("événement", "evenement"),
        ("quartiers prioritaires", "quartier prioritaire"),
        ("ETP", "les ETP"),
        ("à Paris", "Paris"),
        ("stage de 3e", "stage de 3ème"),
        ("3EME", "3e"),
        ("1er", "1ère"),
        ("2nde édition", "2e édition"),
    ],
)
def test_forms_of_one_word_share_their_keys(one: str, other: str) -> None:
    assert keys(one) == keys(other) != []


@pytest.mark.parametrize(("one", "other"), [("Paris", "Lyon"), ("4 000", "40 000"), ("3e", "3")])
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert keys(one) != keys(other)


def test_stop_words_are_no_terms() -> None:
    assert keys("Quels sont les, à la ? Qu’est-ce que c’est ? What is the") == []


def test_le_havre_is_found_by_its_name_without_the_article() -> None:
    (term,) = terms("Le Havre")
    assert (term.word, term.key, term.is_name) == ("Havre", key("havre"), True)


def test_an_acronym_is_a_term_even_where_the_word_is_a_stop_word() -> None:
    assert [term.word for term in terms("Sur le SUR du plan")] == ["SUR", "plan"]
    assert keys("SUR LE TOIT") == keys("toit")


def test_an_acronym_is_not_taken_for_a_plural_or_a_verb() -> None:
    assert keys("ETP") == ["etp"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("ETP", True), ("Havre", True), ("2021", True), ("3e", True), ("agence", False)],
)
def test_names_acronyms_and_numbers_are_told_from_words(text: str, name: bool) -> None:
    assert [term.is_name for term in terms(text)] == [name]


def test_single_letters_are_terms_only_as_capitals_or_figures() -> None:
    assert [term.word for term in terms("b B 7 Cédric O")] == ["B", "7", "Cédric", "O"]


def test_terms_know_where_they_stand() -> None:
    assert all(TYPOGRAPHY[t.start : t.end] == t.word for t in terms(TYPOGRAPHY))


@pytest.mark.parametrize("word", ["le", "the", "quels", "notamment"])
def test_stop_words_are_french_and_english(word: str) -> None:
    assert is_stop_word(word)
    assert not is_stop_word("agence")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M. Dupont parle. Il rit.", ["M. Dupont parle.", "Il rit."]),
        ("Mme. Hai et MM. Dupont. Oui.", ["Mme. Hai et MM. Dupont.", "Oui."]),
        ("Voir n° 3. Fin.", ["Voir n° 3.", "Fin."]),
        ("Voir art. 4 et p. 3. Ensuite.", ["Voir art. 4 et p. 3.", "Ensuite."]),
        ("Photos : H.-M. Duclos, J. Gainche. Fin.", ["Photos : H.-M. Duclos, J. Gainche.", "Fin."]),
        ("Il dit : « Oui. Non. » Puis il part.", ["Il dit : « Oui. Non. »", "Puis il part."]),
        ("Il dit “Oui. Non.” Il part.", ["Il dit “Oui. Non.”", "Il part."]),
        ("« Bonjour. » Il part.", ["« Bonjour. »", "Il part."]),
        ("Des collectivités… Elle recense.", ["Des collectivités…", "Elle recense."]),
        ("Élus, opérateurs… – lors du salon.", ["Élus, opérateurs… – lors du salon."]),
        (
            "Un vrai succès\u00a0! Bravo\u202f? Oui.",
            ["Un vrai succès\u00a0!", "Bravo\u202f?", "Oui."],
        ),
        ("Vraiment ?! Rien.", ["Vraiment ?!", "Rien."]),
        ("Coût : 3.5 M€. Fin.", ["Coût : 3.5 M€.", "Fin."]),
        ("Elle aide l’ONU. Élue, elle part.", ["Elle aide l’ONU.", "Élue, elle part."]),
        ("Fini. 5 villes suivent.", ["Fini.", "5 villes suivent."]),
        ("Fini. « Oui », dit-il.", ["Fini.", "« Oui », dit-il."]),
        ("Voir www.anct.gouv.fr pour tout.", ["Voir www.anct.gouv.fr pour tout."]),
        ("Sans point final", ["Sans point final"]),
        ("Titre\n\nUn texte.", ["Titre", "Un texte."]),
        ("Une ligne\ncoupée. Fin.", ["Une ligne\ncoupée.", "Fin."]),
        ("« Jamais fermé. Et puis.\n\nAutre.", ["« Jamais fermé. Et puis.", "Autre."]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in sentences(text)] == found


def test_sentences_of_a_part_have_offsets_of_the_whole() -> None:
    text = "Avant. Un. Deux. Après."
    spans = sentences(text, 7, 16)
    assert [text[a:b] for a, b in spans] == ["Un.", "Deux."]


def test_strip_keeps_what_is_between_white_spaces() -> None:
    assert strip(" \u00a0ab\n", 0, 5) == (2, 4)
    start, end = strip("  \n ", 0, 4)
    assert start == end


def test_each_item_of_a_list_is_a_sentence_without_its_bullet() -> None:
    text = "- 187 agents travaillent\n- 58 % de femmes.\n* Trois antennes"
    found = [text[a:b] for a, b in sentences(text)]
    assert found == ["187 agents travaillent", "58 % de femmes.", "Trois antennes"]


def test_a_dash_inside_a_line_is_no_bullet() -> None:
    text = "Le 3/09 - signature à Mende"
    assert [text[a:b] for a, b in sentences(text)] == [text]
