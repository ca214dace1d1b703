"""`POST /api/ask`: the assistant for other tools."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse

from assistant.schema import EVERYTHING, Answer, Scope, Turn
from ui.api_errors import routes_that_tell, told
from ui.batch import replayed
from ui.contract import AnswerJson, AskBody, ErrorJson, PastTurn
from ui.events import CONTENT_TYPE, event, event_stream

ASK = "/api/ask"

_DESCRIPTION = f"""\
Une question, et la réponse avec ses citations vérifiées.

Avec l’en-tête `Accept: {CONTENT_TYPE}`, la réponse vient au fil de l’eau, en événements\u00a0:
chaque `answer` porte le début prouvé de la réponse, `done` la réponse entière, `error` ce que porte
une réponse d’erreur."""

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "La réponse.", "content": {CONTENT_TYPE: {"schema": {"type": "string"}}}},
    411: {"model": ErrorJson, "description": "La requête ne dit pas sa longueur."},
    413: {"model": ErrorJson, "description": "La requête est trop grande."},
    422: {"model": ErrorJson, "description": "La requête n’est pas comme attendu."},
    429: {
        "model": ErrorJson,
        "description": "Trop de questions\u202f; `Retry-After` dit l’attente.",
    },
    500: {"model": ErrorJson, "description": "Une erreur inattendue."},
    503: {"model": ErrorJson, "description": "L’index ou le modèle ne peut pas répondre."},
}


class Answers(Protocol):
    """What the APIs need of an assistant."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), scope: Scope = EVERYTHING
    ) -> Iterator[Answer]: ...

    def standalone(self, question: str, history: Sequence[Turn] = ()) -> str: ...


Admit = Callable[[Request, int], None]
"""Raises QuotaError when whoever makes a request may not ask so many questions."""


def anyone(_: Request, questions: int) -> None:
    """Admits everybody."""


def api_router(assistant: Answers, admit: Admit = anyone) -> APIRouter:
    """The route of the project's own contract."""
    router = APIRouter(route_class=routes_that_tell(lambda _, message: {"error": message}))

    @router.post(
        ASK,
        response_model=AnswerJson,
        responses=_RESPONSES,
        summary="Poser une question",
        description=_DESCRIPTION,
        operation_id="ask",
    )
    def ask(
        body: AskBody,
        request: Request,
        accept: Annotated[str, Header(include_in_schema=False)] = "",
    ) -> Response:
        admit(request, len(body.turns or ()) or 1)
        answers = answers_to(assistant, body)
        if CONTENT_TYPE in accept:
            return event_stream(_events(answers))
        return JSONResponse(last(answers).to_json())

    return router


def last(answers: Iterator[Answer]) -> Answer:
    """The whole answer."""
    *_, whole = answers
    return whole


def answers_to(assistant: Answers, body: AskBody) -> Iterator[Answer]:
    """Each longer answer to what a body asks."""
    scope = body.filters.scope
    if body.turns:
        *earlier, question = body.turns
        history = replayed(lambda one, past: last(assistant.stream(one, past, scope)), earlier)
    else:
        question = body.question or ""
        history = _told(assistant, body.history)
    yield from assistant.stream(question, history, scope)


def _told(assistant: Answers, past: Sequence[PastTurn]) -> list[Turn]:
    history: list[Turn] = []
    for each in past:
        standalone = each.standalone or assistant.standalone(each.question, history)
        history.append(Turn(each.question, standalone, each.answer))
    return history


def _events(answers: Iterator[Answer]) -> Iterator[bytes]:
    whole: dict[str, Any] = {}
    try:
        for answer in answers:
            whole = answer.to_json()
            yield event(whole, "answer")
        yield event(whole, "done")
    except Exception as error:
        _, message = told(error)
        yield event({"error": message}, "error")
