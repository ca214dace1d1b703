"""Persons typed without their capitals → as the documents write them."""

from collections.abc import Iterator

from assistant.names import persons
from ingest.index import Index
from ingest.text import Word, key, words

MOST_READ = 10
"""Passages in which the whole name is looked for."""


def recased(text: str, index: Index) -> str:
    """`qui est yves le breton` → `qui est Yves Le Breton`. A name of one word stays as it is. Of a
    text in capitals that holds one, the rest goes to lower case: no word of it is an acronym."""
    typed = words(text)
    sought = {key(text[one.start : one.end]): 1.0 for one in _miswritten(text, typed, index)}
    if not sought:
        return text
    read = (hit.passage.text for hit in index.lexical(sought, MOST_READ))
    found = (" ".join(person.text.split()) for passage in read for person in persons(passage))
    for name in dict.fromkeys(found):
        parts = [one.folded for one in words(name)]
        for at in reversed(range(len(typed) - len(parts) + 1)):
            if len(parts) > 1 and [one.folded for one in typed[at : at + len(parts)]] == parts:
                text = text.lower() if text.isupper() else text
                text = text[: typed[at].start] + name + text[typed[at + len(parts) - 1].end :]
                typed = words(text)
    return text


def _miswritten(text: str, typed: list[Word], index: Index) -> Iterator[Word]:
    """The words that the documents only write with a capital, and otherwise than here."""
    for one in typed:
        spelling = index.spelling(one.folded)
        if spelling and not index.is_common(one.folded) and spelling != text[one.start : one.end]:
            yield one
