"""The HTML tree that a word processor's document makes, while it is made."""

from collections.abc import Callable, Iterable
from typing import Any

from ingest.inline import words
from ingest.tree import element

ReadXml = Callable[[str], Any]


class Draft:
    """`root` grows block by block; notes and text boxes wait until the block that calls them is
    done, and a list is not cut by them. A kind of document says how its XML is read."""

    def __init__(self) -> None:
        self.root = element("div")
        self._notes: list[Any] = []
        self._boxes: list[Any] = []

    @property
    def title(self) -> str:
        """What is styled as the title, its lines as one."""
        lines: list[str] = []
        title = self.root.find(".//h1[@class='title']")
        while title is not None and title.get("class") == "title":
            lines.append(words(title))
            title = title.getnext()
        return " ".join(lines)

    def blocks(self, nodes: Iterable[Any], into: Any) -> None:
        """Adds what the XML says to an element of the tree."""
        raise NotImplementedError

    def inline(self, nodes: Iterable[Any], out: Any) -> None:
        """Adds the text of a paragraph to its element."""
        raise NotImplementedError

    def finish(self) -> None:
        """Sections stand under the title of the document."""
        self._release()
        if self.title:
            for heading in self.root.iter(*(f"h{level}" for level in range(8, 0, -1))):
                if heading.get("class") != "title":
                    heading.tag = f"h{int(heading.tag[1]) + 1}"

    def block(self, kind: str, nodes: Iterable[Any], into: Any) -> None:
        """A paragraph of a kind: `p`, `li`, `h1` …, `title`, `caption`; an empty one is none."""
        if into is self.root and not (kind == "li" and _ends_with(into, "ul")):
            self._release()
        made = element({"title": "h1", "caption": "p"}.get(kind, kind))
        if kind in ("title", "caption"):
            made.set("class", kind)
        boxes, self._boxes = self._boxes, []
        self.inline(nodes, made)
        self._boxes, found = boxes, self._boxes
        if words(made):
            (_list(into) if kind == "li" else into).append(made)
        for box in found:
            self.blocks(box, into)

    def table(self, into: Any) -> Any:
        """A new table, with the caption that stands right before it."""
        table = element("table")
        if _ends_with(into, "p") and into[-1].get("class") == "caption":
            into[-1].tag = "caption"
            table.append(into[-1])
        if into is self.root:
            self._release()
        into.append(table)
        return table

    def image(self, text: str, out: Any) -> None:
        out.append(element("img", alt=text))

    def note(self, body: Any) -> None:
        self._notes.append(body)

    def box(self, body: Any) -> None:
        """Text that stands apart in the page, after the paragraph that holds it."""
        self._boxes.append(body)

    def _release(self) -> None:
        notes, self._notes = self._notes, []
        for note in notes:
            self.blocks(note, self.root)


def add(text: str, out: Any) -> None:
    """Text at the end of what an element holds."""
    if len(out):
        out[-1].tail = (out[-1].tail or "") + text
    else:
        out.text = (out.text or "") + text


def _list(into: Any) -> Any:
    """The list that goes on, or a new one."""
    if not _ends_with(into, "ul"):
        into.append(element("ul"))
    return into[-1]


def _ends_with(into: Any, tag: str) -> bool:
    return bool(len(into)) and into[-1].tag == tag
