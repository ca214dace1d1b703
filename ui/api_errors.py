"""What an API says when it cannot answer: one French sentence, in the shape its callers read."""

import logging
from collections.abc import Callable
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from ingest.errors import QuotaError, RetroError
from ui import labels

MOST_BYTES = 1_000_000

Shape = Callable[[int, str], dict[str, Any]]
"""From a status and a sentence to the body of the response."""

log = logging.getLogger(__name__)


class RefusalError(Exception):
    """A request that has the right form, and asks for what cannot be had."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def told(error: Exception) -> tuple[int, str]:
    """The status and the sentence for what went wrong while a question was answered."""
    if isinstance(error, RefusalError):
        return error.status, str(error)
    if isinstance(error, RetroError):
        return 503, str(error)
    log.error("a question could not be answered", exc_info=error)
    return 500, labels.UNEXPECTED


def routes_that_tell(shape: Shape, *, invalid: int = 422) -> type[APIRoute]:
    """The class of the routes whose errors have this shape; `invalid` is the status for a body
    that is not as it should be."""

    class Telling(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Any]:
            handle = super().get_route_handler()

            async def handler(request: Request) -> Response:
                try:
                    return _refusal(request) or await handle(request)
                except RequestValidationError as error:
                    return _response(invalid, french(error.errors()[0]))
                except HTTPException:
                    return _response(invalid, labels.NOT_JSON)
                except QuotaError as error:
                    return _response(429, str(error), {"Retry-After": str(error.seconds)})
                except Exception as error:
                    return _response(*told(error))

            return handler

    def _refusal(request: Request) -> JSONResponse | None:
        """For a body that is too long to be read, or does not say how long it is."""
        length = request.headers.get("content-length", "")
        if request.method == "POST" and not length.isdecimal():
            return _response(411, labels.NO_LENGTH)
        return _response(413, labels.TOO_LARGE) if int(length or 0) > MOST_BYTES else None

    def _response(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
        return JSONResponse(shape(status, message), status, headers)

    return Telling


def french(fault: dict[str, Any]) -> str:
    """The first thing that is wrong with a body, and where."""
    where = ".".join(str(part) for part in fault["loc"] if part != "body")
    if fault["type"] == "json_invalid" or not where:
        return fault["msg"] if fault["type"] == "one_way" else labels.NOT_JSON
    said = labels.FAULTS.get(fault["type"], labels.FAULT)
    return labels.FIELD.format(field=where, fault=said.format(**fault.get("ctx", {})))
