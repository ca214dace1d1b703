"""A chat model that words answers: what it is given of the passages, and what is kept of its
answers."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock

from assistant.chat_model import load_chat_model
from assistant.completion import Chat, CompletionError, Failure
from assistant.generation import ANSWER_TOKENS, MOST_ITEMS, Documents, Writing
from assistant.prompts import Prompts, load_prompts, random_keys
from assistant.rewriting import accepted
from assistant.schema import Question, Turn
from assistant.written import Reserve, Written
from ingest.schema import Passage
from ingest.settings import Settings
from ingest.text import folded

MOST_PASSAGES = 5
CHARACTERS_PER_TOKEN = 2.5
KEPT_ANSWERS = 200
REWRITING = 0.25
"""The share of a follow-up's time in which it is made whole; the answer has the rest."""


def load_writer(settings: Settings, callbacks: Sequence[object] = ()) -> "Writer":
    """Raises ChatModelError, PromptError; the model's server is not asked."""
    traced = settings.chat_trace != "aucune"
    model = load_chat_model(settings, ANSWER_TOKENS)
    chat = Chat(model, settings.chat_timeout, traced, tuple(callbacks))
    return Writer(chat, load_prompts(), settings.chat_window)


class Writer:
    """A chat model that words answers; safe to share between threads and index versions.

    Whole answers are kept in memory, by question and passages: prompt and model are the
    writer's own.
    """

    def __init__(self, chat: Chat, prompts: Prompts, window: int) -> None:
        self._chat, self._prompts, self._window = chat, prompts, window
        self._answers: OrderedDict[tuple[object, ...], Written] = OrderedDict()
        self._lock = Lock()

    def write(
        self,
        question: Question,
        passages: Sequence[Passage],
        documents: Documents,
        reserve: Reserve,
    ) -> Iterator[Written]:
        """Longer and longer answers; the last is all of it, and may hold nothing."""
        given = self.fitting(question, passages, documents)
        kept = (question.standalone, question.language, *given.values())
        if found := self._answers.get(kept):
            yield found
            return
        written = Written(failure=Failure.WINDOW)
        if given:
            whole = folded(question.standalone) == folded(question.text)
            share = 1.0 if whole else 1 - REWRITING
            until = self._chat.until(share)
            writing = Writing(self._chat, self._prompts, question, given, documents, reserve, until)
            for written in writing.run():
                yield written
            self._keep(kept, written)
        else:
            yield written

    def fitting(
        self, question: Question, passages: Sequence[Passage], documents: Documents
    ) -> dict[str, Passage]:
        """The first passages that the model's window holds beside the question and the reply,
        each under a key of its own."""
        keys, given = random_keys(MOST_PASSAGES), dict[str, Passage]()
        for key, passage in zip(keys, passages[:MOST_PASSAGES], strict=False):
            more = {**given, key: passage}
            asked = self._prompts.answer(question, more, documents, MOST_ITEMS)
            if sum(len(str(one.content)) for one in asked) > self.characters:
                break
            given = more
        return given

    @property
    def characters(self) -> int:
        """What a prompt may hold: the window without the reply and a sentence asked again."""
        return int((self._window - 1.5 * ANSWER_TOKENS) * CHARACTERS_PER_TOKEN)

    def standalone(self, question: Question, history: Sequence[Turn]) -> str:
        """A follow-up as a question of its own; empty where the model adds to what was said, or
        does not answer."""
        asked = self._prompts.standalone(question.text, history[-2:], question.language)
        try:
            reply = self._chat.complete(asked, self._chat.until(REWRITING))
        except CompletionError:
            return ""
        return accepted(reply, question.text, history)

    def _keep(self, kept: tuple[object, ...], written: Written) -> None:
        if written.failure or not written.statements:
            return
        with self._lock:
            self._answers[kept] = written
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
