"""The words of a question that have an opposite, by `opposites.toml`: `premier`, `l’ouverture`."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ingest.text import Span

_FIXED = r"[\w-]| (?:ministre|guerre|de la république|minister|lady|world war)"


class Opposed(NamedTuple):
    """`written` may replace the span; `word` and `opposite` are what tells the two apart."""

    span: Span
    word: str
    written: str
    opposite: str


def opposed(question: str) -> Iterator[Opposed]:
    for match in _pattern().finditer(question):
        said = match[0].lower().replace("'", "’")
        other = _opposites()[said]
        written = _written_like(match[0], other)
        yield Opposed(Span(*match.span()), _proper(said, other), written, _proper(other, said))


@cache
def _opposites() -> dict[str, str]:
    data = tomllib.loads((files("evals.training") / "opposites.toml").read_text(encoding="utf-8"))
    pairs = [pair for language in data.values() for pair in language][::-1]
    return {right: left for left, right in pairs} | dict(pairs)


@cache
def _pattern() -> re.Pattern[str]:
    """Apart from fixed phrases (`Premier ministre`)."""
    longest_first = "|".join(sorted(_opposites(), key=len, reverse=True)).replace("’", "['’]")
    return re.compile(rf"(?<![\w'’-])(?:{longest_first})(?!{_FIXED})", re.IGNORECASE)


def _written_like(model: str, text: str) -> str:
    """With the capitals and the apostrophe of the model."""
    text = text if "’" in model else text.replace("’", "'")
    if model.isupper():
        return text.upper()
    return text[0].upper() + text[1:] if model[0].isupper() else text


def _proper(text: str, other: str) -> str:
    """The word that the other has not (`ouverture` of `l’ouverture`)."""
    return max(set(re.split("[ ’]", text)) - set(re.split("[ ’]", other)), key=len)
