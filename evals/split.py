"""Which articles the reader was trained on, and which are kept to calibrate and to measure it."""

from hashlib import sha256
from typing import Literal

from evals.statistics import SEED

Part = Literal["training", "calibration", "measure"]
TRAINING, CALIBRATION = 0.80, 0.05


def drawn(name: str) -> str:
    """What to sort by for an order that is by chance and always the same."""
    return sha256(f"{SEED} {name}".encode()).hexdigest()


def part_of(title: str) -> Part:
    """What an article is kept for, by its title alone."""
    share = int(drawn(title)[:8], 16) / 16**8
    if share < TRAINING:
        return "training"
    return "calibration" if share < TRAINING + CALIBRATION else "measure"
