"""`retro doctor` on the chat model."""

import sys
from typing import Any

import pytest

from assistant.chat_check import examine_chat_model
from ingest.doctor import Check
from ingest.settings import Settings
from tests.generative.conftest import SECRET
from tests.generative.lying_server import LyingServer


@pytest.fixture
def check(chat_settings: Settings) -> Any:
    def checked(**changes: Any) -> Check:
        return examine_chat_model(chat_settings.model_copy(update=changes))

    return checked


def test_a_model_that_answers(check: Any, lies: LyingServer) -> None:
    lies.says("Bien.")
    found = check()
    assert found.sound
    assert found.detail == "openai:lies répond, avec 5 passages"


@pytest.mark.parametrize(
    ("status", "message", "said"),
    [
        (404, "The model `lies` does not exist", "ne connaît pas ce modèle"),
        (401, "Incorrect API key", "RETRO_CHAT_KEY"),
        (400, "This model's maximum context length is 2048 tokens", "RETRO_CHAT_WINDOW=8192"),
        (429, "quota", "limite d’usage"),
        (500, "boom", "ne répond pas"),
    ],
)
def test_a_server_that_refuses(
    check: Any, lies: LyingServer, status: int, message: str, said: str
) -> None:
    lies.status, lies.message = status, f"{message} {SECRET}"
    found = check()
    assert not found.sound
    assert said in found.detail
    assert SECRET not in found.detail


def test_a_server_that_is_away_or_slow(check: Any, lies: LyingServer) -> None:
    assert "RETRO_CHAT_URL" in check(chat_url="http://127.0.0.1:9/v1").detail
    lies.says(30.0)
    assert "RETRO_CHAT_TIMEOUT" in check(chat_timeout=0.5).detail


def test_a_window_that_holds_no_passage(check: Any, lies: LyingServer) -> None:
    found = check(chat_window=1500)
    assert not found.sound
    assert "4096" in found.detail
    assert lies.asked == []


def test_a_package_that_is_missing(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_mistralai", None)
    found = check(chat_model="mistralai:mistral-small-latest")
    assert not found.sound
    assert f"{sys.executable} -m pip install langchain-mistralai" in found.detail


@pytest.mark.parametrize("name", ["mistral", "olama:mistral"])
def test_a_name_that_is_none(check: Any, name: str) -> None:
    found = check(chat_model=name)
    assert not found.sound
    assert found.detail.endswith("Corrigez RETRO_CHAT_MODEL.")
