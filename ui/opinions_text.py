"""Opinions on answers as the command line shows and writes them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.understanding import clean
from ingest.errors import FeedbackError
from ui import labels
from ui.feedback import Opinion


def opinions_text(opinions: Sequence[Opinion]) -> str:
    """A line an opinion, then what was asked and said; control characters are left out."""
    return "\n\n".join(map(_lines, opinions)) or labels.NO_OPINIONS


def opinion_json(opinion: Opinion) -> dict[str, Any]:
    return vars(opinion) | {"day": opinion.day.isoformat()}


def reason_text(opinion: Opinion) -> str:
    """`À revoir : la réponse est fausse – le commentaire`."""
    named = labels.REASONS[opinion.verdict] | labels.REASONS[f"{opinion.verdict}_refused"]
    reason = named.get(opinion.reason, opinion.reason)
    parts = [labels.VERDICTS[opinion.verdict], reason, clean(opinion.comment)]
    return " – ".join(filter(None, parts))


def write_new(path: Path, text: str) -> None:
    """Raises FeedbackError where the file is there already, or cannot be written."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise FeedbackError(labels.FILE_EXISTS.format(path=path)) from error
    except OSError as error:
        message = labels.CANNOT_WRITE.format(path=path, reason=error.strerror)
        raise FeedbackError(message) from error


def _lines(opinion: Opinion) -> str:
    answer = opinion.receipt["short_answer"] or opinion.receipt["answer"]
    said = f"  → {clean(answer)}"
    head = f"n° {opinion.id} · {opinion.day.isoformat()} · {opinion.pseudonym} · {opinion.version}"
    return "\n".join((head, f"  {clean(opinion.question)}", said, f"  {reason_text(opinion)}"))
