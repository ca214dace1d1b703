"""The assistant on the real corpus, its answers worded by a server that says what a test wants."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.pipeline import Assistant
from assistant.writer import load_writer
from ingest.embedding import Embedder
from ingest.settings import Settings
from tests.generative.lying_server import LyingServer, lying_server

Open = Callable[..., Assistant]
SECRET = "sk-never-to-be-shown"


@pytest.fixture
def lies() -> Iterator[LyingServer]:
    with lying_server() as server:
        yield server


@pytest.fixture
def chat_settings(real_settings: Settings, lies: LyingServer) -> Settings:
    return real_settings.model_copy(
        update={
            "chat_model": "openai:lies",
            "chat_url": lies.url,
            "chat_key": SecretStr(SECRET),
            "chat_timeout": 30.0,
        }
    )


@pytest.fixture
def open_(assistant: Assistant, real_embedder: Embedder, chat_settings: Settings) -> Open:
    """An assistant with a writer of its own; settings by name."""

    def opened(callbacks: Sequence[object] = (), **changes: Any) -> Assistant:
        writer = load_writer(chat_settings.model_copy(update=changes), callbacks)
        today = date(2021, 3, 1)
        return Assistant(assistant.index, real_embedder, None, writer, today=today)

    return opened


@pytest.fixture
def talking(open_: Open) -> Assistant:
    return open_()
