"""What an index covers, what is missing between, and what could not be read."""

from pathlib import Path

import pytest

from ingest.build import build_index, open_index
from ingest.coverage import Coverage, coverage
from ingest.embedding import Embedder
from ingest.settings import load_settings

MONTHS = ("Janvier", "Février", "Mars", "Avril", "Juin", "Juillet")


@pytest.fixture(scope="module")
def covered(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path, embedder: Embedder
) -> Coverage:
    root = tmp_path_factory.mktemp("coverage")
    texts = {
        "2019/bilan.txt": "Bilan 2019\n\nUn pont a été bâti à Brest.\n",
        "2022/fil.txt": "Le fil\n\n"
        + "".join(f"{month}\n\nLe 3, une foire a eu lieu à Metz.\n\n" for month in MONTHS),
        "2022/note.txt": "Note\n\nLe 5 octobre 2022, la rue a été pavée.\n",
        "2022/suite.md": "# La suite\n\n## Janvier 2023\n\nUne foire a eu lieu à Lens.\n",
        "divers/guide.txt": "Guide\n\nUne aide se demande en mairie.\n",
    }
    for name, text in texts.items():
        path = root / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "corpus" / "2019" / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    settings = load_settings(corpus=root / "corpus", data=root / "data", cache=model_cache)
    build_index(settings, embedder)
    index = open_index(settings, embedder)
    found = coverage(index)
    index.close()
    return found


def test_each_year_has_its_documents(covered: Coverage) -> None:
    assert {one.year: [d.id for d in one.documents] for one in covered.years} == {
        2019: ["2019/bilan.txt"],
        2022: ["2022/fil.txt", "2022/note.txt", "2022/suite.md"],
        2023: ["2022/suite.md"],
    }
    assert [document.id for document in covered.undated] == ["divers/guide.txt"]


def test_years_between_are_missing(covered: Coverage) -> None:
    assert covered.missing == (2020, 2021)


def test_a_year_told_by_the_month_has_silent_months(covered: Coverage) -> None:
    silent = {one.year: [month.first.month for month in one.silent_months] for one in covered.years}
    assert silent == {2019: [], 2022: [5, 8, 9, 11, 12], 2023: []}


def test_what_could_not_be_read_is_named(covered: Coverage) -> None:
    ((path, reason),) = covered.refused
    assert path == "2019/scan.pdf"
    assert reason
    assert covered.version.startswith("v1-")
