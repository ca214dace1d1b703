"""How many questions one may ask in a minute, wherever they are asked."""

from typing import Any

from ingest.errors import QuotaError
from ui import labels
from ui.throttle import Throttle

MINUTE = 60.0


class Quota:
    """Of each person who is signed in, else of each address; 0 is without limit."""

    def __init__(self, per_minute: int = 0) -> None:
        self._per_minute = per_minute
        self._throttle = Throttle(per_minute, MINUTE) if per_minute else None

    def admit(self, request: Any, questions: int = 1) -> None:
        """Raises QuotaError when the asker of a request has none left."""
        if self._throttle and (wait := self._throttle.take(asker(request), questions)):
            raise QuotaError(labels.too_many(self._per_minute, wait), wait)


def asker(request: Any) -> str:
    """As `ui.barrier` says of a request, Starlette's or Gradio's."""
    return str(getattr(request.state, "asker", ""))


def user(request: Any) -> str:
    """Who is signed in; empty for nobody."""
    return str(getattr(request.state, "user", ""))
