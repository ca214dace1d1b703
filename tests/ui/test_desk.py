"""How many at once, who waits, and for how long."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from assistant.schema import Answer
from ingest.errors import BusyError
from tests.ui.fakes import answer_of
from ui import desk as desks
from ui.desk import Desk

WAIT = 30


class Work:
    """A question whose answers come when they are let through."""

    def __init__(self, name: str, answers: int = 1) -> None:
        self.name = name
        self.begun, self.gate, self.closed = (threading.Event() for _ in range(3))
        self._answers = answers

    def __call__(self) -> Iterator[Answer]:
        try:
            self.begun.set()
            for _ in range(self._answers):
                assert self.gate.wait(WAIT)
                yield answer_of(self.name)
        finally:
            self.closed.set()


async def until(told: threading.Event) -> None:
    assert await asyncio.to_thread(told.wait, WAIT)


async def collect(desk: Desk, work: Work, seen: list[Answer | int]) -> None:
    async for one in desk.answers(work):
        seen.append(one)  # noqa: PERF401 - seen as they come


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "PLACE_SECONDS", 0.01)


async def _reach(seen: list[Answer | int], what: int) -> None:
    for _ in range(WAIT * 100):
        if seen and seen[-1] == what:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"never {what}: {seen[-3:]}")


def test_whoever_waits_is_told_the_place_and_served_in_order() -> None:
    async def run() -> None:
        desk = Desk(at_once=1)
        first, second, third = Work("1"), Work("2"), Work("3")
        seen: list[list[Answer | int]] = [[], [], []]
        tasks = [asyncio.create_task(collect(desk, first, seen[0]))]
        await until(first.begun)
        tasks.append(asyncio.create_task(collect(desk, second, seen[1])))
        await _reach(seen[1], 1)
        tasks.append(asyncio.create_task(collect(desk, third, seen[2])))
        await _reach(seen[2], 2)
        first.gate.set()
        await until(second.begun)
        await _reach(seen[2], 1)
        assert not third.begun.is_set()
        second.gate.set()
        third.gate.set()
        await asyncio.wait_for(asyncio.gather(*tasks), WAIT)
        assert [one.question for one in seen[2] if not isinstance(one, int)] == ["3"]
        assert not [one for one in seen[0] if isinstance(one, int)]

    asyncio.run(run())


def test_who_leaves_makes_room() -> None:
    async def run() -> None:
        desk = Desk(at_once=1)
        first, second, third = Work("1", 2), Work("2"), Work("3")
        running = asyncio.create_task(collect(desk, first, []))
        await until(first.begun)
        seen: list[Answer | int] = []
        waiting = asyncio.create_task(collect(desk, second, []))
        await asyncio.sleep(0.05)
        last = asyncio.create_task(collect(desk, third, seen))
        await _reach(seen, 2)
        waiting.cancel()
        await _reach(seen, 1)
        running.cancel()
        await asyncio.sleep(0.05)
        assert not third.begun.is_set(), "work cannot be cut off: its place is not free yet"
        first.gate.set()
        await until(first.closed)
        third.gate.set()
        await asyncio.wait_for(last, WAIT)
        assert not second.begun.is_set()

    asyncio.run(run())


def test_an_answer_that_takes_too_long_is_given_up_in_words() -> None:
    async def run() -> None:
        desk = Desk(seconds=0.2, at_once=1)
        slow, next_one = Work("lente", 2), Work("autre")
        with pytest.raises(BusyError, match="n’était pas prête au bout de"):
            await collect(desk, slow, [])
        slow.gate.set()
        next_one.gate.set()
        await until(slow.closed)
        seen: list[Answer | int] = []
        desk.seconds = WAIT
        await asyncio.wait_for(collect(desk, next_one, seen), WAIT)
        assert len(seen) == 1

    asyncio.run(run())


def test_waiting_is_no_part_of_the_time_of_an_answer() -> None:
    async def run() -> None:
        desk = Desk(seconds=WAIT, at_once=1)
        first, second = Work("1"), Work("2")
        tasks = [asyncio.create_task(collect(desk, first, []))]
        await until(first.begun)
        seen: list[Answer | int] = []
        tasks.append(asyncio.create_task(collect(desk, second, seen)))
        await _reach(seen, 1)
        visit = desk._waiting[0]
        assert visit.left() == 0
        first.gate.set()
        await until(second.begun)
        assert visit.left() > 0
        second.gate.set()
        await asyncio.wait_for(asyncio.gather(*tasks), WAIT)

    asyncio.run(run())


def test_too_many_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "MOST_PROGRAMS_WAITING", 1)
    desk = Desk(at_once=1)
    first, second = Work("1"), Work("2")
    done: list[Answer] = []
    threads = []
    for work in (first, second):
        threads.append(threading.Thread(target=lambda w=work: done.extend(desk.stream(w))))
        threads[-1].start()
        if work is first:
            assert first.begun.wait(WAIT)
    while not desk._waiting:
        threads[-1].join(0.01)
    with pytest.raises(BusyError, match="Réessayez"):
        next(desk.stream(Work("3")))
    page = desk._enter(Work("4"))
    assert page in desk._waiting
    page.leave()
    first.gate.set()
    second.gate.set()
    for thread in threads:
        thread.join(WAIT)
    assert [one.question for one in done] == ["1", "2"]


def test_a_program_that_goes_away_makes_room() -> None:
    desk = Desk(at_once=1)
    first = Work("1", 2)
    first.gate.set()
    answers = desk.stream(first)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert first.closed.wait(WAIT)
    second = Work("2")
    second.gate.set()
    assert [one.question for one in desk.stream(second)] == ["2"]


def test_an_error_is_passed_on_and_makes_room() -> None:
    desk = Desk(at_once=1)

    def fails() -> Iterator[Answer]:
        yield answer_of("1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(desk.stream(fails))
    second = Work("2")
    second.gate.set()
    assert len(list(desk.stream(second))) == 1


def test_what_stands_over_an_assistant_is_the_assistant_otherwise() -> None:
    class Assistant:
        name = "a"

        def stream(self, question: str) -> Iterator[Answer]:
            yield answer_of(question)

    over = Desk().over(Assistant())
    assert over.name == "a"
    assert [one.question for one in over.stream("q")] == ["q"]
