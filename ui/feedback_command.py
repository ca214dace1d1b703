"""`retro feedback`: what people thought of the answers."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import UsageError
from ingest.settings import load_settings
from ui import labels
from ui.console import json_line, say, tell
from ui.feedback import Feedback

Numbers = Annotated[list[int] | None, typer.Argument(help="Numéros des avis ; sans, tous.")]

feedback = typer.Typer(
    help="Ce que les utilisateurs ont pensé des réponses : lister, exporter, effacer.",
    no_args_is_help=True,
)


@feedback.command("list")
def show(
    as_json: Annotated[bool, typer.Option("--json", help="Un avis par ligne, en JSON.")] = False,
) -> None:
    """Montrer les avis gardés, du plus ancien au plus récent."""
    from ui.opinions_text import opinion_json, opinions_text

    found = _feedback().list()
    lines = (json_line(opinion_json(one)) for one in found)
    say("\n".join(lines) if as_json else opinions_text(found))


@feedback.command("export")
def export(
    ids: Numbers = None,
    to: Annotated[Path | None, typer.Option(help="Fichier à écrire ; sans, affiché.")] = None,
) -> None:
    """En faire des questions d’évaluation, à relire avant de les garder."""
    from evals.dataset import written
    from evals.reported import Report, reported
    from ui.opinions_text import reason_text, write_new

    found = _feedback().list(ids or ())
    if not found:
        raise UsageError(labels.NO_OPINIONS)
    filtered = [one.id for one in found if any(one.receipt["searched"]["filters"].values())]
    kept = [one for one in found if one.id not in filtered]
    left_out = labels.OPINIONS_FILTERED.format(ids=", ".join(map(str, filtered)))
    if not kept:
        raise UsageError(left_out)
    if filtered:
        tell(left_out)
    reports = (Report(o.id, o.verdict == "up", o.reason, reason_text(o), o.receipt) for o in kept)
    text = written(reported(reports))
    if to:
        write_new(to, text)
        tell(labels.OPINIONS_EXPORTED.format(path=to))
    else:
        say(text.rstrip())


@feedback.command("purge")
def purge(
    ids: Numbers = None,
    everything: Annotated[bool, typer.Option("--all", help="Effacer tous les avis.")] = False,
) -> None:
    """Effacer des avis ; sans numéro, ceux dont la durée est passée."""
    if ids and everything:
        raise UsageError(labels.NUMBERS_OR_ALL)
    gone = _feedback().purge(ids or (), everything=everything)
    say(labels.opinions_gone(gone))


def _feedback() -> Feedback:
    return Feedback.of(load_settings())
