"""What an element of an HTML tree says, on one line."""

import re
from typing import Any

from ingest.tree import walk

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form header hgroup hr html legend li main menu nav ol p pre search "
    "section summary table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6 h7 h8 h9".split()
)
_SPACE = re.compile("[ \t\n\r\f\u2028\u2029]+")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_FILE_NAME = re.compile(r"\S+\.(jpe?g|png|gif|svg|webp|bmp|tiff?)", re.I)


def squeezed(text: str | None) -> str:
    """White space as one space, no-break spaces as they are; no control characters."""
    return _SPACE.sub(" ", CONTROL.sub("", text or ""))


def words(element: Any) -> str:
    """Everything that an element says, on one line."""
    pieces = []
    for event, node in walk(element):
        pieces.append(" " if node.tag in BLOCKS or node.tag == "br" else "")
        if event == "start":
            dash = "- " if node.tag == "li" else ""
            pieces += [dash, alternative(node), node.text or ""]
        elif node is not element:
            pieces.append(node.tail or "")
    return squeezed("".join(pieces)).strip()


def alternative(element: Any) -> str:
    """The alternative text of an image, unless it is the name of a file or its caption again."""
    text = squeezed(element.get("alt")).strip() if element.tag == "img" else ""
    if not text or _FILE_NAME.fullmatch(text):
        return ""
    caption = figure_caption(element)
    return "" if caption is not None and words(caption) == text else text


def figure_caption(element: Any) -> Any:
    """The caption of the figure that an element stands in, None where there is none."""
    figure = next(element.iterancestors("figure"), None)
    return None if figure is None else next(figure.iter("figcaption"), None)
