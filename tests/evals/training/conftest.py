"""What the tests of training share."""

from pathlib import Path

import pytest

from evals.training.sources import Asked, Sources, read_sources
from tests.evals.training.opendata import write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "data")


@pytest.fixture
def sources(folder: Path) -> Sources:
    return read_sources(folder)


@pytest.fixture
def asked(sources: Sources) -> list[Asked]:
    return sources.of("training")
