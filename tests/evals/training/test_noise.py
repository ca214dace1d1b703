"""Questions as hurried people type them."""

import re
from collections.abc import Callable
from random import Random

import pytest

from evals.training.noise import KINDS, capitals, framed, keywords, mistyped, noisy, texted

QUESTION = "Combien d’élèves de La Réunion l’Agence a-t-elle formés en 2021 pour 4 000 postes ?"


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", range(10))
def test_each_kind_changes_the_question_and_keeps_its_digits(
    kind: Callable[[str, Random], str], seed: int
) -> None:
    typed = kind(QUESTION, Random(seed))
    if kind is not mistyped:
        assert typed != QUESTION
    assert digits(typed) == digits(QUESTION)


def test_the_same_state_gives_the_same_noise_and_others_give_others() -> None:
    assert noisy(QUESTION, Random(4)) == noisy(QUESTION, Random(4))
    assert len({noisy(QUESTION, Random(seed)) for seed in range(60)}) > len(KINDS)


@pytest.mark.parametrize("question", ["?", "Et toi ?", "Quoi", "À quoi ça sert ?"])
def test_something_is_always_asked(question: str) -> None:
    assert all(noisy(question, Random(seed)) for seed in range(60))


def test_keywords_keep_names_whole() -> None:
    typed = {keywords(QUESTION, Random(seed)) for seed in range(20)}
    bare = "élèves La Réunion Agence formés 2021 4 000 postes"
    assert typed == {bare, f"Combien {bare}"}


def test_one_content_word_is_not_a_question() -> None:
    assert keywords("Pourquoi a-t-il abandonné ?", Random(0)) == "Pourquoi a-t-il abandonné"


def test_typing_errors_mostly_spare_names() -> None:
    question = "quelle entreprise Villeurbanne accompagne souvent"
    typed = [mistyped(question, Random(seed)) for seed in range(400)]
    assert sum("Villeurbanne" not in one for one in typed) <= 80
    assert sum(one != question for one in typed) > 350
    assert all(len(one.split()) == 5 for one in typed)


def test_capitals_keep_accents() -> None:
    assert capitals("Où est l’école ?", Random(0)) == "OÙ EST L’ÉCOLE ?"


def test_politeness_is_in_the_language_of_the_question() -> None:
    french = {framed("Quand ouvre la mairie ?", Random(seed)) for seed in range(80)}
    english = {framed("When does the office open?", Random(seed)) for seed in range(80)}
    assert "je voudrais savoir quand ouvre la mairie" in french
    assert "can you tell me when does the office open" in english
    assert not any("bonjour" in one for one in english)


def test_short_forms_replace_whole_words() -> None:
    typed = {texted("Qu’est-ce que le plan quelconque ?", Random(seed)) for seed in range(20)}
    assert "c quoi le plan quelconque" in typed
