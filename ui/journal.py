"""What is written of questions: a line of facts on stderr, and, only where it is asked for, the
questions and answers themselves, for so many days."""

import json
import logging
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import Any

from ingest.errors import ServerError
from ingest.settings import Settings
from ui import labels
from ui.observing import Asked, Observer

FILE = "questions.jsonl"

log = logging.getLogger(__name__)


def journals(settings: Settings) -> list[Observer]:
    """The observers that the settings ask for.

    Raises ServerError when the folder of the questions cannot be written.
    """
    wanted: list[Observer] = []
    if settings.log == "json":
        wanted.append(_writer("retro.facts", logging.StreamHandler(), _facts))
    if settings.log_questions:
        kept = _daily(settings.log_questions, settings.log_days)
        wanted.append(_writer("retro.questions", kept, _questions))
    return wanted


def kept(settings: Settings) -> int:
    """For how many days questions and answers are kept; 0 where they are not."""
    return settings.log_days if settings.log_questions else 0


def _facts(asked: Asked) -> dict[str, Any]:
    """A question without a word of it or of its answer."""
    answer = asked.answer
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "route": asked.route,
        "status": asked.outcome,
        "mode": answer.mode if answer else "",
        "ms": round(asked.seconds * 1000),
        "citations": len(answer.citations) if answer else 0,
        "version": answer.index_version if answer else "",
        "error": asked.error,
    }


def _questions(asked: Asked) -> dict[str, Any]:
    return {
        **_facts(asked),
        "question": asked.question,
        "answer": asked.answer.text if asked.answer else "",
    }


def _writer(
    name: str, handler: logging.Handler, line: Callable[[Asked], dict[str, Any]]
) -> Observer:
    """Writes one JSON line a question, and nothing else, by `handler` alone."""
    logger = logging.Logger(name, logging.INFO)
    logger.addHandler(handler)
    return lambda asked: logger.info(json.dumps(line(asked), ensure_ascii=False))


class _DailyFile(TimedRotatingFileHandler):
    """Its failures are told without what could not be written."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        log.error("a question could not be kept in %s", self.baseFilename)


def _daily(folder: Path, days: int) -> logging.Handler:
    """A file a day, readable by its owner alone; those of more than `days` days ago go."""
    path = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _DailyFile(path, when="midnight", encoding="utf-8")
        path.chmod(0o600)
    except OSError as error:
        message = labels.CANNOT_KEEP.format(folder=folder, reason=error.strerror)
        raise ServerError(message) from error
    handler.rotator = lambda source, dest: _turn_over(Path(source), Path(dest), days)
    if time.time() >= handler.rolloverAt:
        handler.doRollover()
    _forget(folder.glob(f"{FILE}.*"), days)
    return handler


def _turn_over(source: Path, dest: Path, days: int) -> None:
    source.rename(dest)
    source.touch(mode=0o600)
    _forget(source.parent.glob(f"{FILE}.*"), days)


def _forget(files: Iterable[Path], days: int) -> None:
    first = date.today() - timedelta(days=days)
    for file in files:
        if file.suffix[1:] < first.isoformat():
            file.unlink()
