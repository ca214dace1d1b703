"""`python -m evals.training`."""

from pathlib import Path

import pytest
import typer
from safetensors import safe_open
from typer.testing import CliRunner, Result

from assistant.reader import Reader, Window
from evals.training.__main__ import main
from evals.training.sources import SQUAD, TrainingError, read_sources
from ingest.embedding import bundled_base
from ingest.settings import Settings
from tests.evals.training.opendata import FRENCH, PARTS, Paragraphs, write


def command(data: Path, out: Path, *options: str) -> Result:
    app = typer.Typer()
    app.command()(main)
    return CliRunner().invoke(app, ["--data", str(data), "--out", str(out), *options])


def refused(result: Result) -> str:
    """What the command says as it gives up, which is no traceback."""
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert "Traceback" not in result.output
    return result.stderr


def test_data_that_cannot_be_used_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / SQUAD).unlink()
    with pytest.raises(TrainingError) as raised:
        read_sources(folder)
    assert refused(command(folder, tmp_path / "out")) == f"{raised.value}\n"


def test_a_part_without_an_article_is_told_before_training(tmp_path: Path) -> None:
    kept = {title: texts for title, texts in FRENCH.items() if PARTS[title] != "measure"}
    data = write(tmp_path / "data", kept)
    assert "« measure »" in refused(command(data, tmp_path / "out"))


def test_the_command_refuses_what_leaks(tmp_path: Path) -> None:
    question = "Où a eu lieu la rencontre nationale Action cœur de ville ?"
    text = "La rencontre eut lieu à Prat. Il y pleuvait. On y dansa."
    planted: dict[str, Paragraphs] = {"Pont de Vaubrun": [(text, {question: ["Prat"]})]}
    data = write(tmp_path / "data", FRENCH | planted)
    said = refused(command(data, tmp_path / "out", "--steps", "3", "--without", "noisy"))
    assert said.split()[0].isdigit()
    assert f"« {question} »" in said
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.slow
def test_the_whole_command(
    folder: Path, tmp_path: Path, real_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for count in ("CALIBRATED", "MEASURED"):
        monkeypatch.setattr(f"evals.training.__main__.{count}", 60)
    out = tmp_path / "deep" / "out"
    result = command(folder, out, "--steps", "2")
    assert result.exit_code == 0, result.output
    assert "PIAF exact : " in result.output
    assert "SQuAD" not in result.output
    path = out / "reader.safetensors"
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
    assert "pas {0} sur {0}, perte".format(metadata["steps"]) in result.output
    assert metadata["data"] == read_sources(folder).fingerprint
    assert "auroc contre agency-absent : " in result.output
    again = command(folder, tmp_path / "again", "--steps", "2", "--start", str(path))
    assert again.exit_code == 0, again.output
    assert "auroc contre agency-absent : " in again.output
    reader = Reader.open(*bundled_base(real_settings.cache), path)
    assert reader.logit(1.0) - reader.logit(0.0) == pytest.approx(float(metadata["scale"]))
    text = FRENCH["Phare d’Orcal"][0][0]
    found = reader.read("Qui alluma le phare ?", [Window("Phare", text, 40)])[0].answer
    assert found
    assert 40 <= found.span.start < found.span.end <= 40 + len(text)
