"""Who is signed in: sessions kept in memory, known to a browser by a token that cannot be guessed.

A restart signs everyone out.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

MOST = 20_000


class Session(NamedTuple):
    """`stamp` is what must still be true of the account; `id_token` is the provider's, to end the
    session there too."""

    user: str
    stamp: str
    id_token: str
    began: float
    seen: float


class Sessions:
    """Each ends `idle` seconds after it was last seen, and `most` seconds after it began; safe to
    share between threads."""

    def __init__(
        self, idle: float, most: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.most = most
        self._idle = idle
        self._clock = clock
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Session] = OrderedDict()

    def open(self, user: str, stamp: str = "", id_token: str = "") -> str:
        """Returns the token; of more than `MOST` sessions the one seen longest ago ends."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._open[token] = Session(user, stamp, id_token, now, now)
            self._forget(now)
        return token

    def find(self, token: str) -> Session | None:
        """The session, which is thereby seen; None once it has ended."""
        with self._lock:
            now = self._clock()
            session = self._open.pop(token, None)
            if session is None or self._over(session, now):
                return None
            self._open[token] = session._replace(seen=now)
            return session

    def close(self, token: str) -> Session | None:
        with self._lock:
            return self._open.pop(token, None)

    def _over(self, session: Session, now: float) -> bool:
        return now - session.seen >= self._idle or now - session.began >= self.most

    def _forget(self, now: float) -> None:
        """Those seen longest ago stand first; one that only grew too old goes when looked for."""
        while len(self._open) > MOST or self._over(next(iter(self._open.values())), now):
            self._open.popitem(last=False)
