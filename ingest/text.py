"""French text: folding for matching, words, content terms, sentences.

Matching goes through `fold`, showing never does: a folded text keeps the offset of each of
its characters in the original, so that a match always leads back to the exact characters.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

import simplemma
import Stemmer

_APOSTROPHES = "’ʼ‘`´′＇"
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
_WORD = re.compile(
    r"(?:\d{1,3}(?:[ ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?(?:er|ere|re|e|eme|nd|nde)?(?![a-z])|[^\W_]+"
)
_SENTENCE_END = re.compile(
    r"[.!?…]+(?:\s*[»”\"])?(?=\s+[«“\"(]?\s*[A-ZÀ-ÖØ-ÞŒ0-9]|\s*$)|\n\s*\n"
    r"|\n(?=[ \t]*[-–•*][ \t])"
)
BULLET = re.compile(r"[-–•*][ \t]+")
_LINE_END = re.compile(r"\n")
_OPEN, _CLOSE = "«“", "»”"


@cache
def french() -> dict[str, Any]:
    """The language data of `french.toml`."""
    return tomllib.loads((files("ingest") / "french.toml").read_text(encoding="utf-8"))


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of folded words of `french.toml`."""
    return frozenset(french()[name].split())


class Word(NamedTuple):
    """A folded word and where it stands in the original text."""

    folded: str
    start: int
    end: int


class Span(NamedTuple):
    """Offsets `[start, end)` in code points."""

    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """`text` without case, accents, ligatures, fancy spaces and apostrophes; `origin[i]` is the
    offset in the original of the character that gave `text[i]` (one entry more, for the end)."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(
            self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start]
        )


def fold(text: str) -> Folded:
    pieces = list(map(_FOLDS.__getitem__, text))
    plain = "".join(pieces)
    if len(plain) == len(text) and all(pieces):
        return Folded(plain, tuple(range(len(text) + 1)))
    origin = [offset for offset, piece in enumerate(pieces) for _ in piece]
    return Folded(plain, (*origin, len(text)))


class _Folds(dict[str, str]):
    """Of each character, once."""

    def __missing__(self, character: str) -> str:
        return self.setdefault(character, _fold_character(character))


_FOLDS = _Folds()


def _fold_character(character: str) -> str:
    if character in "\n\t":
        return character
    if character in _APOSTROPHES:
        return "'"
    if character.isspace() or unicodedata.category(character) == "Zs":
        return " "
    lowered = _LIGATURES.get(character.lower(), character.lower())
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(
        c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
    )


def folded(text: str) -> str:
    """`fold(text).text`, with every run of white space as one space."""
    return " ".join("".join(map(_FOLDS.__getitem__, text)).split())


def words(text: str) -> list[Word]:
    """Words in order; elided articles are words of their own, `4 000` is one word `4000`."""
    whole = fold(text)
    return [
        Word(match.group().replace(" ", ""), *whole.span(*match.span()))
        for match in _WORD.finditer(whole.text)
    ]


def is_stop_word(word: str) -> bool:
    """Whether a folded word carries no subject matter, in French or English."""
    return word in word_list("stop_words") or word in word_list("english_stop_words")


@dataclass(frozen=True)
class Term:
    """A content word: `key` is what matches (lemma, folded, stemmed); `word` what was written."""

    key: str
    word: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Written with a capital or a figure: a name, an acronym, a number."""
        return self.word[:1].isupper() or self.word[:1].isdigit()


def terms(text: str) -> list[Term]:
    """The content words of a text; stop words and single small letters are left out."""
    found = []
    for word in words(text):
        written = text[word.start : word.end]
        if is_stop_word(word.folded) and not _is_acronym(written, text):
            continue
        if len(word.folded) == 1 and not (written.isdigit() or written.isupper()):
            continue
        found.append(Term(key(written), written, word.start, word.end))
    return found


def keys(text: str) -> list[str]:
    return [term.key for term in terms(text)]


