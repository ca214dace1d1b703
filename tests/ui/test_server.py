"""What the server sends, and what it refuses."""

import os
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.errors import ServerError
from tests.ui.fakes import FakeAssistant
from ui.server import create_app, serve
from ui.service import Service

URL = re.compile(r"https?://[^\s\"'<>\\]+")
OWN = ("http://testserver", "http://www.w3.org/")


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(assistant)) as client:
        yield client


def test_healthz(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "index_version": "3"}


def test_the_page_is_french_and_names_nobody_else(client: TestClient) -> None:
    page = client.get("/")
    assert '<html\n\tlang="fr"' in page.text
    assert [url for url in URL.findall(page.text) if not url.startswith(OWN)] == []
    assert page.headers["cache-control"] == "no-store"
    assert int(page.headers["content-length"]) == len(page.content)


def test_the_policy_is_strict_and_its_nonce_is_on_every_script(client: TestClient) -> None:
    page = client.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    scripts = re.findall(r"<script\b[^>]*>", page.text)
    assert len(scripts) > 1
    assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    assert nonce[1] not in client.get("/").headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/app.js", "/config", "/nowhere"])
def test_every_response_bears_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"  # without it a form says `Origin: null`
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://127.0.0.1:1/x",
        "/gradio_api/FILE=https%3A%2F%2Fexample.org",
        "/gradio_api/file/http://127.0.0.1:1/x",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:1/x",
    ],
)
def test_nothing_is_fetched_on_behalf_of_the_page(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_file_is_taken(client: TestClient) -> None:
    files = {"files": ("a.txt", b"0123456789")}
    assert client.post("/gradio_api/upload", files=files).status_code == 404


def test_own_script_and_style(client: TestClient) -> None:
    assert "openPassage" in client.get("/static/app.js").text
    assert "--accent" in client.get("/static/style.css").text


def test_a_name_of_elsewhere_is_refused(assistant: FakeAssistant) -> None:
    client = TestClient(create_app(assistant, service=Service(hosts=["127.0.0.1"])))
    assert client.get("/healthz", headers={"host": "evil.test"}).status_code == 400
    assert client.get("/healthz", headers={"host": "127.0.0.1:7860"}).status_code == 200


def test_telemetry_is_off() -> None:
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_a_taken_port_is_named_with_the_command_that_helps(assistant: FakeAssistant) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=rf"{port}.*retro chat --port \d+"):
            serve(assistant, port=port)


def test_an_impossible_address_is_a_server_error(assistant: FakeAssistant) -> None:
    with pytest.raises(ServerError, match="retro chat --port"):
        serve(assistant, port=70000)


def test_serving_looks_nobody_up(assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[object] = []
    real = socket.getaddrinfo

    def listening(host: str, *rest: Any, **named: Any) -> Any:
        looked_up.append(host)
        return real(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", listening)
    with TestClient(create_app(assistant)) as client:
        client.get("/")
        client.get("/config")
    assert set(looked_up) <= {"127.0.0.1", "localhost"}
