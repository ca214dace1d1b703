"""The answering of one question in the chat, which whoever asked may halt."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress
from typing import Any, TypeVar

END_SECONDS = 5.0

Step = TypeVar("Step")


class Run:
    """All of it happens in the server's event loop: what a run shows is shown before it is
    `over`, never after."""

    def __init__(self) -> None:
        self.halted = False
        self._step: asyncio.Future[Any] | None = None
        self._over = asyncio.Event()

    @property
    def over(self) -> bool:
        return self._over.is_set()

    def end(self) -> None:
        self._over.set()

    async def steps(self, stream: AsyncGenerator[Step, None]) -> AsyncIterator[Step]:
        """What comes of the stream, which is closed after.

        Raises asyncio.CancelledError once halted.
        """
        async with aclosing(stream):
            while not self.halted:
                step = self._step = asyncio.ensure_future(anext(stream, None))
                if (given := await step) is None:
                    return
                yield given
        raise asyncio.CancelledError

    async def halt(self) -> None:
        """Have it end, and wait until it is over; not for long, as it may never have begun."""
        self.halted = True
        if self._step:
            self._step.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), END_SECONDS)