def _is_acronym(written: str, text: str) -> bool:
    return len(written) > 1 and written.isupper() and not text.isupper()


_ORDINAL = re.compile(r"^(\d+)(?:i?emes?|i?eres?|res?|ers?|nde?s?|es)$")
_STEMMER = Stemmer.Stemmer("french")


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """What two forms of a word share: `lancent`, `lancé` and `lancement` have one key.

    Lemma (simplemma), folded, then the Snowball French stem; numbers stay as they are, ordinals
    are written one way (`1re`, `3ème` → `1e`, `3e`).
    """
    plain = fold(word).text.replace(" ", "")
    if plain[:1].isdigit():
        return _ORDINAL.sub(r"\1e", plain)
    lemma = word if len(word) > 1 and word.isupper() else _lemma(word.lower())
    stem: str = _STEMMER.stemWord(fold(lemma).text)
    return stem


def _lemma(word: str) -> str:
    lemma: str = simplemma.lemmatize(word, lang="fr")
    return lemma.lower()


def infinitive(word: str) -> str:
    """The French infinitive of a form of a verb that is written otherwise; empty for others."""
    lemma = _lemma(word)
    return lemma if lemma != word and lemma.endswith(("er", "ir", "re", "oir")) else ""


def is_known_word(word: str, *languages: str) -> bool:
    """Whether the dictionaries of `languages` (French and English) hold the word in lower case."""
    return bool(simplemma.is_known(word.lower(), lang=languages or ("fr", "en")))


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Sentences of `text[start:end]`, without the white space around them and the bullet of a
    list's item, which is one by itself.

    A full stop after an abbreviation or inside « … » does not end one.
    """
    end = len(text) if end is None else end
    spans, begin = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        if _breaks(text, begin, match):
            spans.append(bare(text, begin, match.end()))
            begin = match.end()
    spans.append(bare(text, begin, end))
    return [span for span in spans if span.start < span.end]


def sentence_runs(text: str, start: int, end: int, most: int) -> list[Span]:
    """Runs of whole sentences of `text[start:end]`, each of `most` characters at most unless one
    sentence is longer."""
    return list(runs(sentences(text, start, end), lambda run: run.end - run.start <= most))


def line_spans(text: str, start: int, end: int) -> list[Span]:
    """The lines of `text[start:end]` that are not blank, without the white space around them."""
    cuts = [start, *(match.end() for match in _LINE_END.finditer(text, start, end)), end]
    spans = (strip(text, a, b) for a, b in pairwise(cuts))
    return [span for span in spans if span.start < span.end]


def runs(spans: Iterable[Span], fits: Callable[[Span], bool]) -> Iterator[Span]:
    """Each as many of the spans, one after the other, as fit together; one alone need not."""
    run: Span | None = None
    for span in spans:
        if run and not fits(Span(run.start, span.end)):
            yield run
            run = None
        run = Span(run.start if run else span.start, span.end)
    if run:
        yield run


def bare(text: str, start: int, end: int) -> Span:
    """The span without the white space around it and the bullet of an item."""
    span = strip(text, start, end)
    bullet = BULLET.match(text, span.start, span.end)
    return Span(bullet.end(), span.end) if bullet else span


def _breaks(text: str, begin: int, match: re.Match[str]) -> bool:
    if match.group().startswith("\n"):
        return True
    before = text[begin : match.start()]
    if match.group().startswith(".") and (last := re.search(r"([^\W\d_]+)$", before)):
        word = fold(last.group()).text
        if word in word_list("abbreviations") or (len(word) == 1 and last.group().isupper()):
            return False
    so_far = text[begin : match.end()]
    return all(so_far.count(o) <= so_far.count(c) for o, c in zip(_OPEN, _CLOSE, strict=True))


def strip(text: str, start: int, end: int) -> Span:
    """The span without white space at either end (empty where there is nothing else)."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
