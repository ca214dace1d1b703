"""Markdown → plain text and headings; the one home of markdown-it-py."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.schema import Heading

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)


def plain_text(source: str) -> tuple[str, tuple[Heading, ...]]:
    """What a reader of the rendered page sees, as text: blocks apart by a blank line, list items
    by a dash, the cells of a table row by ` | `; links keep their words, images give their
    alternative text as a block."""
    writer = _Writer()
    source = _FRONT_MATTER.sub("", source)
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(source):
        writer.take(token)
    return writer.text.rstrip("\n"), tuple(writer.headings)


class _Writer:
    def __init__(self) -> None:
        self.text = ""
        self.headings: list[Heading] = []
        self._level = 0
        self._prefix = ""
        self._cells = False

    def take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._level = int(token.tag[1:])
            case "heading_close":
                self._level = 0
            case "list_item_open":
                self._prefix = "- "
            case "tr_open":
                self._cells = False
            case "tr_close":
                self.text += "\n"
            case "table_close":
                self._cells = False
                self._separate("\n\n")
            case "table_open" | "bullet_list_close" | "ordered_list_close":
                self._separate("\n\n")
            case "inline":
                self._write(token)
            case "fence" | "code_block":
                self._separate("\n\n")
                self.text += token.content
            case "td_open" | "th_open":
                self.text += " | " if self._cells else ""
                self._cells = True

    def _write(self, token: Token) -> None:
        content = "".join(_inline(child) for child in token.children or ())
        if self._cells:
            self.text += content
            return
        self._separate(
            "\n" if self._prefix and self.text.rsplit("\n", 1)[-1].startswith("- ") else "\n\n"
        )
        start = len(self.text)
        self.text += self._prefix + content
        self._prefix = ""
        if self._level:
            self.headings.append(Heading(start, len(self.text), self._level, content))

    def _separate(self, separator: str) -> None:
        self.text = self.text.rstrip("\n") + separator if self.text else ""


def _inline(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n" if token.type == "hardbreak" else " "
    return token.content
