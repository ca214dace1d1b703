"""What is wrong with a sentence before any proof; and rewrites that add something."""

import pytest

from assistant.drafting import Draft
from assistant.rewriting import accepted, added
from assistant.schema import Turn
from assistant.screening import (
    NO_KEY,
    UNREADABLE,
    is_foreign,
    misquoted,
    screen,
    without_verdict,
)

KEYS = {"k3x9"}


def draft(words: str, *keys: str) -> Draft:
    return Draft(words, keys, item=False, raw=words)


def test_keys() -> None:
    assert screen(draft("Le vote a lieu.", "k3x9"), KEYS, "fr", "") == ""
    assert screen(draft("Le vote a lieu."), KEYS, "fr", "") == NO_KEY
    assert "« 1 »" in screen(draft("Le vote a lieu.", "k3x9", "1"), KEYS, "fr", "")
    assert screen(draft("Le v\ufffdte.", "k3x9"), KEYS, "fr", "") == UNREADABLE


@pytest.mark.parametrize(
    ("words", "verdict", "holds"),
    [
        ("Oui, le vote a lieu.", "Oui", True),
        ("Oui, le vote a lieu.", "Non", False),
        ("Non : le vote a lieu.", "", False),
        ("Non seulement le vote a lieu, mais il dure.", "", True),
        ("Le vote a lieu.", "Oui", True),
    ],
)
def test_a_verdict_is_the_proven_one(words: str, verdict: str, holds: bool) -> None:
    assert (screen(draft(words, "k3x9"), KEYS, "fr", verdict) == "") is holds


def test_what_is_proven_is_the_rest() -> None:
    assert without_verdict("Oui, le vote a lieu.") == "le vote a lieu."
    assert without_verdict("Non.") == ""
    assert without_verdict("Non-recours aux droits.") == "Non-recours aux droits."
    assert without_verdict("Non seulement lui.") == "Non seulement lui."


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("Le conseil d’administration adopte la feuille de route.", False, True),
        ("The board of the agency adopts its road map in June.", True, False),
        ("Der Vorstand nimmt den Fahrplan der Agentur.", True, True),
        ("4 000 postes créés", False, False),
    ],
)
def test_another_language(text: str, french: bool, english: bool) -> None:
    assert (is_foreign(text, "fr"), is_foreign(text, "en")) == (french, english)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il lance « Petites villes de demain ».", ""),
        ("Il dit : « Petites Villes, demain. »", "Petites Villes, demain"),
        ('Il dit "grandes villes".', "grandes villes"),
        ("Il ne dit rien.", ""),
    ],
)
def test_what_stands_in_quotation_marks_is_word_for_word(text: str, found: str) -> None:
    assert misquoted(text, ["On lance Petites Villes de demain."]) == found


HISTORY = [Turn("Qui est Caroline Cayeux ?", "", "Caroline Cayeux, présidente de l’ANCT [1]")]


@pytest.mark.parametrize(
    ("rewrite", "more"),
    [
        ("Que fait Caroline Cayeux à l’ANCT ?", []),
        ("Que fait Nadia Hai à l’ANCT ?", ["Nadia Hai"]),
        ("Que fait Caroline Cayeux en 2019 ?", ["2019", "2019"]),
        ("Que fait Caroline Cayeux en octobre ?", ["octobre"]),
        ("Quelles sont les trois fonctions de Caroline Cayeux ?", ["trois"]),
    ],
)
def test_what_a_rewrite_adds(rewrite: str, more: list[str]) -> None:
    said = "Et que fait-elle ?\nQui est Caroline Cayeux ?\nCaroline Cayeux, présidente de l’ANCT"
    assert sorted(added(rewrite, said)) == sorted(more)
    assert accepted(rewrite, "Et que fait-elle ?", HISTORY) == ("" if more else rewrite)


@pytest.mark.parametrize("reply", ["", "Je ne sais pas.", "x" * 400 + " ?"])
def test_what_is_no_question_is_no_rewrite(reply: str) -> None:
    assert accepted(reply, "Et elle ?", HISTORY) == ""


def test_the_first_line_is_the_question() -> None:
    assert accepted("« Que fait Caroline Cayeux ? »\n\nVoilà.", "Et elle ?", HISTORY) == (
        "Que fait Caroline Cayeux ?"
    )
