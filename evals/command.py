"""`retro eval`: what its options ask for, done in order, and told as text or JSON."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from evals.compare import compare
from evals.dataset import QUESTIONS
from evals.gate import BASELINE, falls, read_baseline, update
from evals.run import load, save
from evals.schema import Run
from evals.suite import Make, Selection, Suite, product, worded
from evals.tables import comparison_text, failures_text, gate_text, run_text
from ingest.errors import UsageError
from ingest.settings import Settings
from ingest.writing import Progress

MODES = ("extractive", "generative")
PIAF_SAMPLE = 600


class Options(NamedTuple):
    """The options of `retro eval`, by name; `command` is the whole line, kept with the run."""

    questions: Path | None = None
    set_: str | None = None
    split: str | None = None
    kind: str | None = None
    only: tuple[str, ...] = ()
    corpus: Path | None = None
    mode: str = "extractive"
    against: str | None = None
    compare: tuple[Path, Path] | None = None
    gate: bool = False
    update: bool = False
    lower: bool = False
    report: Path | None = None
    judge: str | None = None
    piaf: Path | None = None
    sample: int | None = None
    failures: bool = True
    as_json: bool = False
    command: str = ""

    @property
    def selection(self) -> Selection:
        path = self.questions or QUESTIONS
        return Selection(path, self.set_, self.split, self.kind, self.only, self.sample)

    @property
    def is_whole(self) -> bool:
        """Whether every question of the project is asked, on its own corpus."""
        return self.selection == Selection() and self.corpus is None


class Told(NamedTuple):
    """What is printed, and whether the gate let it pass."""

    text: str
    passed: bool = True


def evaluate(settings: Settings, options: Options, progress: Progress) -> Told:
    """Raises RetroError for anything that cannot be done, with what to do."""
    if options.mode not in MODES:
        raise UsageError(f"Mode « {options.mode} » inconnu ; il y a : {', '.join(MODES)}.")
    if options.compare:
        found = compare(*map(load, options.compare))
        return Told(json.dumps(found.to_json()) if options.as_json else comparison_text(found))
    if (options.update or options.lower) and not options.gate:
        raise UsageError("--update et --lower vont avec --gate.")
    if options.gate and not (options.is_whole and not options.piaf):
        raise UsageError("--gate se mesure sur toutes les questions : retirez les filtres.")
    if options.piaf:
        return _piaf(settings, options, progress)
    if options.mode == "generative":
        _check_writing(settings, options)
    _check(options)
    with _opened(settings, options, progress) as suite:
        return _measured(settings, options, suite, progress)


def _check_writing(settings: Settings, options: Options) -> None:
    if options.gate:
        raise UsageError("--gate se mesure sans modèle de langue : retirez --mode generative.")
    if not settings.chat_model:
        raise UsageError("--mode generative veut un modèle : définissez RETRO_CHAT_MODEL.")


def _check(options: Options) -> None:
    """What would only fail once corpora are indexed or questions asked fails at once."""
    _baselines(options)
    _judge(options)
    if options.gate and not options.update:
        read_baseline()


@contextmanager
def _opened(settings: Settings, options: Options, progress: Progress) -> Iterator[Suite]:
    writing = options.mode == "generative"
    suite = Suite(
        settings, options.selection, corpus=options.corpus, progress=progress, writing=writing
    )
    try:
        yield suite
    finally:
        suite.close()


def _measured(settings: Settings, options: Options, suite: Suite, progress: Progress) -> Told:
    """Whatever a judge or a report may run into, the run is kept first."""
    others, judge = _baselines(options), _judge(options)
    make: Make = product
    if options.mode == "generative":
        make, others = worded, [product, *others]
    run = suite.run(make, command=options.command)
    kept = [save(run, settings.data / "runs")]
    if judge:
        run = judge(run, progress)
        kept = [save(run, settings.data / "runs")]
    parts = [run_text(run)]
    if options.failures:
        parts.append(failures_text(run.outcomes))
    for make in others:
        other = suite.run(make, command=options.command)
        kept.append(save(other, settings.data / "runs"))
        parts.append(comparison_text(compare(other, run), details=False))
    gate = _gate(run, options) if options.gate else Told("")
    parts += [gate.text, *_reported(run, options), *(f"Mesure gardée : {path}" for path in kept)]
    text = run.model_dump_json() if options.as_json else "\n\n".join(filter(None, parts))
    return Told(text, gate.passed)


def _baselines(options: Options) -> list[Make]:
    if not options.against:
        return []
    from evals.baselines import against

    return against(options.against)


def _judge(options: Options) -> Callable[[Run, Progress], Run] | None:
    if not options.judge:
        return None
    from assistant.chat_model import open_chat_model
    from evals.judge import judge

    model, name = open_chat_model(options.judge), options.judge
    return lambda run, progress: judge(run, model, name, progress)


def _gate(run: Run, options: Options) -> Told:
    if options.update:
        update(run, lower=options.lower)
        return Told(f"Planchers fixés dans {BASELINE}.")
    fallen = falls(run, read_baseline())
    return Told(gate_text(fallen), not fallen)


def _reported(run: Run, options: Options) -> list[str]:
    if not options.report:
        return []
    from evals.report import write_report

    return [f"Rapport : {path}" for path in write_report(run, options.report)]


def _piaf(settings: Settings, options: Options, progress: Progress) -> Told:
    from evals.piaf import measure, piaf_text

    run = measure(
        settings, options.piaf or Path(), sample=options.sample or PIAF_SAMPLE, progress=progress
    )
    kept = save(run, settings.data / "runs")
    parts = [piaf_text(run), *_reported(run, options), f"Mesure gardée : {kept}"]
    return Told(run.model_dump_json() if options.as_json else "\n\n".join(parts))
