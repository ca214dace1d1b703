"""Invented agencies, each with its documents and what staff would ask about them.

A file of `agencies/` is one agency: documents by path, as under `corpus/`, and questions with the
words that answer them, or with why the documents do not. `part` says what it is kept for. They can
be asked as the suite asks its own questions, too (`write_suite`).
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

import yaml
from pydantic import ConfigDict, Field, ValidationError, model_validator

from assistant.schema import Status
from evals.schema import EvalQuestion, Kind, QuestionSet, Strict
from evals.split import Part
from evals.training.sources import Asked, TrainingError
from evals.training.windows import Windows
from ingest.index import header, is_searched
from ingest.passages import cut
from ingest.reading import read_corpus
from ingest.schema import Document, Passage
from ingest.text import Span

AGENCIES = Path(__file__).parent / "agencies"
LONGEST = 1500
"""Characters of a passage, about what the embedding model takes of one."""


class AgencyQuestion(Strict):
    """`answer` stands in `evidence`, and that in `document`; `absent` says why nothing does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    kind: Kind
    document: str = ""
    evidence: str = ""
    answer: str = ""
    absent: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.absent) == bool(self.answer):
            raise ValueError("une question a une réponse (« answer ») ou n’en a pas (« absent »)")
        if self.answer not in self.evidence:
            raise ValueError("« answer » ne se trouve pas dans « evidence »")
        return self


class Agency(Strict):
    name: str
    part: Part
    documents: dict[str, str] = Field(min_length=1)
    questions: list[AgencyQuestion] = Field(min_length=1)

    @model_validator(mode="after")
    def _stands(self) -> Self:
        for one in self.questions:
            if one.evidence and one.evidence not in self.documents.get(one.document, ""):
                raise ValueError(f"« {one.evidence} » ne se trouve pas dans « {one.document} »")
        return self

    def write(self, corpus: Path) -> None:
        """Its documents, under `corpus`."""
        for name, text in self.documents.items():
            path = corpus / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def write_questions(self, path: Path, corpus: str) -> None:
        """As a file that the suite asks, on the folder `corpus` beside it."""
        asked = [_evaluated(one, f"{path.stem}-{at}") for at, one in enumerate(self.questions)]
        content = QuestionSet(set=path.stem, split="dev", corpus=corpus, questions=asked)
        path.write_text(content.model_dump_json(), encoding="utf-8")


def write_suite(agencies: Iterable[Agency], folder: Path) -> None:
    """A question file and a corpus an agency."""
    for at, one in enumerate(agencies):
        one.write(folder / f"corpus-{at}")
        one.write_questions(folder / f"agency-{at}.yaml", f"corpus-{at}")


class Material(NamedTuple):
    """What an agency gives to train on: questions about the passage that answers them, questions
    that nothing answers, and the windows of all its passages."""

    answered: tuple[Asked, ...]
    absent: tuple[str, ...]
    windows: Windows


def read_agencies(folder: Path = AGENCIES) -> list[Agency]:
    """In order of their files' names; raises TrainingError where one is not as it should be."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            found.append(Agency.model_validate(content))
        except (OSError, yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
            raise TrainingError(f"{path} ne peut pas être utilisé : {error}") from error
    return found


def material(agency: Agency) -> Material:
    """The agency's questions on windows as the product reads them: under title, headings, dates."""
    with TemporaryDirectory() as folder:
        agency.write(Path(folder))
        documents = {one.id: one for one in read_corpus(Path(folder)).documents}
    passages = {
        one.id: [p for p in cut(one, _fits) if is_searched(p)] for one in documents.values()
    }
    asked = (
        _asked(one, documents[one.document], passages[one.document])
        for one in agency.questions
        if one.answer
    )
    texts = [(header(documents[d], p), p.text) for d, found in passages.items() for p in found]
    return Material(
        tuple(one for one in asked if one),
        tuple(one.question for one in agency.questions if one.absent),
        Windows(texts),
    )


def _fits(text: str) -> bool:
    return len(text) <= LONGEST


def _asked(question: AgencyQuestion, document: Document, passages: list[Passage]) -> Asked | None:
    """None where reading the document took its markup out of the evidence, or cut it in two."""
    at = document.text.find(question.evidence)
    start = at + question.evidence.find(question.answer)
    end = start + len(question.answer)
    held = [one for one in passages if one.start <= start and end <= one.end]
    if at < 0 or not held:
        return None
    passage = held[0]
    return Asked(
        id=passage.id,
        question=question.question,
        article=header(document, passage),
        text=passage.text,
        answers=(Span(start - passage.start, end - passage.start),),
        language="fr",
        framed=True,
    )


def _evaluated(question: AgencyQuestion, name: str) -> EvalQuestion:
    if question.absent:
        return EvalQuestion(
            id=name,
            turns=[question.question],
            kind=question.kind,
            tier="near_miss",
            expected=[Status.NOT_FOUND, Status.DECLINED],
            reason=question.absent,
        )
    return EvalQuestion(
        id=name,
        turns=[question.question],
        kind=question.kind,
        expected=[Status.ANSWERED],
        facts=[[question.answer]],
        evidence=[question.evidence],
    )
