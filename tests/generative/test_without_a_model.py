"""Without a chat model nothing of one is imported, and none is asked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.settings import Settings

ROOT = Path(__file__).parents[2]
COSTLY = {
    "assistant.generation", "assistant.completion", "assistant.claims", "assistant.prompts",
    "assistant.writer", "assistant.chat_model", "langchain", "langchain_openai", "openai",
    "tiktoken", "langgraph",
}  # fmt: skip
SCRIPT = """
import json, sys
from assistant.live import LiveAssistant
from ingest.settings import load_settings
from ui import chat, cli, server

live = LiveAssistant(load_settings())
answer = live.answer("Combien de postes de conseillers numériques ?")
server.create_app(live)
print(json.dumps({"modules": sorted(sys.modules), "mode": answer.mode, "writes": live.writes}))
"""


@pytest.mark.slow
def test_nothing_of_a_model_is_imported(real_settings: Settings, real_data: Path) -> None:
    places = {
        "RETRO_CORPUS": str(real_settings.corpus),
        "RETRO_DATA": str(real_data),
        "RETRO_CACHE": str(real_settings.cache),
        "RETRO_CHAT_MODEL": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ | places,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert COSTLY & set(found["modules"]) == set()
    assert (found["mode"], found["writes"]) == ("extractive", False)
