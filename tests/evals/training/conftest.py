"""What the tests of training share."""

from pathlib import Path

import pytest

from evals.training.agencies import Agency, Material, material
from evals.training.sources import Asked, Sources, read_sources
from tests.evals.training.opendata import AGENCY, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "data")


@pytest.fixture
def sources(folder: Path) -> Sources:
    return read_sources(folder)


@pytest.fixture
def asked(sources: Sources) -> list[Asked]:
    return sources.of("training")


@pytest.fixture
def agencies() -> list[Material]:
    return [material(Agency.model_validate(AGENCY))]
