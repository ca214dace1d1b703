"""What the words of a corpus are: how each is written, how common, what acronyms stand for."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from ingest.text import Term, folded, keys, terms, words

LONGEST_NAME = 8
SHORTEST, LONGEST = 3, 5
LEAST_TOLD = 2
_OPENS = re.compile(r"(?:^|[.!?…:»\n])[^\w\n]*$")
_LINK = re.compile(r"[\s\u00a0](?:(?:de|du|des|d[’']|la|le|l[’']|en|et|à|au|aux)[\s\u00a0]?){0,2}")


class Lexicon(NamedTuple):
    """Of the searched passages. `common` are the folded words that are also written without a
    capital; `spellings` gives a way of writing a folded word; `frequencies` in how many passages a
    key stands; `expansions` the head of what an acronym stands for, and back, as keys; `initials`
    the rarest key of the names that letters which stand nowhere would be short for."""

    common: frozenset[str]
    spellings: dict[str, str]
    frequencies: dict[str, int]
    expansions: dict[str, frozenset[str]]
    initials: dict[str, str]

    @classmethod
    def of(cls, texts: Sequence[str], embedded: Iterable[str]) -> "Lexicon":
        """`texts` are the passages', `embedded` the same with what stands above them."""
        written = [
            (word.folded, text[word.start : word.end]) for text in texts for word in words(text)
        ]
        frequencies = Counter(key for text in embedded for key in set(keys(text)))
        return cls(
            common=frozenset(word for word, one in written if one.islower()),
            spellings=dict(written),
            frequencies=dict(frequencies),
            expansions=expansions(texts),
            initials=initials(texts, frequencies),
        )

    def save(self, path: Path) -> None:
        path.write_bytes(_JSON.dump_json(self))

    @classmethod
    def load(cls, path: Path) -> "Lexicon":
        return _JSON.validate_json(path.read_bytes())


_JSON = TypeAdapter(Lexicon)


def expansions(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Acronyms whose letters are the initials of words in a row, somewhere in the corpus."""
    heads: dict[str, str] = {}
    acronyms: set[str] = set()
    for text in texts:
        found = terms(text)
        acronyms |= {t.key for t in found if len(t.word) > 2 and t.word.isupper()}
        initials = "".join(folded(term.word)[0] for term in found)
        for at, term in enumerate(found):
            if term.word[0].isupper():
                sizes = range(3, min(LONGEST_NAME, len(initials) - at) + 1)
                heads |= {initials[at : at + size]: term.key for size in sizes}
    pairs = [(acronym, heads[acronym]) for acronym in acronyms if acronym in heads]
    return {a: frozenset({b}) for pair in pairs for a, b in (pair, pair[::-1])}


def initials(texts: Iterable[str], frequencies: Mapping[str, int]) -> dict[str, str]:
    """Of each name that is told more than once, by its initials (`pvd`, of « Petites Villes de
    demain »), the key that is in the fewest passages. A name opens with a capital that opens no
    sentence, and only articles and prepositions part its words."""
    told: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for text in texts:
        found = [term for term in terms(text) if not term.word.isupper()]
        for at, first in enumerate(found):
            if not first.word[0].isupper() or _OPENS.search(text[: first.start]):
                continue
            name = _linked(text, found[at : at + LONGEST])
            for size in range(SHORTEST, len(name) + 1):
                short = "".join(folded(term.word)[0] for term in name[:size])
                told[short][tuple(term.key for term in name[:size])] += 1
    likeliest = {short: names.most_common(1)[0] for short, names in told.items()}
    return {
        short: min(name, key=lambda one: frequencies.get(one, 0))
        for short, (name, times) in likeliest.items()
        if times >= LEAST_TOLD
    }


def _linked(text: str, found: Sequence[Term]) -> list[Term]:
    """The first ones, as far as articles and prepositions alone part them."""
    name = list(found[:1])
    for one, other in pairwise(found):
        if not _LINK.fullmatch(text[one.end : other.start]):
            break
        name.append(other)
    return name
