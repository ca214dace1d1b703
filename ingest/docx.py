"""WordprocessingML → an HTML tree: what is printed in the body of the page, and its notes.

Tags are told by their prefix and local name, so that the strict variant of the format reads alike.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ingest.draft import Draft, ReadXml, add
from ingest.tree import element, local, name

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "urn:schemas-microsoft-com:vml": "v",
}
_AROUND = frozenset(
    "w:sdt w:sdtContent w:customXml w:smartTag w:ins w:moveTo mc:AlternateContent mc:Choice".split()
)
_UNSEEN = frozenset(
    "w:pPr w:rPr w:del w:moveFrom w:instrText w:fldData w:rt w:commentReference mc:Fallback "
    "w:sdtPr w:annotationRef w:sectPr w:tblPr".split()
)
_MARKS = {"w:tab": " ", "w:ptab": " ", "w:noBreakHyphen": "\u2011"}
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_LIST_OF_HEADINGS = re.compile(r"toc (\d|heading)|table of figures|table of authorities|index \d")
_FIGURE = re.compile(r"(figure|fig\.|graphi|illustration|photo|image|carte|schéma|dessin)", re.I)
_GENERATED = re.compile(
    r"Description (générée automatiquement|automatically generated)|généré par l.IA|AI-generated",
    re.I,
)
_FIRST_ROW = 0x20


class _Style(NamedTuple):
    """What a paragraph is by its style, its own or one that it is based on."""

    names: tuple[str, ...]
    level: int
    listed: bool


_PLAIN = _Style((), 0, False)


class Body(Draft):
    def __init__(self, read: ReadXml) -> None:
        super().__init__()
        main = _main_part(read)
        folder = main.rpartition("/")[0]
        self._styles = _styles(read(f"{folder}/styles.xml"))
        self._bodies = {
            (kind, _value(note, "id")): note
            for kind in _NOTES.values()
            for note in _children(read(f"{folder}/{kind}.xml"))
        }
        self._deleted_end: list[Any] = []
        for body in _children(read(main)):
            self.blocks(body, self.root)
        self.finish()

    def blocks(self, nodes: Iterable[Any], into: Any) -> None:
        for node in _unwrapped(nodes):
            if _name(node) == "w:p":
                self._paragraph(node, into)
            elif _name(node) == "w:tbl":
                self._table(node, into)

    def inline(self, nodes: Iterable[Any], out: Any) -> None:
        for node in nodes:
            tag = _name(node)
            if tag in ("w:t", "m:t"):
                add(node.text or "", out)
            elif tag in _MARKS:
                add(_MARKS[tag], out)
            elif tag in ("w:br", "w:cr"):
                out.append(element("br"))
            elif tag in _NOTES:
                self._call(_NOTES[tag], node)
            elif tag == "w:txbxContent":
                self.box(node)
            elif tag not in _UNSEEN and not _is_hidden(node):
                if text := _alternative(node, tag):
                    self.image(text, out)
                self.inline(node, out)

    def _paragraph(self, node: Any, into: Any) -> None:
        """One whose end is deleted goes on in the next."""
        nodes = [*self._deleted_end, *node]
        self._deleted_end = []
        if _find(node, "pPr", "rPr", "del") is not None:
            self._deleted_end = nodes
            return
        kind = self._kind(node)
        if kind:
            self.block(kind, nodes, into)

    def _kind(self, node: Any) -> str:
        style = self._styles.get(_value(_find(node, "pPr", "pStyle"), "val"), _PLAIN)
        level = _level("", _value(_find(node, "pPr", "outlineLvl"), "val")) or style.level
        if any(map(_LIST_OF_HEADINGS.fullmatch, style.names)):
            return ""
        if "title" in style.names:
            return "title"
        if level:
            return f"h{min(level, 8)}"
        number = _find(node, "pPr", "numPr", "numId")
        if _value(number, "val") != "0" if number is not None else style.listed:
            return "li"
        if "caption" in style.names and not _FIGURE.match("".join(_texts(node)).strip()):
            return "caption"
        return "p"

    def _call(self, kind: str, reference: Any) -> None:
        if (note := self._bodies.get((kind, _value(reference, "id")))) is not None:
            self.note(note)

    def _table(self, node: Any, into: Any) -> None:
        table = self.table(into)
        look = _find(node, "tblPr", "tblLook")
        bits = _value(look, "val") or "0"
        titled = _value(look, "firstRow") in ("1", "true", "on") or bool(
            re.fullmatch("[0-9A-Fa-f]{1,8}", bits) and int(bits, 16) & _FIRST_ROW
        )
        rows = [row for row in _unwrapped(node) if _name(row) == "w:tr"]
        rows = [row for row in rows if _find(row, "trPr", "del") is None]
        spanning: dict[int, Any] = {}
        for number, row in enumerate(rows):
            first = number == 0 and len(rows) > 1 and titled
            header = first or _is_on(_find(row, "trPr", "tblHeader"))
            self._row(row, table, "th" if header else "td", spanning)

    def _row(self, node: Any, table: Any, tag: str, spanning: dict[int, Any]) -> None:
        """`spanning` holds the last cell of each column: the next row may go on with it."""
        row = element("tr")
        table.append(row)
        column = _number(_find(node, "trPr", "gridBefore"))
        for cell in (cell for cell in _unwrapped(node) if _name(cell) == "w:tc"):
            merged = _find(cell, "tcPr", "vMerge")
            above = spanning.get(column)
            if merged is not None and _value(merged, "val") != "restart" and above is not None:
                above.set("rowspan", str(int(above.get("rowspan", "1")) + 1))
            else:
                spanning[column] = made = element(tag)
                row.append(made)
                self.blocks(cell, made)
            width = max(1, _number(_find(cell, "tcPr", "gridSpan")))
            spanning[column].set("colspan", str(width))
            column += width


def _main_part(read: ReadXml) -> str:
    """Where the document stands in the archive."""
    for relation in _children(read("_rels/.rels")):
        if _value(relation, "Type").endswith("/officeDocument"):
            return _value(relation, "Target").lstrip("/")
    raise LookupError("no document in the archive")


def _styles(root: Any) -> dict[str, _Style]:
    own = {_value(style, "styleId"): style for style in _children(root)}
    return {key: _style(style, own) for key, style in own.items() if key}


def _style(style: Any, own: dict[str, Any]) -> _Style:
    """What is said nearest counts; a style based on itself ends there."""
    names: list[str] = []
    level, listed, seen = 0, None, set[str]()
    while style is not None and _value(style, "styleId") not in seen:
        seen.add(_value(style, "styleId"))
        names.append(_value(_find(style, "name"), "val").lower())
        level = level or _level(names[-1], _value(_find(style, "pPr", "outlineLvl"), "val"))
        number = _find(style, "pPr", "numPr", "numId")
        if listed is None and number is not None:
            listed = _value(number, "val") != "0"
        style = own.get(_value(_find(style, "basedOn"), "val"))
    return _Style(tuple(names), level, bool(listed))


def _level(named: str, outline: str) -> int:
    """Of a heading by the name of its style or its place in the outline; 0 for text."""
    if heading := re.fullmatch(r"(?:heading|titre) ([1-9])", named):
        return int(heading[1])
    return int(outline) + 1 if re.fullmatch("[0-8]", outline) else 0


def _unwrapped(nodes: Iterable[Any]) -> Iterator[Any]:
    """Without what stands around text to track, bind or vary it."""
    for node in nodes:
        if _name(node) not in _AROUND:
            yield node
        elif not _is_hidden(node):
            yield from _unwrapped(node)


def _alternative(node: Any, tag: str) -> str:
    """What the author wrote for those who do not see a drawing; what a machine guessed is not."""
    decorative = (_is_on(one) for one in node.iter("{*}decorative")) if tag == "wp:docPr" else ()
    key = {"wp:docPr": "descr", "v:shape": "alt"}.get(tag)
    text = str(node.get(key, "")) if key else ""
    return "" if _GENERATED.search(text) or any(decorative) else text


def _is_hidden(node: Any) -> bool:
    """Whether it is not printed, or prompts the author, or lists the headings again."""
    if _name(node) == "w:r":
        return _is_on(_find(node, "rPr", "vanish"))
    gallery = _value(_find(node, "sdtPr", "docPartObj", "docPartGallery"), "val")
    return gallery == "Table of Contents" or _is_on(_find(node, "sdtPr", "showingPlcHdr"))


def _is_on(node: Any) -> bool:
    return node is not None and _value(node, "val") not in ("0", "false", "off")


def _texts(node: Any) -> Iterator[str]:
    return (text.text or "" for text in node.iter("{*}t"))


def _name(node: Any) -> str:
    return name(node, _PREFIXES)


def _value(node: Any, key: str) -> str:
    """An attribute by its local name; empty where there is none."""
    keys = node.keys() if node is not None else ()
    return next((str(node.get(one)) for one in keys if local(one) == key), "")


def _number(node: Any) -> int:
    text = _value(node, "val")
    return int(text) if text.isdigit() and len(text) < 5 else 0


def _children(node: Any) -> Iterable[Any]:
    return node if node is not None else ()


def _find(node: Any, *path: str) -> Any:
    for step in path:
        node = node.find(f"{{*}}{step}") if node is not None else None
    return node
