"""The training loop, on networks of a few thousand weights."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import PreTrainedTokenizerFast

from assistant.network import FROZEN, PADDING, ReaderNetwork
from assistant.reader import MOST_TOKENS
from evals.training import loop
from evals.training.example import Example
from evals.training.loop import BATCH, Row, batches, rows, train
from ingest.text import Span


@pytest.fixture
def tokenizer() -> Any:
    """A token a word, every one unknown."""
    model = Tokenizer(WordLevel({"<s>": 0, "<pad>": PADDING, "</s>": 2, "<unk>": 3}, "<unk>"))
    model.pre_tokenizer = Whitespace()
    model.post_processor = TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return cast(Any, PreTrainedTokenizerFast)(tokenizer_object=model, pad_token="<pad>")


def test_an_answer_that_was_cut_off_is_left_out(tokenizer: Any) -> None:
    question, window = "qui donc", " ".join(f"m{n:03}" for n in range(400))
    read = MOST_TOKENS - len("<s> qui donc </s> </s>".split())
    last, cut = (window.index(f"m{n:03}") for n in (read - 1, read))
    spans = [Span(0, 4), Span(5, 14), Span(6, 8), None, Span(last, last + 4), Span(last, cut + 4)]
    spans.append(Span(cut, cut + 4))
    found = rows(tokenizer, [Example(question, window, span, "piaf") for span in spans])
    at = len("<s> qui donc </s>".split())
    end = MOST_TOKENS - 2
    wanted = [(at, at), (at + 1, at + 2), (at + 1, at + 1), (0, 0), (end, end)]
    assert [(row.start, row.end) for row in found] == wanted
    assert {len(row.ids) for row in found} == {MOST_TOKENS}


def learnable(count: int) -> list[Row]:
    """The answer is where token 7 stands, or nowhere."""
    rng = Random(3)
    found = []
    for _ in range(count):
        ids = [0, *(rng.randrange(10, 50) for _ in range(rng.randrange(6, 16))), 2]
        at = rng.choice((0, rng.randrange(1, len(ids) - 1)))
        ids[at] = 7 if at else 0
        found.append(Row(ids, at, at))
    return found


def test_batches_are_whole_and_of_rows_of_like_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "POOL", 5 * BATCH)
    found = learnable(12 * BATCH + 7)
    cut = batches(found, 1)
    assert [len(batch) for batch in cut] == [BATCH] * 12
    assert cut == batches(found, 1) != batches(found, 2)
    drawn = Counter(str(row) for batch in cut for row in batch)
    assert drawn <= Counter(map(str, found))
    spreads = [len(batch[-1].ids) - len(batch[0].ids) for batch in cut]
    assert max(spreads[:10]) < 6
    lengths = [len(batch[0].ids) for batch in cut[:5]]
    assert any(sorted(lengths) != [len(b[0].ids) for b in batches(found, s)[:5]] for s in range(9))


def test_few_rows_are_one_batch() -> None:
    assert [len(batch) for batch in batches(learnable(5), 1)] == [5]


class CutOffError(Exception):
    """What ends a training before its time."""


Steps = list[tuple[int, float]]
Trained = Callable[..., tuple[ReaderNetwork, Steps]]


@pytest.fixture
def trained(tiny_bert: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trained:
    """Trains a network that begins as any other does, or `blank`; gives it with the steps that
    were told of. All have one checkpoint."""
    monkeypatch.setattr(loop, "RATE", 5e-3)
    monkeypatch.setattr(loop, "CHECKPOINT", 4)

    def run(
        steps: int, cut: int = 0, fingerprint: str = "one", blank: bool = False
    ) -> tuple[ReaderNetwork, Steps]:
        torch.manual_seed(2)
        network = ReaderNetwork(tiny_bert)
        told: Steps = []
        if blank:
            with torch.no_grad():
                for parameter in network.own().values():
                    parameter.zero_()

        def report(step: int, of: int, loss: float) -> None:
            assert of == steps
            told.append((step, loss))
            if step == cut:
                raise CutOffError

        checkpoint = tmp_path / "checkpoint.pt"
        options: Any = {"checkpoint": checkpoint, "fingerprint": fingerprint, "report": report}
        try:
            train(network, learnable(steps * BATCH), seed=9, **options)
        except CutOffError:
            assert cut
        return network, told

    return run


def same(one: ReaderNetwork, other: ReaderNetwork) -> bool:
    pairs = zip(one.own().items(), other.own().items(), strict=True)
    return all(a == b and torch.equal(v, w) for (a, v), (b, w) in pairs)


def test_the_loss_falls_and_the_shared_layers_stay(tiny_bert: Any, trained: Trained) -> None:
    shared = [tiny_bert.embeddings, *tiny_bert.encoder.layer[:FROZEN]]
    before = [value.clone() for module in shared for value in module.parameters()]
    above = [value.clone() for value in tiny_bert.encoder.layer[FROZEN].parameters()]
    network, told = trained(30)
    assert [step for step, _ in told] == list(range(1, 31))
    losses = [loss for _, loss in told]
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])
    after = [value for module in shared for value in module.parameters()]
    assert all(map(torch.equal, before, after))
    assert {value.grad for value in after} == {None}
    assert all(map(torch.equal, above, tiny_bert.encoder.layer[FROZEN].parameters()))
    fresh = ReaderNetwork(tiny_bert).own()
    own = network.own().items()
    assert not any(torch.equal(value, fresh[name]) for name, value in own if value.ndim > 1)
    assert not network.training


def test_a_training_that_was_cut_off_ends_as_one_that_was_not(
    trained: Trained, tmp_path: Path
) -> None:
    whole, told = trained(10)
    (tmp_path / "checkpoint.pt").unlink()
    half, before = trained(10, cut=6)
    assert not same(half, whole)
    resumed, after = trained(10, blank=True)
    assert [step for step, _ in after] == list(range(5, 11))
    assert before[:4] + after == told
    assert same(resumed, whole)


def test_another_training_starts_anew(trained: Trained, tmp_path: Path) -> None:
    whole, told = trained(6)
    other, again = trained(6, fingerprint="two")
    assert again == told
    assert same(other, whole)
    assert trained(6, fingerprint="two")[1] == told[4:]
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]
