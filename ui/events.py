"""Server-sent events, as every API here sends them."""

import json
from collections.abc import Iterable
from typing import Any

from fastapi.sse import EventSourceResponse, format_sse_event

CONTENT_TYPE = "text/event-stream"


def event(data: Any, name: str | None = None) -> bytes:
    """One event; `data` becomes JSON on one line."""
    return format_sse_event(data_str=json.dumps(data, ensure_ascii=False), event=name)


def event_stream(events: Iterable[bytes]) -> EventSourceResponse:
    """Each event as soon as it comes: proxies are told to hold none back."""
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return EventSourceResponse(events, headers=headers)
