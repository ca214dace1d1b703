"""Nothing goes to the network: every attempt of a whole run is caught, and there is none."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
GUARD = """
import json, sys
attempts = []
EVENTS = {
    "socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1,
    "socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0,
}

def guard(event, args):
    if event not in EVENTS:
        return
    address = args[EVENTS[event]]
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode(errors="replace") if isinstance(host, bytes) else host
    local = getattr(args[0], "family", None) == 1  # AF_UNIX
    if not local and host not in ("127.0.0.1", "::1", "localhost", "", None):
        attempts.append([event, str(host)])
        raise ConnectionRefusedError(f"no network: {event} {host}")

sys.addaudithook(guard)
"""
WHOLE_RUN = """
import importlib
from pathlib import Path

for package in ("ingest", "assistant", "ui", "evals"):
    for path in sorted(Path(package).glob("*.py")):
        importlib.import_module(package if path.stem == "__init__" else f"{package}.{path.stem}")

from fastapi.testclient import TestClient
from assistant.pipeline import Assistant
from ingest.build import build_index
from ingest.embedding import load_embedder
from ingest.settings import load_settings
from ui.server import create_app

settings = load_settings()
build_index(settings, load_embedder(settings))
assistant = Assistant.open(settings)
answer = assistant.answer("Qui inaugure le pôle commercial ?")
with TestClient(create_app(assistant)) as client:
    page = client.get("/").status_code
print(json.dumps({"attempts": attempts, "status": answer.status, "page": page}))
"""
TWO_ATTEMPTS = """
import contextlib, socket
with contextlib.suppress(OSError):
    socket.create_connection(("192.0.2.1", 9), timeout=1)
with contextlib.suppress(OSError):
    socket.getaddrinfo("example.org", 443)
with contextlib.suppress(OSError):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.2", 53))
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname()).close()
print(json.dumps({"attempts": attempts}))
"""


def run(script: str, **environment: str) -> dict[str, Any]:
    """The last line that a guarded script prints."""
    done = subprocess.run(
        [sys.executable, "-c", GUARD + script],
        cwd=ROOT,
        env=os.environ | {"OMP_WAIT_POLICY": "passive"} | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_guard_catches_every_way_out_and_lets_the_machine_talk_to_itself() -> None:
    assert {host for _, host in run(TWO_ATTEMPTS)["attempts"]} == {
        "192.0.2.1",
        "192.0.2.2",
        "example.org",
    }


@pytest.mark.slow
def test_a_whole_run_asks_nobody(tmp_path: Path, model_cache: Path) -> None:
    corpus = tmp_path / "corpus" / "2020"
    corpus.mkdir(parents=True)
    text = "Septembre\n\nLe 24/09, Caroline Cayeux inaugure le pôle commercial, à Barentin (76).\n"
    (corpus / "bilan.txt").write_text(text, encoding="utf-8")
    found = run(
        WHOLE_RUN,
        RETRO_CORPUS=str(corpus.parent),
        RETRO_DATA=str(tmp_path / "data"),
        RETRO_CACHE=str(model_cache),
    )
    assert found == {"attempts": [], "status": "answered", "page": 200}
