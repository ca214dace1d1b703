"""What those who run the service learn of questions: measures, logs; and what they do not."""

import asyncio
import json
import os
import stat
import threading
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.schema import EVERYTHING
from ingest.errors import ServerError
from ingest.settings import Settings
from tests.ui.fakes import FakeAssistant
from ui import desk as desks
from ui import labels
from ui.chat import Chat
from ui.conversation import Exchange
from ui.delivery import Deliveries
from ui.desk import Desk
from ui.journal import FILE, journals, kept
from ui.observing import Asked, Observer, observed
from ui.quota import Quota
from ui.server import create_app

SECRET = "confidentiel"


def test_questions_are_measured_and_none_is_told(assistant: FakeAssistant) -> None:
    with TestClient(create_app(assistant), raise_server_exceptions=False) as client:
        for question in ("Petites Villes", "Et en 2021 ?", f"panne {SECRET}", "erreur"):
            client.post("/api/ask", json={"question": question})
        message = {"role": "user", "content": "octobre"}
        client.post("/v1/chat/completions", json={"model": "retro", "messages": [message]})
        client.get("/healthz")
        page = client.get("/metrics").text
    samples = [s for family in text_string_to_metric_families(page) for s in family.samples]
    counted = {
        (s.labels["route"], s.labels["status"], s.labels["mode"]): s.value
        for s in samples
        if s.name == "retro_questions_total"
    }
    assert counted == {
        ("/api/ask", "answered", "extractive"): 1,
        ("/api/ask", "not_found", "extractive"): 1,
        ("/api/ask", "error", ""): 2,
        ("/v1/chat/completions", "answered", "extractive"): 1,
    }
    kinds = {s.labels["kind"] for s in samples if s.name == "retro_errors_total"}
    assert kinds == {"ZeroDivisionError", "RetroError"}
    times = {s.labels["route"]: s.value for s in samples if s.name == "retro_answer_seconds_count"}
    assert times == {"/api/ask": 4, "/v1/chat/completions": 1}
    assert [s.labels for s in samples if s.name == "retro_index_info"] == [{"version": "3"}]
    assert SECRET not in page
    assert "Petites" not in page


def test_what_is_left_before_its_end_is_stopped(assistant: FakeAssistant) -> None:
    told: list[Asked] = []
    stream = observed(assistant, "chat", [told.append]).stream("octobre")
    next(stream)
    assert told == []
    stream.close()  # type: ignore[attr-defined]
    assert [(one.route, one.outcome, one.error) for one in told] == [("chat", "stopped", "")]


class Chatting:
    """The chat's event that answers, asked as the page does; `told` is what observers were."""

    def __init__(self, assistant: FakeAssistant, desk: Desk, quota: Quota) -> None:
        self.told: list[Asked] = []
        with gr.Blocks():
            observers = [self.told.append]
            self.chat = Chat(assistant, Deliveries(), "", desk, quota, observers)

    def ask(self, question: str, steps: int = 100) -> None:
        """Stopped after so many steps."""
        asyncio.run(self._ask(question, steps))

    async def _ask(self, question: str, steps: int) -> None:
        state = SimpleNamespace(asker="address 127.0.0.1", user="")
        request: Any = SimpleNamespace(state=state, session_hash="visit")
        answering = self.chat.answer(question, [Exchange(question)], EVERYTHING, False, request)
        async for _ in answering:
            if not (steps := steps - 1):
                await answering.aclose()  # type: ignore[attr-defined]
                return

    @property
    def outcomes(self) -> list[tuple[str, str, str]]:
        return [(one.route, one.outcome, one.error) for one in self.told]


def test_a_question_of_the_chat_is_told_with_its_outcome(assistant: FakeAssistant) -> None:
    chat = Chatting(assistant, Desk(), Quota())
    for question in ("octobre", "Et en 2021 ?", "erreur", "panne"):
        chat.ask(question)
    chat.ask("octobre", steps=1)
    assert chat.outcomes == [
        ("chat", "answered", ""),
        ("chat", "not_found", ""),
        ("chat", "error", "RetroError"),
        ("chat", "error", "ZeroDivisionError"),
        ("chat", "stopped", ""),
    ]
    assert [len(one.answer.citations) for one in chat.told if one.answer] == [6, 0, 1]


def test_an_answer_of_the_chat_that_takes_too_long_is_an_error(assistant: FakeAssistant) -> None:
    chat = Chatting(assistant, Desk(seconds=0.2), Quota())
    chat.ask("lente")
    assistant.gate.set()
    assert chat.outcomes == [("chat", "error", "BusyError")]


