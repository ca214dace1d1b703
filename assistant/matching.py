"""Which of a question's words a text covers, and how well.

A word is covered by itself (lemma and stem), by a word of its family, by a spelling of it that
is one or two letters away, or, less so, by a synonym (`synonyms.toml`) or a word that the
embedding model puts near it: so that an English question finds French passages. A name or a
figure is covered by itself alone.
"""

import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from langchain_core.embeddings import Embeddings
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.names import people
from assistant.renaming import Renaming, other_names
from assistant.schema import Language
from assistant.wanted import language_of
from ingest.index import Index
from ingest.text import Term, folded, is_known_word, key, word_list

NEIGHBOURS = 6
LEAST_RARITY = 0.9
LONGEST_TITLE = 3
EXPANSION, FAMILY, SYNONYM = 0.9, 0.9, 0.7
NEAR_FLOOR, NEAR_CEILING, NEAR_AT_BEST = 0.02, 0.1, 0.8
_AFTER_CAPITAL = re.compile(r"(?<=[\s’'])[A-ZÀ-ÖØ-ÞŒ][\w-]+ $")
_SUFFIXES = word_list("suffixes")
_TITLES = {"m", "mm", "mme", "mmes", "mlle", "monsieur", "madame", "dr", "mr", "mrs", "ms"}


@dataclass(frozen=True)
class Need:
    """A content word of the question: what covers it (key → strength up to 1), its weight, which
    is its rarity in the corpus, and whether it is a name or a figure."""

    term: Term
    weight: float
    covers: dict[str, float]
    is_name: bool

    def strength(self, text_keys: Iterable[str]) -> float:
        return max((self.covers.get(key, 0.0) for key in text_keys), default=0.0)

    @property
    def is_title(self) -> bool:
        """Whether it is short for an office of several words: `DG`, `PDG`."""
        return len(self.term.word) <= LONGEST_TITLE and stands_for_office(self.term)

    def is_whole_in(self, text_keys: Iterable[str]) -> bool:
        """Whether all that it stands for is there."""
        return bool(self.covers) and self.covers.keys() <= set(text_keys)


@dataclass(frozen=True)
class Needs:
    """What evidence must cover."""

    needs: tuple[Need, ...]

    def coverage(self, text_keys: set[str]) -> float:
        """The share of the words covered, by weight; 1 where there are none."""
        return _share((need.weight, need.strength(text_keys)) for need in self.needs)

    def name_coverage(self, text_keys: set[str]) -> float:
        """The same of names and figures alone."""
        return _share((n.weight, n.strength(text_keys)) for n in self.needs if n.is_name)

    def missing_names(self, text_keys: set[str]) -> list[str]:
        """The names and figures of the question that a text does not hold."""
        return [
            need.term.word
            for need in self.needs
            if need.is_name and need.weight >= LEAST_RARITY and need.strength(text_keys) < 0.5
        ]

    def worst_gap(self, text_keys: set[str]) -> float:
        """The weight of the heaviest word left uncovered, against the heaviest of all."""
        heaviest = max((need.weight for need in self.needs), default=0.0)
        gaps = [need.weight * (1 - need.strength(text_keys)) for need in self.needs]
        return max(gaps, default=0.0) / heaviest if heaviest else 0.0

    @property
    def known(self) -> float:
        """The share of the words that the corpus holds at all, by weight."""
        return _share((n.weight, max(n.covers.values(), default=0.0)) for n in self.needs)

    @property
    def weights(self) -> dict[str, float]:
        """What lexical search is asked for: keys, by how well they stand for a word."""
        return _strongest(need.covers for need in self.needs)


def _share(pairs: Iterable[tuple[float, float]]) -> float:
    pairs = list(pairs)
    total = sum(weight for weight, _ in pairs)
    return sum(weight * strength for weight, strength in pairs) / total if total else 1.0


def find_needs(
    question: str,
    terms: Sequence[Term],
    index: Index,
    embeddings: Embeddings,
    renamed: Sequence[Renaming] = (),
) -> Needs:
    """The needs of a question's `terms`; `question` is the text that they stand in."""
    shouted = question.isupper()
    language = language_of(question)
    found = [
        _need(term, not shouted and _is_name(term, question, index), index, embeddings, language)
        for term in terms
    ]
    others = other_names((need.term.key for need in found), renamed)
    return Needs(tuple(_also_named(need, others.get(need.term.key, ())) for need in found))


def _also_named(need: Need, others: Iterable[str]) -> Need:
    return replace(need, covers=dict.fromkeys(others, EXPANSION) | need.covers)


