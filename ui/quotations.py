"""What of a text is quoted from the documents, and so is French in whatever language it is said."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.schema import Answer

_MARKER = re.compile(r"\[\d{1,3}\]")
_WORD = re.compile(r"[^\W\d]")


class Run(NamedTuple):
    """Some characters in a row of one language."""

    text: str
    quoted: bool


def quotes(answer: Answer) -> tuple[str, ...]:
    """The quotations of an answer, as they are and as its lines have them."""
    exact = [citation.quote for citation in answer.citations]
    return (*exact, *(" ".join(quote.split("\n")) for quote in exact))


def runs(text: str, quoted: Iterable[str]) -> Iterator[Run]:
    """`text` cut where a quotation begins or ends; one that only repeats some words of a
    quotation is quoted whole."""
    known = sorted(filter(None, quoted), key=len, reverse=True)
    found = list(re.finditer("|".join(map(re.escape, known)), text)) if known else []
    if not found and text:
        yield Run(text, _repeats(text, known))
        return
    done = 0
    for quote in found:
        if done < quote.start():
            yield Run(text[done : quote.start()], False)
        yield Run(quote[0], True)
        done = quote.end()
    if done < len(text):
        yield Run(text[done:], False)


def _repeats(text: str, quoted: Iterable[str]) -> bool:
    """Whether the words of a text stand as they are in a quotation."""
    bare = _MARKER.sub("", text).strip(" .")
    words = re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)")
    return bool(_WORD.search(bare)) and any(words.search(quote) for quote in quoted)
