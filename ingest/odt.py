"""OpenDocument text → an HTML tree: what is printed in the body of the page, and its notes."""

from collections.abc import Iterable, Iterator
from typing import Any

from ingest.draft import Draft, ReadXml, add
from ingest.tree import element, name

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    f"{_NS}office:1.0": "office",
    f"{_NS}text:1.0": "text",
    f"{_NS}table:1.0": "table",
    f"{_NS}drawing:1.0": "draw",
    f"{_NS}svg-compatible:1.0": "svg",
    f"{_NS}form:1.0": "form",
}
_UNSEEN = frozenset(
    "text:tracked-changes text:table-of-content text:illustration-index text:table-index "
    "text:object-index text:user-index text:alphabetical-index text:sequence-decls "
    "text:variable-decls text:user-field-decls text:hidden-text text:hidden-paragraph "
    "text:ruby-text text:script text:note-citation text:bibliography-source office:forms "
    "office:annotation office:annotation-end office:event-listeners office:binary-data "
    "office:scripts svg:title svg:desc draw:image draw:object draw:object-ole".split()
)
_PARAGRAPHS = frozenset({"text:p", "text:h", "text:list", "text:numbered-paragraph", "table:table"})
_MARKS = {"text:s": " ", "text:tab": " "}
_MOST_REPEATED = 64


class Body(Draft):
    def __init__(self, read: ReadXml) -> None:
        super().__init__()
        content = read("content.xml")
        if content is None:
            raise LookupError("no content in the archive")
        self._parents = _parents(content) | _parents(read("styles.xml"))
        for text in content.iterfind(f"{{{_NS}office:1.0}}body/{{{_NS}office:1.0}}text"):
            self.blocks(text, self.root)
        self.finish()

    def blocks(self, nodes: Iterable[Any], into: Any) -> None:
        for node in nodes:
            tag = _name(node)
            if tag in _UNSEEN or _get(node, "text", "display") == "none":
                continue
            if tag in ("text:p", "text:h"):
                self.block(self._kind(node), [node], into)
            elif tag in ("text:list", "text:numbered-paragraph"):
                self._list(node, into)
            elif tag == "table:table":
                self._table(node, into)
            elif tag.startswith("draw:"):
                self.block("p", [node], into)
            else:
                self.blocks(node, into)

    def inline(self, nodes: Iterable[Any], out: Any) -> None:
        for node in nodes:
            tag = _name(node)
            if tag == "text:line-break":
                out.append(element("br"))
            elif tag == "text:note":
                self.note(node)
            elif tag.startswith("draw:") and any(_name(child) in _PARAGRAPHS for child in node):
                self.box(node)
            elif tag not in _UNSEEN:
                if text := _alternative(node):
                    self.image(text, out)
                add(_MARKS.get(tag, node.text or ""), out)
                for child in node:
                    self.inline([child], out)
                    add(child.tail or "", out)

    def _kind(self, node: Any) -> str:
        if _name(node) == "text:h":
            level = _get(node, "text", "outline-level")
            return f"h{min(int(level), 8) if level.isdigit() and level != '0' else 1}"
        styles = set(self._lineage(_get(node, "text", "style-name")))
        if "Title" in styles:
            return "title"
        return "caption" if "Table" in styles else "p"

    def _lineage(self, style: str) -> Iterator[str]:
        """The style and those that it comes from."""
        seen = set[str]()
        while style and style not in seen:
            seen.add(style)
            yield style
            style = self._parents.get(style, "")

    def _list(self, node: Any, into: Any) -> None:
        """The first paragraph of an item is the item; what else it holds follows."""
        items = [node] if _name(node) == "text:numbered-paragraph" else list(node)
        for item in items:
            inside = list(item)
            if _name(item) != "text:list-header" and inside and _name(inside[0]) == "text:p":
                self.block("li", [inside.pop(0)], into)
            self.blocks(inside, into)

    def _table(self, node: Any, into: Any) -> None:
        table = self.table(into)
        for row, tag in _rows(node):
            made = element("tr")
            table.append(made)
            for cell in row.iterfind(f"{{{_NS}table:1.0}}table-cell"):
                self._cell(cell, tag, made)

    def _cell(self, node: Any, tag: str, row: Any) -> None:
        repeated = _get(node, "table", "number-columns-repeated") or "1"
        for _ in range(min(int(repeated), _MOST_REPEATED) if repeated.isdigit() else 1):
            cell = element(tag)
            cell.set("rowspan", _get(node, "table", "number-rows-spanned"))
            cell.set("colspan", _get(node, "table", "number-columns-spanned"))
            row.append(cell)
            self.blocks(node, cell)


def _rows(table: Any) -> Iterator[tuple[Any, str]]:
    """The rows of a table, not of those inside its cells, with the tag of their cells."""
    for node in table:
        tag = _name(node)
        if tag == "table:table-row":
            header = _name(table) == "table:table-header-rows"
            yield node, "th" if header else "td"
        elif tag in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _rows(node)


def _parents(root: Any) -> dict[str, str]:
    nodes = root.iter(f"{{{_NS}style:1.0}}style") if root is not None else ()
    return {_get(node, "style", "name"): _get(node, "style", "parent-style-name") for node in nodes}


def _alternative(node: Any) -> str:
    """The description of a drawing, else its title."""
    for kind in ("desc", "title"):
        found = node.find(f"{{{_NS}svg-compatible:1.0}}{kind}")
        if found is not None and found.text:
            return str(found.text)
    return ""


def _name(node: Any) -> str:
    return name(node, _PREFIXES)


def _get(node: Any, prefix: str, key: str) -> str:
    return str(node.get(f"{{{_NS}{prefix}:1.0}}{key}", ""))
