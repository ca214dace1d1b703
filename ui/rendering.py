"""From an Answer and a Document to what the page shows.

The chat's renderer reads Markdown with HTML in it. Every function here returns one line
that starts with a block tag, so that the whole of it is HTML, and writes every character
of a document, a user or a model that could mean anything to either as a character
reference: such text can make no tag, link, image, diagram or formula.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.schema import Answer, Citation, Excerpt, Language, Row, Searched, Status, Told
from assistant.scoping import say_scope
from ingest.wording import date_label
from ui import labels
from ui.language import spoken
from ui.quotations import quotes, runs

MOST_NAMED_DOCUMENTS = 3
MOST_UNFOLDED = 3
LEAST_TOLD_MS = 100

_ACTIVE = re.compile(r"[\x00-\x1f!-/:-@\[-`{-\x7f]")
_MARKER = re.compile(r"\[(\d{1,3})\]")


def literal(text: str) -> str:
    """`text` as inert markup; the page's own text is again exactly `text`."""
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", text)


def question_markup(question: str, language: Language | None = None) -> str:
    """`language` is that of the question, where it is known."""
    said = f' lang="{language}"' if language else ""
    return f'<div class="said"{said}>{literal(question)}</div>'


def working_markup(answer: Answer | None, turn: int, ahead: int = 0) -> str:
    """The proven beginning of an answer, if any, and that more is to come; or how many questions
    it waits for."""
    if ahead:
        return _reply("working", note("progress", labels.ahead(ahead)))
    if answer is None:
        return _reply("working", note("progress", labels.SEARCHING))
    return _reply("working", _body(answer, turn), note("progress", labels.WRITING))


def stopped_markup(answer: Answer | None, turn: int, why: str = "") -> str:
    if answer is None:
        return _reply("stopped", note("aside", why or labels.STOPPED_EMPTY))
    return _reply("stopped", _body(answer, turn), note("aside", why or labels.STOPPED))


def error_markup(message: str) -> str:
    return _reply("error", note("verdict", labels.ERROR), f"<p>{literal(message)}</p>")


def answer_markup(answer: Answer, turn: int) -> str:
    """The whole reply: what stands out, the text with its markers, the sources, the search."""
    return _reply(
        answer.status.value,
        note("verdict", labels.NOT_FOUND) if answer.status is Status.NOT_FOUND else "",
        _body(answer, turn),
        _sources(answer.citations, turn),
        _related(answer.related, turn) if answer.status is Status.NOT_FOUND else "",
        note("aside", answer.remark) if answer.remark else "",
        note("searched", searched_line(answer)) if answer.searched.documents else "",
    )


class _Around:
    """What the markers and the quotations of a text are known by."""

    def __init__(self, turn: int, answer: Answer) -> None:
        self.turn = turn
        self.known = {citation.marker: citation for citation in answer.citations}
        self.quotes = quotes(answer) if answer.language != "fr" else ()


def _reply(kind: str, *parts: str) -> str:
    return f'<div class="reply {kind}">{"".join(parts)}</div>'


def note(kind: str, label: str) -> str:
    return f'<p class="{kind}">{literal(label)}</p>'


def _body(answer: Answer, turn: int) -> str:
    if answer.rows:
        return f'<div class="text">{_table(answer, turn)}</div>'
    around = _Around(turn, answer)
    short, text = parted(answer)
    first = f'<p class="short">{_marked(short, around)}</p>' if short else ""
    blocks = _blocks(text, around)
    return f'<div class="text" lang="{answer.language}">{first}{blocks}</div>'


def differs(answer: Answer) -> bool:
    """Whether the rows of an answer are documents that differ; else they are years."""
    return any(row.year is None for row in answer.rows)


