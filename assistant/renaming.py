"""Programmes that changed their name: what is said under one name answers for the other.

`Cœurs de bourg, rebaptisé Places vivantes en 2020`, `il s'appelle désormais Places vivantes`.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.text import keys

_NAME = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]*(?:\s(?!en\s|par\s|il\s|elle\s|qui\s)[\w’'-]+){0,5}"
_ENDS = r"(?=\s(?:en|par|depuis|à|est|sera|a|ont|s[’'])\b|\s?[,.;:!?)»]|\s*$)"
_NOW = r"(?:désormais|maintenant|aujourd[’']hui|dorénavant)"
_RENAMED = [
    re.compile(pattern)
    for pattern in (
        rf"(?P<old>{_NAME}?),?\s(?:re)?(?:baptisé|nommé)e?s?\s(?:{_NOW}\s)?(?P<new>{_NAME}?){_ENDS}",
        rf"(?P<old>{_NAME}?),?\s(?:devenu|devient|deviennent)e?s?\s(?:{_NOW}\s)?"
        rf"(?:le |la |les |l[’'])?(?P<new>{_NAME}?){_ENDS}",
        rf"(?P<old>{_NAME}?)\s?[,;:]\s(?:il|elle|qui)\ss[’']appelle\s(?:{_NOW}\s)?"
        rf"(?P<new>{_NAME}?){_ENDS}",
        rf"(?P<new>{_NAME}?),?\s\(?(?:anciennement|autrefois|ex-|(?:qui\ss[’']appelait|appelée?)\s"
        rf"(?:auparavant|avant|jusque-là))\s?(?P<old>{_NAME}?){_ENDS}",
    )
]


class Renaming(NamedTuple):
    """The keys of both names (see `ingest.text.keys`)."""

    old: frozenset[str]
    new: frozenset[str]


def renamings(texts: Iterable[str]) -> list[Renaming]:
    """Every change of name that the texts tell of."""
    found = [
        Renaming(frozenset(keys(match["old"])), frozenset(keys(match["new"])))
        for text in texts
        for pattern in _RENAMED
        for match in pattern.finditer(text)
    ]
    return [one for one in dict.fromkeys(found) if one.old and one.new and one.old != one.new]


def other_names(asked: Iterable[str], known: Sequence[Renaming]) -> dict[str, frozenset[str]]:
    """For each key of a name that is asked for whole, the keys of the programme's other name."""
    own = set(asked)
    found: dict[str, frozenset[str]] = {}
    for one in known:
        for name, other in ((one.old, one.new), (one.new, one.old)):
            if name <= own:
                found |= {key: found.get(key, frozenset()) | other for key in name}
    return found
