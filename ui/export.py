"""From what a button asks for to the file: the one place that knows every format."""

from collections.abc import Callable, Sequence
from datetime import datetime

from ui import labels
from ui.actions import ALL, Act
from ui.conversation import Exchange, State
from ui.delivery import File
from ui.markdown import markdown
from ui.printing import print_page
from ui.receipt import receipt_text
from ui.spreadsheet import spreadsheet
from ui.transcript import Block, transcript
from ui.word import word

COPIED = ("copy", "proof")
"""What goes to the clipboard instead of a file."""

_MARKDOWN = "text/markdown; charset=utf-8"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WRITERS: dict[str, tuple[str, str, Callable[[list[Block], datetime], bytes]]] = {
    "copy": ("md", _MARKDOWN, lambda blocks, at: markdown(blocks).encode()),
    "md": ("md", _MARKDOWN, lambda blocks, at: markdown(blocks).encode()),
    "docx": ("docx", _DOCX, word),
    "print": ("html", "text/html; charset=utf-8", lambda blocks, at: print_page(blocks).encode()),
}


def export(act: Act, exchanges: Sequence[Exchange], at: datetime) -> File | None:
    """The file that is asked for; None when there is nothing of the kind to give."""
    chosen = exchanges if act.turn == ALL else exchanges[act.turn - 1 : act.turn]
    told = [each for each in chosen if each.state is not State.WORKING]
    if not told:
        return None
    if act.name not in _WRITERS:
        return _of_answer(act, told[0], at) if act.turn != ALL else None
    extension, media_type, write = _WRITERS[act.name]
    kind = "conversation" if act.turn == ALL else "answer"
    content = write(transcript(told, at.date()), at)
    return File(_name(kind, at, extension), media_type, content)


def _of_answer(act: Act, exchange: Exchange, at: datetime) -> File | None:
    answer = exchange.answer
    if answer is None:
        return None
    if act.name in ("receipt", "proof"):
        content = receipt_text(answer, exchange.provenance, at).encode()
        return File(_name("receipt", at, "json"), "application/json", content)
    if act.name == "csv" and answer.rows:
        return File(_name("table", at, "csv"), "text/csv; charset=utf-8", spreadsheet(answer))
    return None


def _name(kind: str, at: datetime, extension: str) -> str:
    return f"{labels.FILE_NAMES[kind]}-{at:%Y-%m-%d}.{extension}"
