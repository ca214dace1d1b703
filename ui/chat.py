"""The web chat: what its events do."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import gradio as gr

from assistant.provenance import Provenance
from assistant.schema import Answer, Language, Scope
from ingest.errors import BusyError, RetroError
from ui import labels
from ui.backend import Backend
from ui.called import add_call
from ui.conversation import Exchange, State, history, messages, settled, working
from ui.delivery import Deliveries
from ui.desk import Begin, Desk
from ui.feedback import Feedback
from ui.language import speaking, spoken
from ui.layout import lay_out
from ui.observing import Observer, observing
from ui.opinion import OpinionForm
from ui.panel import Panel
from ui.proposed import Proposals, Proposed, proposed
from ui.quota import Quota
from ui.timeline import question
from ui.welcome import MOST_EXAMPLES, Welcome
from ui.working import Workbench, lost_markup

CHAT = "chat"
MOST_EVENTS = 1000

Changes = dict[Any, Any]
"""New values and properties of components, by component."""

log = logging.getLogger(__name__)


class _Page(gr.Blocks):
    """Its events speak its language, though Gradio runs them outside of the requests for them."""

    language: Language

    async def call_function(self, *args: Any, **named: Any) -> Any:
        with speaking(self.language):
            return await super().call_function(*args, **named)


def build_chat(
    assistant: Backend,
    deliveries: Deliveries,
    notice: str,
    desk: Desk | None = None,
    quota: Quota | None = None,
    observers: Sequence[Observer] = (),
    feedback: Feedback | None = None,
) -> gr.Blocks:
    """The page and its events in the language that is spoken, not yet served; `ui.server` mounts
    it, and hands out what waits in `deliveries`. `notice` is what whoever asks is to know;
    `observers` are told of every question; opinions on answers are asked for where there is a
    `feedback` to keep them."""
    page = _Page(title=labels.TITLE, analytics_enabled=False, fill_width=True)
    page.language = spoken()
    with page:
        desk, quota = desk or Desk(), quota or Quota()
        Chat(assistant, deliveries, notice, desk, quota, observers, feedback).wire(page)
        add_call(page, assistant, desk, quota, observers)
    page.queue(max_size=MOST_EVENTS, default_concurrency_limit=None, api_open=False)
    return page


class Chat:
    """The events of one page.

    The conversation is kept in the server's session and only ever shown from there: what
    the browser sends of it is not read.
    """

    def __init__(
        self,
        assistant: Backend,
        deliveries: Deliveries,
        notice: str,
        desk: Desk,
        quota: Quota,
        observers: Sequence[Observer] = (),
        feedback: Feedback | None = None,
    ) -> None:
        self.assistant = assistant
        self.desk = desk
        self.quota = quota
        self.observers = observers
        days = feedback.days if feedback else 0
        self.parts = lay_out(MOST_EXAMPLES, notice, writes=assistant.writes, opinion_days=days)
        self.welcome = Welcome(self.parts, assistant)
        self.workbench = Workbench(self.parts, deliveries)
        self.panel = Panel(self.parts, assistant)
        self.proposals = Proposals(self.parts, assistant)
        self.opinions = OpinionForm(self.parts, feedback) if feedback else None

    def wire(self, page: gr.Blocks) -> None:
        parts = self.parts
        self.welcome.wire(page, **_at_once())
        asked = [self._asks(parts.question.submit, parts.question)]
        asked += [self._asks(example.click, example) for example in parts.examples]
        asked += [self._asks(parts.ask.click, parts.reference, self.begin_about, parts.proposed)]
        asked += [self._asks(parts.retry.click, parts.reference, self.retry)]
        for answered in asked:
            self.proposals.wire(answered, **_quietly())
        parts.question.stop(self.stop, parts.exchanges, self._shown(), **_quietly())
        cleared = [*self._shown(), *self.workbench.shown(), parts.panel]
        parts.restart.click(self.restart, parts.exchanges, cleared, **_quietly())
        parts.act.click(
            self.workbench.act,
            [parts.reference, parts.exchanges],
            [*self.workbench.shown(), parts.question],
            **_at_once(),
        )
        self.panel.wire(**_at_once())
        if self.opinions:
            self.opinions.wire(**_at_once())
            parts.restart.click(self.opinions.close, None, self.opinions.shown(), **_at_once())

    def begin(self, question: str, exchanges: list[Exchange], edited: int) -> Changes:
        """Show the question at once, in place of the `edited` one and all that followed; nothing
        when it is blank or another is being answered."""
        if not question.strip() or working(exchanges):
            return {self.parts.asked: ""}
        kept = exchanges[: edited - 1] if edited else exchanges
        shown = self._show([*kept, Exchange(question.strip())])
        shown[self.parts.question]["value"] = ""
        return {self.parts.asked: question.strip(), **shown, **self.workbench.clear()}

    def retry(self, reference: str, exchanges: list[Exchange], edited: int) -> Changes:
        """Ask the last question anew; nothing when the page meant another one."""
        if not exchanges:
            return {self.parts.asked: "", self.parts.delivery: lost_markup()}
        if working(exchanges) or reference != f"retry-{len(exchanges)}":
            return {self.parts.asked: ""}
        *kept, last = exchanges
        return {
            self.parts.asked: last.question,
            **self._show([*kept, Exchange(last.question)]),
            **self.workbench.clear(edited=edited),
        }

    def begin_about(
        self, reference: str, exchanges: list[Exchange], edited: int, found: Proposed | None
    ) -> Changes:
        """As `begin`, of the period that a link of the timeline names, or the one of those
        `found` to go on with that a button is of."""
        asked = proposed(reference, found) or question(reference)
        return self.begin(asked, exchanges, edited)

    async def answer(
        self,
        asked: str,
        exchanges: list[Exchange],
        scope: Scope,
        quotations: bool,
        request: gr.Request,
    ) -> AsyncIterator[Changes]:
        """Each longer answer as it comes; nothing when `begin` refused the question."""
        if not asked:
            yield {self.parts.conversation: gr.skip()}
            return
        *earlier, last = exchanges
        stream = self.assistant.stream
        begin = partial(stream, asked, history(earlier), scope, quotations=quotations)
        try:
            async for further in self._answered(last, begin, request):
                show = self._talk if further.state is State.WORKING else self._show
                yield show([*earlier, further])
        finally:
            last.run.end()

    async def _answered(
        self, last: Exchange, begin: Begin, request: gr.Request
    ) -> AsyncIterator[Exchange]:
        """The exchange as its answer grows, and at last as it ended."""
        try:
            with observing(CHAT, last.question, self.observers) as answering:
                self.quota.admit(request)
                async for answer in last.run.steps(self.desk.answers(begin)):
                    last = _further(last, answer)
                    answering.answer = last.answer
                    yield last
            last = replace(last, state=State.DONE, provenance=self._provenance(last))
        except BusyError as error:
            last = replace(last, state=State.STOPPED, error=str(error))
        except RetroError as error:
            last = replace(last, state=State.FAILED, error=labels.failure(error))
        except asyncio.CancelledError:
            if not last.run.halted:
                raise
            last = replace(last, state=State.STOPPED)
        except Exception:
            log.exception("a question could not be answered")
            last = replace(last, state=State.FAILED, error=labels.UNEXPECTED)
        yield last

    def _provenance(self, exchange: Exchange) -> Provenance | None:
        return self.assistant.provenance(exchange.answer) if exchange.answer else None

    async def stop(self, exchanges: list[Exchange]) -> Changes:
        """What there is of the answer is shown by its run, unless that never began."""
        if not working(exchanges):
            return self._show(exchanges)
        *earlier, last = exchanges
        await last.run.halt()
        if last.run.over:
            return {self.parts.conversation: gr.skip()}
        return self._show([*earlier, replace(last, state=State.STOPPED)])

    async def restart(self, exchanges: list[Exchange], request: gr.Request) -> Changes:
        if working(exchanges):
            await exchanges[-1].run.halt()
        cleared = self.workbench.forget(request)
        return {**self._show([]), **cleared, self.parts.panel: gr.update(visible=False)}

    def _asks(
        self,
        trigger: Callable[..., Any],
        source: gr.Component,
        begin: Callable[..., Changes] | None = None,
        *more: gr.Component,
    ) -> Any:
        """Wire what asks the question that `source` holds, with what `more` its `begin` reads;
        returns the event of its answer."""
        parts, shown = self.parts, self._shown()
        begun = trigger(
            begin or self.begin,
            [source, parts.exchanges, parts.edited, *more],
            [parts.asked, *shown, *self.workbench.shown()],
            **_at_once(),
        )
        return begun.then(
            self.answer,
            [parts.asked, parts.exchanges, parts.scope, parts.quotations],
            shown,
            concurrency_limit=None,
            trigger_mode="multiple",
            **_quietly(),
        )

    def _shown(self) -> list[Any]:
        parts = self.parts
        shown = [parts.exchanges, parts.conversation, parts.welcome, parts.restart, parts.question]
        return [*shown, parts.whole, parts.proposals]

    def _show(self, exchanges: list[Exchange]) -> Changes:
        """Everything that depends on the conversation, as it now stands."""
        exchanges = settled(exchanges)
        parts, busy = self.parts, working(exchanges)
        return {
            **self._talk(exchanges),
            parts.welcome: gr.update(visible=not exchanges),
            parts.restart: gr.update(visible=bool(exchanges)),
            parts.whole: gr.update(visible=bool(exchanges)),
            parts.proposals: "",
            parts.question: gr.update(
                submit_btn=False if busy else labels.SEND, stop_btn=labels.STOP if busy else False
            ),
        }

    def _talk(self, exchanges: list[Exchange]) -> Changes:
        shown = gr.update(
            value=messages(exchanges, judged=self.opinions is not None), visible=bool(exchanges)
        )
        return {self.parts.exchanges: exchanges, self.parts.conversation: shown}


def _further(exchange: Exchange, answer: Answer | int) -> Exchange:
    """An exchange with a longer answer, or with its place in the queue."""
    if isinstance(answer, int):
        return replace(exchange, ahead=answer)
    return replace(exchange, answer=answer, ahead=0)


def _quietly() -> dict[str, Any]:
    return {"show_progress": "hidden", "api_visibility": "private"}


def _at_once() -> dict[str, Any]:
    return {"queue": False, **_quietly()}
