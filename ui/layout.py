"""What stands on the chat page, before anything happens."""

from dataclasses import dataclass

import gradio as gr

from assistant.schema import EVERYTHING
from ui import labels, language
from ui.actions import whole_markup
from ui.feedback import MOST_COMMENT
from ui.rendering import literal


@dataclass(frozen=True)
class OpinionParts:
    """The form of `ui.opinion`; `judged` is the answer that it is about."""

    form: gr.Column
    title: gr.Markdown
    reason: gr.Radio
    comment: gr.Textbox
    send: gr.Button
    leave: gr.Button
    told: gr.Markdown
    judged: gr.State


@dataclass(frozen=True)
class Parts:
    """The components that events read or change.

    `exchanges` and `asked` live on the server; `reference`, `open` and `ask` are how the
    page's script says which passage to show and which period to ask about; `act` and `retry`
    read a button's id there. `edited` is the turn of the question that is changed. `filter` reads
    there which filter is set, of the documents that `filter_documents` offered. `quotations` is
    shown where a chat model words answers.
    """

    exchanges: gr.State
    asked: gr.State
    coverage: gr.Markdown
    restart: gr.Button
    welcome: gr.Column
    years: gr.Markdown
    examples: list[gr.Button]
    conversation: gr.Chatbot
    question: gr.Textbox
    quotations: gr.Checkbox
    panel: gr.Column
    passage: gr.Markdown
    close: gr.Button
    reference: gr.Textbox
    open: gr.Button
    ask: gr.Button
    whole: gr.Markdown
    act: gr.Button
    retry: gr.Button
    delivery: gr.Markdown
    editing: gr.Markdown
    edited: gr.State
    signed: gr.Markdown
    opinion: OpinionParts | None
    filters: gr.Markdown
    filter: gr.Button
    filtered: gr.Markdown
    scope: gr.State
    filter_documents: gr.State
    proposals: gr.Markdown
    proposed: gr.State


def lay_out(examples: int, notice: str, *, writes: bool, opinion_days: int = 0) -> Parts:
    """With room for so many examples, and for an opinion where it is kept for some days; to be
    called inside a `gr.Blocks`."""
    coverage, whole, signed, restart = _top()
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            welcome, buttons, years = _welcome(examples)
            conversation = _conversation()
            delivery, editing = _markup("", "delivery"), _markup("", "editing")
            opinion = _opinion(opinion_days) if opinion_days else None
            proposals = _markup("", "proposals")
            filters, filtered = _markup("", "filters"), _markup("", "filtered")
            question = _question()
            quotations = gr.Checkbox(
                label=labels.QUOTATIONS, elem_id="quotations", container=False, visible=writes
            )
            _markup(f"<p>{literal(notice)}</p>", "notice")
        panel, passage, close = _panel()
    return Parts(
        coverage=coverage,
        exchanges=gr.State([]),
        asked=gr.State(""),
        restart=restart,
        welcome=welcome,
        years=years,
        examples=buttons,
        conversation=conversation,
        question=question,
        quotations=quotations,
        panel=panel,
        passage=passage,
        close=close,
        reference=gr.Textbox(visible="hidden", elem_id="reference", label=labels.PASSAGE),
        open=gr.Button(labels.OPEN, visible="hidden", elem_id="open"),
        ask=gr.Button(labels.ASK, visible="hidden", elem_id="ask"),
        whole=whole,
        act=gr.Button(labels.EXPORT, visible="hidden", elem_id="act"),
        retry=gr.Button(labels.RETRY, visible="hidden", elem_id="retry"),
        delivery=delivery,
        editing=editing,
        edited=gr.State(0),
        signed=signed,
        opinion=opinion,
        filters=filters,
        filter=gr.Button(labels.FILTER, visible="hidden", elem_id="filter"),
        filtered=filtered,
        scope=gr.State(EVERYTHING),
        filter_documents=gr.State([]),
        proposals=proposals,
        proposed=gr.State(None),
    )


def _top() -> tuple[gr.Markdown, gr.Markdown, gr.Markdown, gr.Button]:
    with gr.Row(elem_id="top"):
        _markup(f"<h1>{literal(labels.TITLE)}</h1>", "title")
        coverage = _markup("", "coverage")
        _markup(_pages(), "pages")
        whole = gr.Markdown(whole_markup(), elem_id="whole", visible=False)
        restart = gr.Button(labels.RESTART, elem_id="restart", size="sm", visible=False)
        signed = _markup("", "signed")
        return coverage, whole, signed, restart


def _pages() -> str:
    links = (
        f'<li><a class="tab" href="{path}" title="{literal(f"{name} ({labels.NEW_TAB})")}">'
        f"{literal(name)}</a></li>"
        for path, name in labels.PAGE_NAMES.items()
    )
    other = f'<a class="language" href="{language.translated("./")}" lang="{language.other()}">'
    switch = f"<li>{other}{literal(labels.OTHER_LANGUAGE)}</a></li>"
    return f"<nav><ul>{''.join(links)}{switch}</ul></nav>"


def _welcome(examples: int) -> tuple[gr.Column, list[gr.Button], gr.Markdown]:
    with gr.Column(elem_id="welcome") as welcome:
        _markup(
            f"<div><h2>{literal(labels.WELCOME)}</h2><p>{literal(labels.WELCOME_DETAIL)}</p>"
            f'<p class="label">{literal(labels.EXAMPLES)}</p></div>',
            "greeting",
        )
        with gr.Row(elem_id="examples"):
            buttons = [gr.Button(visible=False, elem_classes="example") for _ in range(examples)]
        years = _markup("", "years")
    return welcome, buttons, years


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="conversation",
        label=labels.CONVERSATION,
        show_label=False,
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
        autoscroll=False,
        visible=False,
    )


def _question() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=labels.QUESTION,
        placeholder=labels.PLACEHOLDER,
        max_lines=6,
        submit_btn=labels.SEND,
    )


def _opinion(days: int) -> OpinionParts:
    """Hidden until a button under an answer opens it; what is kept is said above its button."""
    with gr.Column(elem_id="opinion", visible=False) as form:
        title = _markup("", "opinion-title")
        reason = gr.Radio([], label=labels.REASON, elem_id="opinion-reason")
        comment = gr.Textbox(
            label=labels.COMMENT,
            placeholder=labels.COMMENT_DETAIL,
            lines=2,
            max_lines=5,
            max_length=MOST_COMMENT,
            elem_id="opinion-comment",
        )
        kept = labels.OPINION_TOLD.format(days=labels.days(days))
        _markup(f"<p>{literal(kept)}</p>", "opinion-kept")
        with gr.Row(elem_id="opinion-buttons"):
            send = gr.Button(labels.OPINION_SEND, elem_id="opinion-send", size="sm")
            leave = gr.Button(labels.KEEP, elem_id="opinion-leave", size="sm")
    told = _markup("", "opinion-told")
    return OpinionParts(form, title, reason, comment, send, leave, told, gr.State(None))


def _panel() -> tuple[gr.Column, gr.Markdown, gr.Button]:
    with gr.Column(elem_id="panel", visible=False) as panel:
        close = gr.Button(labels.CLOSE, elem_id="close", size="sm")
        passage = _markup("", "passage")
    return panel, passage, close


def _markup(markup: str, elem_id: str) -> gr.Markdown:
    return gr.Markdown(markup, elem_id=elem_id, latex_delimiters=[])
