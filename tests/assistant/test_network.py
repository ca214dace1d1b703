"""The reader's network and its file."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

from assistant.network import FROZEN, PADDING, ReaderNetwork, load, logits, save
from ingest.errors import ModelError

ROWS = [[0, 5, 6, 2], [0, 7, 8, 9, 10, 2]]


@pytest.fixture
def base() -> Any:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=FROZEN + 2,
        num_attention_heads=2,
        intermediate_size=64,
        pad_token_id=PADDING,
    )
    return BertModel(config, add_pooling_layer=False).eval()


@pytest.fixture
def network(base: Any) -> ReaderNetwork:
    """One whose own layers differ from the base's."""
    made = ReaderNetwork(base).eval()
    with torch.no_grad():
        for parameter in made.own().values():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return made


def test_a_file_gives_the_network_back(base: Any, network: ReaderNetwork, tmp_path: Path) -> None:
    save(network, path := tmp_path / "reader.safetensors", {"steps": "7"})
    found, metadata = load(base, path)
    assert metadata["steps"] == "7"
    for one, other in zip(logits(network, ROWS), logits(found, ROWS), strict=True):
        assert np.abs(one - other).max() < 0.05
        assert one.argmax(axis=0).tolist() == other.argmax(axis=0).tolist()
    untrained = ReaderNetwork(base).eval()
    assert np.abs(logits(untrained, ROWS)[1] - logits(found, ROWS)[1]).max() > 0.05


def test_the_base_stays_as_it_was(base: Any, network: ReaderNetwork) -> None:
    assert network.base.embeddings is base.embeddings
    assert network.base.encoder.layer[FROZEN - 1] is base.encoder.layer[FROZEN - 1]
    assert network.base.encoder.layer[FROZEN] is not base.encoder.layer[FROZEN]
    names = {name.split(".")[1] for name in network.own() if name.startswith("layer")}
    assert names == {str(FROZEN), str(FROZEN + 1)}


def test_a_row_reads_the_same_beside_a_longer_one(network: ReaderNetwork) -> None:
    alone, beside = logits(network, ROWS[:1])[0], logits(network, ROWS)[0]
    assert alone.shape == (len(ROWS[0]), 2)
    np.testing.assert_allclose(alone, beside, atol=1e-4)


def test_a_file_is_a_few_megabytes(network: ReaderNetwork, tmp_path: Path) -> None:
    save(network, path := tmp_path / "reader.safetensors", {})
    whole = sum(parameter.numel() for parameter in network.own().values())
    assert path.stat().st_size < 2 * whole


@pytest.mark.parametrize("damage", ["cut", "foreign", "missing"])
def test_a_file_that_is_none_says_so(
    base: Any, network: ReaderNetwork, tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "reader.safetensors"
    save(network, path, {})
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:1000])
    elif damage == "foreign":
        save_file({"a": torch.zeros(2)}, path)
    else:
        path.unlink()
    with pytest.raises(ModelError, match=r"reader\.safetensors"):
        load(base, path)
