"""Sentences with their keys, out of whatever a model streams."""

from collections.abc import Iterator

import pytest

from assistant.drafting import MOST_CHARACTERS, Draft, NoAnswer, drafts

SENTINEL = "SANS_REPONSE"


def read(text: str, size: int = 1) -> list[Draft | NoAnswer]:
    return list(drafts([text[at : at + size] for at in range(0, len(text), size)], SENTINEL))


def said(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Words and keys, the same however the stream is cut."""
    cut = [
        [(one.words, one.keys) for one in read(text, size) if isinstance(one, Draft)]
        for size in (1, 2, 3, 7, 19, 10**6)
    ]
    assert all(found == cut[0] for found in cut)
    return cut[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le vote a lieu [k3x9].", [("Le vote a lieu.", ("k3x9",))]),
        ("Le vote a lieu. [k3x9] Il dure [m2q7]. ", [
            ("Le vote a lieu.", ("k3x9",)), ("Il dure.", ("m2q7",))]),
        ("Le vote a lieu.[k3x9][m2q7] Il dure [m2q7]", [
            ("Le vote a lieu.", ("k3x9", "m2q7")), ("Il dure", ("m2q7",))]),
        ("Le vote 【k3x9】 a lieu (m2q7).", [("Le vote a lieu.", ("k3x9", "m2q7"))]),
        ("Le vote a lieu dans l’Eure (27) [k3x9].", [
            ("Le vote a lieu dans l’Eure (27).", ("k3x9",))]),
        ("Le vote a lieu [passage k3x9, m2q7].", [("Le vote a lieu.", ("k3x9", "m2q7"))]),
        ("M. Dupont, n° 3 de l’Agence, vote [k3x9].", [
            ("M. Dupont, n° 3 de l’Agence, vote.", ("k3x9",))]),
        ("« Je vote. Vous aussi. » dit-elle [k3x9]. Fin [m2q7].", [
            ("« Je vote. Vous aussi. » dit-elle.", ("k3x9",)), ("Fin.", ("m2q7",))]),
        ("Le vote a lieu.", [("Le vote a lieu.", ())]),
        ("Le vote a lieu [1].", [("Le vote a lieu.", ("1",))]),
        ("Le vote a lieu 【1†source】.", [("Le vote a lieu.", ("1", ))]),
    ],
)  # fmt: skip
def test_a_sentence_and_its_keys(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert said(text) == found


def test_items_of_a_list() -> None:
    found = read("Voici la liste :\n\n- Le *vote* [k3x9]\n2. **La loi** [m2q7].\n\nFin [k3x9].")
    assert [(one.words, one.item) for one in found if isinstance(one, Draft)] == [
        ("Le vote", True),
        ("La loi.", True),
        ("Fin.", False),
    ]


def test_code_blocks_and_titles_are_only_text() -> None:
    assert said("# Réponse [k3x9]\n```python\nLe vote a lieu [k3x9].\n```") == [
        ("Réponse", ("k3x9",)),
        ("Le vote a lieu.", ("k3x9",)),
    ]


@pytest.mark.parametrize(
    "text", ["Le vote n’a pas", "Le vote a lieu le 3,", "\n- 4 000 postes", ""]
)
def test_a_sentence_that_is_cut_is_none(text: str) -> None:
    assert said(text) == []
    assert said(f"La loi passe [k3x9]. {text}") == [("La loi passe.", ("k3x9",))]


@pytest.mark.parametrize("text", ["SANS_REPONSE", "sans_réponse.", "**SANS RÉPONSE** : rien."])
def test_the_sentinel_ends_all(text: str) -> None:
    assert read(text) == [NoAnswer()]
    assert read(f"Le vote a lieu [k3x9].\n{text}\nIl dure [k3x9].")[1:] == [NoAnswer()]


def test_a_prompt_that_leaks_is_no_refusal() -> None:
    leaked = "Si les passages ne répondent pas, écris SANS_REPONSE et rien d’autre."
    assert said(leaked) == [(leaked, ())]


def test_a_sentence_that_opens_with_the_words_of_the_sentinel_is_one() -> None:
    text = "Sans réponse chiffrée, les ministres annoncent 250 millions d’euros"
    assert said(f"{text} [k3x9].") == [(f"{text}.", ("k3x9",))]


def test_letters_left_without_an_answer_are_no_sentinel() -> None:
    assert said("Des courriers restent sans réponse [k3x9].") == [
        ("Des courriers restent sans réponse.", ("k3x9",))
    ]


@pytest.mark.parametrize("words", ["Le v\ufffdte", "Le \x00vote", "Le\u202evote", "Le vote]"])
def test_what_cannot_be_read_is_told(words: str) -> None:
    assert [
        one.is_readable for one in read(f"{words} a lieu [k3x9].") if isinstance(one, Draft)
    ] == [False]


def test_no_more_is_read_than_an_answer_holds() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield f"Le vote numéro {taken} a lieu [k3x9]. "

    found = list(drafts(endless(), SENTINEL))
    assert found
    assert taken < MOST_CHARACTERS


def test_one_endless_sentence_is_none() -> None:
    assert list(drafts(("bla " for _ in range(10**4)), SENTINEL)) == []
