"""So many times in so much time, for each key apart."""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KEYS = 20_000


class Throttle:
    """`times` in a row, then one more every `seconds / times`; safe to share between threads.

    A key is one number, the moment at which all that it used is given back (the generic cell rate
    algorithm); of more than `MOST_KEYS` the one used longest ago goes.
    """

    def __init__(
        self, times: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._step = seconds / times
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._free: OrderedDict[str, float] = OrderedDict()

    def take(self, key: str, times: int = 1) -> int:
        """Uses it; 0, or the whole seconds to wait when none is left.

        Who asks for several at once gets them as soon as one is left, and waits longer after.
        """
        with self._lock:
            now = self._clock()
            free = max(now, self._free.get(key, now))
            wait = free + self._step - now - self._seconds
            if wait > 1e-6:
                return math.ceil(wait)
            self._free[key] = free + times * self._step
            self._free.move_to_end(key)
            self._forget(now)
        return 0

    def give_back(self, key: str, times: int = 1) -> None:
        """So many of those that it used."""
        with self._lock:
            if key in self._free:
                self._free[key] -= times * self._step

    def clear(self, key: str) -> int:
        """As if never used; returns how many of its uses counted still."""
        with self._lock:
            used = self._free.pop(key, 0.0) - self._clock()
        return max(0, math.ceil(used / self._step))

    def _forget(self, now: float) -> None:
        """The key that was just used is the last, and not yet given back."""
        while len(self._free) > MOST_KEYS or next(iter(self._free.values())) <= now:
            self._free.popitem(last=False)


def address_key(host: str) -> str:
    """An address, as far as it is one reader's: of IPv6 the network that a reader is given."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
