"""A PIAF folder → articles and questions, checked; articles → the documents of a corpus.

Raises PiafError for whatever does not fit together. The files stay where they are.
"""

import html
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from evals.split import drawn, part_of
from ingest.errors import RetroError
from ingest.text import folded, sentences

PARAGRAPHS, QUESTIONS = "paragraphs.jsonl", "questions.jsonl"
FOLDER = "articles"
ABSENT_SHARE = 3
LEAST_PARAGRAPHS = 3
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FAULTS = {
    "json_invalid": "JSON illisible",
    "missing": "clé absente",
    "string_type": "un texte est attendu",
    "int_parsing": "un nombre entier est attendu",
    "too_short": "liste vide",
    "string_too_short": "texte vide",
}


class PiafError(RetroError):
    """A PIAF folder that cannot be used; the message names the file and the line."""


def _readable(text: str) -> str:
    """What no document may hold becomes a space, so that offsets stay."""
    return _NO_TEXT.sub(" ", text)


Text = Annotated[str, Field(min_length=1), AfterValidator(_readable)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Paragraph(_Row):
    """`text` stands in the canonical text of its article character for character, but for
    white space at its ends."""

    doc_id: str
    article: int
    title: Text
    text: Text


class Given(_Row):
    """The answer of one annotator."""

    text: Text
    start: int = Field(ge=0)


class Question(_Row):
    """`named_or_dated_question`: it can be understood without its paragraph."""

    qid: str = Field(pattern=r"^[\w-]+$")
    question: Text
    answers: list[Given] = Field(min_length=1)
    doc_id: str
    named_or_dated_question: bool


class Article(NamedTuple):
    """`name` is safe for a file, whatever the title."""

    name: str
    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        return "\n\n".join([self.title, *(one.text.strip() for one in self.paragraphs)]) + "\n"

    def without(self, doc_ids: set[str]) -> "Article":
        kept = tuple(one for one in self.paragraphs if one.doc_id not in doc_ids)
        return self._replace(paragraphs=kept)


class Piaf(NamedTuple):
    """`homes` holds the article of each paragraph; `fingerprint` is that of the two files."""

    articles: tuple[Article, ...]
    paragraphs: dict[str, Paragraph]
    homes: dict[str, Article]
    questions: tuple[Question, ...]
    fingerprint: str

    @property
    def apart(self) -> list[Article]:
        """The articles that the reader was neither trained nor calibrated on."""
        return [one for one in self.articles if part_of(one.title) == "measure"]

    @property
    def asked(self) -> list[Question]:
        """The questions about these."""
        names = {one.name for one in self.apart}
        return [one for one in self.questions if self.homes[one.doc_id].name in names]

    def evidence(self, question: Question) -> str:
        """The sentences that the first answer stands in, of the one paragraph."""
        text, answer = self.paragraphs[question.doc_id].text, question.answers[0]
        end = answer.start + len(answer.text)
        spans = [one for one in sentences(text) if one.start < end and answer.start < one.end]
        return text[spans[0].start : spans[-1].end]


class HeldOut(NamedTuple):
    """A corpus that lacks whole articles (`absent`) and single paragraphs (`removed`)."""

    articles: tuple[Article, ...]
    absent: set[str]
    removed: set[str]


Row = TypeVar("Row", bound=_Row)


def read_piaf(folder: Path) -> Piaf:
    paragraphs: dict[str, Paragraph] = {}
    for where, paragraph in _rows(folder / PARAGRAPHS, Paragraph):
        if paragraph.doc_id in paragraphs:
            raise PiafError(f"{where} : « doc_id » {paragraph.doc_id} déjà pris plus haut.")
        paragraphs[paragraph.doc_id] = paragraph
    questions: dict[str, Question] = {}
    for where, question in _rows(folder / QUESTIONS, Question):
        if question.qid in questions:
            raise PiafError(f"{where} : « qid » {question.qid} déjà pris plus haut.")
        _check(question, paragraphs, where)
        questions[question.qid] = question
    articles = _articles(paragraphs)
    homes = {one.doc_id: article for article in articles for one in article.paragraphs}
    files = b"\n".join((folder / name).read_bytes() for name in (PARAGRAPHS, QUESTIONS))
    fingerprint = sha256(files).hexdigest()
    return Piaf(articles, paragraphs, homes, tuple(questions.values()), fingerprint)


def _rows(path: Path, kind: type[Row]) -> Iterator[tuple[str, Row]]:
    """Each line's row, after how a message names the line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        wanted = f"{PARAGRAPHS} et {QUESTIONS}"
        raise PiafError(f"{path} manque : un dossier PIAF contient {wanted}.") from None
    except OSError as error:
        raise PiafError(f"{path} ne peut pas être lu : {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise PiafError(f"{path} n’est pas en UTF-8 : convertissez-le.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield (where := f"{path}, ligne {number}"), _row(line, kind, where)
    if not any(line.strip() for line in lines):
        raise PiafError(f"{path} est vide.")


def _row(line: str, kind: type[Row], where: str) -> Row:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        named = "".join(f"« {part} » : " for part in fault["loc"])
        said = _FAULTS.get(fault["type"], "valeur inutilisable")
        raise PiafError(f"{where} : {named}{said}.") from error


def _check(question: Question, paragraphs: dict[str, Paragraph], where: str) -> None:
    if question.doc_id not in paragraphs:
        raise PiafError(f"{where} : « doc_id » {question.doc_id} absent de {PARAGRAPHS}.")
    text = paragraphs[question.doc_id].text
    for given in question.answers:
        if text[given.start : given.start + len(given.text)] != given.text:
            raise PiafError(
                f"{where} : la réponse « {given.text} » ne se lit pas au caractère {given.start} "
                f"de {question.doc_id}."
            )
        if not given.text.strip():
            raise PiafError(f"{where} : une réponse est vide.")


def _articles(paragraphs: dict[str, Paragraph]) -> tuple[Article, ...]:
    grouped: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs.values():
        grouped.setdefault(paragraph.article, []).append(paragraph)
    return tuple(_article(number, tuple(found)) for number, found in grouped.items())


def _article(number: int, paragraphs: tuple[Paragraph, ...]) -> Article:
    title = " ".join(html.unescape(paragraphs[0].title).split())
    slug = re.sub(r"[^a-z0-9]+", "-", folded(title))[:50].strip("-")
    print_ = sha256(f"{number} {title}".encode()).hexdigest()[:8]
    return Article(f"{slug}-{print_}" if slug else print_, title, paragraphs)


def hold_out(piaf: Piaf) -> HeldOut:
    """Of the articles apart, one in `ABSENT_SHARE` left out, and one paragraph of each long one
    that is kept."""
    ordered = sorted(piaf.apart, key=lambda one: drawn(one.name))
    number = max(1, len(ordered) // ABSENT_SHARE)
    absent, kept = {one.name for one in ordered[:number]}, ordered[number:]
    if not kept:
        raise PiafError(
            "Un dossier PIAF doit tenir au moins deux articles sur lesquels le lecteur n’a pas été "
            "entraîné."
        )
    removed = {
        min((one.doc_id for one in article.paragraphs), key=drawn)
        for article in kept
        if len(article.paragraphs) >= LEAST_PARAGRAPHS
    }
    rest = (article.without(removed) for article in piaf.articles if article.name not in absent)
    return HeldOut(tuple(rest), absent, removed)


def write_corpus(articles: Sequence[Article], corpus: Path) -> None:
    """One undated document an article, and none that was there before."""
    folder = corpus / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for article in articles:
            (folder / f"{article.name}.txt").write_text(article.text, encoding="utf-8")
    except OSError as error:
        raise PiafError(
            f"{folder} ne peut pas être écrit : {error.strerror}. Changez de dossier par "
            "RETRO_DATA."
        ) from error
