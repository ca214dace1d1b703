"""What is told of the exchanges with a model, and to whom: nobody who was not asked for."""

from typing import Any
from uuid import UUID

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.langchain import LangChainTracer

from tests.generative.conftest import Open
from tests.generative.lying_server import LyingServer

JOBS = "Combien de postes de conseillers numériques ?"
TRUE = "L’enveloppe de 250 millions d’euros doit créer 4 000 postes de conseillers numériques"


class Traced(list[str]):
    """The runs that would go to LangSmith."""


@pytest.fixture
def langsmith(monkeypatch: pytest.MonkeyPatch) -> Traced:
    """LangSmith's variables as many a machine has them; nothing is sent."""
    found = Traced()
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "ls-key")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")

    def persist(self: LangChainTracer, run: Any) -> None:
        found.append(run.name)

    for name in ("_persist_run_single", "_start_trace", "_update_run_single"):
        monkeypatch.setattr(LangChainTracer, name, persist, raising=False)
    return found


def test_variables_alone_send_nothing(open_: Open, lies: LyingServer, langsmith: Traced) -> None:
    lies.says(f"{TRUE} [{{key}}].")
    assert open_().answer(JOBS).mode == "generative"
    assert langsmith == []


def test_who_asks_for_it_has_it(open_: Open, lies: LyingServer, langsmith: Traced) -> None:
    lies.says(f"{TRUE} [{{key}}].")
    assert open_(chat_trace="langsmith").answer(JOBS).mode == "generative"
    assert langsmith


class Heard(BaseCallbackHandler):
    """A callback of one's own."""

    def __init__(self) -> None:
        self.started: list[str] = []

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: Any, *, run_id: UUID, **kwargs: Any
    ) -> None:
        self.started.append(messages[0][0].content)


def test_callbacks_are_told(open_: Open, lies: LyingServer) -> None:
    lies.says(f"{TRUE} [{{key}}].")
    heard = Heard()
    open_(callbacks=[heard]).answer(JOBS)
    assert len(heard.started) == len(lies.asked) == 1
