"""How likely the sentences of a question are to answer."""

import numpy as np
import pytest

from assistant.choice import BESIDE, FEATURES, KINDS, NAMES
from assistant.judging import answering, judged
from assistant.pipeline import Assistant
from assistant.schema import Wanted

SCORES = np.array([3.0, 5.0, 1.0])


def test_a_row_tells_of_its_sentence_of_the_second_best_and_of_the_kind() -> None:
    features = np.arange(3 * len(FEATURES), dtype=float).reshape(3, -1)
    rows = answering("plain", features, np.zeros((3, 2)), SCORES, Wanted.DATE)
    assert rows.shape == (3, len(NAMES["plain", "answerable"]))
    assert (rows[:, : len(FEATURES)] == features).all()
    assert set(rows[:, len(FEATURES)]) == {3.0}
    kinds = rows[0, -len(KINDS) :]
    assert [name for name, value in zip(KINDS, kinds, strict=True) if value] == ["date"]


def test_where_the_reader_read_its_best_span_of_all_is_told_too() -> None:
    read = np.array([[1.0, 0.0], [-2.0, 0.0], [4.0, 0.0]])
    rows = answering("read", np.zeros((3, len(FEATURES))), read, SCORES, Wanted.NUMBER)
    assert rows.shape == (3, len(NAMES["read", "answerable"]))
    best = len(FEATURES) + 2
    assert rows[:, best : best + 2].tolist() == [[4.0, 0.0]] * 3
    assert rows.shape[1] == best + 2 + len(BESIDE)


def test_one_sentence_alone_has_no_second() -> None:
    rows = answering(
        "plain", np.zeros((1, len(FEATURES))), np.zeros((1, 2)), SCORES[:1], Wanted.LIST
    )
    assert rows[0, len(FEATURES)] == 0


def test_no_sentence_is_judged_where_there_is_none() -> None:
    assert judged([], Wanted.FACT) == []


def test_a_kind_that_is_told_of_everywhere_needs_more(assistant: Assistant) -> None:
    found = assistant.choices("Combien de postes de conseillers numériques ?")
    assert found
    number, date = (judged(found[1], wanted)[0] for wanted in (Wanted.NUMBER, Wanted.DATE))
    assert number.span == date.span
    assert number.probability > date.probability


def test_the_order_stays(assistant: Assistant) -> None:
    found = assistant.choices("Qui est le maire du Havre ?")
    assert found
    again = judged(found[1], Wanted.PERSON)
    assert [one.span for one in again] == [one.span for one in found[1]]
    assert [one.probability for one in again] == pytest.approx([c.probability for c in found[1]])
