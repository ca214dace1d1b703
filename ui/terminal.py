"""Answers and reports as plain text, for the terminal."""

from collections.abc import Iterable

from assistant.schema import Answer, Citation, Excerpt, Status
from ingest.reading import Corpus
from ingest.schema import Passage
from ingest.versions import Manifest
from ingest.wording import say


def answer_text(answer: Answer) -> str:
    """The answer, its sources, or what stands near; nothing in it is markup."""
    parts = [answer.text]
    if answer.citations:
        parts.append("Sources\n" + "\n".join(map(_source, answer.citations)))
    if answer.related:
        title = "Passages proches, qui ne répondent pas à la question"
        parts.append(
            title
            + "\n"
            + "\n".join(f"  · {_where(e)}\n    « {_line(e.quote)} »" for e in answer.related)
        )
    if answer.status is not Status.DECLINED:
        parts.append(f"[{answer.index_version}, {answer.elapsed_ms} ms]")
    return "\n\n".join(parts)


def _source(citation: Citation) -> str:
    return f"  [{citation.marker}] {_where(citation)}"


def _where(excerpt: Excerpt) -> str:
    page = f"p. {excerpt.page}" if excerpt.page else ""
    date = say(excerpt.period, "fr") if excerpt.period else ""
    return " — ".join(part for part in (excerpt.title, excerpt.heading, date, page) if part)


def _line(text: str) -> str:
    return " ".join(text.split("\n"))


def versions_text(manifests: Iterable[Manifest], live: str) -> str:
    lines = [
        f"{'→' if manifest.version == live else ' '} {manifest.version}  "
        f"{manifest.created:%Y-%m-%d %H:%M} UTC  {len(manifest.documents)} document(s), "
        f"{manifest.passages} passages"
        for manifest in manifests
    ]
    return "\n".join(lines) or "Aucune version. Lancez : retro index"


def manifest_text(manifest: Manifest, *, built: bool) -> str:
    done = "construite et mise en service" if built else "déjà à jour, rien à faire"
    lines = [f"Version {manifest.version} {done}."]
    for document in manifest.documents:
        period = " → ".join(document.period) if document.period else "période inconnue"
        lines.append(f"  {document.id} : {document.title} ({period}), {document.passages} passages")
        lines += [f"    attention : {warning}" for warning in document.warnings]
    lines += [f"  REFUSÉ {path} : {reason}" for path, reason in manifest.refusals]
    return "\n".join(lines)


def corpus_text(corpus: Corpus, passages: Iterable[Passage]) -> str:
    """What a build would take in: each document with its passages and their periods."""
    found = list(passages)
    lines: list[str] = []
    for document in corpus.documents:
        own = [passage for passage in found if passage.document == document.id]
        period = say(document.period, "fr") if document.period else "période inconnue"
        lines.append(f"{document.id} : {document.title} ({period}), {len(own)} passages")
        lines += [f"    attention : {warning}" for warning in document.warnings]
        lines += [_passage(passage) for passage in own]
    lines += [f"REFUSÉ {path} : {reason}" for path, reason in corpus.refusals]
    return "\n".join(lines)


def _passage(passage: Passage) -> str:
    date = say(passage.period, "fr") if passage.period else "non daté"
    return f"    {date:32} {passage.kind.value:10} {_line(passage.text)[:60]}"
