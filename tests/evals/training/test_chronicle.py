import re
from functools import cache
from random import Random

import pytest

from evals.training.asking import Asker
from evals.training.chronicle import chronicles
from evals.training.example import Example
from evals.training.families import asks_of, material
from evals.training.filling import french
from evals.training.passage import Passage

UNELIDED = re.compile(r"\b(?:de|que|le|la|ne|se) [aeiouéèêâîô]", re.I)
UNCONTRACTED = re.compile(r"\b(?:de|à) les? (?!\d)", re.I)
MISTYPED = re.compile(r"[àÀ]u(?:x )?\b|[\ue000-\uf8ff{}\[\]|]|  |\.\.|\bNone\b")


@cache
def drawn() -> list[Example]:
    return list(chronicles(7, 3000))


def test_the_same_seed_gives_the_same_examples():
    assert list(chronicles(3, 40)) == list(chronicles(3, 40)) != list(chronicles(4, 40))


def test_it_gives_as_many_as_asked_half_of_them_unanswered():
    unanswered = [example for example in drawn() if example.answer is None]
    assert len(drawn()) == 3000
    assert 1350 < len(unanswered) < 1650
    assert {example.kind for example in drawn() if example.answer} == {"chronicle"}


def test_an_answer_is_whole_words_without_spaces_around():
    for example in drawn():
        if example.answer:
            start, end = example.answer
            assert example.words
            assert example.words == example.words.strip()
            around = example.window[start - 1 : start + 1], example.window[end - 1 : end + 1]
            assert not any(re.fullmatch(r"\w\w", pair) for pair in around), example


def test_windows_are_a_header_and_a_passage_of_the_length_of_a_passage():
    for example in drawn():
        header, text = example.window.split("\n")
        assert header
        assert 200 <= len(text) + 1 <= 550


def test_nothing_is_left_to_fill_or_to_elide():
    for text in (part for example in drawn() for part in (example.question, example.window)):
        for wrong in (UNELIDED, UNCONTRACTED, MISTYPED):
            assert not (found := wrong.search(text)), (
                found,
                text[max(0, found.start() - 30) :][:90],
            )


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("le budget de le Office", "le budget de l’Office"),
        ("à les élus de les Landes", "aux élus des Landes"),
        ("À le fonds de Hélène", "Au fonds d’Hélène"),
        ("la préfète de la Hérault", "la préfète de l’Hérault"),
        ("la halle de le programme « Escales »", "la halle du programme « Escales »"),
    ],
)
def test_articles_are_elided_and_contracted(raw, right):
    assert french(raw) == right


def test_every_family_is_drawn_with_many_wordings():
    assert sum(len(family["patterns"]) for family in material()["families"].values()) >= 120
    assert len(material()["families"]) >= 20
    assert len({example.question for example in drawn()}) >= 2500
    told = " ".join(example.window for example in drawn())
    for name, family in material()["families"].items():
        fixed = [max(re.split(r"\{[^}]*\}", p.lstrip("~=")), key=len) for p in family["patterns"]]
        assert any(french(words).strip() in told for words in fixed), name


def test_every_slot_has_four_wordings_or_more():
    for name in material()["families"]:
        slots = {ask.slot for ask in asks_of(name)}
        for slot in slots:
            assert sum(ask.slot == slot for ask in asks_of(name)) >= 4, (name, slot)


def test_a_name_swapped_for_another_is_not_in_the_window():
    rng, seen = Random(5), 0
    for _ in range(200):
        passage = Passage(rng)
        asker, fact = Asker(passage, rng), passage.facts[0]
        for ask in asker.asks(0, said=True):
            swapped = asker.swapped(ask, fact)
            other = {s for s, v in (swapped or {}).items() if v != fact.values[s]}
            seen += len(other)
            for slot in other - {"when"}:
                values = swapped[slot]
                shown = [core for form, (_, core) in values.items() if form not in ("e", "il", "n")]
                assert any(core.lower() not in passage.window.lower() for core in shown)
    assert seen > 200


def test_dates_are_answered_as_written_and_from_the_header():
    answers = [e for e in drawn() if e.answer]
    in_header = [e for e in answers if e.answer.start < e.window.index("\n")]
    assert len(in_header) > 30
    assert any(re.fullmatch(r"\d+/\d\d", e.words) for e in answers)
    assert any(re.match(r"(?:mi-|fin |début )", e.words, re.I) for e in answers)
