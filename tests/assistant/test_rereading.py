"""The answers when the reader reads along."""

from datetime import date

import pytest

from assistant.choice import Choice
from assistant.pipeline import Assistant
from assistant.rereading import MOST_READ, UNREAD
from assistant.schema import Status
from ingest.embedding import Embedder

ASKED = "Combien de postes de conseillers numériques ?"


@pytest.fixture(scope="module")
def plain(assistant: Assistant, real_embedder: Embedder) -> Assistant:
    """The assistant of all tests, without the reader that comes along."""
    return Assistant(assistant.index, real_embedder, today=date(2021, 3, 1))


def candidates(assistant: Assistant, text: str) -> list[Choice]:
    found = assistant.choices(text)
    assert found
    return found[1]


def test_the_same_sentences_in_another_order(assistant: Assistant, plain: Assistant) -> None:
    unread, read = candidates(plain, ASKED), candidates(assistant, ASKED)
    assert {(c.passage.id, c.span) for c in unread} == {(c.passage.id, c.span) for c in read}
    assert {choice.model for choice in unread} == {"plain"}
    assert all(0 <= choice.probability <= 1 for choice in read)


def test_the_best_windows_are_read_and_stand_first(assistant: Assistant) -> None:
    found = candidates(assistant, ASKED)
    models = [choice.model for choice in found]
    first = models.index("plain")
    assert set(models[:first]) == {"read"}
    assert set(models[first:]) == {"plain"}
    assert len({choice.passage.id for choice in found[:first]}) <= MOST_READ
    assert max(choice.score for choice in found[first:]) < UNREAD / 2


def test_a_sentence_that_lacks_a_name_stays_behind(assistant: Assistant) -> None:
    read = [c for c in candidates(assistant, "Où est allé Joël Giraud ?") if c.model == "read"]
    lacking = [bool(choice.missing) for choice in read]
    assert lacking == sorted(lacking)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        (ASKED, "4\u00a0000 postes"),
        ("Quel montant pour les conseillers numériques ?", "250\u00a0millions d’euros"),
    ],
)
def test_a_short_answer_is_a_piece_of_its_quotation(
    assistant: Assistant, question: str, short: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    assert answer.short_answer
    assert short.split("\u00a0")[0] in answer.short_answer
    assert any(answer.short_answer in citation.quote for citation in answer.citations)


def test_what_the_documents_do_not_say_is_refused(assistant: Assistant) -> None:
    assert assistant.answer("Quel est le prix du pain à Tokyo ?").status is not Status.ANSWERED
