"""The stream of a chat model's reply → sentences with the keys that they cite.

What comes is data of unknown make: half words, Markdown, code blocks, lists, keys before or after
the full stop, in `[ ]`, `【 】` or `( )`. A sentence is given once it is whole; the rest of one
that was cut is no sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.text import folded, sentences

MOST_CHARACTERS, LONGEST = 6000, 1000
_KEY = r"[a-z]\d[a-z]\d"
_GROUP = r"[\[【][^\[\]【】\n]*[\]】]"
_ANY_GROUP = re.compile(rf"{_GROUP}|\({_KEY}\)")
_BEFORE_STOP = re.compile(rf"([.!?…]+(?:\s*[»”\"])?)[ \t]*((?:(?:{_GROUP}|\({_KEY}\))[ \t]*)+)")
_NAMES_OF_KEYS = {"cle", "cles", "passage", "passages", "source", "sources", "key", "et", "and"}
_ITEM = re.compile(r"\s*(?:[-–•*+]|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"\*\*|__|`+|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|^\s*#{1,6}\s+|^\s*>\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_WHOLE = re.compile(rf"(?:[.!?…]|{_GROUP}|\({_KEY}\))[»”\")\s.]*$")
_WILD = ("Cc", "Cf", "Co", "Cn", "Cs")


class Draft(NamedTuple):
    """A sentence as the model wrote it, not yet proven; `keys` are what stood in its brackets,
    whatever it is; `item` where it opens an item of a list. `raw` is all of it."""

    words: str
    keys: tuple[str, ...]
    item: bool
    raw: str

    @property
    def is_readable(self) -> bool:
        """Without control or replacement characters, nor a bracket left over."""
        wild = any(unicodedata.category(c) in _WILD or c == "\ufffd" for c in self.words)
        return not wild and not set("[]【】") & set(self.words)


class NoAnswer(NamedTuple):
    """The sentinel: the model says that the passages do not answer."""


def drafts(pieces: Iterable[str], sentinel: str) -> Iterator[Draft | NoAnswer]:
    """Sentences as they get whole; nothing is read after the sentinel, too many characters or one
    sentence that does not end."""
    buffer, read = "", 0
    for piece in pieces:
        read += len(piece)
        buffer += piece
        *lines, buffer = buffer.split("\n")
        for line in lines:
            for found in _of_line(line, sentinel):
                yield found
                if isinstance(found, NoAnswer):
                    return
        whole, buffer = _parted(buffer)
        for sentence in whole:
            yield from _made(sentence, sentinel)
        if read > MOST_CHARACTERS or len(buffer) > LONGEST:
            return
    yield from _of_line(buffer, sentinel)


def _of_line(line: str, sentinel: str) -> Iterator[Draft | NoAnswer]:
    """All sentences of a line that is over; its last one may lack its end."""
    whole, rest = _parted(line)
    for sentence in whole:
        yield from _made(sentence, sentinel)
    if _WHOLE.search(rest) or _says(rest, sentinel):
        yield from _made(rest, sentinel)


def _parted(text: str) -> tuple[list[str], str]:
    """The sentences that are whole, and the last one, which may go on. Keys that stand after a
    full stop are those of the sentence before it."""
    text = _BEFORE_STOP.sub(lambda m: f" {m[2].strip()}{m[1]} ", text)
    bullet = _ITEM.match(text)
    spans = sentences(text, bullet.end() if bullet else 0)
    if not spans:
        return [], text
    starts = [0, *(span.start for span in spans[1:])]
    ends = [*starts[1:], len(text)]
    found = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    return found[:-1], found[-1]


def _made(raw: str, sentinel: str) -> Iterator[Draft | NoAnswer]:
    """Nothing for a fence, and for an introduction, which says nothing (« Voici : »)."""
    if _says(raw, sentinel):
        yield NoAnswer()
        return
    keys = tuple(dict.fromkeys(key for group in _ANY_GROUP.findall(raw) for key in _keys(group)))
    words = _plain(_ANY_GROUP.sub("", raw))
    if _FENCE.match(raw) or not any(c.isalnum() for c in words):
        return
    if not keys and words.endswith(":"):
        return
    yield Draft(words, keys, bool(_ITEM.match(raw)), raw.strip())


def _says(text: str, sentinel: str) -> bool:
    """However it is spelt; only at the start, since a prompt that leaks names it too, and alone
    where it is not written as it is told, since a sentence may open with its words."""
    if text.lstrip(" *").startswith(sentinel):
        return True
    opening = re.sub(r"^\W+", "", folded(text)).replace("_", " ")
    named, _, rest = opening.partition(folded(sentinel).replace("_", " "))
    return not named and opening != rest and not re.match(r"\w|,?[ \u00a0]+\w", rest)


def _keys(group: str) -> list[str]:
    """What stands in brackets, one by one; `passage k3x9` is `k3x9`."""
    parts = [part for part in re.split(r"[,;:\s†|/]+", group.strip("[]【】()")) if part]
    return [part for part in parts if folded(part) not in _NAMES_OF_KEYS] or [group]


def _plain(text: str) -> str:
    """Without Markdown nor the space that keys leave before a full stop."""
    text = _ITEM.sub("", text, count=1) if _ITEM.match(text) else text
    text = _MARKUP.sub("", text)
    return re.sub(r"\s+(?=[.,…])", "", re.sub(r"[ \t]+", " ", text)).strip()
