"""Whether a new index version may go into service: the questions about its documents are asked of
the version in service and of the new one, and its figures held against floors."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from assistant.pipeline import Assistant
from assistant.reader import load_reader
from evals.compare import Comparison, compare
from evals.dataset import QUESTIONS, load_questions, places
from evals.gate import Fall, falls_below, pinnable, read_baseline
from evals.run import Asked, answering, ask, day_after, fingerprints, new_run
from evals.schema import Run
from evals.statistics import SEED
from evals.systems import Product
from evals.tables import change_text, comparison_text, gate_text
from ingest.build import Accept, open_version
from ingest.embedding import Embedder
from ingest.errors import IndexStoreError, PromotionError, UsageError
from ingest.index import Index
from ingest.settings import Settings
from ingest.versions import Manifest
from ingest.writing import Progress

Floors = dict[str, dict[str, float]]
ABSENT_YEAR = "year_not_indexed"


class Weighed(NamedTuple):
    """The new version's run, what it changes, the floors it falls through, and how many questions
    could not be asked because it does not hold their evidence."""

    run: Run
    comparison: Comparison | None
    fallen: list[Fall]
    left_out: int

    @property
    def text(self) -> str:
        """What changes, and whether the version may go into service."""
        parts: list[str] = []
        if self.comparison:
            others = [change_text("Autre", *pair) for pair in self.comparison.reworded]
            parts = ["\n".join([comparison_text(self.comparison), *others])]
        if self.left_out:
            parts.append(f"Non posées, faute de leur preuve ou de leur objet : {self.left_out}")
        return "\n\n".join([*parts, gate_text(self.fallen)])


def promotion(
    settings: Settings,
    embedder: Embedder,
    progress: Progress,
    tell: Callable[[str], None],
    questions: Path | None = None,
    force: bool = False,
) -> Accept:
    """For `build_index`: tells what a new version changes, and raises PromotionError where it
    falls below a floor, unless `force`."""

    def accept(live: Manifest | None, new: str) -> None:
        weighed = weigh(settings, embedder, live, new, progress, questions or QUESTIONS)
        tell(weighed.text)
        if weighed.fallen and not force:
            stays = f"{live.version} reste" if live else "aucune n’est"
            raise PromotionError(
                f"La version {weighed.run.system} tombe sous un plancher ; {stays} en service. "
                "Corrigez le corpus, ou passez outre : retro index --evaluate --force"
            )

    return accept


def weigh(
    settings: Settings,
    embedder: Embedder,
    live: Manifest | None,
    new: str,
    progress: Progress,
    questions: Path,
) -> Weighed:
    """`new` is the new version's folder. Raises UsageError where no question is about its
    documents."""
    index = open_version(settings, embedder, new)
    old = _old(settings, embedder, live)
    try:
        everything = [
            (file, one)
            for file in load_questions(questions)
            if file.corpus is None
            for one in file.content.questions
        ]
        asked = [one for one in everything if _can_be_asked(one, index, old)]
        if not any(one.evidence for _, one in asked):
            raise UsageError(
                "Aucune question d’évaluation ne porte sur ces documents : donnez les vôtres par "
                "--questions, ou indexez sans --evaluate."
            )
        run = _asked(settings, embedder, index, day_after(index), asked, progress)
        before = _asked(settings, embedder, old, day_after(index), asked, progress) if old else None
    finally:
        for one in filter(None, (index, old)):
            one.close()
    fallen = falls_below(pinnable(run), _floors(everything, asked, before))
    comparison = compare(before, run) if before else None
    return Weighed(run, comparison, fallen, len(everything) - len(asked))


def _old(settings: Settings, embedder: Embedder, live: Manifest | None) -> Index | None:
    """None without a version in service, or with one of other settings."""
    try:
        return open_version(settings, embedder, live.version) if live else None
    except IndexStoreError:
        return None


def _can_be_asked(asked: Asked, new: Index, old: Index | None) -> bool:
    """Whether the expectation still holds: its evidence is there, and a year that it expects to
    be absent is."""
    question = asked[1]
    if question.tier == ABSENT_YEAR and old and old.years != new.years:
        return False
    return all(places(piece, new.documents.values()) for piece in question.evidence)


def _asked(
    settings: Settings,
    embedder: Embedder,
    index: Index,
    today: date,
    asked: list[Asked],
    progress: Progress,
) -> Run:
    started = time.perf_counter()
    product = Product(Assistant(index, embedder, load_reader(settings), today=today))
    show = partial(progress, f"questions {index.version.partition('-')[0]}")
    outcomes = ask(product, asked, lambda done: show(done, len(asked)))
    return new_run(
        index.version,
        outcomes,
        command="retro index --evaluate",
        settings=answering(settings, embedder),
        fingerprints=fingerprints(index.documents.values(), asked),
        seconds=time.perf_counter() - started,
        seed=SEED,
    )


def _floors(everything: list[Asked], asked: list[Asked], before: Run | None) -> Floors:
    """Those of the project where all of a group's questions could be asked, else what the version
    in service reaches."""
    pinned = read_baseline().floors
    reached = pinnable(before) if before else {}
    sizes, counts = (Counter(map(_group, some)) for some in (everything, asked))
    return {
        group: pinned[group]
        if group in pinned and counts[group] == sizes[group]
        else reached.get(group, {})
        for group in sorted(counts)
    }


def _group(asked: Asked) -> str:
    file, _ = asked
    return f"{file.content.set}/{file.content.split}"
