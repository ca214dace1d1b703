"""What is read of a paragraph, and what is left of it without its answer."""

from random import Random

import pytest

from evals.training.sources import Asked
from evals.training.windows import LONGEST, Windows, around, without_sentence
from ingest.text import Span, folded, sentences
from tests.evals.training.opendata import given

LONG = " ".join(f"La borne {n} porte le nom du géomètre {chr(64 + n)}andier." for n in range(1, 21))


@pytest.mark.parametrize("words", ["borne 1 ", "Eandier", "Tandier.", "Jandier. La borne 11"])
def test_a_window_is_a_run_of_sentences_around_the_answer(words: str) -> None:
    answer = Span(start := LONG.index(words), start + len(words))
    spans = sentences(LONG)
    windows = {around(LONG, answer, Random(seed)) for seed in range(60)}
    for window in windows:
        assert window.start <= answer.start < answer.end <= window.end
        assert window.start in {one.start for one in spans}
        assert window.end in {one.end for one in spans}
        assert window.end - window.start <= LONGEST
    assert len({window.start for window in windows} | {window.end for window in windows}) > 5


def test_a_sentence_longer_than_any_window_is_whole() -> None:
    text = f"Bref. {'Un mot, ' * 100}fin. Bref."
    assert around(text, Span(8, 10), Random(0)) == sentences(text)[1]


def test_a_hard_window_answers_nothing(asked: list[Asked]) -> None:
    windows = Windows((one.article, one.text) for one in asked)
    found = [
        (one, windows.hard(one.question, one.text, given(one), Random(seed)))
        for one in asked
        for seed in range(8)
    ]
    assert all(pair for _, pair in found)
    homes = {one.text: one.article for one in asked}
    for one, (title, text) in ((one, pair) for one, pair in found if pair):
        assert text not in one.text
        assert homes[text] == title
        assert not any(folded(answer) in folded(text) for answer in given(one))
    assert len({pair for one, pair in found if one == asked[0]}) > 1


def test_the_hardest_window_is_the_one_that_shares_most_words() -> None:
    windows = Windows([("A", "Le pont de Tessac."), ("B", "Le pont vert de Tessac est à Prat.")])
    question = "Où est le pont vert de Tessac ?"
    assert windows.hard(question, "", [], Random(0), depth=1) == (
        "B",
        "Le pont vert de Tessac est à Prat.",
    )
    hard = windows.hard(question, "", ["PRAT"], Random(0))
    assert hard == ("A", "Le pont de Tessac.")
    assert windows.hard(question, "Le pont de Tessac.", ["Prat"], Random(0)) is None
    assert windows.hard("Combien de moutons ?", "", [], Random(0)) is None


def test_another_window_of_the_article_lacks_the_answer(asked: list[Asked]) -> None:
    windows = Windows((one.article, one.text) for one in asked)
    home = {one.text for one in asked if one.article == "Phare d’Orcal"}
    drawn = {windows.of_article("Phare d’Orcal", ["lyon"], Random(seed)) for seed in range(30)}
    assert drawn == {text for text in home if "Lyon" not in text}
    assert len(drawn) == 2
    assert windows.of_article("Phare d’Orcal", ["phare"], Random(0)) is None
    assert windows.of_article("Phare d’Orcal", ["Orcal"], Random(0)) is None


def where(window: str, answer: str) -> Span:
    start = window.rindex(answer)
    return Span(start, start + len(answer))


def left(window: str, answer: str, *others: str) -> str | None:
    return without_sentence(window, where(window, answer), [answer, *others])


def test_the_sentence_of_the_answer_goes() -> None:
    window = "Titre – 2020\nPaul chante. Julie danse. Marc lit."
    assert left(window, "Julie") == "Titre – 2020\nPaul chante. Marc lit."
    assert left(window, "lit") == "Titre – 2020\nPaul chante. Julie danse."


def test_no_sentence_goes_where_another_annotator_s_answer_would_stand() -> None:
    window = "Titre\nPaul chante. Julie danse. Marc lit."
    assert left(window, "Julie", "Danse") == "Titre\nPaul chante. Marc lit."
    assert left(window, "Julie", "MARC") is None


def test_an_item_of_a_list_goes_with_its_bullet() -> None:
    window = "Titre\n- Paul\n- Julie\n- Marc"
    assert left(window, "Julie") == "Titre\n- Paul\n- Marc"
    assert left(window, "Marc") == "Titre\n- Paul\n- Julie"


@pytest.mark.parametrize(
    ("window", "answer"),
    [
        ("Titre\nPaul chante. Julie danse.", "Julie"),
        ("Titre\nPaul chante. Julie danse. JULIE lit. Marc dort.", "Julie"),
        ("Julie\nPaul chante. Julie danse. Marc dort.", "Julie"),
        ("Titre\nPaul chante. Julie danse. Marc dort.", "Titre"),
    ],
)
def test_no_sentence_can_go(window: str, answer: str) -> None:
    assert folded(answer) in folded(window)
    assert left(window, answer) is None
