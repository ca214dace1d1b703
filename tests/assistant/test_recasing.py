"""Persons are known however their names are typed."""

import pytest

from assistant.pipeline import Assistant
from assistant.recasing import recased


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("qui est caroline cayeux", "qui est Caroline Cayeux"),
        ("que fait yves le breton en juin ?", "que fait Yves Le Breton en juin ?"),
        ("QUI EST EDOUARD PHILIPPE", "qui est Édouard Philippe"),
        ("nadia hai et joel giraud", "Nadia Hai et Joël Giraud"),
        ("Qui est Caroline Cayeux ?", "Qui est Caroline Cayeux ?"),
        ("le breton", "le breton"),
        ("c’est quoi la suera", "c’est quoi la suera"),
        ("qui est jean dupont", "qui est jean dupont"),
        ("", ""),
    ],
)
def test_a_person_is_written_as_the_documents_do(
    assistant: Assistant, typed: str, written: str
) -> None:
    assert recased(typed, assistant.index) == written


def test_who_somebody_is_is_answered_without_capitals(assistant: Assistant) -> None:
    answer = assistant.answer("caroline cayeux c'est qui")
    assert answer.short_answer == "présidente"
    assert answer.question == "caroline cayeux c'est qui"
