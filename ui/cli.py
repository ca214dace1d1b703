"""The command line: it parses, calls and prints.

Exit codes: 0 answered or done, 1 error, 2 wrong usage, 3 not found or declined.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.errors import RetroError, UsageError
from ingest.settings import Settings, load_settings
from ui import labels
from ui.accounts_command import users_app

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from ingest.doctor import Check
    from ui.feedback import Feedback

ERROR, WRONG_USAGE, NO_ANSWER = 1, 2, 3
MOST_NAMED = 10

app = typer.Typer(
    help="Interroger les rétrospectives annuelles : chaque réponse est prouvée par une citation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_errors = Console(stderr=True, highlight=False)


def main() -> None:
    """Runs a command; whatever is known to go wrong is one French sentence, never a traceback."""
    try:
        app()
    except RetroError as error:
        _tell(f"Erreur : {error}")
        sys.exit(WRONG_USAGE if isinstance(error, UsageError) else ERROR)
    except KeyboardInterrupt:
        _errors.print("Interrompu.")
        sys.exit(ERROR)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ERROR)


def _say(text: str) -> None:
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")
    sys.stdout.flush()


def _tell(text: str) -> None:
    _errors.print(text, markup=False, soft_wrap=True)


app.add_typer(users_app(_say), name="users")


@app.command("index")
def build(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montrer sans construire.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Lister les versions.")] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Revenir à la version d’avant.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Reconstruire, même sans changement.")
    ] = False,
    evaluated: Annotated[
        bool,
        typer.Option(
            "--evaluate", help="Poser les questions d’évaluation avant la mise en service."
        ),
    ] = False,
    questions: Annotated[
        Path | None, typer.Option(help="Fichier ou dossier de questions, au lieu des fournies.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Mettre en service même sous un plancher.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Le compte rendu en JSON.")] = False,
) -> None:
    """Construire l’index de ce qui a changé, le vérifier, le mettre en service."""
    from ingest.build import build_index, live_manifest
    from ingest.cache import Cache
    from ingest.changes import changes
    from ingest.embedding import load_embedder
    from ingest.reading import read_corpus
    from ingest.versions import Versions
    from ingest.writing import cut_corpus
    from ui.terminal import corpus_text, report_text, versions_text

    if (force or questions) and not evaluated:
        raise UsageError("--force et --questions vont avec --evaluate.")
    settings = load_settings()
    versions = Versions(settings.data)
    if list_:
        found = versions.list()
        _say(versions_text(found, versions.live() if found else ""))
    elif rollback:
        _say(f"Version {versions.rollback().version} remise en service.")
    else:
        embedder = load_embedder(settings, progress=_note)
        if dry_run:
            corpus = read_corpus(settings.corpus, Cache(settings.cache))
            live = live_manifest(versions)
            planned = changes(live.documents if live else (), corpus.documents)
            _say(corpus_text(corpus, cut_corpus(corpus, embedder), planned))
            return
        with _progress() as show:
            accept = None
            if evaluated:
                from evals.promotion import promotion

                accept = promotion(settings, embedder, show, _tell, questions, force)
            report = build_index(settings, embedder, show, rebuild=rebuild, accept=accept)
        _say(_json(report.to_json()) if as_json else report_text(report))
        if report.manifest.refusals:
            raise typer.Exit(ERROR)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="La question, entre guillemets.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Réponse en JSON.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option(help='Lignes JSON {"id", "turns"} ; « - » pour l’entrée standard.'),
    ] = None,
    quotations: Annotated[
        bool, typer.Option("--quotations", help="Des citations seules, sans modèle de langue.")
    ] = False,
    year: Annotated[
        list[int] | None, typer.Option(help="S’en tenir à une année.", min=1, max=9999)
    ] = None,
    month: Annotated[
        list[int] | None, typer.Option(help="S’en tenir à un mois, de 1 à 12.", min=1, max=12)
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option(help="S’en tenir à un document, par son chemin.")
    ] = None,
) -> None:
    """Poser une question, ou un lot de questions."""
    from assistant.schema import Scope, Status
    from ui.terminal import answer_text

    scope = Scope(tuple(year or ()), tuple(month or ()), tuple(document or ()))
    if batch and scope:
        raise UsageError(labels.NO_FILTER_IN_BATCH)
    settings = load_settings()
    if quotations:
        settings = settings.model_copy(update={"chat_model": ""})
    if batch:
        raise typer.Exit(_ask_batch(batch, settings))
    assistant = _open(settings)
    _check_documents(scope.documents, assistant.index.documents)
    answer = assistant.answer(question, scope=scope)
    _say(_json(answer.to_json()) if as_json else answer_text(answer))
    if answer.status is not Status.ANSWERED:
        raise typer.Exit(NO_ANSWER)


def _check_documents(wanted: Iterable[str], known: Iterable[str]) -> None:
    """Raises UsageError for a document that is not indexed."""
    if unknown := sorted(set(wanted) - set(known)):
        some = ", ".join(islice(known, MOST_NAMED))
        raise UsageError(labels.UNKNOWN_DOCUMENT.format(ids=", ".join(unknown), some=some))


def _ask_batch(path: Path, settings: Settings) -> int:
    """Answers each line as it comes; a bad line gives a line with `error`, and exit code 1."""
    from ui.batch import answer_line, read_lines

    lines = read_lines(path)
    assistant = _open(settings)
    code = 0
    with _progress() as show:
        for number, line in enumerate(lines, 1):
            row = answer_line(assistant, line, number)
            _say(_json(row))
            code = ERROR if "error" in row else code
            show("questions", number, len(lines))
    return code


@app.command()
def chat(
    host: Annotated[str, typer.Option(help="Adresse d’écoute.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port.", min=1, max=65535)] = 7860,
    root_path: Annotated[
        str,
        typer.Option(help="Derrière un mandataire : le chemin, ou l’adresse entière, du public."),
    ] = "",
) -> None:
    """Servir la conversation dans un navigateur."""
    from ui.service import read_service

    settings = load_settings()
    service = read_service(settings, host, root_path)
    _note("Chargement du modèle et de l’index…")
    from assistant.live import LiveAssistant

    assistant = LiveAssistant(settings)
    _note("Ouverture de la page…")
    from ui.feedback import Feedback
    from ui.journal import journals, kept
    from ui.server import serve

    serve(
        assistant,
        host=host,
        port=port,
        service=service,
        on_ready=lambda url: _say(f"Prêt : {url}"),
        observers=journals(settings),
        kept=kept(settings),
        feedback=Feedback.of(settings) if settings.feedback_days else None,
    )


@app.command("coverage")
def cover() -> None:
    """Dire ce qui est indexé, ce qui manque entre deux années, ce qui n’a pas pu être lu."""
    from ingest.build import open_index
    from ingest.coverage import coverage
    from ingest.embedding import load_embedder
    from ui.coverage import coverage_text

    settings = load_settings()
    index = open_index(settings, load_embedder(settings))
    _say(coverage_text(coverage(index)))
    index.close()


@app.command()
def doctor() -> None:
    """Dire ce qui ne va pas, et la commande qui le répare."""
    from assistant.reader import examine_reader
    from ingest.doctor import examine

    settings, sound = load_settings(), True
    for check in (*examine(settings), examine_reader(settings), _chat_model(settings)):
        _say(f"{'✓' if check.sound else '✗'} {check.name} : {check.detail}")
        sound &= check.sound
    if not sound:
        raise typer.Exit(ERROR)


def _chat_model(settings: Settings) -> "Check":
    """What needs a chat model is imported where there is one."""
    from ingest.doctor import Check

    if not settings.chat_model:
        return Check("modèle de langue", True, "aucun : les réponses sont des citations")
    from assistant.chat_check import examine_chat_model

    return examine_chat_model(settings)


opinions = typer.Typer(
    help="Ce que les utilisateurs ont pensé des réponses : lister, exporter, effacer.",
    no_args_is_help=True,
)
app.add_typer(opinions, name="feedback")
Numbers = Annotated[list[int] | None, typer.Argument(help="Numéros des avis ; sans, tous.")]


@opinions.command("list")
def list_opinions(
    as_json: Annotated[bool, typer.Option("--json", help="Un avis par ligne, en JSON.")] = False,
) -> None:
    """Montrer les avis gardés, du plus ancien au plus récent."""
    from ui.opinions_text import opinion_json, opinions_text

    found = _feedback().list()
    _say("\n".join(_json(opinion_json(one)) for one in found) if as_json else opinions_text(found))


@opinions.command("export")
def export_opinions(
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
    reports = (Report(o.id, o.verdict == "up", o.reason, reason_text(o), o.receipt) for o in found)
    text = written(reported(reports))
    if to:
        write_new(to, text)
        _tell(labels.OPINIONS_EXPORTED.format(path=to))
    else:
        _say(text.rstrip())


@opinions.command("purge")
def purge_opinions(
    ids: Numbers = None,
    everything: Annotated[bool, typer.Option("--all", help="Effacer tous les avis.")] = False,
) -> None:
    """Effacer des avis ; sans numéro, ceux dont la durée est passée."""
    gone = _feedback().purge(ids or (), everything=everything)
    _say(labels.OPINIONS_GONE.format(count=gone))


@app.command("eval")
def evaluate(
    split: Annotated[str | None, typer.Option(help="dev ou test ; sans, les deux.")] = None,
    kind: Annotated[str | None, typer.Option(help="Un genre : number, date, list…")] = None,
    set_: Annotated[str | None, typer.Option("--set", help="Un jeu de questions.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Une question, par son id.")] = None,
    questions: Annotated[
        Path | None, typer.Option(help="Fichier ou dossier de questions, au lieu des fournies.")
    ] = None,
    corpus: Annotated[Path | None, typer.Option(help="Un autre corpus, indexé à côté.")] = None,
    mode: Annotated[
        str, typer.Option(help="extractive, ou generative : rédigé par RETRO_CHAT_MODEL.")
    ] = "extractive",
    against: Annotated[
        str | None, typer.Option(help="Mesurer aussi : naive (tous), bm25, dense, hybrid.")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option(help="Comparer deux mesures gardées.")
    ] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Échouer sous les planchers.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Fixer les planchers.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="Permettre de les baisser.")] = False,
    report: Annotated[Path | None, typer.Option(help="Dossier du rapport HTML.")] = None,
    judge: Annotated[str | None, typer.Option(help="Modèle juge, « fournisseur:modèle ».")] = None,
    piaf: Annotated[Path | None, typer.Option(help="Dossier de PIAF.")] = None,
    sample: Annotated[
        int | None, typer.Option(help="Tirer tant de questions (de PIAF : 600).", min=1)
    ] = None,
    failures: Annotated[bool, typer.Option(help="Montrer les échecs.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="La mesure entière en JSON.")] = False,
) -> None:
    """Mesurer l’assistant : bonnes réponses, citations, refus."""
    from evals.command import Options, evaluate

    chosen = (questions, set_, split, kind, tuple(only or ()), corpus)
    options = Options(
        *chosen, mode, against, compare, gate, update, lower, report, judge, piaf, sample,
        failures, as_json, " ".join(["retro", *sys.argv[1:]]),
    )  # fmt: skip
    with _progress() as show:
        text, passed = evaluate(load_settings(), options, show)
    _say(text)
    if not passed:
        raise typer.Exit(ERROR)


def _open(settings: Settings) -> "Assistant":
    _note("Chargement du modèle et de l’index…")
    from assistant.pipeline import Assistant

    return Assistant.open(settings)


def _feedback() -> "Feedback":
    from ui.feedback import Feedback

    return Feedback.of(load_settings())


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _note(text: str) -> None:
    """A word on what takes long; nothing where nobody watches."""
    if _errors.is_terminal:
        _errors.print(text, markup=False)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Shows `(step, done, total)` as one bar a step, on a terminal only."""
    columns = (
        TextColumn("{task.description:12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_errors, disable=not _errors.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield show
