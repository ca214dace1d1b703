"""What is kept of opinions, for how long, under which name; and the questions made of them."""

import asyncio
import sqlite3
import stat
import threading
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.errors import FeedbackError
from tests.ui.fakes import FakeAssistant
from tests.ui.test_cli import JOBS, Retro, built, live, retro  # noqa: F401
from ui.feedback import MOST_COMMENT, Feedback, forgetting
from ui.receipt import receipt
from ui.server import create_app

DAY = date(2026, 5, 4)
AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def proof() -> dict[str, Any]:
    """The receipt of an answer."""
    assistant = FakeAssistant()
    (answer,) = assistant.stream("Petites Villes ?")
    return receipt(answer, assistant.provenance(answer), AT)


def kept(folder: Path, day: date = DAY, days: int = 30) -> Feedback:
    return Feedback(folder, days, lambda: day)


def test_an_opinion_is_kept_with_the_receipt_and_without_the_user(tmp_path: Path) -> None:
    feedback, given = kept(tmp_path), proof()
    number = feedback.add("marie.dupont", "down", "wrong", " C’est faux.\n", given)
    (one,) = feedback.list()
    assert (one.id, one.day, one.verdict, one.reason) == (number, DAY, "down", "wrong")
    assert (one.comment, one.question, one.version) == ("C’est faux.", "Petites Villes ?", "3")
    assert one.receipt == {**given, "date": "2026-05-04"}
    assert b"marie" not in (tmp_path / "feedback.sqlite3").read_bytes()


def test_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    kept(tmp_path / "new").add("a", "up", "", "", proof())
    mode = (tmp_path / "new" / "feedback.sqlite3").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_pseudonym_is_of_one_user_and_one_month(tmp_path: Path) -> None:
    may, june = kept(tmp_path), kept(tmp_path, date(2026, 6, 1))
    for feedback, who in ((may, "a"), (may, "a"), (may, "b"), (june, "a")):
        feedback.add(who, "up", "", "", proof())
    first, again, other, later = (one.pseudonym for one in june.list())
    assert first == again
    assert len({first, other, later}) == 3
    with sqlite3.connect(tmp_path / "feedback.sqlite3") as database:
        assert database.execute("SELECT month FROM salts").fetchall() == [("2026-06",)]


def test_what_is_too_old_goes_by_itself(tmp_path: Path) -> None:
    kept(tmp_path).add("a", "up", "", "secret", proof())
    assert len(kept(tmp_path, DAY + timedelta(days=30)).list()) == 1
    assert kept(tmp_path, DAY + timedelta(days=31)).list() == []
    assert b"secret" not in (tmp_path / "feedback.sqlite3").read_bytes()


def raw(folder: Path) -> tuple[int, int]:
    """How many opinions and salts the file holds, which looking does not change."""
    with closing(sqlite3.connect(folder / "feedback.sqlite3")) as database:
        tables = ("opinions", "salts")
        return tuple(database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)  # type: ignore[return-value]


def until(folder: Path, wanted: tuple[int, int]) -> None:
    for _ in range(600):
        if raw(folder) == wanted:
            return
        time.sleep(0.05)
    pytest.fail(f"{raw(folder)} stays in the file")


@pytest.mark.parametrize(("days", "left"), [(30, (1, 0)), (29, (0, 0)), (0, (0, 0))])
def test_what_is_too_old_goes_when_the_service_starts(
    tmp_path: Path, days: int, left: tuple[int, int]
) -> None:
    kept(tmp_path).add("a", "up", "", "", proof())
    feedback = kept(tmp_path, DAY + timedelta(days=30), days)
    with TestClient(create_app(FakeAssistant(), feedback=feedback)) as client:
        until(tmp_path, left)
        assert ("pseudonyme" in client.get("/aide").text) is bool(days)


def test_what_was_kept_today_goes_too_where_nothing_is_kept_any_more(tmp_path: Path) -> None:
    kept(tmp_path).add("a", "up", "", "", proof())
    kept(tmp_path, days=0).forget()
    assert raw(tmp_path)[0] == 0


def test_what_becomes_too_old_goes_while_the_service_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.feedback.DAY_SECONDS", 0.05)
    days = [DAY]
    feedback = Feedback(tmp_path, 30, lambda: days[-1])
    feedback.add("a", "up", "", "", proof())

    async def run() -> None:
        async with forgetting(feedback):
            days.append(DAY + timedelta(days=31))
            await asyncio.to_thread(until, tmp_path, (0, 0))

    asyncio.run(run())


def test_a_file_that_cannot_be_read_does_not_stop_the_service(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "feedback.sqlite3").write_bytes(b"no database" * 100)
    with TestClient(create_app(FakeAssistant(), feedback=kept(tmp_path))) as client:
        for _ in range(600):
            if "feedback.sqlite3" in caplog.text:
                break
            time.sleep(0.05)
        assert "feedback.sqlite3" in caplog.text
        assert client.get("/healthz").status_code == 200


def test_a_purge_takes_some_or_all_or_what_is_too_old(tmp_path: Path) -> None:
    feedback = kept(tmp_path)
    first, second, third = (feedback.add("a", "up", "", "", proof()) for _ in range(3))
    assert feedback.purge() == 0
    assert feedback.purge([second]) == 1
    assert [one.id for one in feedback.list()] == [first, third]
    with pytest.raises(FeedbackError, match=f"numéro {second}"):
        feedback.purge([first, second])
    assert len(feedback.list()) == 2
    assert kept(tmp_path, DAY + timedelta(days=31)).purge() == 2
    feedback.add("a", "up", "", "", proof())
    assert feedback.purge(everything=True) == 1


