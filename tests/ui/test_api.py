"""The HTTP API: the contract, streamed or whole, its errors, its description."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.schema import Scope
from tests.ui.fakes import FakeAssistant
from ui import labels
from ui.contract import AnswerJson
from ui.server import create_app

EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def served() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def client(served: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(served), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def assistant(served: FakeAssistant) -> FakeAssistant:
    served.histories.clear()
    served.scopes.clear()
    return served


def events(body: str) -> list[tuple[str, Any]]:
    """Names and data of server-sent events."""
    found = []
    for block in filter(None, body.split("\n\n")):
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((lines.get("event", ""), json.loads(lines["data"])))
    return found


def whole(assistant: FakeAssistant, question: str) -> dict[str, Any]:
    *_, answer = assistant.stream(question)
    return answer.to_json()


@pytest.mark.parametrize("question", ["Petites Villes", "octobre", "Et en 2021 ?", "le piège"])
def test_the_answer_is_the_contract_as_it_is_described(
    client: TestClient, assistant: FakeAssistant, question: str
) -> None:
    response = client.post("/api/ask", json={"question": question})
    assert response.json() == whole(assistant, question)
    assert AnswerJson.model_validate(response.json()).model_dump(mode="json") == response.json()


def test_an_answer_comes_as_it_grows(client: TestClient, assistant: FakeAssistant) -> None:
    response = client.post("/api/ask", json={"question": "octobre"}, headers=EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-accel-buffering"] == "no"
    got = events(response.text)
    expected = [answer.to_json() for answer in assistant.stream("octobre")]
    assert got == [*(("answer", one) for one in expected), ("done", expected[-1])]


def test_turns_are_asked_one_after_the_other(client: TestClient, assistant: FakeAssistant) -> None:
    client.post("/api/ask", json={"turns": ["Petites Villes", "octobre", "Et après ?"]})
    first, second, third = assistant.histories
    assert first == []
    assert [turn.question for turn in second] == ["Petites Villes"]
    assert [turn.question for turn in third] == ["Petites Villes", "octobre"]
    assert third[1].answer == whole(assistant, "octobre")["answer"]


def test_a_history_that_is_told_is_asked_nothing(
    client: TestClient, assistant: FakeAssistant
) -> None:
    history = [{"question": "Petites Villes", "answer": "Oui."}, {"question": "Et après ?"}]
    client.post("/api/ask", json={"question": "Où ?", "history": history})
    ((first, second),) = assistant.histories
    assert (first.standalone, first.answer) == ("Petites Villes", "Oui.")
    assert second.standalone == "Petites Villes Et après ?"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, labels.ONE_WAY),
        ({"question": "a", "turns": ["b"]}, labels.ONE_WAY),
        ({"turns": ["b"], "history": [{"question": "a"}]}, labels.ONE_WAY),
        ({"question": ""}, "« question »\u00a0: il est vide"),
        ({"question": "a" * 2001}, "2000 caractères au plus"),
        ({"turns": []}, "« turns »\u00a0: il est vide"),
        ({"turns": ["a"] * 21}, "20 éléments au plus"),
        ({"question": "a", "history": [{"question": "a"}] * 21}, "20 éléments au plus"),
        (
            {"question": "a", "history": [{"answer": "a"}]},
            "« history.0.question »\u00a0: il manque",
        ),
        ({"question": 3}, "type attendu"),
        ({"question": "\ud800"}, "type attendu"),
        ({"qestion": "a"}, "« qestion »\u00a0: il n’existe pas"),
        ([], "objet JSON"),
        ("{", "objet JSON"),
        (b"\xff", "objet JSON"),
    ],
)
def test_a_wrong_body_is_told_in_french(
    client: TestClient, assistant: FakeAssistant, body: Any, said: str
) -> None:
    sent = json.dumps(body) if isinstance(body, dict | list) else body
    response = client.post("/api/ask", content=sent, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert said.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in response.json()["error"]
    assert assistant.histories == []


def test_a_form_is_no_json(client: TestClient) -> None:
    response = client.post("/api/ask", data={"question": "a"})
    assert (response.status_code, response.json()) == (422, {"error": labels.NOT_JSON})


def test_a_body_too_large_is_not_read(client: TestClient) -> None:
    assert client.post("/api/ask", content=b" " * 1_000_001).status_code == 413
    assert client.post("/api/ask", content=iter([b"{}"])).status_code == 411


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [("erreur", 503, "L’index est endommagé. Refaites-le : retro index"),
     ("panne", 500, labels.UNEXPECTED)],
)  # fmt: skip
def test_what_fails_says_so_without_detail(
    client: TestClient, question: str, status: int, said: str
) -> None:
    response = client.post("/api/ask", json={"question": question})
    assert (response.status_code, response.json()) == (status, {"error": said})
    streamed = client.post("/api/ask", json={"question": question}, headers=EVENTS)
    assert events(streamed.text) == [("error", {"error": said})]


def test_the_description_is_of_the_public_routes(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {"/api/ask", "/v1/models", "/v1/chat/completions"}
    assert described["servers"] == [{"url": "http://testserver"}]
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_the_page_shows_each_route_schema_and_command(client: TestClient) -> None:
    page = client.get("/api/docs")
    described = client.get("/api/openapi.json").json()
    for path in described["paths"]:
        assert f"curl http://testserver{path}" in page.text.replace("-N ", "")
    for name, model in described["components"]["schemas"].items():
        assert f'id="{name}"' in page.text
        assert all(f"<code>{field}</code>" in page.text for field in model["properties"])
    assert "<script" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert client.get("/static/api.css").status_code == 200


def test_the_page_escapes_the_name_it_is_asked_by(client: TestClient) -> None:
    page = client.get("/api/docs", headers={"host": "x'><script>alert(1)</script>"})
    assert "<script" not in page.text


def test_filters_reach_the_assistant_and_wrong_ones_are_told(
    client: TestClient, assistant: FakeAssistant
) -> None:
    body = {"question": "Petites Villes", "filters": {"years": [2020], "months": [10]}}
    assert client.post("/api/ask", json=body).status_code == 200
    client.post(
        "/api/ask", json={"turns": ["Petites Villes", "octobre"], "filters": {"months": [3]}}
    )
    kept = [Scope((2020,), (10,)), Scope(months=(3,)), Scope(months=(3,))]
    assert assistant.scopes == kept
    for filters, said in (
        ({"months": [13]}, "Champ « filters.months.0 » : il doit valoir au plus 12."),
        ({"year": [2020]}, "Champ « filters.year » : il n’existe pas."),
        ({"documents": [""]}, "Champ « filters.documents.0 » : il est vide."),
    ):
        told = client.post("/api/ask", json={"question": "octobre", "filters": filters})
        assert (told.status_code, told.json()["error"].replace("\u00a0", " ")) == (422, said)
