"""Settings that cannot be read are told with what to do."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.settings import load_settings

NOBODY = 65534


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """To whoever runs the tests, root too."""
    was = os.geteuid()
    folder.chmod(0)
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)
        folder.chmod(0o700)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command is run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_of_settings_is_read(folder: Path) -> None:
    (folder / ".env").write_text("# adresses\nRETRO_PROXIES=127.0.0.1, 10.1.0.0/16\n")
    assert load_settings().proxies == "127.0.0.1, 10.1.0.0/16"


def test_a_folder_that_is_closed_is_told(folder: Path) -> None:
    """As that of root, where a command is run as another user."""
    with closed(folder), pytest.raises(SettingsError, match=r"\.env .*un autre dossier"):
        load_settings()


def test_a_file_in_another_encoding_is_told(folder: Path) -> None:
    (folder / ".env").write_bytes("RETRO_CORPUS=données\n".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"UTF-8"):
        load_settings()


def test_a_bad_value_is_told_by_the_name_of_its_setting(folder: Path) -> None:
    (folder / ".env").write_text("RETRO_LOG_DAYS=0\n")
    with pytest.raises(SettingsError, match="RETRO_LOG_DAYS"):
        load_settings()
