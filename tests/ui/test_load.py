"""Several users at once, from another process than the chat's: no fault, no mixed answer."""

import os
from pathlib import Path

import pytest

from ingest.settings import Settings
from tests.ui.load import load, served

ROOT = Path(__file__).parents[2]
USERS, SECONDS = 12, 12.0
MOST_GROWTH = 120.0
"""Megabytes, of a server that is warm: caches fill, and nothing of a visit stays."""


@pytest.mark.slow
def test_users_at_once(real_data: Path, real_settings: Settings, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "index").symlink_to(real_data / "index")
    environment = {
        "RETRO_DATA": str(data),
        "RETRO_CACHE": str(real_settings.cache),
        "RETRO_CORPUS": str(real_settings.corpus),
        "PYTHONPATH": str(ROOT),
    }
    with served(environment, 40_000 + os.getpid() % 20_000) as chat:
        load(chat, USERS, 3)
        before = chat.megabytes
        seen = load(chat, USERS, SECONDS)
        grown = chat.megabytes - before
    assert seen.faults == []
    assert len(seen.seconds) >= 2 * USERS
    assert len(seen.versions) == 1
    assert grown < MOST_GROWTH
