"""Every lie made by program, told by a server over HTTP: what the test of a sentence does not
believe is never shown, and what it believes of true sentences is."""

from collections.abc import Sequence
from functools import cache

import pytest

from assistant.claims import examine
from assistant.schema import Language, Proof, Question, Statement, Wanted
from assistant.writer import MOST_PASSAGES, Writer, load_writer
from assistant.written import Reserve
from ingest.schema import Passage
from ingest.settings import Settings
from ingest.text import Span
from tests.assistant.lies import lies as made
from tests.assistant.truths import Truth, paraphrases, shelves
from tests.generative.lying_server import Asked, LyingServer, Said

pytestmark = pytest.mark.slow


@cache
def told() -> list[tuple[str, tuple[Passage, ...], Truth]]:
    """Sentences, false ones then true ones, and what they cite."""
    cut = shelves()
    false = [(one.sentence, one.passages, one.truth) for one in made(cut)]
    true = [(one.sentence, one.passages, one) for one in paraphrases(cut)]
    return [one for one in [*false, *true] if len(one[1]) <= MOST_PASSAGES]


@pytest.fixture
def writer(chat_settings: Settings) -> Writer:
    return load_writer(chat_settings.model_copy(update={"chat_window": 20_000}))


def written(
    writer: Writer, server: LyingServer, sentence: str, passages: Sequence[Passage], truth: Truth
) -> tuple[Statement, ...]:
    """What is shown of a sentence that the model says whenever it is asked, with the keys of all
    that it is given; there is no quotation to fall back on."""

    def script(asked: Asked) -> list[Said]:
        keys = "".join(f"[{key}]" for key in asked.passages)
        return [f"{sentence.rstrip('.')} {keys}."]

    server.script = script
    language: Language = "en" if truth.is_english else "fr"
    question = Question(sentence, f"Est-ce vrai : {sentence} ?", language, Wanted.FACT)
    first = passages[0]
    reserve = Reserve(None, (), Proof(first, Span(first.start, first.end)))
    *_, found = writer.write(question, passages, truth.shelf.documents, reserve)
    return found.statements


def test_no_lie_that_is_caught_is_shown(writer: Writer, lies: LyingServer) -> None:
    for sentence, passages, truth in told():
        for shown in written(writer, lies, sentence, passages, truth):
            documents = truth.shelf.documents
            assert examine(shown.words, passages, documents).proven, shown.words
            assert shown.proofs
            for proof in shown.proofs:
                text = documents[proof.passage.document].text
                inside = proof.passage.start <= proof.span.start < proof.span.end
                assert inside
                assert proof.span.end <= proof.passage.end
                assert text[proof.passage.start : proof.passage.end] == proof.passage.text


def test_a_true_sentence_that_is_believed_is_shown(writer: Writer, lies: LyingServer) -> None:
    believed = lost = 0
    for truth in paraphrases(shelves()):
        if len(truth.passages) > MOST_PASSAGES:
            continue
        if not examine(truth.sentence, truth.passages, truth.shelf.documents).proven:
            continue
        believed += 1
        lost += not written(writer, lies, truth.sentence, truth.passages, truth)
    assert believed > 100
    assert lost <= believed * 0.03
