"""Chance that depends on nothing but what it is asked for: no global seed, no order, no clock."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def place(seed: int, name: str) -> float:
    """A number in [0, 1), evenly spread over names, and the same for the same seed and name everywhere."""
    return int.from_bytes(_digest(seed, name)[:8], "big") / 2**64


def generator(seed: int, *parts: object) -> np.random.Generator:
    """A generator of its own for each seed and parts (texts and integers)."""
    import numpy as np

    return np.random.default_rng(int.from_bytes(_digest(seed, *parts)[:16], "big"))


def _digest(*parts: object) -> bytes:
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8", "surrogatepass")).digest()
