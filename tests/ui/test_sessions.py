"""When a session ends."""

import pytest

from tests.ui.test_throttle import Clock
from ui import sessions
from ui.sessions import Sessions


def test_a_session_ends_when_idle_and_when_old() -> None:
    clock = Clock()
    kept = Sessions(idle=60, most=150, clock=clock)
    idle, used = kept.open("a"), kept.open("b")
    clock.now += 59
    assert kept.find(used)
    clock.now += 1
    assert kept.find(idle) is None
    clock.now += 58
    assert kept.find(used)
    clock.now += 32
    assert kept.find(used) is None
    assert kept.find(used) is None


def test_a_closed_one_is_over_and_no_token_is_one() -> None:
    kept = Sessions(60, 600)
    token = kept.open("a")
    assert kept.find(token).user == "a"  # type: ignore[union-attr]
    assert kept.close(token)
    assert kept.find(token) is kept.close(token) is kept.find("") is None


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST", 10)
    clock = Clock()
    kept = Sessions(60, 600, clock)
    first, *_, last = [kept.open(str(number)) for number in range(50)]
    assert len(kept._open) == 10
    assert kept.find(last)
    assert kept.find(first) is None
    clock.now += 60
    kept.open("new")
    assert len(kept._open) == 1
