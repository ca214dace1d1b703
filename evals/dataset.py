"""Evaluation questions: YAML written for people, checked against the corpus when loaded."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.schema import Status, Wanted
from ingest.errors import RetroError
from ingest.schema import Document

QUESTIONS = Path(__file__).parent / "questions"
Tier = Literal[
    "year_not_indexed", "period_empty", "near_miss", "false_premise", "off_subject", "hostile",
    "smalltalk",
]  # fmt: skip


class QuestionsError(RetroError):
    """A question file that cannot be used; the message names the file and the question."""


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


class EvalQuestion(BaseModel):
    """One question. Only the last of `turns` is scored.

    Each of `facts` is a list of alternatives of which a right answer holds one; `evidence` are
    verbatim pieces of the document; `expected` lists every status that is right.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    turns: list[str] = Field(min_length=1)
    kind: Wanted
    expected: Annotated[list[Status], BeforeValidator(_listed)]
    tier: Tier | None = None
    facts: list[list[str | int]] = []
    forbidden: list[str | int] = []
    evidence: list[str] = []
    note: str = ""

    @property
    def answerable(self) -> bool:
        return self.expected == [Status.ANSWERED]


def load_questions(
    split: str | None, documents: Iterable[Document], folder: Path = QUESTIONS
) -> list[EvalQuestion]:
    """The questions of a split (all where None); raises QuestionsError naming what is wrong."""
    texts = [document.text for document in documents]
    questions: dict[str, EvalQuestion] = {}
    for path in sorted(folder.glob(f"*-{split or '*'}.yaml")):
        for item in _read(path):
            question = _question(item, path)
            fault = _fault(question, questions, texts)
            if fault:
                raise QuestionsError(f"{path.name}, question « {question.id} » : {fault}")
            questions[question.id] = question
    if not questions:
        raise QuestionsError(f"Aucune question dans {folder} pour « {split} » (dev ou test).")
    return list(questions.values())


def _read(path: Path) -> list[object]:
    try:
        items = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise QuestionsError(f"{path} est illisible : {error}") from error
    if not isinstance(items, list):
        raise QuestionsError(f"{path} : une liste de questions est attendue.")
    return items


def _question(item: object, path: Path) -> EvalQuestion:
    try:
        return EvalQuestion.model_validate(item)
    except ValidationError as error:
        name = item.get("id", "?") if isinstance(item, dict) else item
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise QuestionsError(
            f"{path.name}, question « {name} », « {key} » : {first['msg']}"
        ) from error


def _fault(question: EvalQuestion, others: dict[str, EvalQuestion], texts: list[str]) -> str | None:
    if question.id in others:
        return "identifiant déjà pris"
    if question.answerable and not (question.facts and question.evidence):
        return "une question qui a une réponse veut des faits et une preuve"
    for piece in question.evidence:
        if not any(piece in text for text in texts):
            return f"preuve absente du corpus : {piece!r}"
    return None
