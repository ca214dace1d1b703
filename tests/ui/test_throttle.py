"""So many times in so much time."""

import threading

import pytest

from ui import throttle
from ui.throttle import Throttle, address_key


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_so_many_at_once_then_one_by_one(clock: Clock) -> None:
    limit = Throttle(3, 60, clock)
    assert [limit.take("a") for _ in range(4)] == [0, 0, 0, 20]
    clock.now += 20
    assert [limit.take("a"), limit.take("a")] == [0, 20]
    clock.now += 60
    assert [limit.take("a") for _ in range(4)] == [0, 0, 0, 20]


def test_keys_are_apart(clock: Clock) -> None:
    limit = Throttle(1, 60, clock)
    assert [limit.take("a"), limit.take("b"), limit.take("a")] == [0, 0, 60]
    assert limit.clear("a") == 1
    assert limit.clear("c") == 0
    assert limit.take("a") == 0


def test_what_is_given_back_is_one_of_those_used(clock: Clock) -> None:
    limit = Throttle(3, 60, clock)
    assert [limit.take("a") for _ in range(4)] == [0, 0, 0, 20]
    limit.give_back("a")
    limit.give_back("b")
    assert [limit.take("a"), limit.take("a")] == [0, 20]


def test_several_at_once_are_waited_for_after(clock: Clock) -> None:
    limit = Throttle(3, 60, clock)
    assert limit.take("a", 5) == 0
    assert limit.take("a") == 60


def test_memory_is_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_KEYS", 100)
    limit = Throttle(1, 60, clock)
    for number in range(1000):
        limit.take(str(number))
    assert len(limit._free) == 100
    clock.now += 61
    limit.take("last")
    assert list(limit._free) == ["last"]


def test_threads_get_no_more(clock: Clock) -> None:
    limit, got = Throttle(50, 60, clock), list[int]()
    threads = [
        threading.Thread(target=lambda: got.extend(limit.take("a") for _ in range(20)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got.count(0) == 50


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_address_of_ipv6_is_its_network(host: str, key: str) -> None:
    assert address_key(host) == key
