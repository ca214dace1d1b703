"""The open data that the reader is trained on → questions about paragraphs, split by article."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.piaf_articles import Piaf, read_piaf
from evals.split import Part, part_of
from ingest.errors import RetroError
from ingest.text import Span

PIAF, SQUAD = "piaf", "squad2-dev/dev-half.json"
Language = Literal["fr", "en"]


class TrainingError(RetroError):
    """Data or a folder that training cannot use; the message names it."""


class Asked(NamedTuple):
    """A question about a paragraph, and where the paragraph answers it (several annotators; none
    where it does not). With `framed`, `article` is all that is read above it."""

    id: str
    question: str
    article: str
    text: str
    answers: tuple[Span, ...]
    language: Language
    framed: bool = False


class Sources(NamedTuple):
    """`fingerprint` is that of the files read."""

    asked: tuple[Asked, ...]
    fingerprint: str

    def of(self, part: Part) -> list[Asked]:
        return [one for one in self.asked if part_of(one.article) == part]


def read_sources(data: Path) -> Sources:
    """Raises TrainingError or PiafError where a file lacks or does not fit."""
    piaf = read_piaf(data / PIAF)
    squad, squad_fingerprint = _read_squad(data / SQUAD)
    fingerprint = sha256(f"{piaf.fingerprint} {squad_fingerprint}".encode()).hexdigest()
    return Sources((*_of_piaf(piaf), *_of_squad(squad)), fingerprint)


def _of_piaf(piaf: Piaf) -> Iterable[Asked]:
    for question in piaf.questions:
        paragraph = piaf.paragraphs[question.doc_id]
        spans = (Span(a.start, a.start + len(a.text)) for a in question.answers)
        article = piaf.homes[question.doc_id].title
        yield Asked(question.qid, question.question, article, paragraph.text, tuple(spans), "fr")


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Given(_Row):
    text: str
    answer_start: int = Field(ge=0)


class _Question(_Row):
    id: str
    question: str
    answers: list[_Given]


class _Paragraph(_Row):
    context: str
    qas: list[_Question]


class _Article(_Row):
    title: str
    paragraphs: list[_Paragraph]


class _Squad(_Row):
    data: list[_Article]


def _read_squad(path: Path) -> tuple[_Squad, str]:
    try:
        content = path.read_bytes()
        return _Squad.model_validate_json(content), sha256(content).hexdigest()
    except OSError as error:
        raise TrainingError(f"{path} ne peut pas être lu : {error.strerror}.") from error
    except ValidationError as error:
        raise TrainingError(f"{path} n’a pas la forme de SQuAD 2.0 : {error}") from error


def _of_squad(squad: _Squad) -> Iterable[Asked]:
    for article in squad.data:
        title = article.title.replace("_", " ")
        for paragraph in article.paragraphs:
            for one in paragraph.qas:
                spans = (Span(a.answer_start, a.answer_start + len(a.text)) for a in one.answers)
                yield Asked(one.id, one.question, title, paragraph.context, tuple(spans), "en")
