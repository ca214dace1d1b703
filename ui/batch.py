"""`retro ask --batch`: one JSON line in, one JSON line out."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.pipeline import Assistant
from assistant.schema import Answer, Turn
from ingest.errors import RetroError


class BatchError(RetroError):
    """The batch file cannot be read."""


class Row(BaseModel):
    """A dialogue: the user's messages in order; the last one is answered."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: str | int
    turns: list[str] = Field(min_length=1, max_length=100)


def read_lines(path: Path) -> list[str]:
    """The lines that are not blank; `-` reads standard input."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BatchError(f"Le fichier {path} ne peut pas être lu : {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BatchError(f"Le fichier {path} n’est pas en UTF-8. Convertissez-le.") from error
    return [line for line in text.removeprefix("\ufeff").split("\n") if line.strip()]


def answer_line(assistant: Assistant, line: str, number: int) -> dict[str, Any]:
    """The contract with its `id`, or `{"id", "line", "error"}` for a line that is wrong."""
    try:
        row = Row.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        return {
            "id": _id(line),
            "line": number,
            "error": f'ligne {number} : {{"id": …, "turns": ["…"]}} attendu '
            f"({f'champ {where}' if where else 'ce n’est pas du JSON'})",
        }
    return {"id": row.id} | answer_turns(assistant, row.turns).to_json()


def answer_turns(assistant: Assistant, turns: list[str]) -> Answer:
    """The answer to the last message; those before make the history."""
    return assistant.answer(turns[-1], replayed(assistant.answer, turns[:-1]))


def replayed(ask: Callable[[str, Sequence[Turn]], Answer], messages: Sequence[str]) -> list[Turn]:
    """The conversation of a user's messages, by the assistant's own answers."""
    history: list[Turn] = []
    for message in messages:
        history.append(ask(message, history).turn)
    return history


def _id(line: str) -> Any:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value.get("id") if isinstance(value, dict) else None
