"""Proper names in French text: capitalised runs, and which of them are persons.

A run is a person where its first word is a given name, or where an office stands beside it
(`Nadia Hai, ministre`, `la ministre Nadia Hai`).
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ingest.text import fold, folded, is_stop_word, terms

_CAPITALISED = r"[A-ZÀ-ÖØ-ÞŒ][\w’'\-]*(?:[-’'][\w]+)*"
_LINK = r"(?:de|du|des|d[’']|la|le|les|l[’']|en|sur|lès|à|aux)"
_RUN = re.compile(rf"{_CAPITALISED}(?:[\s ](?:{_LINK}[\s ]?){{0,2}}{_CAPITALISED}|[\s ]\d{{4}}\b)*")
_BREAK = re.compile(r"[.,;:!?»]")
_OFFICE_AFTER = re.compile(r"[^\S\n]*,\s*(?P<office>[^,.;:!?»)(\n]+)")


class Name(NamedTuple):
    """A proper name at `[start, end)`."""

    text: str
    start: int
    end: int


@cache
def people() -> dict[str, Any]:
    """Offices and frequent French given names, folded (`people.toml`)."""
    return tomllib.loads((files("assistant") / "people.toml").read_text(encoding="utf-8"))


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(r"\b(?:{})s?\b".format("|".join(people()["offices"].split())))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(people()["given_names"].split())


def names(text: str) -> list[Name]:
    """Capitalised runs in order; a word that only opens a sentence is none."""
    found = []
    for match in _RUN.finditer(text):
        start = _skip_opening(text, match.start(), match.end())
        if start < match.end() and text[start].isupper():
            found.append(Name(text[start : match.end()], start, match.end()))
    return found


def _skip_opening(text: str, start: int, end: int) -> int:
    """Past the articles and other stop words that a sentence opens with."""
    while match := re.match(
        r"(?:(?:[LDJMTSNCldjmtsnc]|[Qq]u)[’'])|(\w+)\s+|(\w+)$", text[start:end]
    ):
        word = match[1] or match[2]
        if word and not is_stop_word(fold(word).text):
            break
        start += match.end()
    return start


def persons(text: str) -> list[Name]:
    """The names that are persons' names."""
    return [name for name in names(text) if _is_person(text, name)]


def _is_person(text: str, name: Name) -> bool:
    first = re.split(r"[\s ]", name.text)[0]
    if len(name.text.split()) < 2 or name.text.isupper():
        return False
    known = fold(first).text.split("-")[0] in _given_names()
    lower_link = re.search(rf"[\s ](?!Le|La|De|Du|Des){_LINK}[\s ]", name.text)
    return (known or office(text, name) is not None) and (known or not lower_link)


def office(text: str, name: Name) -> str | None:
    """The office in apposition after a name (`, ministre chargée de la Ville`), as written."""
    match = _OFFICE_AFTER.match(text, name.end)
    if match and _offices().match(folded(match["office"])):
        return match["office"].strip()
    return None


def spelt_out(acronym: str, text: str) -> str:
    """The words in a row whose initials make the acronym, as written: of `ANCT`, « Agence
    nationale de la cohésion des territoires »; empty where there are none."""
    found = terms(text)
    initials = "".join(folded(term.word)[0] for term in found)
    for match in re.finditer(f"(?={re.escape(folded(acronym))})", initials):
        first, last = found[match.start()], found[match.start() + len(acronym) - 1]
        written = text[first.start : last.end]
        if first.word[0].isupper() and len(first.word) > 1 and not _BREAK.search(written):
            return written
    return ""


def has_office(text: str) -> bool:
    """Whether the text names an office (ministre, présidente, maire…)."""
    return bool(_offices().search(folded(text)))
