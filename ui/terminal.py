"""Answers and reports as plain text, for the terminal."""

from collections.abc import Iterable

from assistant.schema import Answer, Citation, Excerpt, Status
from ingest.build import Report
from ingest.changes import Changes
from ingest.reading import Corpus
from ingest.schema import Passage
from ingest.versions import Manifest
from ingest.wording import say
from ui import labels
from ui.rendering import filter_line


def answer_text(answer: Answer) -> str:
    """The answer, its sources, or what stands near; nothing in it is markup."""
    parts = [answer.text]
    if answer.citations:
        quoted = answer.mode == "generative"
        sources = "\n".join(_source(one, quoted=quoted) for one in answer.citations)
        parts.append(f"Sources\n{sources}")
    if answer.related:
        title = "Passages proches, qui ne répondent pas à la question"
        parts.append(
            title
            + "\n"
            + "\n".join(f"  · {_where(e)}\n    « {_line(e.quote)} »" for e in answer.related)
        )
    if answer.remark:
        parts.append(answer.remark)
    if answer.status is not Status.DECLINED:
        mode = labels.GENERATIVE if answer.mode == "generative" else ""
        filtered = filter_line(answer.searched)
        told = (mode, filtered, answer.index_version, f"{answer.elapsed_ms} ms")
        parts.append(f"[{', '.join(filter(None, told))}]")
    return "\n\n".join(parts)


def _source(citation: Citation, *, quoted: bool) -> str:
    """With its quotation where the text has not quoted it."""
    quote = f"\n    « {_line(citation.quote)} »" if quoted else ""
    return f"  [{citation.marker}] {_where(citation)}{quote}"


def _where(excerpt: Excerpt) -> str:
    page = labels.page(excerpt.page, excerpt.page_label) if excerpt.page else ""
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


def report_text(report: Report) -> str:
    """What a build did, document by document and in all."""
    manifest = report.manifest
    done = "construite et mise en service" if report.built else "déjà à jour, rien à faire"
    lines = [f"Version {manifest.version} {done}."]
    for document in manifest.documents:
        period = " → ".join(document.period) if document.period else "période inconnue"
        lines.append(
            f"  {_mark(report.changes, document.id)} {document.id} : {document.title} ({period}), "
            f"{document.passages} passages"
        )
        lines += [f"      attention : {warning}" for warning in document.warnings]
    lines += [f"  - {removed} : retiré" for removed in report.changes.removed]
    lines += [f"  REFUSÉ {path} : {reason}" for path, reason in manifest.refusals]
    return "\n".join([*lines, _summary(report)])


def _summary(report: Report) -> str:
    found, manifest = report.changes, report.manifest
    counts = (
        f"{len(found.added)} ajouté(s)",
        f"{len(found.changed)} modifié(s)",
        f"{len(found.same)} inchangé(s)",
        f"{len(found.removed)} retiré(s)",
        f"{len(manifest.refusals)} refusé(s)",
    )
    return (
        f"{', '.join(counts)} ; {manifest.passages} passages, {report.embedded} textes nouveaux ; "
        f"{report.seconds:.1f} s"
    )


def _mark(found: Changes, document: str) -> str:
    return "+" if document in found.added else "~" if document in found.changed else " "


def corpus_text(corpus: Corpus, passages: Iterable[Passage], found: Changes) -> str:
    """What a build would take in: each document, new (+) or changed (~), with its passages and
    where their periods come from."""
    cut = list(passages)
    lines: list[str] = []
    for document in corpus.documents:
        own = [passage for passage in cut if passage.document == document.id]
        period = say(document.period, "fr") if document.period else "période inconnue"
        origin = f", d’après : {document.period_origin}" if document.period_origin else ""
        undated = sum(passage.period is None for passage in own)
        lines.append(
            f"{_mark(found, document.id)} {document.id} : {document.title} ({period}{origin}), "
            f"{len(own)} passages" + (f", dont {undated} sans date" if undated else "")
        )
        lines += [f"    attention : {warning}" for warning in document.warnings]
        lines += [_passage(passage) for passage in own]
    lines += [f"- {removed} : retiré" for removed in found.removed]
    lines += [f"REFUSÉ {path} : {reason}" for path, reason in corpus.refusals]
    return "\n".join(lines)


def _passage(passage: Passage) -> str:
    date = say(passage.period, "fr") if passage.period else "non daté"
    origin = passage.period_origin or ""
    return f"    {date:32} {origin:13} {passage.kind.value:10} {_line(passage.text)[:60]}"
