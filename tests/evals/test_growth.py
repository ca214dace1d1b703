"""What a large index costs: measured on a small one."""

from pathlib import Path

import pytest

from evals.growth import DOCUMENTS, measure, write_corpus
from ingest.settings import Settings


def test_about_so_many_passages_are_invented_and_none_twice(tmp_path: Path) -> None:
    paths = write_corpus(tmp_path, 200)
    told = [part for path in paths for part in path.read_text("utf-8").split("\n\n")[1:]]
    assert len(paths) == DOCUMENTS
    assert 200 <= len(told) <= 300
    assert len({part.partition(".")[0] for part in told}) > 100
    again = write_corpus(tmp_path / "again", 200)
    assert [path.read_text("utf-8") for path in again] == [p.read_text("utf-8") for p in paths]


@pytest.mark.slow
def test_building_adding_and_asking_are_measured(tmp_path: Path, real_settings: Settings) -> None:
    found = dict(row for rows in measure(tmp_path, real_settings, 40, drawn=True) for row in rows)
    assert 20 <= int(found["passages"]) <= 80
    assert int(found["textes vectorisés"]) > int(found["passages"])
    for name in ("construction entière", "un document de plus", "question, médiane"):
        assert float(found[name].split()[0]) > 0
    assert "débit, au modèle seul" not in found
