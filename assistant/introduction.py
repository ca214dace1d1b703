"""What stands on the page before a question: what is indexed, and questions to start with."""

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from assistant.examples import example_questions
from assistant.schema import Language
from ingest.coverage import Coverage, coverage
from ingest.index import Index

EXAMPLES = 4


class Introduction(NamedTuple):
    """What is indexed, on one line and in full, and questions that it answers, by language."""

    summary: str
    coverage: Coverage
    examples: dict[Language, tuple[str, ...]]


def introduction(index: Index, summary: str, answers: Callable[[str], bool]) -> Introduction:
    """`answers` tells whether a question is answered."""
    languages: tuple[Language, ...] = ("fr", "en")
    examples = {
        language: tuple(islice(filter(answers, example_questions(index, language)), EXAMPLES))
        for language in languages
    }
    return Introduction(summary, coverage(index), examples)
