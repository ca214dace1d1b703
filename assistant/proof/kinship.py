"""Whether a word of one sentence may stand for a word of another: the same word, one of its family
(`créer`, `création`), one of the same meaning (`wordings.toml`), or its English.

Words are keys (see `ingest.text.key`).
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from assistant.matching import synonyms
from ingest.text import folded, is_known_word, key, word_list

_SUFFIXES = word_list("suffixes")
_LEAST_STEM, _LONGEST_ENDING = 4, 6
_COGNATE = 5


@cache
def _data() -> dict[str, str]:
    path = files("assistant.proof") / "wordings.toml"
    data: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def _meanings() -> dict[str, frozenset[str]]:
    """Of each key, the keys of the same meaning."""
    found: dict[str, set[str]] = {}
    for line in filter(None, _data()["french"].splitlines()):
        group = {key(word) for word in line.split()}
        for one in group:
            found.setdefault(one, set()).update(group)
    return {one: frozenset(others) for one, others in found.items()}


@cache
def _english() -> dict[str, frozenset[str]]:
    """Of each folded English word, the keys that it may render."""
    found: dict[str, set[str]] = {}
    for line in filter(None, _data()["english"].splitlines()):
        word, *french = line.split()
        found.setdefault(word, set()).update(map(key, french))
    return {word: frozenset(french) for word, french in found.items()}


@cache
def _light() -> frozenset[str]:
    words = _data()["light"].split()
    return frozenset(map(key, words)) | frozenset(map(folded, words))


@cache
def _generic() -> frozenset[str]:
    words = _data()["generic"].split()
    return frozenset(map(key, words)) | frozenset(map(folded, words))


def is_generic(key_of_word: str, plain: str) -> bool:
    """Whether a word states little, unless it completes a name or a noun."""
    return key_of_word in _generic() or plain in _generic()


def is_light(key_of_word: str, plain: str) -> bool:
    """Whether a word states nothing by itself."""
    return key_of_word in _light() or plain in _light()


@cache
def _support() -> frozenset[str]:
    return frozenset(map(key, _data()["support"].split()))


@cache
def _joining() -> frozenset[str]:
    return frozenset(map(key, _data()["joining"].split()))


def is_joining(key_of_verb: str) -> bool:
    """Whether a verb has no meaning without its object (`prendre`, `faire`)."""
    return key_of_verb in _joining() or _infinitives().get(key_of_verb, "") in _joining()


def is_support(key_of_verb: str) -> bool:
    """Whether a verb only joins others, as any writer may choose it."""
    return key_of_verb in _support() or _infinitives().get(key_of_verb) in _support()


@cache
def _infinitives() -> dict[str, str]:
    """The key of each irregular form → that of its infinitive."""
    lines = (line.split() for line in _data()["forms"].splitlines() if line)
    return {key(form): key(verb) for verb, *forms in lines for form in forms}


def is_form(key_of_word: str) -> bool:
    """Whether a word is an irregular form of a verb."""
    return key_of_word in _infinitives()


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(filter(None, _data()['idioms'].splitlines()))})\b")


def idioms(plain: str) -> list[tuple[int, int]]:
    """Where turns of phrase that state nothing stand in a folded text."""
    return [match.span() for match in _idioms().finditer(plain)]


@lru_cache(maxsize=65536)
def stems(one: str) -> frozenset[str]:
    """The key, that of its infinitive, and what is left of either without a suffix."""
    verb = _infinitives().get(one, one)
    return _cut(one) | _cut(verb)


def _cut(one: str) -> frozenset[str]:
    if one[:1].isdigit():
        return frozenset({one})
    shortest = max(_LEAST_STEM, len(one) - _LONGEST_ENDING)
    cut = {one[:size] for size in range(shortest, len(one)) if one[size:] in _SUFFIXES}
    return frozenset(cut | {one})


@cache
def _wider() -> dict[str, frozenset[str]]:
    """Of a key, those of the words that it may stand for, being wider."""
    lines = (line.split() for line in _data()["wider"].splitlines() if line)
    return {key(word): frozenset(map(key, others)) for word, *others in lines}


@cache
def kinds() -> frozenset[str]:
    """Folded nouns that say of what kind the name beside them is: `la ligne Allô Secrétaires`."""
    return frozenset(map(folded, _data()["kinds"].split()))


@lru_cache(maxsize=65536)
def family(one: str) -> frozenset[str]:
    """Stems of the key and of every key of the same meaning."""
    meanings = _meanings().get(one, frozenset())
    meanings |= _meanings().get(_infinitives().get(one, one), frozenset())
    return stems(one).union(*map(stems, meanings | _wider().get(one, frozenset())))


def is_english(written: str) -> bool:
    """Whether the list of English words has it."""
    return folded(written) in _english()


@lru_cache(maxsize=65536)
def renderings(plain: str, one: str) -> frozenset[str]:
    """The stems that an English word, folded and with its key, may render."""
    found = {plain, plain.removesuffix("s"), plain.removesuffix("ed"), plain.removesuffix("d")}
    french = frozenset().union(*(_english().get(word, frozenset()) for word in found))
    if is_known_word(plain, "en") and not is_known_word(plain, "fr"):
        french |= synonyms("en").get(one, frozenset())
    return stems(one).union(*map(family, french))


def is_akin(plain: str, one: str, others: Iterable[str], *, english: bool = False) -> bool:
    """Whether any of the other keys may be said by a word, folded and with its key."""
    return any(_are_akin(plain, one, other, english) for other in others)


@lru_cache(maxsize=262144)
def _are_akin(plain: str, one: str, other: str, english: bool) -> bool:
    wanted = renderings(plain, one) if english else family(one)
    return not wanted.isdisjoint(stems(other)) or (english and _is_cognate(plain, other))


@lru_cache(maxsize=65536)
def names_same(plain: str, one: str, other: str, *, english: bool) -> bool:
    """As `is_akin`, between nouns: `formation` is no `formateur`."""
    if english:
        return is_akin(plain, one, (other,), english=True)
    also = _meanings().get(one, frozenset()) | _wider().get(one, frozenset())
    return other == one or other in also


def _is_cognate(plain: str, other: str) -> bool:
    """`presidency` and `presidenc`: the same beginning, and about the same length."""
    long_enough = min(len(plain), len(other)) >= _COGNATE
    near = abs(len(plain) - len(other)) <= _COGNATE - 2
    return long_enough and near and plain[:_COGNATE] == other[:_COGNATE]
