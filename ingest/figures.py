"""Whether a short text tells how many or how much: « 36 investigations en cours », « 6 821 046 € ».

Slides and key figures have no sentences: such a text tells as much as one, and a heading or a
label that gives no figure does not.
"""

import re

from ingest.periods import mentions
from ingest.text import fold, is_stop_word

_COUNTED = re.compile(
    r"(?:(?P<before>[a-z]+)\.? )?(?<![\w.,/-])(?P<number>\d{1,3}(?: \d{3})+|\d{1,12})(?:,\d+)? ?"
    r"(?P<what>%|[km]?€|[a-z][a-z'-]{2,})"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_STREETS = "allee avenue boulevard chemin cours impasse place quai route rue square".split()
MOST_SECTIONS = 20
"""Below, a number before a capital numbers a section, where the text is not all in capitals."""
CODE = 5
"""Digits of a postal code, which no space parts."""


def gives_figure(text: str) -> bool:
    """Whether it counts something, in words too: dates, addresses and the numbers of sections do
    not (« Fiche 12 territoires »), nor does a row of bare figures."""
    plain = fold(text)
    dates = [(mention.start, mention.end) for mention in mentions(text)]
    for match in _COUNTED.finditer(plain.text):
        number = plain.span(*match.span("number"))
        dated = any(start < number.end and number.start < end for start, end in dates)
        if not dated and _is_counted(match, text[plain.origin[match.start("what")]], text):
            return bool(_WORD.search(text))
    return False


def _is_counted(match: re.Match[str], initial: str, text: str) -> bool:
    what, before, number = match["what"], match["before"], match["number"].replace(" ", "")
    if what == "%" or what.endswith("€"):
        return True
    if is_stop_word(what) or what in _STREETS or len(match["number"]) == CODE == len(number):
        return False
    if before and match.start() == 0 and not is_stop_word(before):
        return False
    if not initial.isupper():
        return True
    whole = text.isupper() or int(number) >= MOST_SECTIONS
    return whole and what.endswith(("s", "x"))
