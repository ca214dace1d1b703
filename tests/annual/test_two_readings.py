"""One report as PDF and as Markdown: what of the one is in the reading of the other.

pytest tests/annual/test_two_readings.py --annual ../shared/annual -s
"""

import shutil
from pathlib import Path

import pytest

from ingest.reading import read_document
from ingest.text import sentences, words

NAME = "betagouv-bilan-2023"
SHORTEST = 4


def _read(source: Path, name: str, corpus: Path) -> str:
    place = Path(shutil.copy(next(source.rglob(name)), corpus))
    return read_document(place, corpus).text


def _words(text: str) -> list[str]:
    return [word.folded for word in words(text)]


def test_the_pdf_gives_what_the_markdown_says(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    source = request.config.getoption("--annual")
    if not source:
        pytest.skip("--annual DIR: real documents, not part of the project")
    markdown, pdf = (_read(Path(source), f"{NAME}.{kind}", tmp_path) for kind in ("md", "pdf"))
    read = f" {' '.join(_words(pdf))} "
    told = [
        _words(line[span.start : span.end])
        for line in markdown.splitlines()
        for span in sentences(line)
    ]
    told = [one for one in told if len(one) >= SHORTEST]
    threes = [one[at : at + 3] for one in told for at in range(len(one) - 2)]
    whole, close = (
        sum(f" {' '.join(some)} " in read for some in parts) / len(parts)
        for parts in (told, threes)
    )
    print(f"\nphrases entières : {whole:.1%} de {len(told)} ; suites de trois mots : {close:.1%}")
    assert close > 0.85
