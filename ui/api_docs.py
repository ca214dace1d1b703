"""The HTTP API described: as OpenAPI for programs, as a page for people."""

import json
import shlex
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from starlette.routing import BaseRoute

from ui import labels
from ui.events import CONTENT_TYPE
from ui.pages import html_page

OPENAPI = "/api/openapi.json"
DOCS = "/api/docs"

_MODELS = "#/components/schemas/"


def docs_router(routes: Sequence[BaseRoute]) -> APIRouter:
    """The description of these routes, and of no other."""
    router = APIRouter()
    described = get_openapi(
        title=labels.TITLE,
        version=version("retro-assistant"),
        description=labels.API_ABOUT,
        routes=routes,
    )

    @router.get(OPENAPI, include_in_schema=False)
    def openapi(request: Request) -> JSONResponse:
        return JSONResponse({**described, "servers": [{"url": _base(request)}]})

    @router.get(DOCS, include_in_schema=False)
    def docs(request: Request) -> Response:
        operations = list(_operations(described, _base(request)))
        return html_page("api.html", "../", api=described, operations=operations)

    return router


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _operations(described: dict[str, Any], base: str) -> Iterator[dict[str, Any]]:
    """Each operation with its method, its path, the schema of its body and its commands."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            body = _body(operation, described)
            streamed = CONTENT_TYPE in operation["responses"]["200"]["content"]
            commands = list(_commands(f"{base}{path}", body, streamed=streamed))
            yield {
                **operation,
                "method": method.upper(),
                "path": path,
                "body": body,
                "commands": commands,
            }


def _body(operation: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """The schema of what is to be sent; empty where nothing is."""
    content = operation.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    found: dict[str, Any] = described["components"]["schemas"].get(
        reference.removeprefix(_MODELS), {}
    )
    return found


def _commands(url: str, body: dict[str, Any], *, streamed: bool) -> Iterator[str]:
    """A curl command for each example of a body."""
    examples = body.get("examples", [])
    if not examples:
        yield f"curl {shlex.quote(url)}"
    for example in examples:
        yield _command(url, example)
    if streamed and "stream" in body["properties"]:
        yield _command(url, {**examples[0], "stream": True}, "-N")
    elif streamed:
        yield _command(url, examples[0], f"-N -H 'Accept: {CONTENT_TYPE}'")


def _command(url: str, body: dict[str, Any], options: str = "") -> str:
    sent = shlex.quote(json.dumps(body, ensure_ascii=False))
    asks = f"curl {options} {shlex.quote(url)}" if options else f"curl {shlex.quote(url)}"
    return f"{asks} \\\n  -H 'Content-Type: application/json' \\\n  -d {sent}"
