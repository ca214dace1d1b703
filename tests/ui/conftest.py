"""The rote assistant, and the chat served over it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn

from tests.ui.fakes import FakeAssistant
from ui.feedback import Feedback
from ui.server import create_app


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def address(assistant: FakeAssistant) -> Iterator[str]:
    """The chat, really served on a free port."""
    with serving(assistant) as address:
        yield address


@contextmanager
def serving(assistant: FakeAssistant, feedback: Feedback | None = None) -> Iterator[str]:
    config = uvicorn.Config(create_app(assistant, feedback=feedback), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    assistant.gate.set()
    server.should_exit = True
    thread.join(10)
