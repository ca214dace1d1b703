"""A run: all questions asked of a system, kept as one JSON file."""

import json
import os
import platform
import subprocess
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from evals.dataset import QuestionFile
from evals.measures import figures_json
from evals.schema import EvalQuestion, Outcome, Run
from evals.scoring import score
from evals.systems import System
from ingest.embedding import Embedder
from ingest.errors import RetroError
from ingest.index import Index
from ingest.schema import Document
from ingest.settings import Settings

LIBRARIES = ("torch", "sentence-transformers", "chromadb", "bm25s", "langchain-core", "numpy")
Asked = tuple[QuestionFile, EvalQuestion]


class RunError(RetroError):
    """A kept run that cannot be read or written."""


def ask(
    system: System,
    questions: Sequence[Asked],
    progress: Callable[[int], None] = lambda done: None,
) -> list[Outcome]:
    """Outcomes in the order of the questions."""
    outcomes = []
    for number, (file, question) in enumerate(questions, 1):
        outcomes.append(score(system, question, file.content.set, file.content.split))
        progress(number)
    return outcomes


def corpus_fingerprint(documents: Iterable[Document]) -> str:
    """Changes with any text that questions are asked about."""
    return _sha256(sorted(f"{d.id} {d.title} {d.period} {d.sha256}" for d in documents))


def questions_fingerprint(questions: Iterable[tuple[str, EvalQuestion]]) -> str:
    """Changes with any question, expectation or evidence, or with the group that it is in."""
    return _sha256(
        sorted(
            f"{group} {json.dumps(one.model_dump(mode='json'), sort_keys=True)}"
            for group, one in questions
        )
    )


def fingerprints(documents: Iterable[Document], asked: Iterable[Asked]) -> dict[str, str]:
    """What a run is measured on, as it is kept with it."""
    named = ((f"{file.content.set}/{file.content.split}", one) for file, one in asked)
    return {"corpus": corpus_fingerprint(documents), "questions": questions_fingerprint(named)}


def day_after(index: Index) -> date:
    """The day after all that is covered: « cette année » means the same in every run."""
    return date(max(index.years, default=date.today().year) + 1, 1, 1)


def _sha256(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def answering(settings: Settings, embedder: Embedder, *, writing: bool = False) -> dict[str, str]:
    """How the product itself was set to answer."""
    found = {
        "embedding_model": settings.embedding_model,
        "index_settings": embedder.fingerprint,
        "mode": "generative" if writing else "extractive",
        "reader": settings.reader,
    }
    if not writing:
        return found
    from assistant.prompts import load_prompts  # not needed without a chat model

    return found | {"chat_model": settings.chat_model, "prompts": load_prompts().sha256}


def surroundings() -> dict[str, str]:
    """Versions and machine: what one needs to run the same again."""
    found = {name: version(name) for name in ("retro-assistant", *LIBRARIES)}
    found |= {"python": platform.python_version(), "machine": platform.machine()}
    return found | {"cores": str(os.cpu_count()), "commit": _commit()}


def _commit() -> str:
    """The commit of the checkout, with `+` where files differ from it; empty outside of one."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],  # noqa: S607
            cwd=Path(__file__).parent, capture_output=True, text=True, timeout=10, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def save(run: Run, folder: Path) -> Path:
    """Writes the run with its figures; the name holds its time and system."""
    path = folder / f"{run.created:%Y%m%dT%H%M%S%f}-{run.system}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(run.model_dump_json(indent=1), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise RunError(f"{path} ne peut pas être écrit : {error.strerror}.") from error
    return path


def load(path: Path) -> Run:
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise RunError(f"{path} ne peut pas être lu : {error.strerror}.") from error
    except ValidationError as error:
        raise RunError(
            f"{path} n’est pas une mesure de « retro eval » : {error.errors()[0]['msg']}."
        ) from error


def new_run(
    system: str,
    outcomes: list[Outcome],
    *,
    command: str,
    settings: dict[str, str],
    fingerprints: dict[str, str],
    seconds: float,
    seed: int,
) -> Run:
    return Run(
        system=system,
        created=datetime.now(UTC),
        command=command,
        settings=surroundings() | settings,
        seed=seed,
        fingerprints=fingerprints,
        seconds=round(seconds, 1),
        figures=figures_json(outcomes),
        outcomes=outcomes,
    )
