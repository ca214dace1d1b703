"""How an answer was made is told, and quotations alone may be asked for."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import gradio as gr
import pytest

from assistant.schema import EVERYTHING
from tests.ui.fakes import FakeAssistant, answer_of
from ui.chat import Changes, Chat
from ui.conversation import Exchange
from ui.delivery import Deliveries
from ui.desk import Desk
from ui.quota import Quota
from ui.receipt import receipt
from ui.rendering import answer_markup
from ui.terminal import answer_text


class Request:
    """One that Gradio passes on, of nobody."""

    state = None


async def _ended(answers: AsyncIterator[Changes]) -> None:
    async for _ in answers:
        pass


def chat(assistant: FakeAssistant) -> Chat:
    with gr.Blocks():
        return Chat(assistant, Deliveries(), "", Desk(), Quota())


@pytest.mark.parametrize("writes", [True, False])
def test_the_choice_is_shown_where_a_model_writes(assistant: FakeAssistant, writes: bool) -> None:
    assert chat(replace(assistant, writes=writes)).parts.quotations.visible is writes


@pytest.mark.parametrize("alone", [True, False])
def test_the_choice_is_told_to_the_assistant(assistant: FakeAssistant, alone: bool) -> None:
    asked = replace(assistant, writes=True, quotations=[])
    begun = [Exchange("Petites Villes")]
    answers = chat(asked).answer("Petites Villes", begun, EVERYTHING, alone, Request())
    asyncio.run(_ended(answers))
    assert asked.quotations == [alone]


def test_the_mode_and_the_remark_are_told(assistant: FakeAssistant) -> None:
    (quoted,) = assistant.stream("Petites Villes")
    worded = replace(quoted, mode="generative", remark="Une phrase <b>retirée</b>.")
    for told in (answer_text(worded), answer_markup(worded, 1)):
        assert "rédigé par un modèle de langue" in told
        assert "Une phrase" in told
    assert "<b>retirée" not in answer_markup(worded, 1)
    assert answer_text(worded).count(worded.citations[0].quote) == 2
    assert answer_text(quoted).count(quoted.citations[0].quote) == 1
    assert "modèle de langue" not in answer_text(quoted) + answer_markup(quoted, 1)


def test_a_receipt_names_the_model_and_its_prompts(assistant: FakeAssistant) -> None:
    answer = answer_of("Petites Villes", mode="generative")
    found = assistant.provenance(answer)
    assert found
    told = found._replace(chat_model="openai:lies", prompts="ab12")
    settings = receipt(answer, told, datetime(2026, 1, 1, tzinfo=UTC))["settings"]
    assert (settings["mode"], settings["chat_model"]) == ("generative", "openai:lies")
    assert settings["prompts"] == "ab12"
