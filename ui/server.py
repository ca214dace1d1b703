"""Serves the chat, on this machine only unless told otherwise."""

import contextlib
import errno
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

from ingest.errors import ServerError
from ui import labels
from ui.api import ASK, api_router
from ui.api_docs import docs_router
from ui.chat import Assistant, build_chat
from ui.completions import COMPLETIONS, completions_router
from ui.delivery import Deliveries, delivery_routes
from ui.feedback import Feedback
from ui.health import Health
from ui.metrics import Metrics
from ui.observing import Observer, observed
from ui.pages import pages
from ui.security import Guard

HOST = "127.0.0.1"
PORT = 7860
CHAT = "chat"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
STATIC = Path(__file__).parent / "static"
GRACE_SECONDS = 2


def create_app(
    assistant: Assistant,
    *,
    hosts: Sequence[str] = ("*",),
    observers: Sequence[Observer] = (),
    kept: str = "",
    feedback: Feedback | None = None,
) -> FastAPI:
    """The chat and the APIs as an ASGI application.

    `hosts` are the names by which it may be asked for: a page from elsewhere that points
    its own name at this machine is refused. `observers` are told of every question; `kept`
    tells those who ask what is kept of it. With a `feedback` opinions on answers are asked for.
    """
    app = FastAPI(title=labels.TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.add_middleware(Guard)
    metrics = Metrics()
    told = (metrics.count, *observers)
    _add_own_routes(app)
    deliveries = Deliveries()
    own = (Health(assistant).router(), metrics.router(), *_apis(assistant, told))
    for router in (pages(assistant, kept, feedback), delivery_routes(deliveries), *own):
        app.include_router(router)
    gr.mount_gradio_app(
        app,
        build_chat(
            observed(assistant, CHAT, told),
            deliveries,
            f"{labels.NOTICE} {kept}".strip(),
            feedback,
        ),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1b",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=_theme(),
    )
    return app


def serve(
    assistant: Assistant,
    *,
    host: str = HOST,
    port: int = PORT,
    on_ready: Callable[[str], None] = print,
    observers: Sequence[Observer] = (),
    kept: str = "",
    feedback: Feedback | None = None,
) -> None:
    """Serve until interrupted; `on_ready` gets the address once it answers.

    Port 0 takes any free port. Raises ServerError when the port cannot be had.
    """
    hosts = LOOPBACK if host in LOOPBACK else ("*",)
    app = create_app(assistant, hosts=hosts, observers=observers, kept=kept, feedback=feedback)
    with _listening(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        _Server(_config(app), lambda: on_ready(_address(listener))).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _config(app: FastAPI) -> uvicorn.Config:
    """No access log: addresses bear the sessions' secrets."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _listening(host: str, port: int) -> socket.socket:
    """The socket, taken before anything is served: a taken port is known at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        message = labels.PORT_TAKEN if taken else labels.CANNOT_LISTEN
        other = PORT + 1 if port == PORT else PORT
        raise ServerError(
            message.format(host=host, port=port, other=other, reason=error)
        ) from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _add_own_routes(app: FastAPI) -> None:
    @app.get("/static/app.js")
    def script() -> FileResponse:
        return FileResponse(STATIC / "app.js", headers={"Cache-Control": "no-cache"})

    @app.get("/static/style.css")
    def style() -> FileResponse:
        return FileResponse(STATIC / "style.css", headers={"Cache-Control": "no-cache"})

    @app.get("/static/api.css")
    def api_style() -> FileResponse:
        return FileResponse(STATIC / "api.css", headers={"Cache-Control": "no-cache"})


def _apis(assistant: Assistant, told: Sequence[Observer]) -> Iterator[APIRouter]:
    """The routes for other programs, and what describes them."""
    asked = api_router(observed(assistant, ASK, told))
    completed = completions_router(observed(assistant, COMPLETIONS, told))
    yield from (asked, completed, docs_router([*asked.routes, *completed.routes]))


def _theme() -> gr.themes.Base:
    """System fonts only: Gradio would look elsewhere for a font that it does not carry."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=["Arial", "Helvetica", "sans-serif"],
        font_mono=["monospace"],
    )
