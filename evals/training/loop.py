"""Examples → the reader's weights: one loop, the same on every machine for a seed.

AdamW in bfloat16 autocast, a linear rise and fall of the rate; batches hold windows of like
length. A checkpoint is written beside the weights every `CHECKPOINT` steps, and training that
was cut off goes on from it.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.functional import cross_entropy

from assistant.network import ReaderNetwork, padded
from assistant.reader import Encoded, encode
from evals.training.example import Example

BATCH = 32
POOL = 64 * BATCH
RATE, WARM, DECAY = 2e-4, 0.06, 0.01
CLIP = 1.0
CHECKPOINT = 50
Report = Callable[[int, int, float], None]


class Row(NamedTuple):
    """Token ids, and the first and last token of the answer; 0, 0 for none."""

    ids: list[int]
    start: int
    end: int


def rows(tokenizer: Any, examples: Sequence[Example]) -> list[Row]:
    """Without the examples whose answer was cut off."""
    found = (_row(encode(tokenizer, one.question, [one.window])[0], one) for one in examples)
    return [row for row in found if row]


def _row(encoded: Encoded, example: Example) -> Row | None:
    if example.answer is None:
        return Row(encoded.ids, 0, 0)
    inside = [
        at
        for at, (start, end) in enumerate(encoded.offsets)
        if end > start and start < example.answer.end and example.answer.start < end
    ]
    whole = inside and encoded.offsets[inside[-1]][1] >= example.answer.end
    return Row(encoded.ids, inside[0], inside[-1]) if whole else None


def batches(found: Sequence[Row], seed: int) -> list[list[Row]]:
    """Whole batches in an order by chance, of rows of like length."""
    rng = random.Random(seed)
    cut: list[list[Row]] = []
    for at in range(0, len(found), POOL):
        pool = sorted(found[at : at + POOL], key=lambda row: len(row.ids))
        some = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
        rng.shuffle(some)
        cut.extend(batch for batch in some if len(batch) == min(BATCH, len(found)))
    return cut


def train(
    network: ReaderNetwork,
    found: Sequence[Row],
    *,
    seed: int,
    checkpoint: Path,
    fingerprint: str,
    report: Report,
) -> int:
    """Trains in place; gives the number of steps. `fingerprint` tells whether a checkpoint is of
    the same training; `report` gets the step, their number and the loss."""
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    own = [parameter.requires_grad_(True) for parameter in network.own().values()]
    steps = batches(found, seed)
    optimizer = torch.optim.AdamW(own, lr=RATE, weight_decay=DECAY)
    first = _resume(network, optimizer, checkpoint, fingerprint)
    network.train()
    for step in range(first, len(steps)):
        torch.manual_seed(seed + step)
        for group in optimizer.param_groups:
            group["lr"] = RATE * _share(step, len(steps))
        loss = _loss(network, steps[step])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(own, CLIP)
        optimizer.step()
        report(step + 1, len(steps), loss.item())
        if (step + 1) % CHECKPOINT == 0:
            _keep(network, optimizer, step + 1, checkpoint, fingerprint)
    network.eval()
    return len(steps)


def _share(step: int, steps: int) -> float:
    """Of the full rate."""
    warm = max(1, round(WARM * steps))
    return (step + 1) / warm if step < warm else (steps - step) / max(1, steps - warm)


def _loss(network: ReaderNetwork, batch: Sequence[Row]) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16), sdpa_kernel(SDPBackend.MATH):
        logits = network(padded([row.ids for row in batch]))
    start = torch.tensor([row.start for row in batch])
    end = torch.tensor([row.end for row in batch])
    return (cross_entropy(logits[..., 0], start) + cross_entropy(logits[..., 1], end)) / 2


def _keep(network: ReaderNetwork, optimizer: Any, step: int, path: Path, fingerprint: str) -> None:
    beside = path.with_suffix(".part")
    own = {name: value.detach() for name, value in network.own().items()}
    state = {"own": own, "optimizer": optimizer.state_dict(), "step": step}
    torch.save(state | {"fingerprint": fingerprint}, beside)
    beside.replace(path)


def _resume(network: ReaderNetwork, optimizer: Any, path: Path, fingerprint: str) -> int:
    """The step to go on from: 0 without a checkpoint of this very training."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    if state["fingerprint"] != fingerprint:
        return 0
    with torch.no_grad():
        for name, parameter in network.own().items():
            parameter.copy_(state["own"][name])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
