"""The reader's network, and the one home of its weights: question and window in, spans out.

The bundled e5 encoder with two outputs a token (start and end of the answer; the first token
stands for « no answer », Devlin et al. 2019, section 4.3). The embedding table and the lowest
layers are the embedder's own; what differs from it is kept in one safetensors file, in 8 bits
with a scale a row.
"""

import copy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from ingest.errors import ModelError

FORMAT = "retro-reader-1"
FROZEN = 3
STRIDE = 16
PADDING = 1
NO_SPAN = -1e4
SCALE = ".scale"


class ReaderNetwork(nn.Module):
    """`base` is a transformers BertModel; its embeddings and lowest layers are shared, not
    copied."""

    def __init__(self, base: Any) -> None:
        super().__init__()
        kept = [base.embeddings, *base.encoder.layer[:FROZEN]]
        self.base = copy.deepcopy(base, {id(module): module for module in kept})
        for layer in self.base.encoder.layer[FROZEN:]:
            layer.attention.self.dropout.p = 0.0
        self.span = nn.Linear(base.config.hidden_size, 2, dtype=base.dtype)
        nn.init.zeros_(self.span.weight)
        nn.init.zeros_(self.span.bias)

    def train(self, mode: bool = True) -> "ReaderNetwork":
        """Dropout in the layers that are trained, and none on attention: drawing it would cost a
        quarter of the time."""
        super().train(mode)
        for module in (self.base.embeddings, *self.base.encoder.layer[:FROZEN]):
            module.eval()
        return self

    def own(self) -> dict[str, nn.Parameter]:
        """The parameters that differ from the base, by name."""
        layers = self.base.encoder.layer
        found = {
            f"layer.{number}.{name}": value
            for number in range(FROZEN, len(layers))
            for name, value in layers[number].named_parameters()
        }
        return found | {f"span.{name}": value for name, value in self.span.named_parameters()}

    def forward(self, ids: Tensor) -> Tensor:
        """Logits of shape (batch, tokens, 2) for ids of shape (batch, tokens), padded."""
        hidden = self.base(input_ids=ids, attention_mask=(ids != PADDING).long())
        logits: Tensor = self.span(hidden.last_hidden_state).float()
        return logits.masked_fill((ids == PADDING).unsqueeze(-1), NO_SPAN)

    def logits(self, rows: list[list[int]]) -> list[NDArray[np.float32]]:
        """Those of each row of ids, of shape (its tokens, 2)."""
        with torch.inference_mode():
            found = self(padded(rows)).numpy()
        return [found[at, : len(row)] for at, row in enumerate(rows)]


def padded(rows: list[list[int]]) -> Tensor:
    longest = -(-max(map(len, rows)) // STRIDE) * STRIDE
    return torch.tensor([row + [PADDING] * (longest - len(row)) for row in rows])


def save(network: ReaderNetwork, path: Path, metadata: dict[str, str]) -> None:
    """Matrices in 8 bits with a scale a row, the rest in 16 bits."""
    tensors: dict[str, Tensor] = {}
    for name, parameter in network.own().items():
        value = parameter.detach().float()
        if value.ndim == 2 and len(value) > 2:
            scale = value.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
            tensors[name] = (value / scale).round().to(torch.int8)
            tensors[name + SCALE] = scale
        else:
            tensors[name] = value.half()
    save_file(tensors, path, metadata={"format": FORMAT, **metadata})


def load(base: Any, path: Path) -> tuple[ReaderNetwork, dict[str, str]]:
    """The network of a file and the file's metadata. Raises ModelError."""
    network = ReaderNetwork(base)
    try:
        with safe_open(path, framework="pt") as file:
            metadata = dict(file.metadata() or {})
            if metadata.get("format") != FORMAT:
                raise ModelError(f"« {path} » n’est pas un lecteur de ce programme.")
            names = set(file.keys())
            with torch.no_grad():
                for name, parameter in network.own().items():
                    value = file.get_tensor(name)
                    if name + SCALE in names:
                        value = value.float() * file.get_tensor(name + SCALE)
                    parameter.copy_(value.to(parameter.dtype))
    except (OSError, SafetensorError, RuntimeError) as error:
        raise ModelError(f"Le lecteur « {path} » ne s’ouvre pas ({error}).") from error
    return network.eval(), metadata
