"""« Oui » or « Non » to a question that asks for one, where what is quoted for it proves it.

The question is put as the statement that it asks about, and that statement is proven against the
sentence as any sentence of our own would be.
"""

import re
from collections.abc import Mapping

from assistant.choice import Choice
from assistant.phrases import phrase
from assistant.schema import Question
from ingest.schema import Document

_SUBJECT = r"(?:il|elle|on|ils|elles|nous|vous|ce)"
_INVERTED = re.compile(rf"(?<=\w)(?<!rendez)-(?:t-)?(?P<subject>{_SUBJECT})\b", re.I)
_FRAMES = re.compile(
    r"^\s*(?:est-ce\s+(?:bien\s+)?(?:qu(?:e\s+|['’])|vrai\s+qu(?:e\s+|['’]))|"
    r"(?:did|does|do|has|have|had|was|were|is|are)\s+)",
    re.I,
)
VERDICT = re.compile(
    r"\s*(?P<verdict>oui|non|yes|no)\b(?![-‑]|\s+(?:plus|seulement|sans|loin|content|moins)\b)[\s,:;.!–-]*",
    re.I,
)
"""The « oui » or « non » that opens a sentence; not « non seulement », « non-recours »."""
_OPENS = re.compile(rf"^\s*(?:y\s+)?\w+-(?:t-)?{_SUBJECT}\b", re.I)


def verdict(question: Question, choice: Choice, documents: Mapping[str, Document]) -> str:
    """« Non » where the sentence opens so, « Oui » where it proves what is asked; else nothing,
    and the quotation speaks for itself."""
    start = choice.passage.start
    said = choice.passage.text[choice.context - start : choice.span.end - start]
    opening = VERDICT.match(re.split(r"\?\s", said)[-1])
    if opening and opening["verdict"].lower() in ("non", "no"):
        return phrase("no", question.language)
    from assistant.claims import examine  # costs a start-up what most questions do not need

    claim = examine(stated(question.standalone), [choice.passage], documents)
    shown = all(
        choice.quoted.start <= one.span.start and one.span.end <= choice.quoted.end
        for one in claim.proofs
    )
    return phrase("yes", question.language) if claim.proven and shown else ""


def stated(question: str) -> str:
    """« Les maires ont-ils signé la charte ? » → « Les maires ont signé la charte. »"""
    text = _FRAMES.sub("", question.rstrip(" \u00a0\u202f?.!"), count=1)
    if _OPENS.match(text):
        text = _INVERTED.sub("", text, count=1)
        subject = _INVERTED.search(question)
        text = f"{subject['subject']} {text}" if subject else text
    else:
        text = _INVERTED.sub("", text, count=1)
    return f"{text.strip()}."
