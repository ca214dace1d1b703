"""The optional judge: a chat model says whether answers are faithful and complete.

Its scores bear its name and enter no other figure. It reads data that others wrote, so the data
cannot close its own tags, and a reply is one JSON object or nothing at all.
"""

import json
import tomllib
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Literal, NamedTuple

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from pydantic import Field

from evals.measures import figures_json
from evals.schema import Outcome, Run, Strict
from ingest.errors import RetroError
from ingest.writing import Progress

FAITHFULNESS, COMPLETENESS = "judge_faithfulness", "judge_completeness"
PLACEHOLDERS = {
    FAITHFULNESS: {"question", "answer", "quotes"},
    COMPLETENESS: {"question", "answer", "facts"},
}
POINTS = {"oui": 1.0, "en partie": 0.5, "non": 0.0}
GIVE_UP = 3
_INERT = str.maketrans("<>", "‹›")


class JudgeError(RetroError):
    """A judge that may not judge, cannot be asked, or has no usable prompts."""


class Verdict(Strict):
    """What the judge replies: three levels, each with one meaning that can be checked.

    A scale from 1 to 5 is finer on paper only: models give nearly always the same one or two of
    its marks (Liu et al. 2023, G-Eval), and nothing says what sets 3 and 4 apart. The reason is
    written first, so that the verdict follows from it and not the other way round.
    """

    reason: str = Field(alias="raison")
    verdict: Literal["oui", "en partie", "non"]


class Prompts(NamedTuple):
    """One template for each score, which sees only what it is judged against."""

    system: str
    templates: dict[str, Template]
    sha256: str

    def messages(self, score: str, data: dict[str, str]) -> list[BaseMessage]:
        asked = self.templates[score].substitute(data)
        return [SystemMessage(self.system), HumanMessage(asked)]


def load_prompts() -> Prompts:
    """The prompts of `prompts/judge.toml`."""
    return read_prompts((files("evals") / "prompts" / "judge.toml").read_text(encoding="utf-8"))


def read_prompts(source: str) -> Prompts:
    """Raises JudgeError where a template has not exactly its placeholders: a judge that is shown
    no quotes gives verdicts all the same."""
    data = tomllib.loads(source)
    if data.keys() != PLACEHOLDERS.keys() | {"system"}:
        wanted = ", ".join(["system", *PLACEHOLDERS])
        raise JudgeError(f"judge.toml doit avoir ces clés et aucune autre : {wanted}.")
    templates = {score: Template(data[score].strip()) for score in PLACEHOLDERS}
    for score, template in templates.items():
        wanted = ", ".join(f"${name}" for name in sorted(PLACEHOLDERS[score]))
        if not template.is_valid() or set(template.get_identifiers()) != PLACEHOLDERS[score]:
            raise JudgeError(f"judge.toml, « {score} » : il y faut {wanted}, et rien d’autre en $.")
    return Prompts(data["system"].strip(), templates, sha256(source.encode()).hexdigest())


def judge(
    run: Run,
    model: BaseChatModel,
    name: str,
    progress: Progress = lambda step, done, total: None,
) -> Run:
    """A copy of the run whose answered outcomes have the judge's scores too.

    `name` is the pin that the copy's settings keep, with the hash of the prompts and how many
    outcomes lack a score for want of a readable reply. Raises JudgeError for a judge that also
    answered, and where the first calls all fail.
    """
    _check_apart(name, run.settings.get("chat_model", ""))
    prompts = load_prompts()
    bench = _Bench(model, sum(len(_due(one)) for one in run.outcomes))
    outcomes = []
    for done, outcome in enumerate(run.outcomes, 1):
        outcomes.append(_judged(outcome, bench, prompts))
        progress("juge", done, len(run.outcomes))
    unjudged = sum(not _due(one) <= one.scores.keys() for one in outcomes)
    pin = {"judge": name, "judge_prompts": prompts.sha256, "judge_unjudged": str(unjudged)}
    return run.model_copy(
        update={
            "settings": run.settings | pin,
            "figures": json.loads(json.dumps(figures_json(outcomes))),
            "outcomes": outcomes,
        }
    )


def _check_apart(name: str, answering: str) -> None:
    if _identity(name) == _identity(answering):
        raise JudgeError(
            f"Le juge « {name} » est aussi le modèle qui répond : il se noterait lui-même. "
            "Choisissez un autre modèle avec --judge."
        )


def _identity(name: str) -> str:
    """Ollama's `model` and `model:latest` are one."""
    return name.strip().casefold().removesuffix(":latest")


def _due(outcome: Outcome) -> set[str]:
    """The scores that it is eligible for: completeness needs facts to be complete about."""
    if outcome.refused:
        return set()
    return {FAITHFULNESS, COMPLETENESS} if outcome.wanted else {FAITHFULNESS}


class _Bench:
    """A model with how its calls went. Retries are the library's: a call that fails is lost, and
    where the first ones all are, a missing server or key would only fail the others, slowly."""

    def __init__(self, model: BaseChatModel, calls: int) -> None:
        self._model = model
        self._patience = min(GIVE_UP, calls)
        self._failed = 0
        self._heard = False

    def reply(self, messages: list[BaseMessage]) -> str:
        """Empty where the call fails."""
        try:
            text = str(self._model.invoke(messages).text)
        except Exception as error:
            self._failed += 1
            if not self._heard and self._failed >= self._patience:
                raise JudgeError(
                    f"Le juge ne répond pas ({type(error).__name__}). Vérifiez que son serveur "
                    "tourne, que le modèle y est et que la clé est bonne."
                ) from None  # an integration's message may quote the key
            return ""
        self._heard = True
        return text


def _judged(outcome: Outcome, bench: _Bench, prompts: Prompts) -> Outcome:
    scores = {name: value for name, value in outcome.scores.items() if name not in PLACEHOLDERS}
    data = _data(outcome)
    for score in sorted(_due(outcome)):
        verdict = read_verdict(bench.reply(prompts.messages(score, data)))
        if verdict:
            scores[score] = POINTS[verdict.verdict]
    return outcome.model_copy(update={"scores": scores})


def _data(outcome: Outcome) -> dict[str, str]:
    quotes = (f"[{number}] {one.quote}" for number, one in enumerate(outcome.citations, 1))
    return {
        "question": _inert(outcome.turns),
        "answer": _inert([outcome.answer]),
        "quotes": _inert(quotes),
        "facts": _inert(outcome.wanted),
    }


def _inert(lines: Iterable[str]) -> str:
    """Data without the characters that tags are made of."""
    return "\n".join(lines).translate(_INERT)


def read_verdict(reply: str) -> Verdict | None:
    """The JSON object of a reply; None where it is none, is not a verdict, or where more braces
    follow: of two verdicts, one may be the answer's own, quoted."""
    start = reply.find("{")
    try:
        found, end = json.JSONDecoder().raw_decode(reply, max(start, 0))
        return None if "{" in reply[end:] else Verdict.model_validate(found)
    except (ValueError, RecursionError):
        return None
