"""Nothing of an evaluation is trained on."""

from functools import cache
from pathlib import Path

import pytest

from evals.training.chronicle import chronicles
from evals.training.example import Example
from evals.training.leaks import forbidden, leaks
from ingest.text import sentences

RUNS = cache(forbidden)
HARMLESS = Example("Qui a bâti le moulin ?", "Moulin\nInès Vauquelin l’a bâti.", None, "piaf")


@pytest.mark.parametrize(
    "question",
    [
        "Sinon, où a eu lieu la rencontre nationale Action cœur de ville et pourquoi ?",
        "ou a eu lieu la RENCONTRE NATIONALE action coeur d'hier",
        "Quand l'ANCT a-t-elle été créée ?",
        "quand l’anct a-t-elle ete creee",
    ],
)
def test_a_question_of_the_evaluation_is_found(question: str) -> None:
    planted = HARMLESS._replace(question=question)
    assert leaks([HARMLESS, planted, HARMLESS], RUNS()) == [planted]


@pytest.mark.parametrize("year", ["corpus/2020", "evals/corpora/fictional/2019"])
def test_a_sentence_of_a_corpus_is_found(year: str) -> None:
    path = next((Path(__file__).parents[3] / year).glob("*.txt"))
    text = path.read_text("utf-8")
    planted = [
        HARMLESS._replace(window=f"Titre\nBref. {text[slice(*span)]} Bref.")
        for span in sentences(text)
        if span.end - span.start > 120
    ]
    assert len(planted) > 2
    assert leaks([HARMLESS, *planted], RUNS()) == planted


@pytest.mark.parametrize(
    "question",
    [
        "Quand l'ANCT a-t-elle été créée et fermée ?",
        "À quelle date a eu lieu la visite de la préfète ?",
        "Combien de fois la France a-t-elle remporté la Coupe du monde de football ?",
    ],
)
def test_words_that_are_shared_by_chance_are_no_leak(question: str) -> None:
    assert not leaks([HARMLESS._replace(question=question)], RUNS())


def test_chronicles_hold_nothing_of_the_evaluation() -> None:
    assert leaks(list(chronicles(11, 1500)), RUNS()) == []
