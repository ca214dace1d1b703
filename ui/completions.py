"""The OpenAI-compatible API: the assistant as a model of Open WebUI and its like.

Only the conversation is read: instructions, temperature and the like change nothing. Open WebUI
takes sources from `event` in a streamed line, from `sources` in a whole response, and numbers
them in their order, doubles of `source` or of `name` left out: each has its own.
"""

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.schema import Answer, Citation, Turn
from ui import completion_text, labels
from ui.api import Admit, Answers, anyone, last
from ui.api_errors import RefusalError, routes_that_tell, told
from ui.contract import MOST_TURNS
from ui.events import CONTENT_TYPE, event, event_stream

COMPLETIONS = "/v1/chat/completions"
MODELS = "/v1/models"
MODEL = "retro"
MOST_MESSAGES = 200
MOST_CHARACTERS = 100_000

_DESCRIPTION = """\
Le dernier message de l’utilisateur est la question\u202f; ceux d’avant, la conversation. Les
consignes (`system`) et les réglages (`temperature`…) sont sans effet.

Le texte porte ses repères `[n]`, puis la liste des sources en Markdown. Hors norme\u00a0: `answer`,
la réponse de `/api/ask`, et `sources`, dans la forme que lit Open WebUI."""

_EXAMPLES: list[JsonValue] = [
    {
        "model": MODEL,
        "messages": [{"role": "user", "content": "Que s’est-il passé en octobre 2020 ?"}],
    }
]

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Un `chat.completion` d’OpenAI, ou ses `chat.completion.chunk`.",
        "content": {CONTENT_TYPE: {"schema": {"type": "string"}}},
    },
    "4XX": {"description": "La requête n’est pas comme attendu, dans la forme d’OpenAI."},
    "5XX": {"description": "Il n’a pas pu être répondu, dans la forme d’OpenAI."},
}


class Part(BaseModel):
    """Un morceau de message ; seul le texte est lu."""

    type: str = Field(description="`text`.")
    text: str = Field("", description="Le texte.")


class Message(BaseModel):
    """Un message de la conversation."""

    role: str = Field(description="`user` ou `assistant`\u202f; les autres ne sont pas lus.")
    content: str | list[Part] | None = Field(None, description="Le texte.")

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class CompletionBody(BaseModel):
    """Une conversation, comme l’API d’OpenAI la reçoit."""

    model_config = ConfigDict(json_schema_extra={"examples": _EXAMPLES})

    model: str = Field(description=f"`{MODEL}`.")
    messages: list[Message] = Field(
        min_length=1, max_length=MOST_MESSAGES, description="La conversation, dans l’ordre."
    )
    stream: bool = Field(False, description=f"Au fil de l’eau, en `{CONTENT_TYPE}`.")


def completions_router(assistant: Answers, admit: Admit = anyone) -> APIRouter:
    """The routes that a client of OpenAI knows."""
    router = APIRouter(route_class=routes_that_tell(_failure, invalid=400))
    started = int(time.time())

    @router.get(
        MODELS,
        summary="Nommer le modèle",
        operation_id="models",
        response_description="La liste d’OpenAI, qui n’en a qu’un.",
    )
    def models() -> dict[str, Any]:
        about = {"object": "model", "created": started, "owned_by": "retro"}
        return {"object": "list", "data": [{"id": MODEL, "name": labels.TITLE, **about}]}

    @router.post(
        COMPLETIONS,
        summary="Répondre comme un modèle d’OpenAI",
        description=_DESCRIPTION,
        operation_id="completions",
        responses=_RESPONSES,
    )
    def completions(body: CompletionBody, request: Request) -> Response:
        conversation = _conversation(body)
        admit(request, 1)
        answers = _answers(assistant, *conversation)
        if body.stream:
            return event_stream(_chunks(answers))
        return JSONResponse(_completion(last(answers)))

    return router


def _conversation(body: CompletionBody) -> tuple[str, list[tuple[str, str]]]:
    """The question, and the pairs of question and answer before it."""
    if body.model != MODEL:
        raise RefusalError(404, labels.NO_MODEL.format(model=body.model, known=MODEL))
    pairs: list[tuple[str, str]] = []
    for message in body.messages:
        if len(message.text) > MOST_CHARACTERS:
            raise RefusalError(400, labels.LONG_QUESTION.format(limit=MOST_CHARACTERS))
        if message.role == "user":
            pairs.append((message.text, ""))
        elif message.role == "assistant" and pairs:
            pairs[-1] = (pairs[-1][0], message.text.partition(f"\n\n**{labels.sources(1)}")[0])
    if not pairs or not pairs[-1][0].strip():
        raise RefusalError(400, labels.NO_QUESTION)
    return pairs[-1][0], pairs[:-1][-MOST_TURNS:]


def _answers(
    assistant: Answers, question: str, earlier: Sequence[tuple[str, str]]
) -> Iterator[Answer]:
    history: list[Turn] = []
    for asked, answered in earlier:
        history.append(Turn(asked, assistant.standalone(asked, history), answered))
    yield from assistant.stream(question, history)


def _completion(answer: Answer) -> dict[str, Any]:
    message = {"role": "assistant", "content": completion_text.whole(answer)}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    proof = {"sources": sources(answer.citations), "answer": answer.to_json()}
    return {**_head("chat.completion"), "choices": [choice], **proof}


def _chunks(answers: Iterable[Answer]) -> Iterator[bytes]:
    """The text as it grows, then each source, then the end; an error ends it at once."""
    head = _head("chat.completion.chunk")

    def chunk(delta: dict[str, str], reason: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return event({**head, "choices": [choice], **more})

    try:
        yield chunk({"role": "assistant", "content": ""})
        sent, answer = "", None
        for answer in answers:
            text = completion_text.body(answer)
            if text.startswith(sent):
                yield chunk({"content": text[len(sent) :]})
                sent = text
        if answer:
            yield chunk({"content": _rest(completion_text.whole(answer), sent)})
            for source in sources(answer.citations):
                yield chunk({}, event={"type": "source", "data": source})
            yield chunk({}, "stop", sources=sources(answer.citations))
    except Exception as error:
        yield event(_failure(*told(error)))
    yield format_sse_event(data_str="[DONE]")


def _rest(whole: str, sent: str) -> str:
    """What is to be added to `sent`; all of it again where what was sent holds no more."""
    if whole.startswith(sent):
        return whole[len(sent) :]
    return f"\n\n**{labels.CORRECTED}**\n\n{whole}"


def sources(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """The citations in the form that Open WebUI reads; it shows `document` as Markdown."""
    return [_source(citation) for citation in citations]


def _source(citation: Citation) -> dict[str, Any]:
    place = f"{citation.document}#{citation.start}-{citation.end}"
    name = f"{completion_text.where(citation)} [{citation.marker}]"
    return {
        "source": {"id": place, "name": name},
        "document": [completion_text.quotation(citation)],
        "metadata": [{"source": place, "name": name}],
    }


def _head(kind: str) -> dict[str, Any]:
    key = f"chatcmpl-{uuid.uuid4().hex}"
    return {"id": key, "object": kind, "created": int(time.time()), "model": MODEL}


def _failure(status: int, message: str) -> dict[str, Any]:
    """An error in the shape of OpenAI."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    code = "model_not_found" if status == 404 else None
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
