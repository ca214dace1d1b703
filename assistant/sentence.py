"""What an extractor looks at."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.matching import Needs
from assistant.schema import Question
from ingest.schema import Passage
from ingest.text import Term, terms


class Sentence(NamedTuple):
    """One sentence of a passage, and the question that it may answer."""

    question: Question
    needs: Needs
    text: str
    passage: Passage

    def covers(self, text_keys: Sequence[str]) -> bool:
        """Whether the keys cover a word of the question well."""
        return any(need.strength(text_keys) >= 0.5 for need in self.needs.needs)

    def matched(self) -> list[Term]:
        """The words of the sentence that cover a word of the question."""
        return [
            t
            for t in terms(self.text)
            if any(n.covers.get(t.key, 0) >= 0.5 for n in self.needs.needs)
        ]
