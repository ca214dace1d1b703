"""From an Answer to Markdown for another program's page: exact, and inert whatever the text.

Characters that mean something to Markdown, HTML or a formula get a backslash, so that no text of
a document makes a link, an image or a tag there. The closing bracket has none: `\\[ … \\]` is a
formula to some readers, and no link goes without an opening one.
"""

import re
from collections.abc import Sequence

from assistant.schema import Answer, Excerpt, Status
from ui import labels

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_ACTIVE = re.compile(r"[\\`*_\[<>#~|$&@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_AT_START = re.compile(r"^(\d+(?=[.)])|(?=[+=-]))")
_MARKER = re.compile(r"\\\[(\d{1,3})\]([(:])?")


def escaped(text: str) -> str:
    """One line of text as inert Markdown: what is seen of it is `text`, on one line."""
    line = _CONTROL.sub(" ", text).strip()
    return _AT_START.sub(r"\1\\", _ACTIVE.sub(r"\\\g<0>", line))


def body(answer: Answer) -> str:
    """The text with its markers; that of a longer answer goes on from that of a shorter one."""
    known = {citation.marker for citation in answer.citations}
    made, listed = "", False
    for line in _lines(answer):
        item = line.startswith("- ")
        made += "\n" if item and listed else "\n\n" if made else ""
        made += f"- {_marked(line[2:], known)}" if item else _marked(line, known)
        listed = item
    return made


def whole(answer: Answer) -> str:
    """The body, then the sources, or the passages that stand near where there is no answer."""
    parts = [body(answer)]
    if answer.citations:
        cited = [(f"[{each.marker}] ", each) for each in answer.citations]
        parts.append(_listed(labels.sources(len(cited)), cited))
    if answer.status is Status.NOT_FOUND and answer.related:
        near = [("", each) for each in answer.related]
        parts.append(_listed(f"{labels.RELATED}. {labels.RELATED_DETAIL}", near))
    return "\n\n".join(parts)


def where(excerpt: Excerpt) -> str:
    """Title, heading, day and page, on one line."""
    period = labels.period(excerpt.period) if excerpt.period else ""
    page = labels.page(excerpt.page, excerpt.page_label) if excerpt.page is not None else ""
    said = " · ".join(filter(None, (excerpt.title, excerpt.heading, period, page)))
    return _CONTROL.sub(" ", said)


def quotation(excerpt: Excerpt) -> str:
    return "\n".join(map(escaped, excerpt.quote.split("\n")))


def _lines(answer: Answer) -> list[str]:
    """The lines that say something, the short answer first where the text does not open on it."""
    lines = [line for line in answer.text.split("\n") if line.strip()]
    short = answer.short_answer.strip()
    return [short, *lines] if short and lines and short not in lines[0] else lines


def _marked(line: str, known: set[int]) -> str:
    """An escaped line whose markers of a citation stay markers, and make no link."""

    def marker(found: re.Match[str]) -> str:
        if int(found[1]) not in known:
            return found[0]
        return f"[{found[1]}]" + (f"\\{found[2]}" if found[2] else "")

    return _MARKER.sub(marker, escaped(line))


def _listed(title: str, excerpts: Sequence[tuple[str, Excerpt]]) -> str:
    items = []
    for marker, each in excerpts:
        quoted = quotation(each).replace("\n", "\n  > ")
        items.append(f"- {marker}{escaped(where(each))}\n  > {quoted}")
    return f"**{title}**\n\n" + "\n".join(items)
