"""The rote assistant, and the chat served over it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, expect, sync_playwright
from starlette.types import ASGIApp

from tests.ui.fakes import FakeAssistant
from ui.feedback import Feedback
from ui.server import create_app
from ui.service import ALONE, Service


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def address(assistant: FakeAssistant) -> Iterator[str]:
    """The chat, really served on a free port."""
    with serving(assistant) as address:
        yield address


@contextmanager
def serving(
    assistant: FakeAssistant, service: Service = ALONE, feedback: Feedback | None = None
) -> Iterator[str]:
    with running(create_app(assistant, service=service, feedback=feedback)) as address:
        yield address
        assistant.gate.set()


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """An application, really served on a free port."""
    config = uvicorn.Config(
        app, port=0, log_level="warning", proxy_headers=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; for tests that bear the mark of `test_chat_browser`."""
    expect.set_options(timeout=30_000)
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=options)
        yield browser
        browser.close()
