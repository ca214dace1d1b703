"""Serves the chat, on this machine only unless told otherwise."""

import contextlib
import errno
import socket
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import gradio as gr
import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, RedirectResponse

from assistant.schema import Language
from ingest.errors import ServerError
from ui import labels
from ui.api import ASK, api_router
from ui.api_docs import docs_router
from ui.backend import Backend
from ui.chat import build_chat
from ui.completions import COMPLETIONS, completions_router
from ui.delivery import Deliveries, delivery_routes
from ui.feedback import Feedback, forgetting
from ui.health import Health
from ui.language import LANGUAGES, PREFIXES, speaking
from ui.metrics import Metrics
from ui.observing import Observer, observed
from ui.pages import pages
from ui.presence import Presence, forget_state
from ui.quota import Quota
from ui.service import ALONE, Service

HOST = "127.0.0.1"
PORT = 7860
STATIC = Path(__file__).parent / "static"
GRACE_SECONDS = 2


def create_app(
    assistant: Backend,
    *,
    service: Service = ALONE,
    observers: Sequence[Observer] = (),
    kept: int = 0,
    feedback: Feedback | None = None,
) -> FastAPI:
    """The chat and the APIs as an ASGI application.

    `service` is what stands around it. `observers` are told of every question; `kept` is for how
    many days it is kept, which those who ask are told; 0 for not at all. With a `feedback`
    opinions on answers are asked for, unless it keeps them for 0 days: then it only forgets.
    """
    lifespan = (lambda _: forgetting(feedback)) if feedback else None
    app = FastAPI(
        title=labels.TITLE, docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    opinions = feedback if feedback and feedback.days else None
    desk, quota = service.desk(), service.quota()
    metrics = Metrics()
    told = (metrics.count, *observers)
    own = (Health(assistant).router(), metrics.router(), *_apis(desk.over(assistant), told, quota))
    for router in own:
        app.include_router(router)

    def build(deliveries: Deliveries) -> gr.Blocks:
        notice = f"{labels.NOTICE} {labels.kept(kept)}".strip()
        return build_chat(assistant, deliveries, notice, desk, quota, told, opinions)

    chats = [_chat(language, build) for language in reversed(LANGUAGES)]
    for chat in chats:
        app.add_middleware(Presence, forget=partial(_forget, chat))
    service.surround(app)
    for chat in chats:
        with speaking(chat.language):
            _mount(app, chat, pages(assistant, kept, opinions))
    return app


class _Chat(NamedTuple):
    """The chat in one language, and what waits to be handed out to its readers."""

    language: Language
    page: gr.Blocks
    deliveries: Deliveries


def _chat(language: Language, build: Callable[[Deliveries], gr.Blocks]) -> _Chat:
    with speaking(language):
        deliveries = Deliveries()
        return _Chat(language, build(deliveries), deliveries)


def _forget(chat: _Chat, visit: str) -> None:
    """Nothing is left of a visit."""
    forget_state(chat.page, visit)
    chat.deliveries.drop(visit)


def serve(
    assistant: Backend,
    *,
    host: str = HOST,
    port: int = PORT,
    service: Service = ALONE,
    on_ready: Callable[[str], None] = print,
    observers: Sequence[Observer] = (),
    kept: int = 0,
    feedback: Feedback | None = None,
) -> None:
    """Serve until interrupted; `on_ready` gets the address once it answers.

    Port 0 takes any free port. Raises ServerError when the port cannot be had.
    """
    app = create_app(assistant, service=service, observers=observers, kept=kept, feedback=feedback)
    with _listening(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        _Server(_config(app), lambda: on_ready(_address(listener, service))).run(sockets=[listener])


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
    """No access log: addresses bear the sessions' secrets. What a proxy says is `ui.front`'s."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
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


def _address(listener: socket.socket, service: Service) -> str:
    host, port = listener.getsockname()[:2]
    listens = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    return (service.place.origin or listens) + service.place.path


def _mount(app: FastAPI, chat: _Chat, beside: APIRouter) -> None:
    """The chat and the pages beside it."""
    prefix = PREFIXES[chat.language]
    for router in (beside, delivery_routes(chat.deliveries), _static()):
        app.include_router(router, prefix=prefix)
    if prefix:
        app.add_api_route(prefix, lambda: RedirectResponse(f".{prefix}/"), include_in_schema=False)
    gr.mount_gradio_app(
        app,
        chat.page,
        path=f"{prefix}/",
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


def _static() -> APIRouter:
    """Our own scripts and styles."""
    router = APIRouter()

    @router.get("/static/app.js")
    def script() -> FileResponse:
        return FileResponse(STATIC / "app.js", headers={"Cache-Control": "no-cache"})

    @router.get("/static/style.css")
    def style() -> FileResponse:
        return FileResponse(STATIC / "style.css", headers={"Cache-Control": "no-cache"})

    @router.get("/static/icon.svg")
    def icon() -> FileResponse:
        return FileResponse(STATIC / "icon.svg", headers={"Cache-Control": "no-cache"})

    @router.get("/static/api.css")
    def api_style() -> FileResponse:
        return FileResponse(STATIC / "api.css", headers={"Cache-Control": "no-cache"})

    return router


def _apis(assistant: Backend, told: Sequence[Observer], quota: Quota) -> Iterator[APIRouter]:
    """The routes for other programs, and what describes them."""
    asked = api_router(observed(assistant, ASK, told), quota.admit)
    completed = completions_router(observed(assistant, COMPLETIONS, told), quota.admit)
    yield from (asked, completed, docs_router([*asked.routes, *completed.routes]))


def _theme() -> gr.themes.Base:
    """System fonts only: Gradio would look elsewhere for a font that it does not carry."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=["Arial", "Helvetica", "sans-serif"],
        font_mono=["monospace"],
    )
