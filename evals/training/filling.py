"""Templates with `{slots}` → text in right French, and where in it the slots' values stand.

Until the text is whole, marks of private characters stand around each value.
"""

import re

from ingest.text import Span

NEUTRAL_FORMS = ("e", "il", "n")
"""Forms that agree with a value, or count it, without showing it."""
_UNASKED_FORMS = (*NEUTRAL_FORMS, "unit")
_KEYS = {"the": "office", "sigle": "acronym", "bare": "", "full": ""}
_SLOT = re.compile(r"\{-?(\w+)(?:\.(\w+))?\}")
_OPEN, _KEYED, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(rf"{_OPEN}([^{_KEYED}]*){_KEYED}|{_CLOSE}")
_BEFORE_WORD = rf"(?:{_OPEN}[^{_KEYED}]*{_KEYED}|« )*"
_FIRST_LETTER = re.compile(rf"^({_BEFORE_WORD})(\w)")
_VOWEL = rf"(?={_BEFORE_WORD}(?:[aeiouàâéèêîïôœ]|h(?!au|a[ilmn]|uit|ors|éros)))"
_ELIDED = re.compile(rf"\b(?:([dlns]|qu|lorsqu|jusqu)e|(l)a) {_VOWEL}", re.I)
_CONTRACTED = re.compile(r"\b(de|à) (les?) ", re.I)
_CONTRACTIONS = {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"}

Value = dict[str, tuple[str, str]]
"""A slot's forms: each what stands before it (article, preposition), and what an answer shows."""


def forms(template: str) -> list[tuple[str, str]]:
    """Slots and the forms asked of them, in their order; empty for the usual form."""
    return [(match[1], match[2] or "") for match in _SLOT.finditer(template)]


def shown(template: str) -> set[str]:
    """The answers that the template shows: `who` and `who.office`, not the gender of `who`."""
    return {_key(slot, form) for slot, form in forms(template) if form not in _UNASKED_FORMS}


def _key(slot: str, form: str) -> str:
    form = _KEYS.get(form, form)
    return f"{slot}.{form}" if form else slot


def filled(template: str, values: dict[str, Value], prefix: str = "") -> str:
    """The template with its slots' values, each marked by its name after the prefix."""

    def value(match: re.Match[str]) -> str:
        form = match[2] or ""
        before, core = values[match[1]][form]
        if form in _UNASKED_FORMS:
            return core
        return before + marked(prefix + _key(match[1], form), core)

    return _SLOT.sub(value, template)


def finished(template: str, values: dict[str, Value]) -> str:
    """The template with its slots' values, in right French and without marks."""
    return unmarked(french(filled(template, values)))[0]


def marked(key: str, text: str) -> str:
    return f"{_OPEN}{key}{_KEYED}{text}{_CLOSE}"


def unmarked(text: str) -> tuple[str, dict[str, Span]]:
    """The text without marks, and where each marked name stands (first) in it."""
    plain, end = "", 0
    spans: dict[str, Span] = {}
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        plain += text[end : match.start()]
        end = match.end()
        if match.group() != _CLOSE:
            opened.append((match[1], len(plain)))
        else:
            key, start = opened.pop()
            spans.setdefault(key, Span(start, len(plain)))
    return plain + text[end:], spans


def french(text: str) -> str:
    """Elisions and contractions: `de le Office` is `de l’Office`, `à les élus` is `aux élus`."""
    text = _ELIDED.sub(lambda match: (match[1] or match[2]) + "’", text)
    return _CONTRACTED.sub(_contract, text)


def _contract(match: re.Match[str]) -> str:
    contracted = _CONTRACTIONS[match[0].lower().strip()] + " "
    return contracted.capitalize() if match[0][0].isupper() else contracted


def capital(text: str) -> str:
    """With a capital where its first word starts, marks and an opening `«` left aside."""
    return _FIRST_LETTER.sub(lambda match: match[1] + match[2].upper(), text)
