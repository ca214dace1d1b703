"""A run may be halted at any of its steps, and shows nothing after."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from ui import run as runs
from ui.conversation import Exchange, State, settled, working
from ui.run import Run


class Stream:
    """Gives 0, 1, 2 and so on, each once it is let through."""

    def __init__(self) -> None:
        self.gates = asyncio.Queue[None]()
        self.closed = False

    async def __call__(self) -> AsyncGenerator[int, None]:
        try:
            for number in range(1000):
                await self.gates.get()
                yield number
        finally:
            self.closed = True


async def follow(run: Run, stream: Stream, shown: list[int], slowly: float = 0.0) -> None:
    try:
        async for number in run.steps(stream()):
            shown.append(number)
            await asyncio.sleep(slowly)
    except asyncio.CancelledError:
        if not run.halted:
            raise
        shown.append(-1)
    finally:
        run.end()


async def _started(slowly: float) -> tuple[Run, Stream, list[int], "asyncio.Task[None]"]:
    run, stream, shown = Run(), Stream(), list[int]()
    stream.gates.put_nowait(None)
    task = asyncio.create_task(follow(run, stream, shown, slowly))
    while not shown:
        await asyncio.sleep(0)
    return run, stream, shown, task


@pytest.mark.parametrize("slowly", [0.0, 0.05], ids=["as it waits", "as its step is shown"])
def test_a_halted_run_is_over_and_its_stream_closed(slowly: float) -> None:
    async def halted() -> None:
        run, stream, shown, task = await _started(slowly)
        stream.gates.put_nowait(None) if slowly else await asyncio.sleep(0.01)
        await run.halt()
        assert run.over
        assert shown == [0, -1]
        assert stream.closed
        await task

    asyncio.run(halted())


def test_a_run_whose_connection_is_lost_closes_its_stream() -> None:
    async def lost() -> None:
        run, stream, shown, task = await _started(0.0)
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert run.over
        assert stream.closed
        assert shown == [0]

    asyncio.run(lost())


def test_a_run_halted_before_it_began_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "END_SECONDS", 0.01)

    async def early() -> None:
        run, stream, shown = Run(), Stream(), list[int]()
        await run.halt()
        assert not run.over
        await follow(run, stream, shown)
        assert shown == [-1]

    asyncio.run(early())


def test_an_exchange_that_was_cut_off_does_not_keep_the_next_question_waiting() -> None:
    exchanges = [Exchange("Quand ?", state=State.DONE), Exchange("Où ?")]
    assert settled(exchanges) == exchanges
    assert working(exchanges)
    exchanges[-1].run.end()
    assert not working(exchanges)
    assert [each.state for each in settled(exchanges)] == [State.DONE, State.STOPPED]
