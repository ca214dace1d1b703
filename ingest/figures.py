"""Whether a short text tells how many or how much: « 36 investigations en cours », « 6 821 046 € ».

Slides and key figures have no sentences: such a text tells as much as one, and a heading or a
label that gives no figure does not.
"""

import re

from ingest.periods import mentions
from ingest.text import fold, is_stop_word

_COUNTED = re.compile(
    r"(?<![\w.,/-])(?P<number>\d{1,3}(?: \d{3})+|\d+)(?:,\d+)? ?"
    r"(?P<what>%|[km]?€|[a-z][a-z'-]{2,})"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
MOST_SECTIONS = 20
"""Below, a number before a capital numbers a section, unless the word is a plural."""


def gives_figure(text: str) -> bool:
    """Whether it counts something, in words too: dates and the numbers of sections do not, nor
    does a row of bare figures."""
    plain = fold(text)
    dates = [(mention.start, mention.end) for mention in mentions(text)]
    for match in _COUNTED.finditer(plain.text):
        number = plain.span(*match.span("number"))
        dated = any(start < number.end and number.start < end for start, end in dates)
        if not dated and _is_counted(match, text[plain.origin[match.start("what")]]):
            return bool(_WORD.search(text))
    return False


def _is_counted(match: re.Match[str], initial: str) -> bool:
    what = match["what"]
    if what == "%" or what.endswith("€"):
        return True
    if is_stop_word(what):
        return False
    number = int(match["number"].replace(" ", ""))
    return number >= MOST_SECTIONS or not initial.isupper() or what.endswith(("s", "x"))
