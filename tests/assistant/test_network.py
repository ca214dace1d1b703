"""The reader's network and its file."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from assistant.network import FROZEN, ReaderNetwork, load, save
from ingest.errors import ModelError

ROWS = [[0, 5, 6, 2], [0, 7, 8, 9, 10, 2]]


@pytest.fixture
def network(tiny_bert: Any) -> ReaderNetwork:
    """One whose own layers differ from the base's."""
    made = ReaderNetwork(tiny_bert).eval()
    with torch.no_grad():
        for parameter in made.own().values():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return made


def test_a_file_gives_the_network_back(
    tiny_bert: Any, network: ReaderNetwork, tmp_path: Path
) -> None:
    save(network, path := tmp_path / "reader.safetensors", {"steps": "7"})
    found, metadata = load(tiny_bert, path)
    assert metadata["steps"] == "7"
    for one, other in zip(network.logits(ROWS), found.logits(ROWS), strict=True):
        assert np.abs(one - other).max() < 0.05
        assert one.argmax(axis=0).tolist() == other.argmax(axis=0).tolist()
    untrained = ReaderNetwork(tiny_bert).eval()
    assert np.abs(untrained.logits(ROWS)[1] - found.logits(ROWS)[1]).max() > 0.05


def test_the_base_stays_as_it_was(tiny_bert: Any, network: ReaderNetwork) -> None:
    assert network.base.embeddings is tiny_bert.embeddings
    assert network.base.encoder.layer[FROZEN - 1] is tiny_bert.encoder.layer[FROZEN - 1]
    assert network.base.encoder.layer[FROZEN] is not tiny_bert.encoder.layer[FROZEN]
    names = {name.split(".")[1] for name in network.own() if name.startswith("layer")}
    assert names == {str(FROZEN), str(FROZEN + 1)}


def test_a_row_reads_the_same_beside_a_longer_one(network: ReaderNetwork) -> None:
    alone, beside = network.logits(ROWS[:1])[0], network.logits(ROWS)[0]
    assert alone.shape == (len(ROWS[0]), 2)
    np.testing.assert_allclose(alone, beside, atol=1e-4)


def test_a_file_is_a_few_megabytes(network: ReaderNetwork, tmp_path: Path) -> None:
    save(network, path := tmp_path / "reader.safetensors", {})
    whole = sum(parameter.numel() for parameter in network.own().values())
    assert path.stat().st_size < 2 * whole


@pytest.mark.parametrize("damage", ["cut", "foreign", "missing"])
def test_a_file_that_is_none_says_so(
    tiny_bert: Any, network: ReaderNetwork, tmp_path: Path, damage: str
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
        load(tiny_bert, path)


def test_the_assistant_is_imported_without_it() -> None:
    program = "import sys, assistant.pipeline; sys.exit('torch' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
