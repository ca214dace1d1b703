"""PIAF (Keraron et al., LREC 2020), questions of others about French Wikipedia, asked of the
product as of any documents; and the floors that lexical search sets there.

read → write as documents → index → ask, then the same without what the refusals are about.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from assistant.pipeline import Assistant
from assistant.reader import load_reader
from evals.piaf_articles import Article, Piaf, PiafError, hold_out, read_piaf, write_corpus
from evals.piaf_questions import (
    ABSENT,
    BARE,
    NAMED,
    REMOVED,
    Asked,
    answerable,
    ask,
    refusable,
    spread,
)
from evals.run import answering, corpus_fingerprint, new_run, questions_fingerprint
from evals.schema import EvalQuestion, Outcome, Run
from evals.statistics import SEED, Estimate, auroc, mean, statistic
from evals.suite import Make, product
from evals.systems import System
from evals.wording import Figure, decimal, shown
from ingest.build import build_index, open_index
from ingest.embedding import Embedder, load_embedder
from ingest.settings import Settings
from ingest.writing import Progress

SAMPLE = 600
REFUSAL_SHARE = 3
ALL = (NAMED, BARE)


class Floor(NamedTuple):
    """What a figure over some sets of questions is held against, in percent."""

    label: str
    figure: str
    sets: tuple[str, ...] = ALL
    floor: float | None = None
    better: Literal["higher", "lower"] = "higher"

    @property
    def key(self) -> str:
        return f"{self.figure} {'+'.join(self.sets)}"

    def gap(self, value: float) -> float:
        """By how much the floor is met; negative where it is missed."""
        above = 100 * value - (self.floor or 0.0)
        return above if self.better == "higher" else -above


FLOORS = (
    Floor("rappel à 1", "recall@1", ALL, 69.5),
    Floor("rappel à 5", "recall@5", ALL, 85.7),
    Floor("rappel à 10", "recall@10", ALL, 89.1),
    Floor("nDCG à 10", "ndcg@10", ALL, 79.5),
    Floor("rappel à 1, questions nommées", "recall@1", (NAMED,), 74.8),
    Floor("rappel à 5, questions nommées", "recall@5", (NAMED,), 89.9),
    Floor("rappel à 10, questions nommées", "recall@10", (NAMED,), 93.2),
    Floor("nDCG à 10, questions nommées", "ndcg@10", (NAMED,), 84.2),
    Floor("rappel à 5, autres questions", "recall@5", (BARE,), 75.8),
    Floor("nDCG à 10, autres questions", "ndcg@10", (BARE,), 69.4),
    Floor("réponse contenue", "containment", ALL, 48.8),
    Floor("réponse contenue, seuil à trois phrases", "containment", ALL, 57.2),
    Floor("réponse contenue sans jamais refuser", "forced", ALL, 48.8),
    Floor("bonnes réponses, questions nommées", "right", (NAMED,)),
    Floor("bonnes réponses, autres questions", "right", (BARE,)),
    Floor("refus à tort, questions nommées", "wrong_refusal", (NAMED,), 10.0, "lower"),
    Floor("refus à tort, autres questions", "wrong_refusal", (BARE,)),
    Floor("refus, article absent", "refusal", (ABSENT,)),
    Floor("refus, paragraphe retiré", "refusal", (REMOVED,)),
    Floor("AUROC, article absent", "auroc", (NAMED, ABSENT), 83.0),
    Floor("AUROC, article absent, seuil des nommées", "auroc", (NAMED, ABSENT), 88.0),
    Floor("AUROC, paragraphe retiré", "auroc", (NAMED, REMOVED), 75.0),
)
"""Of lexical search over the whole of PIAF: with titles where all questions are asked, without
where they are told apart; its best sentence, or one of each of three passages; the AUROC of its
scores over all questions, or over named ones as here. Of wrong refusals, the most aimed at."""
NOTE = (
    "Planchers : BM25 sur tout PIAF (avec les titres pour l’ensemble des questions), sa meilleure "
    "phrase, l’AUROC de ses scores ; pour les refus à tort, le plus que l’on vise.\n"
    "Paragraphe retiré : {} question(s) écartée(s), dont la réponse se lit dans les dix passages "
    "trouvés."
)


def measure(
    settings: Settings,
    folder: Path,
    *,
    sample: int = SAMPLE,
    progress: Progress | None = None,
    make: Make = product,
) -> Run:
    """Asks `sample` questions that have an answer, and of each refusal set up to a third as
    many, all about articles that the reader was not trained on. Indexes stay under the data folder
    for the next time. Raises PiafError."""
    piaf = read_piaf(folder)
    held = hold_out(piaf)
    bench = _Bench(settings, load_embedder(settings), make, piaf, progress or _silent)
    able = answerable(piaf, spread(piaf, piaf.asked, sample))
    unable = refusable(piaf, held, sample // REFUSAL_SHARE)
    parts = (
        bench.asked("whole", piaf.articles, able),
        bench.asked("held-out", held.articles, unable),
    )
    command = f"retro eval --piaf {folder} --sample {sample}"
    return bench.run(command, [one.question for one in able + unable], parts)


def _silent(step: str, done: int, total: int) -> None:
    """For who does not watch."""


class _Part(NamedTuple):
    """What asking of one corpus gave, and how long it took."""

    system: str
    corpus: str
    outcomes: list[Outcome]
    seconds: float


class _Bench(NamedTuple):
    """Indexes articles as the product does, in folders of their own, and asks about them."""

    settings: Settings
    embedder: Embedder
    make: Make
    piaf: Piaf
    progress: Progress

    def asked(self, name: str, articles: Sequence[Article], asked: Sequence[Asked]) -> _Part:
        with self._system(name, articles) as system:
            started = time.perf_counter()
            outcomes = ask(system, asked, self.progress)
            seconds = time.perf_counter() - started
            corpus = corpus_fingerprint(system.documents.values())
            return _Part(system.name, corpus, outcomes, seconds)

    @contextmanager
    def _system(self, name: str, articles: Sequence[Article]) -> Iterator[System]:
        data = self.settings.data / "evals" / f"piaf-{self.piaf.fingerprint[:12]}" / name
        settings = self.settings.model_copy(update={"corpus": data / "corpus", "data": data})
        write_corpus(articles, settings.corpus)
        report = build_index(settings, self.embedder, self.progress)
        for path, reason in report.manifest.refusals:
            raise PiafError(f"L’article {path} est inutilisable : {reason}.")
        index = open_index(settings, self.embedder)
        try:
            reader = load_reader(self.settings)
            yield self.make(Assistant(index, self.embedder, reader), self.embedder)
        finally:
            index.close()

    def run(self, command: str, asked: Sequence[EvalQuestion], parts: Sequence[_Part]) -> Run:
        outcomes = [one for part in parts for one in part.outcomes]
        run = new_run(
            parts[0].system,
            outcomes,
            command=command,
            settings=answering(self.settings, self.embedder)
            | {"piaf_dropped": str(len(asked) - len(outcomes))},
            fingerprints={
                "corpus": parts[0].corpus,
                "questions": questions_fingerprint(("piaf", question) for question in asked),
                "piaf": self.piaf.fingerprint,
            },
            seconds=sum(part.seconds for part in parts),
            seed=SEED,
        )
        return run.model_copy(update={"figures": run.figures | {"piaf": _figures(outcomes)}})


def _figures(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """The figure of each of `FLOORS` that has questions, with its interval over articles."""
    floors = {floor.key: floor for floor in FLOORS}
    found = {key: _estimate(floor, outcomes) for key, floor in floors.items()}
    return {key: one._asdict() for key, one in found.items() if one and not isnan(one.value)}


def _estimate(floor: Floor, outcomes: Sequence[Outcome]) -> Estimate | None:
    rows = [one for one in outcomes if one.set in floor.sets]
    clusters = [one.cluster for one in rows]
    if not rows:
        return None
    if floor.figure == "auroc":
        able = np.array([one.answerable for one in rows])
        sure = np.array([one.confidence for one in rows])
        return statistic(lambda at: auroc(sure[at][able[at]], sure[at][~able[at]]), clusters)
    if floor.figure == "forced":
        return mean([float(one.forced) for one in rows], clusters)
    return mean([one.scores[floor.figure] for one in rows], clusters)


def piaf_text(run: Run) -> str:
    """A table of a run that `measure` made."""
    heads = f"{'PIAF':42}{'valeur':>8}  {'intervalle 95 %':17}{'n':>6}{'plancher':>10}{'écart':>8}"
    lines = [
        _line(floor, run.figures["piaf"][floor.key])
        for floor in FLOORS
        if floor.key in run.figures["piaf"]
    ]
    return "\n".join([heads, *lines, NOTE.format(run.settings["piaf_dropped"])])


def _line(floor: Floor, figure: Figure) -> str:
    value, interval, n, _ = shown(floor.figure, figure)
    line = f"  {floor.label:40}{value:>8}  {interval:17}{n:>6}"
    if floor.floor is None:
        return line
    gap = floor.gap(figure["value"])
    signed = f"{'+' if gap >= 0 else ''}{decimal(gap)}"
    return f"{line}{decimal(floor.floor):>10}{signed:>8}  {'tenu' if gap >= 0 else 'manqué'}"