def test_a_question_of_the_chat_that_is_turned_away_is_an_error(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "MOST_WAITING", 0)
    desk = Desk(at_once=1)
    desk._enter(lambda: iter(()))
    full = Chatting(assistant, desk, Quota())
    full.ask("octobre")
    assert full.outcomes == [("chat", "error", "BusyError")]
    often = Chatting(assistant, Desk(), Quota(1))
    often.ask("octobre")
    often.ask("octobre")
    assert often.outcomes == [("chat", "answered", ""), ("chat", "error", "QuotaError")]


def test_the_rest_of_the_assistant_is_as_it_was(assistant: FakeAssistant) -> None:
    same = observed(assistant, "chat", [])
    assert same.introduction() == assistant.introduction()
    assert same.document("2020/retrospective.txt", "3") == assistant.real


def tell(observers: Sequence[Observer], assistant: FakeAssistant, *questions: str) -> None:
    for question in questions:
        list(observed(assistant, "/api/ask", observers).stream(question))


def settings(**changes: object) -> Settings:
    return Settings(_env_file=None, **changes)  # type: ignore[call-arg, arg-type]


def test_nothing_is_written_unless_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    assert journals(settings()) == []
    assert kept(settings()) == 0


def test_a_line_of_facts_holds_no_text(
    assistant: FakeAssistant, capfd: pytest.CaptureFixture[str]
) -> None:
    observers = journals(settings(log="json"))
    tell(observers, assistant, f"Petites Villes {SECRET}", "octobre")
    with pytest.raises(ZeroDivisionError):
        tell(observers, assistant, f"panne {SECRET}")
    output = capfd.readouterr()
    first, second, third = [json.loads(line) for line in output.err.splitlines()]
    assert set(first) == {
        "time", "route", "status", "mode", "ms", "citations", "version", "error",
    }  # fmt: skip
    assert (first["route"], first["status"], first["citations"]) == ("/api/ask", "answered", 2)
    assert (second["citations"], second["version"], second["mode"]) == (6, "3", "extractive")
    assert (third["status"], third["error"]) == ("error", "ZeroDivisionError")
    assert SECRET not in output.err
    assert "Gourault" not in output.err
    assert output.out == ""


def test_questions_are_kept_where_asked_for_by_their_owner_alone(
    assistant: FakeAssistant, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kept"
    wanted = settings(log_questions=folder)
    tell(journals(wanted), assistant, "Petites Villes")
    (line,) = [json.loads(one) for one in (folder / FILE).read_text("utf-8").splitlines()]
    assert line["question"] == "Petites Villes"
    assert line["answer"].startswith("Le 1er/10, Jacqueline Gourault")
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert capfd.readouterr().err == ""
    assert kept(wanted) == 30


def test_what_is_kept_is_told_to_those_who_ask(assistant: FakeAssistant) -> None:
    told = labels.kept(30)
    with TestClient(create_app(assistant, kept=30)) as client:
        assert told in client.get("/aide").text
        assert "conservées 30 jours" in str(client.get("/config").json())
    with TestClient(create_app(assistant)) as client:
        assert "conservées" not in client.get("/aide").text


def day(folder: Path, days: int) -> Path:
    """The file of so many days ago."""
    return folder / f"{FILE}.{(date.today() - timedelta(days=days)).isoformat()}"


def leave(folder: Path, days: int) -> None:
    """A service that stopped so many days ago."""
    (folder / FILE).write_text("{}\n")
    noon = time.mktime((date.today() - timedelta(days=days)).timetuple()) + 12 * 3600
    os.utime(folder / FILE, (noon, noon))


def test_a_day_makes_a_file_and_old_ones_go(assistant: FakeAssistant, tmp_path: Path) -> None:
    for days in (3, 7, 8, 40):
        day(tmp_path, days).write_text("{}\n")
    leave(tmp_path, 1)
    tell(journals(settings(log_questions=tmp_path, log_days=7)), assistant, "Petites Villes")
    kept = {tmp_path / FILE, *(day(tmp_path, days) for days in (1, 3, 7))}
    assert set(tmp_path.iterdir()) == kept
    assert "Petites Villes" in (tmp_path / FILE).read_text("utf-8")
    assert day(tmp_path, 1).read_text() == "{}\n"
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_what_is_too_old_goes_when_the_service_comes_back(tmp_path: Path) -> None:
    leave(tmp_path, 8)
    journals(settings(log_questions=tmp_path, log_days=7))
    assert list(tmp_path.iterdir()) == [tmp_path / FILE]
    assert (tmp_path / FILE).read_text() == ""


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerError, match="RETRO_LOG_QUESTIONS"):
        journals(settings(log_questions=tmp_path / "file"))


def test_questions_of_many_threads_are_lines_of_their_own(
    assistant: FakeAssistant, tmp_path: Path
) -> None:
    observers = journals(settings(log_questions=tmp_path))
    threads = [
        threading.Thread(target=tell, args=(observers, assistant, *["octobre"] * 20))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["octobre"] * 160
