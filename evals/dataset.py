"""Evaluation questions: YAML written for people, checked against the corpus when loaded.

Every refusal names the file and the line.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evals.ranking import Spot
from evals.schema import EvalQuestion, QuestionSet
from ingest.errors import RetroError
from ingest.schema import Document

QUESTIONS = Path(__file__).parent / "questions"

Location = Sequence[str | int]


class QuestionsError(RetroError):
    """A question file that cannot be used; the message names the file and the line."""


class QuestionFile(NamedTuple):
    """A loaded file; `node` is its YAML tree, which knows the lines."""

    path: Path
    node: yaml.Node
    content: QuestionSet

    @property
    def corpus(self) -> Path | None:
        """The corpus that the questions are about; None for the product's own."""
        return (self.path.parent / self.content.corpus).resolve() if self.content.corpus else None

    def error(self, location: Location, fault: str) -> QuestionsError:
        return QuestionsError(f"{self.path}, ligne {_line(self.node, location)} : {fault}")


def load_questions(path: Path = QUESTIONS) -> list[QuestionFile]:
    """A file, or all `.yaml` of a folder in order of name; ids are unique over all of them."""
    paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not paths:
        raise QuestionsError(f"{path} ne contient aucun fichier .yaml de questions.")
    files = [_load(one) for one in paths]
    seen: dict[str, Path] = {}
    for file in files:
        for at, question in enumerate(file.content.questions):
            if other := seen.get(question.id):
                fault = f"identifiant « {question.id} » déjà pris dans {other.name}"
                raise file.error(["questions", at, "id"], fault)
            seen[question.id] = file.path
    return files


def written(content: QuestionSet) -> str:
    """A file that `load_questions` reads; what stands for itself is left out."""
    raw = content.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=100)


class _Loader(yaml.SafeLoader):
    """Tells the line of what looks like a date and is none (`2020-02-30`) too."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            fault = f"« {node.value} » : {error}"
            raise yaml.MarkedYAMLError(problem=fault, problem_mark=node.start_mark) from error


def _load(path: Path) -> QuestionFile:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise QuestionsError(f"{path} ne peut pas être lu : {error.strerror}.") from error
    try:
        text = raw.decode("utf-8")
        node = yaml.compose(text, Loader=_Loader)
        content = _Loader(text).get_single_data()
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        line, fault = _unreadable(error, raw)
        raise QuestionsError(
            f"{path}, ligne {line} : ce n’est pas du YAML en UTF-8 ({fault})"
        ) from error
    if node is None or not isinstance(content, dict):
        raise QuestionsError(f"{path}, ligne 1 : « set », « split » et « questions » attendus.")
    for key in _repeated(node):
        line = key.start_mark.line + 1
        raise QuestionsError(f"{path}, ligne {line} : clé « {key.value} » écrite deux fois")
    try:
        return QuestionFile(path, node, QuestionSet.model_validate(content))
    except ValidationError as error:
        first = _fault(error.errors())
        line, said = _line(node, first["loc"]), first["msg"].removeprefix("Value error, ")
        named = ".".join(str(part) for part in first["loc"])
        raise QuestionsError(f"{path}, ligne {line}, « {named} » : {said}") from error


def _unreadable(error: Exception, raw: bytes) -> tuple[int, str]:
    """The line where reading ended, and why it did."""
    if isinstance(error, UnicodeDecodeError):
        return raw[: error.start].count(b"\n") + 1, error.reason
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return mark.line + 1 if mark else 1, error.problem or str(error)
    if isinstance(error, yaml.reader.ReaderError):
        return raw.decode("utf-8")[: error.position].count("\n") + 1, error.reason
    return 1, str(error)


def _fault(faults: Sequence[ErrorDetails]) -> ErrorDetails:
    """The first fault; of a fact that is neither string, figure nor date, what keeps it from
    being the one that it is nearest to."""
    *stem, last = faults[0]["loc"]
    if last != "str":
        return faults[0]
    forms: dict[str | int, list[ErrorDetails]] = {}
    for one in faults:
        if list(one["loc"][: len(stem)]) == stem:
            forms.setdefault(one["loc"][len(stem)], []).append(one)
    foreign = ("string_type", "model_type")
    return min(forms.values(), key=lambda own: (own[0]["type"] in foreign, len(own)))[0]


def _repeated(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Keys that their mapping holds already: YAML would keep the last without a word."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key
                seen.add(key.value)
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated(value)


def _line(node: yaml.Node, location: Location) -> int:
    """The line of the deepest node on the way that the file has; of a key, where it stands."""
    line = node.start_mark.line
    for part in location:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                break
            node = node.value[part]
            line = node.start_mark.line
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == part:
                    node, line = value, key.start_mark.line
                    break
    return line + 1


def places(piece: str, documents: Iterable[Document]) -> list[Spot]:
    """Everywhere that a piece of evidence stands."""
    found = []
    for document in documents:
        at = document.text.find(piece)
        while at >= 0:
            found.append(Spot(document.id, at, at + len(piece)))
            at = document.text.find(piece, at + 1)
    return found


def check_evidence(file: QuestionFile, documents: Sequence[Document]) -> None:
    """Raises QuestionsError at the first piece of evidence that no document holds."""
    for at, question in enumerate(file.content.questions):
        for number, piece in enumerate(question.evidence):
            if not piece.strip() or not places(piece, documents):
                fault = f"question « {question.id} », preuve absente du corpus : {piece!r}"
                raise file.error(["questions", at, "evidence", number], fault)


def chosen(
    files: Iterable[QuestionFile],
    *,
    set_: str | None = None,
    split: str | None = None,
    kind: str | None = None,
    only: Sequence[str] = (),
) -> list[tuple[QuestionFile, EvalQuestion]]:
    """The questions that all given filters let through; raises QuestionsError where none does,
    or for an id of `only` that is nowhere."""
    everything = [(file, question) for file in files for question in file.content.questions]
    unknown = set(only) - {question.id for _, question in everything}
    if unknown:
        raise QuestionsError(f"Aucune question « {', '.join(sorted(unknown))} ».")
    found = [
        (file, question)
        for file, question in everything
        if set_ in (None, file.content.set)
        and split in (None, file.content.split)
        and kind in (None, question.kind)
        and (not only or question.id in only)
    ]
    if not found:
        given = ", ".join(sorted({f"{f.content.set}/{f.content.split}" for f, _ in everything}))
        asked = ", ".join(f"« {one} »" for one in (set_, split, kind, *only) if one)
        raise QuestionsError(f"Aucune question pour {asked}. Il y a : {given}.")
    return found
