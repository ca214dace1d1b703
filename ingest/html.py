"""HTML page → what a reader of it came for: no menus, banners, buttons, hidden parts."""

import re
from typing import Any

from ingest.inline import squeezed, words
from ingest.loaded import Loaded
from ingest.markup import canonical
from ingest.plain import decode
from ingest.tree import element, page_tree

_UNSEEN = frozenset(
    "head script style noscript template iframe object embed canvas audio video map svg annotation "
    "annotation-xml nav search del s strike rp rt datalist".split()
)
_CONTROLS = frozenset("button input select textarea option output progress".split())
_ROLES = frozenset(
    "navigation banner contentinfo search menu menubar tablist toolbar doc-noteref "
    "doc-backlink".split()
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,40})", re.I
)
_LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii"}
_STRAY = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]|</(?:body|html)\s*>", re.I)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BREADCRUMB = re.compile(r"breadcrumbs?|fil-?d-?ariane|skip-?(links?|to|nav)", re.I)
_NOTE = re.compile(r"footnote-?(ref|back)|reversefootnote|noteref", re.I)
_NOTE_MARK = re.compile(r"\W*(\d{1,3}|[a-z])?\W*")
_SKIP = re.compile(r"(aller|passer|accéder|sauter|skip|jump)\b.{0,60}", re.I)
_BANNER = re.compile(r"cookie|consent|tarteaucitron|axeptio|didomi", re.I)
_TRACKS = re.compile(r"cookie|traceur|tracker", re.I)
_MODAL = re.compile(r"(?:^|[-_\s])modal(?:[-_\s]|$)")
_MOST_OF_A_BANNER = 3000
_LONGEST_MARK = 60


def load_html(data: bytes) -> Loaded:
    source, warnings = _decode(data)
    return page(source, warnings=warnings)


def page(source: str, title: str = "", warnings: tuple[str, ...] = ()) -> Loaded:
    """The text of a page; `title` where it is known from elsewhere. Raises DocumentError."""
    root = page_tree(source)
    if root is None:
        return Loaded("", warnings=warnings)
    _plain_windows(root)
    named, top = _names(root), _only_heading(root)
    for node in list(root.iterdescendants()):
        if _is_furniture(node):
            node.drop_tree()
    content = _content(root)
    inner = _only_heading(content)
    if inner is None and top is not None:
        content, inner = _under(top, content), top
    elif inner is not None and content is root:
        _without_banner(inner)
    return canonical(content, title or _title(inner, named), warnings)


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """As `decode`, the page's own word for its encoding first, stray control characters left out.

    The tags that end a page go too: browsers show what some pages write after them.
    """
    warnings: tuple[str, ...] = ()
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    for encoding in ("utf-8-sig", "cp1252" if name in _LATIN else name):
        try:
            text = data.decode(encoding)
            break
        except (UnicodeError, LookupError):
            continue
    else:
        text, warnings = decode(data)
    again, _ = decode(_STRAY.sub("", text).encode())
    return again, warnings


def _plain_windows(root: Any) -> None:
    """The headings of windows that open over a page name no section of it."""
    for heading in list(root.iter(*_HEADINGS)):
        if any(map(_is_window, heading.iterancestors("div", "section", "dialog"))):
            heading.tag = "p"


def _is_window(node: Any) -> bool:
    named = node.tag == "dialog" or node.get("role") in ("dialog", "alertdialog")
    return named or bool(_MODAL.search(node.get("class", "")))


def _names(root: Any) -> str:
    """What the head of the page calls it."""
    shared = root.xpath("//meta[@property='og:title' or @name='og:title']/@content")
    names = (squeezed(text).strip() for text in [*shared, *root.xpath("//head/title/text()")])
    return next(filter(None, names), "")


def _only_heading(root: Any) -> Any:
    """The h1 of a page that has just one."""
    found = [heading for heading in root.iter("h1") if words(heading) and not _is_hidden(heading)]
    return found[0] if len(found) == 1 else None


def _content(root: Any) -> Any:
    """The one main part or article that holds most of the page, else the page."""
    whole = len(words(root))
    inside = "not(ancestor::main or ancestor::*[@role='main'])"
    for query in (
        f"//*[self::main or @role='main'][{inside}]",
        "//article[not(ancestor::article)]",
    ):
        found = root.xpath(query)
        if len(found) == 1 and 2 * len(words(found[0])) >= whole:
            return found[0]
    return root


def _under(heading: Any, content: Any) -> Any:
    """The content with the page's heading, which stood outside, above it."""
    both = element("div")
    heading.tail = None
    both.extend([heading, content])
    return both


def _title(heading: Any, named: str) -> str:
    """The page's only h1, unless nothing else names the page and other headings come before."""
    if heading is None or not (named or not heading.xpath("preceding::h2 | preceding::h3")):
        return named
    return words(heading)


def _without_banner(heading: Any) -> None:
    """What stands above the page's heading, where that is nothing but links and images."""
    text = "".join(heading.xpath("preceding::text()[not(ancestor::a)]"))
    if not re.search(r"\w", text):
        for node in heading.xpath("preceding::a | preceding::img"):
            node.drop_tree()


def _is_furniture(node: Any) -> bool:
    """Whether an element is no part of what the page says."""
    tag, role = node.tag, node.get("role", "")
    if tag in _UNSEEN or role in _ROLES or _is_hidden(node):
        return True
    if tag in ("header", "footer"):
        return not _within(node, "article", "main", "section", "figure", "blockquote", "td")
    if tag == "aside" or role == "complementary":
        return not _within(node, "article")
    if tag in _CONTROLS:
        return not _within(node, *_HEADINGS, "summary")
    if tag in ("label", "legend"):
        return _within(node, "form")
    return _is_mark(node) if tag == "a" else _is_named_furniture(node)


def _within(node: Any, *tags: str) -> bool:
    return next(node.iterancestors(*tags), None) is not None


def _is_hidden(node: Any) -> bool:
    """Not so the panel of a tab nor what a search may open: a click shows them."""
    hidden = node.get("hidden") not in (None, "until-found")
    if hidden and node.get("role") != "tabpanel":
        return True
    style = node.get("style", "")
    return node.get("aria-hidden") == "true" or bool(_INVISIBLE.search(style))


def _is_mark(link: Any) -> bool:
    """Whether a link within the page only calls a note, goes back, marks a heading or skips."""
    if _NOTE.search(link.get("class", "")):
        return True
    if not link.get("href", "").startswith("#"):
        return False
    text = words(link)
    raised = link.getparent().tag == "sup" or link.find("sup") is not None or text[:1] == "["
    shape = _NOTE_MARK.fullmatch(text[:_LONGEST_MARK])
    return bool(_SKIP.fullmatch(text) or (shape and (raised or not shape[1])))


def _is_named_furniture(node: Any) -> bool:
    """Whether names say that an element is a breadcrumb, skip links or a cookie banner."""
    if node.tag not in ("div", "section", "dialog", "form", "ol", "ul", "p"):
        return False
    names = f"{node.get('class', '')} {node.get('id', '')}"
    if any(_BREADCRUMB.search(name) for name in names.split()):
        return len(words(node)) <= 300
    if _BANNER.search(names) or node.get("role") in ("dialog", "alertdialog", "region"):
        text = words(node)
        asks = next(node.iter("button", "input"), None) is not None
        return asks and len(text) <= _MOST_OF_A_BANNER and bool(_TRACKS.search(text))
    return False
