"""What the terminal is told: results on the standard output, the rest beside it."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_errors = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """A result, at once."""
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """What a person at the terminal wants to know, and a program that reads the result does not."""
    _errors.print(text, markup=False, soft_wrap=True)


def json_line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def note(text: str) -> None:
    """A word on what takes long; nothing where nobody watches."""
    if _errors.is_terminal:
        _errors.print(text, markup=False)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Shows `(step, done, total)` as one bar a step, on a terminal only."""
    columns = (
        TextColumn("{task.description:12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_errors, disable=not _errors.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield show