def _is_name(term: Term, question: str, index: Index) -> bool:
    """A figure, or a capital that is not only that of a first word, of a common noun or of a
    title: `Mme`, `DG`."""
    if folded(term.word) in _TITLES or stands_for_office(term):
        return False
    if index.is_common(folded(term.word)):
        return term.word[0].isdigit()
    before = question[: term.start].rstrip(" «\"'’(")
    opens = not before or before[-1] in ".!?:"
    if term.word[0].isdigit():
        return True
    in_name = _AFTER_CAPITAL.search(question[: term.start]) is not None
    return term.is_name and not opens and (in_name or not is_known_word(term.word, "fr"))


def stands_for_office(term: Term) -> bool:
    return bool(synonyms("en").get(term.key, frozenset()) & _offices())


@cache
def _offices() -> frozenset[str]:
    return frozenset(map(key, people()["offices"].split()))


def _need(
    written: Term, is_name: bool, index: Index, embeddings: Embeddings, language: Language
) -> Need:
    term = _respelt(written, index)
    frequency = index.document_frequency(term.key)
    covers = {term.key: 1.0} if frequency else {}
    for expanded in index.expansions(term.key):
        covers[expanded] = EXPANSION
    if not frequency and (named := index.named_by(folded(written.word))):
        covers[named] = EXPANSION
    found = [_synonyms(term, index, language), covers]
    if not is_name:
        found += [_near(term, index, embeddings), _family(term, index)]
    passages = len(index.searched)
    weight = math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
    return Need(term, weight, _strongest(found), is_name and term.word == written.word)


def _strongest(found: Iterable[dict[str, float]]) -> dict[str, float]:
    covers: dict[str, float] = {}
    for one, strength in (pair for some in found for pair in some.items()):
        covers[one] = max(covers.get(one, 0.0), strength)
    return covers


def _respelt(term: Term, index: Index) -> Term:
    """The term in the corpus's spelling, where its own is not to be found there."""
    if index.document_frequency(term.key):
        return term
    plain = folded(term.word)
    if written := index.spelling(plain):
        return replace(term, key=key(written))
    if is_known_word(term.word) or plain[:1].isdigit() or len(plain) < 4 or index.named_by(plain):
        return term
    cutoff = 1 if len(plain) < 8 else 2
    found = process.extractOne(plain, index.spellings, scorer=OSA.distance, score_cutoff=cutoff)
    if found is None or found[0][0] != plain[0] or len(found[0]) < 4:
        return term
    return replace(term, key=key(index.spelling(found[0]) or found[0]), word=term.word.lower())


def _family(term: Term, index: Index) -> dict[str, float]:
    """Keys that differ by a suffix that makes a word of another kind (`créer`, `création`)."""
    found = {}
    for size in range(max(3, len(term.key) - 5), len(term.key) + 1):
        stem, rest = term.key[:size], term.key[size:]
        if rest and rest not in _SUFFIXES:
            continue
        for suffix in _SUFFIXES | {""}:
            if stem + suffix != term.key and index.document_frequency(stem + suffix):
                found[stem + suffix] = FAMILY if size > 3 else FAMILY / 2
    return found


@cache
def synonyms(language: Language) -> dict[str, frozenset[str]]:
    """The keys that a key of a question may be covered by, from `synonyms.toml`; English words
    are left out of French, which writes others of the same key."""
    data = tomllib.loads((files("assistant") / "synonyms.toml").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for line in filter(None, data["french"].splitlines()):
        group = [key(word) for word in line.split()]
        for one in group:
            found.setdefault(one, set()).update(group)
    one_way = data["short_forms"] + (data["english"] if language == "en" else "")
    for line in filter(None, one_way.splitlines()):
        covered, *group = [key(word) for word in line.split()]
        found.setdefault(covered, set()).update(group)
    return {one: frozenset(others - {one}) for one, others in found.items()}


def _synonyms(term: Term, index: Index, language: Language) -> dict[str, float]:
    foreign = language == "en" or not is_known_word(term.word, "fr")
    known = synonyms("en" if foreign else "fr").get(term.key, frozenset())
    return {other: SYNONYM for other in known if index.document_frequency(other)}


def _near(term: Term, index: Index, embeddings: Embeddings) -> dict[str, float]:
    vector = embeddings.embed_query(term.word)
    return {
        near.id: NEAR_AT_BEST * min(near.cosine / NEAR_CEILING, 1.0)
        for near in index.near_words(vector, NEIGHBOURS)
        if near.cosine >= NEAR_FLOOR
    }
