"""The command line: it parses, calls and prints.

Exit codes: 0 answered or done, 1 error, 2 wrong usage, 3 not found or declined.
"""

import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import RetroError, UsageError
from ingest.settings import Settings, load_settings
from ui import labels
from ui.accounts_command import users
from ui.console import json_line, note, progress, say, tell
from ui.feedback_command import feedback

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from ingest.doctor import Check

ERROR, WRONG_USAGE, NO_ANSWER = 1, 2, 3
MOST_NAMED = 10

app = typer.Typer(
    help="Interroger les rétrospectives annuelles : chaque réponse est prouvée par une citation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Runs a command; whatever is known to go wrong is one French sentence, never a traceback."""
    try:
        app()
    except RetroError as error:
        tell(f"Erreur : {error}")
        sys.exit(WRONG_USAGE if isinstance(error, UsageError) else ERROR)
    except KeyboardInterrupt:
        tell("Interrompu.")
        sys.exit(ERROR)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ERROR)


app.add_typer(users, name="users")
app.add_typer(feedback, name="feedback")


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
        say(versions_text(found, versions.live() if found else ""))
    elif rollback:
        say(f"Version {versions.rollback().version} remise en service.")
    else:
        embedder = load_embedder(settings, progress=note)
        if dry_run:
            corpus = read_corpus(settings.corpus, Cache(settings.cache))
            live = live_manifest(versions)
            planned = changes(live.documents if live else (), corpus.documents)
            say(corpus_text(corpus, cut_corpus(corpus, embedder), planned))
            return
        with progress() as show:
            accept = None
            if evaluated:
                from evals.promotion import promotion

                accept = promotion(settings, embedder, show, tell, questions, force)
            report = build_index(settings, embedder, show, rebuild=rebuild, accept=accept)
        say(json_line(report.to_json()) if as_json else report_text(report))
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
    say(json_line(answer.to_json()) if as_json else answer_text(answer))
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
    with progress() as show:
        for number, line in enumerate(lines, 1):
            row = answer_line(assistant, line, number)
            say(json_line(row))
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
    note("Chargement du modèle et de l’index…")
    from assistant.live import LiveAssistant

    assistant = LiveAssistant(settings)
    note("Ouverture de la page…")
    from ui.feedback import Feedback
    from ui.journal import journals, kept
    from ui.server import serve

    serve(
        assistant,
        host=host,
        port=port,
        service=service,
        on_ready=lambda url: say(f"Prêt : {url}"),
        observers=journals(settings),
        kept=kept(settings),
        feedback=Feedback.of(settings),
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
    say(coverage_text(coverage(index)))
    index.close()


@app.command()
def doctor() -> None:
    """Dire ce qui ne va pas, et la commande qui le répare."""
    from assistant.reader import examine_reader
    from ingest.doctor import examine

    settings, sound = load_settings(), True
    for check in (*examine(settings), examine_reader(settings), _chat_model(settings)):
        say(f"{'✓' if check.sound else '✗'} {check.name} : {check.detail}")
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
    with progress() as show:
        text, passed = evaluate(load_settings(), options, show)
    say(text)
    if not passed:
        raise typer.Exit(ERROR)


def _open(settings: Settings) -> "Assistant":
    note("Chargement du modèle et de l’index…")
    from assistant.pipeline import Assistant

    return Assistant.open(settings)
