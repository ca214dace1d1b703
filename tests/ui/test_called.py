"""Gradio's own client, on a chat that is really served."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from gradio_client import Client
from gradio_client.exceptions import AppError

from tests.ui.conftest import running
from tests.ui.fakes import FakeAssistant
from ui import called
from ui.server import _Chat, _mount, create_app


@pytest.fixture
def client(address: str, tmp_path: Path) -> Iterator[Client]:
    client = Client(address, verbose=False, analytics_enabled=False, download_files=tmp_path)
    yield client
    client.close()


def test_it_is_the_only_thing_to_call(client: Client) -> None:
    api = client.view_api(return_format="dict", print_info=False)
    assert list(api["named_endpoints"]) == ["/ask"]
    assert api["unnamed_endpoints"] == {}
    parameters = api["named_endpoints"]["/ask"]["parameters"]
    assert [each["parameter_name"] for each in parameters] == ["question", "history"]


def test_the_answer_is_the_contract(client: Client, assistant: FakeAssistant) -> None:
    answer = client.predict("Quand Petites Villes de demain ?", api_name="/ask")
    *_, expected = assistant.stream("Quand Petites Villes de demain ?")
    assert answer == expected.to_json()
    quote = answer["citations"][0]
    assert assistant.real.text[quote["start"] : quote["end"]] == quote["quote"]


def test_longer_answers_come_as_they_are_found(client: Client) -> None:
    job = client.submit("Que s’est-il passé en octobre ?", api_name="/ask")
    job.result(timeout=60)
    assert [len(each["citations"]) for each in job.outputs()] == [1, 2, 3, 4, 5, 6]


def test_what_was_asked_before_counts(client: Client, assistant: FakeAssistant) -> None:
    client.predict("Et au Sénat ?", [{"question": "Qui préside ?"}], api_name="/ask")
    assert [turn.question for turn in assistant.histories[-1]] == ["Qui préside ?"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "question"),
        ("x" * 100_000, "trop long"),
        ("erreur", "retro index"),
        ("panne", "inattendue"),
    ],
)
def test_what_goes_wrong_is_said_in_french(client: Client, question: str, said: str) -> None:
    with pytest.raises(AppError, match=said) as raised:
        client.predict(question, api_name="/ask")
    assert "secret detail" not in str(raised.value)


def test_nothing_of_a_caller_stays_in_memory(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats: list[_Chat] = []

    def noted(app: FastAPI, chat: _Chat, beside: APIRouter) -> None:
        chats.append(chat)
        _mount(app, chat, beside)

    monkeypatch.setattr("ui.server._mount", noted)
    monkeypatch.setattr(called, "LINGER_SECONDS", 0.5)
    with running(create_app(assistant)) as address, httpx.Client(base_url=address) as client:
        begun = client.post("/gradio_api/call/ask", json={"data": ["Quand ?", []]}).json()
        assert "event: complete" in client.get(f"/gradio_api/call/ask/{begun['event_id']}").text
        for _ in range(100):
            if not any(chat.page.state_holder.session_data for chat in chats):
                break
            time.sleep(0.1)
        assert [len(chat.page.state_holder.session_data) for chat in chats] == [0, 0]


def test_what_it_asks_is_measured_even_when_it_fails(client: Client, address: str) -> None:
    client.predict("Petites Villes ?", api_name="/ask")
    with pytest.raises(AppError):
        client.predict("erreur", api_name="/ask")
    page = httpx.get(f"{address}/metrics").text
    assert 'retro_questions_total{mode="extractive",route="/ask",status="answered"} 1.0' in page
    assert 'retro_errors_total{kind="RetroError",route="/ask"} 1.0' in page