def _table(answer: Answer, turn: int) -> str:
    """A row a year, or a row a document where two differ."""
    cited = {citation.marker: citation for citation in answer.citations}
    head, above = labels.YEAR, ""
    if differs(answer):
        head = labels.DOCUMENT
        above = note("short", labels.DIFFER) + note("aside", labels.DIFFER_DETAIL)
    rows = "".join(
        _table_row(row, cited.get(row.marker or 0), turn, answer.language) for row in answer.rows
    )
    return (
        f'{above}<table class="rows"><thead><tr><th scope="col">{head}</th>'
        f'<th scope="col">{literal(labels.TOLD)}</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _table_row(row: Row, cited: Citation | None, turn: int, language: Language) -> str:
    name = str(row.year or (cited.title if cited else ""))
    if cited is None:
        silent = labels.YEAR_ABSENT if row.told is Told.NO_DOCUMENT else labels.YEAR_SILENT
        cell = f'<span class="aside">{literal(silent)}</span>'
    else:
        before, after = marks(cited.quote)
        said = "fr" if row.short in cited.quote else language
        short = f'<strong lang="{said}">{literal(row.short)}</strong> ' if row.short else ""
        cell = (
            f'{short}{before}<span class="quote" lang="fr">{literal(cited.quote)}</span>{after} '
            f"{_chip(turn, cited.marker)}"
        )
    return f'<tr><th scope="row">{literal(name)}</th><td>{cell}</td></tr>'


def marks(quote: str) -> tuple[str, str]:
    """The quotation marks to set around a quotation; none where it has its own."""
    before, _, after = labels.quoted("|").partition("|")
    return ("", "") if quote.startswith("«") else (before, after)


def parted(answer: Answer) -> tuple[str, str]:
    """The short answer and the rest; a first line that only repeats it stands for it, with
    its markers."""
    line, _, rest = answer.text.partition("\n")
    if answer.short_answer and _MARKER.sub("", line).strip() == answer.short_answer.strip():
        return line, rest
    return answer.short_answer.strip(), answer.text


def _blocks(text: str, around: _Around) -> str:
    """Lines as paragraphs; each run of lines that start with `- ` as one list."""
    made: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        item = line.startswith("- ")
        content = _item(line[2:], around) if item else _marked(line, around)
        if item and made and made[-1].endswith("</ul>"):
            made[-1] = f"{made[-1].removesuffix('</ul>')}<li>{content}</li></ul>"
        else:
            made.append(f"<ul><li>{content}</li></ul>" if item else f"<p>{content}</p>")
    return "".join(made)


def _item(text: str, around: _Around) -> str:
    """An item of a list; the date that it opens with stands out."""
    date = dated(text, around.known.values())
    bold = f"<strong>{literal(date)}</strong>" if date else ""
    return bold + _marked(text.removeprefix(date), around)


def dated(text: str, citations: Iterable[Citation]) -> str:
    """The date in words that opens an item, where it is that of one of its citations."""
    said = (date_label(each.period, language) for each in citations for language in ("fr", "en"))
    return next((date for date in said if date and text.startswith(date)), "")


def _marked(text: str, around: _Around) -> str:
    """`text`, its quotations told as French, its markers made to open their passage; a marker of
    no citation stays text."""
    made, done = [], 0
    for found in _MARKER.finditer(text):
        if int(found[1]) in around.known:
            made += [_told(text[done : found.start()], around), _chip(around.turn, int(found[1]))]
            done = found.end()
    return "".join([*made, _told(text[done:], around)])


def _told(text: str, around: _Around) -> str:
    return "".join(
        f'<span lang="fr">{literal(run.text)}</span>' if run.quoted else literal(run.text)
        for run in runs(text, around.quotes)
    )


def _chip(turn: int, marker: int) -> str:
    return f'<a class="cite" href="#s-{turn}-{marker}">[{marker}]</a>'


def _sources(citations: Sequence[Citation], turn: int) -> str:
    """Folded when they are many: the text has already quoted them."""
    if not citations:
        return ""
    items = (f"<li>{_chip(turn, each.marker)} {_source(each)}</li>" for each in citations)
    unfolded = " open" if len(citations) <= MOST_UNFOLDED else ""
    return (
        f'<details class="sources"{unfolded}><summary>{literal(labels.sources(len(citations)))}'
        f"</summary><ul>{''.join(items)}</ul></details>"
    )


def _related(excerpts: Sequence[Excerpt], turn: int) -> str:
    if not excerpts:
        return ""
    items = (
        f'<li>{_source(each)}<a class="cite open" href="#r-{turn}-{number}">{labels.OPEN}</a></li>'
        for number, each in enumerate(excerpts, start=1)
    )
    return (
        f'<div class="related"><p class="label">{literal(labels.RELATED)}</p>'
        f"{note('aside', labels.RELATED_DETAIL)}<ul>{''.join(items)}</ul></div>"
    )


def _source(excerpt: Excerpt) -> str:
    return (
        f'<span class="where">{where_markup(excerpt)}</span>'
        f'<blockquote lang="fr">{literal(excerpt.quote)}</blockquote>'
    )


def where_markup(excerpt: Excerpt) -> str:
    title, *parts = where(excerpt)
    rest = "".join(f" · <span>{literal(part)}</span>" for part in parts)
    return f'<strong lang="fr">{literal(title)}</strong>{rest}'


def where(excerpt: Excerpt) -> list[str]:
    """Title, then what is known of heading, period and page."""
    period = labels.period(excerpt.period) if excerpt.period else ""
    page = labels.page(excerpt.page, excerpt.page_label) if excerpt.page is not None else ""
    return [excerpt.title, *filter(None, (excerpt.heading, period, page))]


def searched_line(answer: Answer) -> str:
    """What was searched, over which periods, how the answer was made."""
    parts = [
        f"{labels.SEARCHED} {_documents(answer.searched)}",
        _periods(answer.searched),
        filter_line(answer.searched),
        labels.WIDENED if answer.searched.widened else "",
        labels.GENERATIVE if answer.mode == "generative" else "",
        labels.seconds(answer.elapsed_ms) if answer.elapsed_ms >= LEAST_TOLD_MS else "",
    ]
    return " · ".join(filter(None, parts))


def _documents(searched: Searched) -> str:
    names = searched.documents
    listed = ", ".join(names)
    return listed if len(names) <= MOST_NAMED_DOCUMENTS else labels.documents(len(names))


def _periods(searched: Searched) -> str:
    if not searched.periods:
        return ""
    label = labels.ASKED_PERIOD if len(searched.periods) == 1 else labels.ASKED_PERIODS
    return labels.pair(label, ", ".join(map(labels.period, searched.periods)))


def filter_line(searched: Searched) -> str:
    if not searched.scope:
        return ""
    return labels.pair(labels.FILTERED, say_scope(searched.scope, spoken(), searched.titles))
