"""Trains the French reader: `python -m evals.training --data ../shared/data --out DIR`."""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from assistant.network import ReaderNetwork, load, save
from assistant.reader import Reader
from evals.split import Part
from evals.training.agencies import Material, material, read_agencies
from evals.training.example import Example
from evals.training.examples import KINDS, SHARES, examples
from evals.training.leaks import forbidden, leaks
from evals.training.loop import BATCH, RATE, rows, train
from evals.training.scores import (
    Said,
    calibrated,
    miscalibration,
    reading_figures,
    said,
    told_apart,
)
from evals.training.sources import Sources, TrainingError, read_sources
from ingest.embedding import bundled_base
from ingest.errors import RetroError
from ingest.settings import load_settings

SEED = 20201231
STEPS = 2600
LINE = 20
CALIBRATED = MEASURED = 1500


def main(
    data: Annotated[Path, typer.Option(help="dossier de piaf/ et de squad2-dev/")],
    out: Annotated[Path, typer.Option(help="dossier des poids et du point de reprise")],
    steps: Annotated[int, typer.Option(min=1, help="pas de 32 exemples")] = STEPS,
    seed: Annotated[int, typer.Option(help="graine du hasard")] = SEED,
    without: Annotated[
        list[str] | None, typer.Option(help=f"sans un genre : {', '.join(KINDS)}")
    ] = None,
    start: Annotated[
        Path | None, typer.Option(help="lecteur d’où partir, au lieu du modèle de plongement")
    ] = None,
) -> None:
    """Builds the examples, trains, calibrates, and writes `reader.safetensors` into OUT."""
    try:
        _train(data, out, steps, seed, without or [], start)
    except RetroError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(f"{out} ne peut pas être créé : {error.strerror}.") from error
    if not os.access(out, os.W_OK):
        raise TrainingError(f"{out} ne peut pas être écrit : changez ses droits ou de dossier.")


def _train(
    data: Path, out: Path, steps: int, seed: int, without: list[str], start: Path | None
) -> None:
    if unknown := set(without) - set(KINDS):
        raise TrainingError(f"Genre inconnu : {', '.join(sorted(unknown))}.")
    _make(out)
    sources = read_sources(data)
    for part in get_args(Part):
        if not sources.of(part):
            raise TrainingError(
                f"Aucun article de {data} ne revient à la partie « {part} » : ajoutez-en."
            )
    agencies = _agencies()
    made = examples(sources.of("training"), seed, steps * BATCH, without, agencies["training"])
    _refuse_leaks(made, data)
    base, tokenizer = bundled_base(load_settings().cache, exact=True)
    network = load(base, start)[0] if start else ReaderNetwork(base)
    found = rows(tokenizer, made)
    typer.echo(f"{len(made)} exemples, {sum(e.answer is not None for e in made)} avec réponse")
    began = sha256(start.read_bytes()).hexdigest() if start else ""
    fingerprint = sha256(repr((found, seed, RATE, SHARES, began)).encode()).hexdigest()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn()
    ) as bar:
        task = bar.add_task("entraînement", total=None)

        def report(step: int, of: int, loss: float) -> None:
            bar.update(task, completed=step, total=of, description=f"perte {loss:.3f}")
            if step % LINE == 0 or step == of:
                bar.console.print(f"pas {step} sur {of}, perte {loss:.3f}")

        done = train(
            network,
            found,
            seed=seed,
            checkpoint=out / "checkpoint.pt",
            fingerprint=fingerprint,
            report=report,
        )
    path = out / "reader.safetensors"
    metadata = {"steps": str(done), "seed": str(seed), "data": sources.fingerprint}
    save(network, path, metadata)
    kept = examples(sources.of("calibration"), seed, CALIBRATED, agencies=agencies["calibration"])
    shared = bundled_base(load_settings().cache)
    scale, bias = calibrated(said(Reader.open(*shared, path), kept))
    save(network, path, metadata | {"scale": f"{scale:.4f}", "bias": f"{bias:.4f}"})
    typer.echo(f"écrit : {path}")
    measured = _report(Reader.open(*shared, path), sources, agencies["measure"], seed)
    after, before = miscalibration(measured), miscalibration(measured, 1 / scale, -bias / scale)
    typer.echo(f"écart de calibration : {100 * after:.1f} ; sans elle : {100 * before:.1f}")


def _agencies() -> dict[Part, list[Material]]:
    read = read_agencies()
    return {part: [material(one) for one in read if one.part == part] for part in get_args(Part)}


def _refuse_leaks(made: Sequence[Example], data: Path) -> None:
    if found := leaks(made, forbidden()):
        first = found[0]
        title = first.window.partition("\n")[0]
        raise TrainingError(
            f"{len(found)} exemples reprennent des mots des questions d’évaluation ou de leurs "
            f"documents ; le premier, de genre {first.kind} : « {first.question} », sur « {title} »"
            f". Retirez ces textes de {data} ou de evals/training/chronicle.toml."
        )


def _report(
    reader: Reader, sources: Sources, agencies: Sequence[Material], seed: int
) -> list[Said]:
    kept = sources.of("measure")
    for language, name in (("fr", "PIAF"), ("en", "SQuAD 2.0")):
        figures = reading_figures(reader, [one for one in kept if one.language == language])
        for figure, found in figures.items():
            shares = (100 * value for value in found[:3])
            typer.echo("{} {} : {:.1f} [{:.1f} – {:.1f}]".format(name, figure, *shares))
    all_said = said(reader, examples(kept, seed, MEASURED, agencies=agencies))
    for kind, share in told_apart(all_said).items():
        typer.echo(f"auroc contre {kind} : {100 * share:.1f}")
    return all_said


if __name__ == "__main__":
    typer.run(main)
