"""The filters of the chat: native lists of years, months and documents, and what they are set to.

What the browser says of them is three numbers; which document a number means is known here.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.library import Library
from assistant.schema import EVERYTHING, Scope
from assistant.scoping import say_scope
from ingest.wording import month_name
from ui import labels
from ui.language import spoken
from ui.rendering import literal

_REFERENCE = re.compile(r"f-(\d{1,4})-(\d{1,2})-(\d{1,5})", re.ASCII)


def filter_documents(library: Library) -> list[tuple[str, str]]:
    """Id and title of what can be chosen, in the order of the list."""
    return [(document.id, document.title) for document, _ in library.documents]


def filters_markup(library: Library) -> str:
    """Nothing is chosen; folded away until it is wanted."""
    years = sorted((year.year for year in library.coverage.years), reverse=True)
    months = ((month, month_name(month, spoken())) for month in range(1, 13))
    documents = enumerate((title for _, title in filter_documents(library)), 1)
    lists = (
        _list("year", ((year, str(year)) for year in years)),
        _list("month", months),
        _list("document", documents),
    )
    return (
        f'<details class="filters"><summary>{literal(labels.FILTER)}</summary>'
        f'<div role="group" title="{literal(labels.FILTERS)}">{"".join(lists)}</div></details>'
    )


def read_filter(reference: str, documents: Sequence[tuple[str, str]]) -> Scope | None:
    """What `f-{year}-{month}-{document}` keeps to, 0 where everything; None for what is none."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    year, month, number = map(int, found.groups())
    if month > 12 or number > len(documents):
        return None
    chosen = (documents[number - 1][0],) if number else ()
    return Scope((year,) if year else (), (month,) if month else (), chosen)


def filter_told(scope: Scope, documents: Sequence[tuple[str, str]]) -> str:
    """What is set, and how to lift it; empty where nothing is."""
    if scope == EVERYTHING:
        return ""
    titles = [title for id_, title in documents if id_ in scope.documents]
    said = labels.FILTER_ON.format(said=say_scope(scope, spoken(), titles))
    off = f'<button type="button" id="filter-off">{literal(labels.FILTER_OFF)}</button>'
    return f'<p class="filtered">{literal(said)} {off}</p>'


def _list(name: str, choices: Iterable[tuple[int, str]]) -> str:
    every = (0, labels.FILTER_ALL[name])
    options = (f'<option value="{n}">{literal(said)}</option>' for n, said in (every, *choices))
    label = literal(labels.FILTER_LABELS[name])
    return f'<label>{label} <select id="filter-{name}">{"".join(options)}</select></label>'
