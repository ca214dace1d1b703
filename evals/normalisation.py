"""French normalisation for exact match, containment and F1.

The SQuAD script strips ASCII punctuation before English articles: `l'homme` becomes `lhomme`,
`14,2` becomes `142`. Here elision goes before punctuation, decimals and thousands keep their
value. Two annotators of PIAF agree at EM 61.7 and F1 79.9 so, at 51.6 and 76.5 with SQuAD's.
"""

import re
import unicodedata

from ingest.text import folded

_THOUSANDS = re.compile(r"(?<=\d)(?<!\d{4})[\s.](?=\d{3}(?!\d))")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_ELISION = re.compile(r"\b[ld]'")
_ARTICLES = re.compile(r"\b(?:le|la|les|un|une|des|du|de|au|aux)\b")
_LONE_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")


def norm_fr(text: str) -> str:
    """Lower case, no articles, no punctuation, one space; accents stay (`pêche`, `péché`).

    For strings only: `3.141` is read as 3141 and `-52` loses its sign; figures and dates are
    compared as values by `evals.facts`, on the raw text.
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    plain = _THOUSANDS.sub("", plain)
    plain = _DECIMAL_COMMA.sub(".", plain)
    plain = _ARTICLES.sub(" ", _ELISION.sub(" ", plain))
    plain = "".join(_apart(char) for char in plain)
    return " ".join(_LONE_POINT.sub(" ", plain).split())


def _apart(character: str) -> str:
    """A space for punctuation but the point; `%` and `€` are words, with or without a space."""
    if character in "%€":
        return f" {character} "
    return " " if character != "." and unicodedata.category(character)[0] in "PS" else character


def tokens(text: str) -> list[str]:
    """The words of the normalised text, without their accents."""
    return folded(norm_fr(text)).split()
