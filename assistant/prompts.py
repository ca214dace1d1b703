"""What the chat model is told: the templates of `prompts.toml`, and data that cannot close its
own tags."""

import secrets
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import NamedTuple

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.schema import Language, Question, Turn
from ingest.errors import RetroError
from ingest.schema import Document, Passage
from ingest.text import sentences
from ingest.wording import say

PLACEHOLDERS = {
    "answer": {"passages", "question", "language", "most", "sentinel"},
    "passage": {"document", "date", "heading", "text"},
    "repair": {"reason", "sentinel"},
    "standalone": {"exchanges", "question", "language"},
}
LANGUAGES: dict[Language, str] = {"fr": "français", "en": "anglais"}
LETTERS, DIGITS = "bcdfghjkmnpqrstvwxz", "23456789"
_INERT = str.maketrans({"<": "‹", ">": "›", '"': "”", "[": "(", "]": ")", "【": "(", "】": ")"})


class PromptError(RetroError):
    """The prompts are not usable."""


class Prompts(NamedTuple):
    """`sha256` is that of the file; `sentinel` is what the model writes instead of an answer."""

    system: str
    sentinel: str
    templates: dict[str, Template]
    sha256: str

    def answer(
        self,
        question: Question,
        passages: Mapping[str, Passage],
        documents: Mapping[str, Document],
        most: int,
    ) -> list[BaseMessage]:
        """The passages by their keys, then the question."""
        told = self.templates["answer"].substitute(
            passages="\n".join(
                self.passage(key, one, documents[one.document]) for key, one in passages.items()
            ),
            question=inert(question.standalone),
            language=LANGUAGES[question.language],
            most=most,
            sentinel=self.sentinel,
        )
        return [SystemMessage(self.system), HumanMessage(told)]

    def passage(self, key: str, passage: Passage, document: Document) -> str:
        """Each of its sentences bears its key: what is copied is cited, even by a small model."""
        spans = sentences(passage.text)
        told = (inert(passage.text[start:end]) for start, end in spans)
        return self.templates["passage"].substitute(
            document=inert(document.title),
            date=say(passage.period, "fr") if passage.period else "inconnue",
            heading=inert(passage.heading),
            text=" ".join(keyed(sentence, key) for sentence in told),
        )

    def repair(self, asked: Sequence[BaseMessage], sentence: str, reason: str) -> list[BaseMessage]:
        """After what was asked: one sentence of the reply, and why it does not hold."""
        told = self.templates["repair"].substitute(reason=inert(reason), sentinel=self.sentinel)
        return [*asked, AIMessage(sentence), HumanMessage(told)]

    def standalone(
        self, text: str, history: Sequence[Turn], language: Language
    ) -> list[BaseMessage]:
        told = self.templates["standalone"].substitute(
            exchanges="\n".join(
                f"Question : {inert(turn.standalone or turn.question)}\n"
                f"Réponse : {inert(turn.answer)}"
                for turn in history
            ),
            question=inert(text),
            language=LANGUAGES[language],
        )
        return [SystemMessage(self.system), HumanMessage(told)]


def inert(text: str) -> str:
    """Data without the characters that tags and keys are made of."""
    return text.translate(_INERT)


def keyed(sentence: str, key: str) -> str:
    """With its key before the full stop, as it is to be written."""
    body = sentence.rstrip(".!?… ")
    return f"{body} [{key}]{sentence[len(body) :].strip()}"


def random_keys(number: int) -> list[str]:
    """Different keys that mean nothing and cannot be guessed: `k3x9`."""
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(secrets.choice(of) for of in (LETTERS, DIGITS, LETTERS, DIGITS))] = None
    return list(found)


@cache
def load_prompts() -> Prompts:
    return read_prompts((files("assistant") / "prompts.toml").read_text(encoding="utf-8"))


def read_prompts(source: str) -> Prompts:
    """Raises PromptError where a template has not exactly its placeholders: without its passages
    a model answers all the same."""
    data = tomllib.loads(source)
    if data.keys() != PLACEHOLDERS.keys() | {"system", "sentinel"}:
        wanted = ", ".join(["system", "sentinel", *PLACEHOLDERS])
        raise PromptError(f"prompts.toml doit avoir ces clés et aucune autre : {wanted}.")
    if data["sentinel"] not in data["system"]:
        raise PromptError(f"prompts.toml, « system » doit nommer {data['sentinel']}.")
    templates = {name: Template(data[name].strip()) for name in PLACEHOLDERS}
    for name, template in templates.items():
        wanted = ", ".join(f"${one}" for one in sorted(PLACEHOLDERS[name]))
        if not template.is_valid() or set(template.get_identifiers()) != PLACEHOLDERS[name]:
            raise PromptError(f"prompts.toml, « {name} » : il y faut {wanted}, rien d’autre en $.")
    digest = sha256(source.encode()).hexdigest()
    return Prompts(data["system"].strip(), data["sentinel"], templates, digest)
