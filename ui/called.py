"""`/ask` for gradio's own clients: what `POST /api/ask` answers without a filter, in the chat's
queue."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

import gradio as gr
from pydantic import ValidationError

from ingest.errors import RetroError
from ui.api import Answers, answers_to
from ui.api_errors import french, told
from ui.contract import AskBody
from ui.desk import Desk
from ui.observing import Observer, observing
from ui.presence import forget_state
from ui.quota import Quota

CALL = "/ask"
LINGER_SECONDS = 60.0
"""How long Gradio's state of a caller stays: 80 kB that nothing here needs, and that it would
keep of ten thousand callers."""


def add_call(
    page: gr.Blocks,
    assistant: Answers,
    desk: Desk,
    quota: Quota,
    observers: Sequence[Observer] = (),
) -> None:
    """To be called inside `page`; `observers` are told of every question."""

    async def ask(
        question: str, request: gr.Request, history: list[dict[str, str]] | None = None
    ) -> AsyncIterator[dict[str, Any]]:
        """Une question, avec les échanges d’avant au besoin ; la réponse et ses citations."""
        try:
            body = AskBody.model_validate({"question": question, "history": history or []})
            with observing(CALL, question, observers) as answering:
                quota.admit(request)
                async for answer in desk.answers(partial(answers_to, assistant, body)):
                    if not isinstance(answer, int):
                        answering.answer = answer
                        yield answer.to_json()
        except ValidationError as error:
            raise _fault(french(dict(error.errors()[0]))) from None
        except RetroError as error:
            raise _fault(str(error)) from None
        except Exception as error:
            raise _fault(told(error)[1]) from None
        finally:
            loop = asyncio.get_running_loop()
            loop.call_later(LINGER_SECONDS, forget_state, page, str(request.session_hash))

    gr.events.api(ask, api_name=CALL.strip("/"), concurrency_limit=None)


def _fault(message: str) -> gr.Error:
    """Told to the client, and not printed."""
    return gr.Error(message, print_exception=False)
