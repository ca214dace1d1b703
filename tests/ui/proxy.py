"""A small reverse proxy, as nginx is set up in ui/README.md."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

_OF_ONE_LEG = {"connection", "transfer-encoding", "keep-alive", "upgrade"}


def reverse_proxy(behind: str, prefix: str, *, strips: bool, **headers: str) -> Starlette:
    """Passes what stands under `prefix` on to `behind`, and knows nothing else. `strips` leaves the
    prefix out; `headers` are set on each request."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(base_url=behind, timeout=60) as client:
            app.state.client = client
            yield

    async def passed_on(request: Request) -> Response:
        path = request.url.path
        if strips and path == prefix:
            return RedirectResponse(f"{prefix}/", 301)
        if path != prefix and not path.startswith(f"{prefix}/"):
            return Response("elsewhere", 404)
        url = httpx.URL(
            path=path.removeprefix(prefix) or "/" if strips else path,
            query=request.url.query.encode(),
        )
        kept = {k: v for k, v in request.headers.items() if k not in {*_OF_ONE_LEG, "host"}}
        sent = {**kept, "host": "inner.test", **forwarded(request), **headers}
        client: httpx.AsyncClient = request.app.state.client
        asked = client.build_request(
            request.method, url, headers=sent, content=await request.body()
        )
        answer = await client.send(asked, stream=True)
        response = StreamingResponse(
            answer.aiter_raw(), answer.status_code, background=BackgroundTask(answer.aclose)
        )
        response.raw_headers = [
            (name.lower(), value)
            for name, value in answer.headers.raw
            if name.lower().decode() not in _OF_ONE_LEG
        ]
        return response

    methods = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"]
    return Starlette(routes=[Route("/{path:path}", passed_on, methods=methods)], lifespan=lifespan)


def forwarded(request: Request) -> dict[str, str]:
    return {
        "x-forwarded-for": request.client.host if request.client else "",
        "x-forwarded-proto": request.url.scheme,
        "x-forwarded-host": request.headers["host"],
    }
