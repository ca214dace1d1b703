"""A follow-up made standalone by the chat model, where that adds nothing to what was said, and
leaves out nothing of what was asked."""

import re
from collections.abc import Sequence

from assistant.names import names
from assistant.quantities import NUMBER_WORDS
from assistant.schema import Turn
from ingest.periods import mentions
from ingest.text import folded, words

LONGEST = 300
_NEGATIONS = {"pas", "jamais", "aucun", "aucune", "sans", "not", "never", "no", "without"}
_TELLING = _NEGATIONS | set(NUMBER_WORDS)
_LINK = re.compile(r"\s+(?:[a-zà-ÿ]+[\s’']+)+")


def accepted(reply: str, text: str, history: Sequence[Turn]) -> str:
    """The question on the first line of a reply; empty where it is none, where a name, a figure,
    a date or a negation of it stands neither in the question nor in the conversation, or where
    one of the question is not in it."""
    lines = [line.strip(' \t*«»"') for line in reply.strip().split("\n") if line.strip()]
    if not lines or len(lines[0]) > LONGEST or not lines[0].endswith("?"):
        return ""
    said = [part for turn in history for part in (turn.question, turn.standalone, turn.answer)]
    whole, known = lines[0], "\n".join([text, *said])
    return "" if added(whole, known) or added(text, whole) else whole


def added(rewrite: str, said: str) -> list[str]:
    """The names, figures, dates and negations of a rewrite that do not stand in what was said."""
    known = {word.folded for word in words(said)}
    plain = folded(said)
    found = [
        word.folded
        for word in words(rewrite)
        if (word.folded[:1].isdigit() or word.folded in _TELLING) and word.folded not in known
    ]
    dated = [rewrite[mention.start : mention.end] for mention in mentions(rewrite)]
    named = [part for name in names(rewrite) for part in _LINK.split(name.text)]
    return found + [written for written in [*dated, *named] if not _stands(written, plain)]


def _stands(written: str, plain: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(folded(written))}(?!\w)", plain))
