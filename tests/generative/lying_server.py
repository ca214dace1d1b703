"""An OpenAI-compatible server on loopback that says what a test tells it to, true or not.

A `Script` makes the body of a reply from what was asked. It is given the passages with their keys,
as the model reads them, so that it can cite, miscite or repeat them.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

_PASSAGE = re.compile(r"<passage [^>]*>\n(.*?)\n</passage>", re.DOTALL)
_KEY = re.compile(r" ?\[(\w+)\]")


class Asked(NamedTuple):
    """What one request said: all messages as one text, the passages by key, and how many requests
    came before it."""

    text: str
    passages: dict[str, str]
    number: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def key(self) -> str:
        """Of the first passage."""
        return next(iter(self.passages), "")

    @property
    def is_repair(self) -> bool:
        return "n’est pas prouvée par les passages" in self.body["messages"][-1]["content"]


Said = str | bytes | float
"""A piece of the reply's text, raw bytes of the stream, or seconds of silence."""
Script = Callable[[Asked], Iterable[Said]]


@dataclass
class LyingServer:
    """`status` other than 200 is sent instead of a reply."""

    url: str = ""
    script: Script = lambda asked: []
    status: int = 200
    message: str = "no"
    finish: str | None = "stop"
    asked: list[Asked] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def says(self, *pieces: Said) -> None:
        """The same to everything; `{key}` is the key of the first passage."""

        def script(asked: Asked) -> Iterator[Said]:
            for piece in pieces:
                yield piece.replace("{key}", asked.key) if isinstance(piece, str) else piece

        self.script = script


@contextmanager
def lying_server() -> Iterator[LyingServer]:
    server = LyingServer()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    listening.daemon_threads = True
    server.url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield server
    server.stopping.set()
    listening.shutdown()
    listening.server_close()
    thread.join(10)


def _handler(server: LyingServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text = "\n".join(one["content"] for one in body["messages"])
            passages = {_KEY.search(one)[1]: _KEY.sub("", one) for one in _PASSAGE.findall(text)}
            asked = Asked(
                text,
                passages,
                len(server.asked),
                body,
                {name.lower(): value for name, value in self.headers.items()},
            )
            server.asked.append(asked)
            if server.status != 200:
                self._refuse()
                return
            self._stream(asked)

        def _refuse(self) -> None:
            said = json.dumps({"error": {"message": server.message}}).encode()
            self.send_response(server.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.send_header("Retry-After-Ms", "1")
            self.end_headers()
            self.wfile.write(said)

        def _stream(self, asked: Asked) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            try:
                for said in server.script(asked):
                    self._send(said)
                if server.finish:
                    self._send(_chunk({}, server.finish))
                    self._send(b"data: [DONE]\n\n")
            except OSError:
                return

        def _send(self, said: Said) -> None:
            if isinstance(said, float):
                server.stopping.wait(said)
                return
            self.wfile.write(said if isinstance(said, bytes) else _chunk({"content": said}))
            self.wfile.flush()

    return Handler


def _chunk(delta: dict[str, str], finish: str | None = None) -> bytes:
    data = {
        "id": "x", "object": "chat.completion.chunk", "created": int(time.time()), "model": "lies",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }  # fmt: skip
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
