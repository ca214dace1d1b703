"""A transcript as a page to print: one HTML document that asks for nothing else."""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path

from ui import labels
from ui.language import spoken
from ui.transcript import Block, Part

_STYLE = (Path(__file__).parent / "static" / "print.css").read_text(encoding="utf-8")
_TAGS = {
    Part.TITLE: "h1",
    Part.QUESTION: "h2",
    Part.LABEL: "h3",
    Part.QUOTE: "blockquote",
    Part.ITEM: "li",
}


def print_page(blocks: Iterable[Block]) -> str:
    found = list(blocks)
    title = next((block.text for block in found if block.part is Part.TITLE), labels.TITLE)
    groups = groupby(found, key=lambda block: block.part)
    body = "".join(_group(part, list(group)) for part, group in groups)
    return (
        f'<!DOCTYPE html>\n<html lang="{spoken()}"><head><meta charset="utf-8">'
        f'<title>{escape(title)}</title><meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style>"
        f'</head><body><p class="screen">{escape(labels.HOW_TO_PRINT)}</p>'
        f"<main>{body}</main></body></html>"
    )


def _group(part: Part, blocks: list[Block]) -> str:
    made = "".join(_table(block) if part is Part.TABLE else _element(block) for block in blocks)
    return f"<ul>{made}</ul>" if part is Part.ITEM else made


def _element(block: Block) -> str:
    tag = _TAGS.get(block.part, "p")
    lead = f"<strong>{escape(block.lead)}</strong>" if block.lead else ""
    return f'<{tag} class="{block.part}">{lead}{_spoken(block, block.text)}</{tag}>\n'


def _spoken(block: Block, text: str) -> str:
    """What is in another language than the page is told so."""
    return "".join(
        escape(piece) if language == spoken() else f'<span lang="{language}">{escape(piece)}</span>'
        for piece, language in block.spoken(text)
    )


def _table(block: Block) -> str:
    (name, told), *rows = block.rows
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{_spoken(block, cell)}</td></tr>'
        for name, cell in rows
    )
    head = f'<th scope="col">{escape(name)}</th><th scope="col">{escape(told)}</th>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>\n"
