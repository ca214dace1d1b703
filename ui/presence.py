"""Which pages are open: a while after one is closed, nothing of its conversation is left.

Gradio keeps an open connection for each page, its heartbeat. It would let go of a conversation's
state an hour after the end of it, and of what the page showed not at all.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Callable

import gradio as gr
from starlette.types import ASGIApp, Receive, Scope, Send

GRACE_SECONDS = 900.0
"""A page that lost its connection opens it again (static/app.js), and finds its conversation."""

_HEARTBEAT = re.compile(r"/gradio_api/heartbeat/([^/]+)$")


def forget_state(page: gr.Blocks, visit: str) -> None:
    """What Gradio keeps of a visit."""
    page.state_holder.session_data.pop(visit, None)
    page.state_holder.time_last_used.pop(visit, None)


class Presence:
    """ASGI layer; `forget` drops all that is kept of a visit."""

    def __init__(self, app: ASGIApp, forget: Callable[[str], None]) -> None:
        self._app = app
        self._forget = forget
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _HEARTBEAT.search(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        visit = found[1]
        self._open[visit] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[visit] -= 1
            asyncio.get_running_loop().call_later(GRACE_SECONDS, self._gone, visit)

    def _gone(self, visit: str) -> None:
        """Nothing is dropped of a page that is open again."""
        if self._open[visit] <= 0:
            del self._open[visit]
            self._forget(visit)
