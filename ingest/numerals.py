"""Numbers written in words → digits, in French and English; `text2num` reads them."""

import re
from typing import Literal

from text_to_num import alpha2digit

_NOT_SPELLED = re.compile(
    r"(\d(?:[\s.,]?\d)*\s(?:mille|millions?|milliards?|billions?|thousand)\b"
    r"|(?:pour|per|p\.)\s?cent\b|\d+[^\W\d_]+\b)",
    re.IGNORECASE,
)
_SPELLED_FROM = 2


def in_digits(text: str, language: Literal["fr", "en"] = "fr") -> str:
    """Number words as digits, except the scale of a number in digits (`250 millions`), `pour
    cent`, and `un`, which is an article more often."""
    kept = _NOT_SPELLED.split(text)
    return "".join(
        piece if odd else alpha2digit(piece, language, threshold=_SPELLED_FROM)
        for piece, odd in zip(kept, [False, True] * len(kept), strict=False)
    )
