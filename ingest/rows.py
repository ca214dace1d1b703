"""The rows of an HTML table, cell by cell."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.inline import words

_LONGEST_REPEATED = 100
_MOST_ROWS = 50


def is_layout(table: Any) -> bool:
    """Whether a table only places what it holds: other tables, headings and what is under them,
    one cell."""
    if (
        table.get("role") == "presentation"
        or next(table.iterdescendants("table"), None) is not None
    ):
        return True
    if len(list(table.iter("td", "th"))) < 2:
        return True
    return any(_heads_a_section(heading) for heading in table.iter("h1", "h2", "h3", "h4", "h5"))


def _heads_a_section(heading: Any) -> bool:
    """Whether its cell says more than this heading, so that it is none of a column or row."""
    cell = next(heading.iterancestors("td", "th"), None)
    return cell is not None and words(cell) != words(heading)


def rows_of(table: Any) -> Iterator[tuple[list[str], bool]]:
    """The rows that say something, and whether each names the columns; what spans several rows is
    said in each, so that each can be read alone."""
    above: dict[int, tuple[int, int, str]] = {}
    for row in table.iter("tr"):
        own = list(row.iterchildren("td", "th"))
        texts = [words(cell) for cell in own]
        cells, above = _across(own, texts, above)
        if any(texts):
            named = all(cell.tag == "th" for cell, text in zip(own, texts, strict=True) if text)
            yield cells, named or row.getparent().tag == "thead"


def _across(
    own: list[Any], texts: list[str], above: dict[int, tuple[int, int, str]]
) -> tuple[list[str], dict[int, tuple[int, int, str]]]:
    """The cells of a row among those that hang from above; what hangs from it in turn."""
    cells: list[str] = []
    below: dict[int, tuple[int, int, str]] = {}
    column = taken = 0
    while taken < len(own) or column in above:
        if column in above:
            rows, columns, text = above[column]
        else:
            cell, text = own[taken], texts[taken]
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            taken += 1
        cells.append(text)
        if rows > 1:
            below[column] = (rows - 1, columns, text if len(text) <= _LONGEST_REPEATED else "")
        column += columns
    return cells, below


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), _MOST_ROWS) if re.fullmatch("[0-9]{1,5}", value) else 1
