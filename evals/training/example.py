"""What the reader is trained on: a question, a window of text, and where the answer stands."""

from typing import NamedTuple

from ingest.text import Span


class Example(NamedTuple):
    """`window` is what is read: a header (title – headings – dates) and a newline, then text.

    `answer` is a span of `window`, in the header where only the header says it (a date); None
    where the window does not answer. `kind` names how the example was made (for ablations).
    """

    question: str
    window: str
    answer: Span | None
    kind: str

    @property
    def words(self) -> str:
        return self.window[self.answer.start : self.answer.end] if self.answer else ""
