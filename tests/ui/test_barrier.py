"""Nothing answers whoever is not signed in."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Mount, Route, Router, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from ingest.settings import load_settings
from tests.ui.fakes import FakeAssistant
from ui import labels
from ui.barrier import OPEN
from ui.server import create_app
from ui.service import read_service

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PATHS = ("/", "/nowhere", "/.env", "//", "/healthz/", "/healthz/../config", "/HEALTHZ",
         "/connexion/../config", "/connexion/", "/static/style.css/../app.js", "/%2e%2e/config",
         "/gradio_api/queue/data?session_hash=x", "/assets/index.js", "/static/",
         "/gradio_api/file=x")  # fmt: skip


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def app(assistant: FakeAssistant, data: Path) -> FastAPI:
    settings = load_settings(data=data, user_header="X-Remote-User", proxies="10.0.0.1",
                             oidc_issuer="http://127.0.0.1:1/", oidc_client_id="retro")  # fmt: skip
    return create_app(assistant, service=read_service(settings, "0.0.0.0"))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def everyone(assistant: FakeAssistant) -> TestClient:
    """Of a chat without sign-in."""
    return TestClient(create_app(assistant))


def walk(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path of an application and of what is mounted in it."""
    for route in routes:
        if isinstance(route, WebSocketRoute):
            yield "WEBSOCKET", prefix + route.path
        elif isinstance(route, Route):
            for method in sorted(route.methods or METHODS):
                yield method, prefix + route.path
        elif isinstance(route, Mount):
            yield "GET", f"{prefix}{route.path}/x"
            yield from walk(list(route.routes or ()), prefix + route.path)
        elif isinstance(inner := getattr(route, "original_router", None), Router):
            yield from walk(list(inner.routes), prefix)
        else:
            pytest.fail(f"an unknown kind of route: {route!r}")


def refused(client: TestClient, method: str, path: str) -> bool:
    if method == "WEBSOCKET":
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
            pass
        return True
    answer = client.request(method, path, follow_redirects=False)
    return answer.status_code == 401


def test_401_on_every_route(app: FastAPI, client: TestClient) -> None:
    found = {(method, re.sub(r"\{[^}]*\}", "x", path)) for method, path in walk(app.routes)}
    paths = {path for _, path in found}
    assert {"/api/ask", "/v1/chat/completions", "/documents", "/metrics", "/config",
            "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/heartbeat/x",
            "/theme.css", "/export/x", "/login", *OPEN} <= paths  # fmt: skip
    assert len(paths) > 60
    wrong = [one for one in sorted(found) if one[1] not in OPEN and not refused(client, *one)]
    assert wrong == []


@pytest.mark.parametrize("path", PATHS)
def test_401_whatever_is_asked(client: TestClient, path: str) -> None:
    assert [method for method in METHODS if not refused(client, method, path)] == []


@pytest.mark.parametrize("headers", [
    {"Authorization": "Bearer x"},
    {"Authorization": "Basic Y2FtaWxsZTpjYW1pbGxl"},
    {"Cookie": "retro-session=x"},
    {"Cookie": "retro-session="},
    {"X-Remote-User": "camille"},
    {"X-Forwarded-For": "10.0.0.1", "X-Remote-User": "camille"},
    {"X-Original-URL": "/healthz"},
    {"Host": "127.0.0.1"},
])  # fmt: skip
def test_no_header_opens(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/config", headers=headers).status_code == 401
    assert client.post("/api/ask", json={"question": "a"}, headers=headers).status_code == 401


def test_nothing_is_asked_or_told(client: TestClient, assistant: FakeAssistant) -> None:
    before = len(assistant.histories)
    for path in ("/", "/documents", "/config", "/v1/models"):
        for accept in ("text/html", "*/*", "text/event-stream"):
            text = client.get(path, headers={"Accept": accept}).text
            assert "retrospective.txt" not in text
            assert "gradio" not in text
    client.post("/api/ask", json={"question": "Que s’est-il passé ?"})
    assert len(assistant.histories) == before


def test_a_browser_gets_the_page_to_sign_in_on(client: TestClient) -> None:
    answer = client.get("/documents?x=1", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 401
    assert 'name="robots"' in answer.text
    assert "connexion/openid?to=/documents%3Fx%3D1" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_program_is_told_how(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "a"})
    assert "retro users token" in answer.json()["error"]
    assert answer.headers["www-authenticate"] == "Bearer"
    openai = client.get("/v1/models").json()["error"]
    assert openai["type"] == "authentication_error"


def test_a_websocket_is_refused_before_it_opens(app: FastAPI) -> None:
    opened: list[str] = []

    async def greet(socket: WebSocket) -> None:
        opened.append(socket.url.path)
        await socket.accept()

    added = [WebSocketRoute(path, greet) for path in ("/healthz", "/talk")]
    app.router.routes[:0] = added
    client = TestClient(app)
    assert refused(client, "WEBSOCKET", "/talk")
    assert refused(client, "WEBSOCKET", "/healthz")
    assert opened == []
    del app.router.routes[: len(added)]


def test_health_is_open(client: TestClient) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({}, 200),
    ],
)
def test_what_another_site_sends_is_refused(
    everyone: TestClient, headers: dict[str, str], status: int
) -> None:
    sent: dict[str, Any] = {"json": {"question": "Quand ?"}, "headers": headers}
    assert everyone.post("/api/ask", **sent).status_code == status
    assert everyone.get("/aide", headers=headers).status_code == 200


@pytest.mark.parametrize("damage", ["text", "folder"])
def test_a_file_of_accounts_that_cannot_be_read_opens_nothing_and_is_not_named(
    client: TestClient, data: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    users = data / "users.json"
    users.write_text("{") if damage == "text" else users.mkdir()
    token = {"Authorization": "Bearer x"}
    form = {"name": "camille", "password": "une longue phrase"}
    page = {"Accept": "text/html"}
    answers = [
        client.get("/config", headers=token),
        client.get("/", headers=page),
        client.get("/connexion", headers=page),
        client.post("/connexion", data=form),
    ]
    assert [answer.status_code for answer in answers] == [503] * 4
    assert {answer.json()["error"] for answer in answers} == {labels.ACCOUNTS_AWAY}
    assert str(users) in caplog.text
    assert client.get("/healthz", headers=token).status_code == 200
    users.unlink() if damage == "text" else users.rmdir()
