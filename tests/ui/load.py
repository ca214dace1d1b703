"""Many users at once of a chat that is really served, from this process and on loopback alone.

    python -m tests.ui.load --minutes 10        # 1, 10 and 50 users, one after the other

Each user asks by the chat's own queue, goes on from the answer, and checks that both are to what
it asked: its mark stands in the question that comes back, and in no other's.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

import httpx

CALL = "/gradio_api/call/ask"
PATIENCE = 120.0
BETWEEN_SAMPLES = 60.0
USERS = (1, 10, 50)
MIXED = (
    ("Combien de postes de conseillers numériques ?", "Et en quelle année ?"),
    ("Que s’est-il passé en octobre ?", "Et en novembre ?"),
    ("Qui préside l’agence ?", "Et qui la dirige ?"),
    ("Où a été lancé Petites Villes de demain ?", "Quand ?"),
    ("Quel est le budget du ministère de l’agriculture ?", "Et celui de la culture ?"),
    ("Bonjour", "Que s’est-il passé en 1998 ?"),
)


class Served(NamedTuple):
    """`retro chat` in a process of its own."""

    address: str
    pid: int

    @property
    def megabytes(self) -> float:
        """What it holds in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0


class Seen(NamedTuple):
    """What the users of one run met."""

    seconds: list[float]
    faults: list[str]
    versions: set[str]


@contextmanager
def served(environment: Mapping[str, str], port: int) -> Iterator[Served]:
    """With the settings of `environment`, and no limit of questions."""
    command = [sys.executable, "-c", "from ui.cli import main; main()", "chat", "--port", str(port)]
    settings = {**os.environ, **environment, "RETRO_QUESTIONS_PER_MINUTE": "0"}
    process = subprocess.Popen(command, env=settings, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        found = re.search(r"http://\S+", process.stdout.readline().decode())
        assert found, "the chat does not start"
        yield Served(found[0], process.pid)
    finally:
        process.terminate()
        process.wait(60)


def load(chat: Served, users: int, seconds: float) -> Seen:
    """So many users for so long; each ends the conversation that it is in."""
    seen, until = Seen([], [], set()), time.monotonic() + seconds
    started = [
        threading.Thread(target=_user, args=(chat, number, until, seen)) for number in range(users)
    ]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return seen


def _user(chat: Served, number: int, until: float, seen: Seen) -> None:
    with httpx.Client(base_url=chat.address, timeout=PATIENCE) as client:
        turn = 0
        while time.monotonic() < until:
            first, then = MIXED[(number + turn) % len(MIXED)]
            mark, turn = f"(dossier U{number}T{turn})", turn + 1
            try:
                _conversation(client, f"{first} {mark}", f"{then} {mark}", seen)
            except (httpx.HTTPError, ValueError, KeyError) as error:
                seen.faults.append(f"{mark}: {error!r}")


def _conversation(client: httpx.Client, first: str, then: str, seen: Seen) -> None:
    answer = _ask(client, first, [], seen)
    past = {"question": first, "answer": answer["answer"]}
    _ask(client, then, [past], seen)


def _ask(
    client: httpx.Client, question: str, history: list[dict[str, str]], seen: Seen
) -> dict[str, Any]:
    started = time.perf_counter()
    begun = client.post(CALL, json={"data": [question, history]}).raise_for_status().json()
    told = client.get(f"{CALL}/{begun['event_id']}").raise_for_status().text
    seen.seconds.append(time.perf_counter() - started)
    events = re.findall(r"event: (\w+)\ndata: (.*)", told)
    answers = [json.loads(data) for kind, data in events if kind == "generating"]
    if not answers or any(kind == "error" for kind, _ in events):
        raise ValueError(told[:300])
    answer: dict[str, Any] = answers[-1][0]
    seen.versions.add(answer["index_version"])
    if answer["question"] != question:
        seen.faults.append(f"{question} got the answer to {answer['question']}")
    return answer


def growing(chat: Served, ended: threading.Event) -> list[float]:
    """Its megabytes now and then, until it has `ended` and once after."""
    found = [chat.megabytes]
    while not ended.wait(BETWEEN_SAMPLES):
        found.append(chat.megabytes)
    return [*found, chat.megabytes]


def report(users: int, seen: Seen) -> str:
    """One line: how many questions, how long they took, what went wrong."""
    ninth = quantiles(seen.seconds, n=10)[-1] if len(seen.seconds) > 1 else seen.seconds[0]
    return (
        f"{users:3} users: {len(seen.seconds):5} questions, median {median(seen.seconds):.2f} s, "
        f"nine in ten under {ninth:.2f} s, {len(seen.faults)} faults"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="of the most users")
    parser.add_argument("--port", type=int, default=17_860)
    asked = parser.parse_args()
    with served({}, asked.port) as chat:
        load(chat, 1, 5)
        for users in USERS:
            share = 1.0 if users == max(USERS) else 0.1
            ended = threading.Event()
            with ThreadPoolExecutor() as beside:
                held = beside.submit(growing, chat, ended)
                try:
                    seen = load(chat, users, 60 * asked.minutes * share)
                finally:
                    ended.set()
            print(report(users, seen), *(f"{one:.0f}" for one in held.result()), "MB", flush=True)  # noqa: T201
            print(*seen.faults[:5], sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