def test_nothing_is_written_by_reading(tmp_path: Path) -> None:
    assert kept(tmp_path / "none").list() == []
    assert kept(tmp_path / "none").purge() == 0
    assert not (tmp_path / "none").exists()


def test_a_long_comment_is_cut(tmp_path: Path) -> None:
    feedback = kept(tmp_path)
    feedback.add("a", "up", "", "é" * 5000, proof())
    assert feedback.list()[0].comment == "é" * MOST_COMMENT


def test_writers_at_once_wait_for_one_another(tmp_path: Path) -> None:
    given, faults = proof(), []

    def write() -> None:
        try:
            for _ in range(10):
                kept(tmp_path).add("a", "up", "", "", given)
        except FeedbackError as error:
            faults.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert [one.id for one in kept(tmp_path).list()] == list(range(1, 41))


@pytest.mark.parametrize("wrong", ["folder is a file", "damaged", "full", "locked"])
def test_what_goes_wrong_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    folder = tmp_path / "data"
    if wrong == "folder is a file":
        folder.write_text("")
    elif wrong == "damaged":
        folder.mkdir()
        (folder / "feedback.sqlite3").write_bytes(b"no database" * 100)
    else:
        kept(folder).add("a", "up", "", "", proof())
    held = sqlite3.connect(tmp_path / "other")
    if wrong == "locked":
        monkeypatch.setattr("ui.feedback.WAIT_SECONDS", 0.1)
        held = sqlite3.connect(folder / "feedback.sqlite3")
        held.execute("BEGIN EXCLUSIVE")
    if wrong == "full":
        _fill(monkeypatch)
    with pytest.raises(FeedbackError, match="Vérifiez la place et les droits"):
        kept(folder).add("a", "up", "", "x" * 2000, proof())
    held.close()


def _fill(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a full disk: SQLite may not write one page more."""
    connect = sqlite3.connect

    def full(*args: Any, **named: Any) -> sqlite3.Connection:
        database = connect(*args, **named)
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
        return database

    monkeypatch.setattr("ui.feedback.sqlite3.connect", full)


# --- The command line -------------------------------------------------------------------------


def give(
    live: Retro,  # noqa: F811
    folder: Path,
    question: str,
    verdict: Any,
    reason: str,
    text: str,
    *filters: str,
) -> int:
    """An opinion on the answer that the real assistant gives."""
    (answer,) = live("ask", "--json", *filters, question).rows()
    return Feedback(folder, 365).add("a", verdict, reason, text, {**answer, "question": question})


def test_opinions_are_listed_and_purged(live: Retro, built: Path) -> None:  # noqa: F811
    Feedback(built, 365).purge(everything=True)
    assert live("feedback", "list").out.strip() == "Aucun avis n’est gardé."
    number = give(live, built, JOBS, "down", "wrong", "Non.\x1b[2J\nFaux.")
    shown = live("feedback", "list").out
    assert f"n° {number} ·" in shown
    assert "À revoir – La réponse est fausse – Non. [2J Faux." in shown
    (row,) = live("feedback", "list", "--json").rows()
    assert row["receipt"]["question"] == JOBS
    assert live("feedback", "purge", "999").code == 1
    assert live("feedback", "purge", str(number), "--all").code == 2
    assert live("feedback", "purge", str(number)).out.strip() == "1 avis effacé."


def test_an_exported_opinion_is_a_question_that_is_replayed(
    live: Retro,  # noqa: F811
    built: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    Feedback(built, 365).purge(everything=True)
    right = give(live, built, JOBS, "up", "exact", "")
    wrong = give(live, built, JOBS, "down", "wrong", "C’est un autre chiffre.")
    absent = give(live, built, "Quel est le budget 2021 ?", "up", "absent", "")
    missing = give(live, built, "Quel est le budget 2021 ?", "down", "missing", "")
    listed = give(live, built, "Que s’est-il passé en octobre 2020 ?", "up", "complete", "")
    unclear = give(live, built, JOBS, "down", "unclear", "")
    filtered = give(live, built, JOBS, "up", "exact", "", "--year", "2020")
    path = tmp_path / "avis.yaml"
    done = live("feedback", "export", "--to", str(path))
    assert (done.code, done.out) == (0, "")
    assert f"avis {filtered}." in done.err
    assert f"avis-{filtered}" not in path.read_text(encoding="utf-8")
    assert "C’est un autre chiffre." in path.read_text(encoding="utf-8")
    assert live("feedback", "export", "--to", str(path)).code == 1
    good = (right, absent, listed, unclear)
    for number in (*good, wrong, missing):
        run = live("eval", "--questions", str(path), "--only", f"avis-{number}", "--json")
        (measured,) = run.rows()
        (outcome,) = measured["outcomes"]
        assert (outcome["id"], outcome["right"]) == (f"avis-{number}", number in good)


def test_nothing_is_exported_of_nothing(live: Retro, built: Path) -> None:  # noqa: F811
    Feedback(built, 365).purge(everything=True)
    done = live("feedback", "export")
    assert (done.code, done.out) == (2, "")
    assert "Aucun avis n’est gardé." in done.err
