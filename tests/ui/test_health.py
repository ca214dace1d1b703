"""`/healthz`: a question of the index's own, not too often, never for long."""

from collections.abc import Iterator, Sequence

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.introduction import Introduction
from assistant.schema import EVERYTHING, Answer, Scope, Status, Turn
from ingest.errors import RetroError
from tests.ui.fakes import FakeAssistant, answer_of
from ui import health, labels
from ui.health import Health


class Counted(FakeAssistant):
    """Counts what its health costs; `broken` and `silent` spoil it."""

    asked = 0
    broken: Exception | None = None
    silent = False

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Iterator[Answer]:
        self.asked += 1
        if self.broken:
            raise self.broken
        if self.silent:
            yield answer_of(question, status=Status.NOT_FOUND)
        else:
            yield from super().stream(question, history, scope, quotations=quotations)


class Stuck(FakeAssistant):
    def introduction(self) -> Introduction:
        self.gate.wait(20)
        return super().introduction()


def checked(assistant: FakeAssistant) -> TestClient:
    app = FastAPI()
    app.include_router(Health(assistant).router())
    return TestClient(app)


def test_health_asks_the_index_and_not_at_each_time() -> None:
    assistant = Counted()
    with checked(assistant) as client:
        for _ in range(3):
            response = client.get("/healthz")
            assert (response.status_code, response.json()) == (
                200, {"status": "ok", "index_version": "3"},
            )  # fmt: skip
    assert assistant.asked == 1


@pytest.mark.parametrize(
    ("broken", "reason"),
    [(RetroError("L’index manque. Lancez : retro index"), labels.HEALTH_BROKEN),
     (ZeroDivisionError("secret detail"), labels.UNEXPECTED)],
)  # fmt: skip
def test_health_says_what_is_wrong_and_the_log_in_detail(
    broken: Exception, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    assistant = Counted()
    assistant.broken = broken
    with checked(assistant) as client:
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": reason}
    assert str(broken) in caplog.text


def test_health_is_bad_when_the_index_knows_nothing_more() -> None:
    assistant = Counted()
    assistant.silent = True
    with checked(assistant) as client:
        assert client.get("/healthz").json()["reason"] == labels.HEALTH_SILENT


def test_health_does_not_wait_for_a_stuck_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "WAIT_SECONDS", 0.05)
    assistant = Stuck()
    with checked(assistant) as client:
        assert client.get("/healthz").json()["reason"] == labels.HEALTH_SLOW
        monkeypatch.setattr(health, "WAIT_SECONDS", 20)
        assistant.gate.set()
        assert client.get("/healthz").status_code == 200


def test_health_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FRESH_SECONDS", 0)
    assistant = Counted()
    assistant.broken = RetroError("Panne.")
    with checked(assistant) as client:
        assert client.get("/healthz").status_code == 503
        assistant.broken = None
        assert client.get("/healthz").status_code == 200
