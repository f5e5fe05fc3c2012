"""Smooth noise and strands, the same for the same generator."""

from __future__ import annotations

import numpy as np
from PIL import Image


def stretched(field: np.ndarray, height: int, width: int) -> np.ndarray:
    """A small float32 field made larger, smoothly."""
    picture = Image.fromarray(field.astype(np.float32))
    return np.asarray(picture.resize((width, height), Image.Resampling.BICUBIC))


def clouds(rng: np.random.Generator, height: int, width: int, cells: tuple[int, ...]) -> np.ndarray:
    """float32 (height, width) of about unit spread; `cells` across, coarse ones weigh most."""
    total = np.zeros((height, width), np.float32)
    for count in cells:
        rows = max(2, count * height // width)
        total += stretched(rng.normal(size=(rows, count)), height, width) / count**0.5
    return total / max(float(total.std()), 1e-6)


def strands(rng: np.random.Generator, height: int, width: int, *, wave: float, length: int) -> np.ndarray:
    """float32 (height, width) in 0..1: hair running down, `wave` pixels to and fro, `length` pixels long."""
    fine = stretched(rng.normal(size=(max(2, height // length), width)), height, width)
    locks = stretched(rng.normal(size=(max(2, height // (3 * length)), width // 9)), height, width)
    field = 0.75 * fine + 0.85 * locks
    if wave:
        rows = np.arange(height)
        shift = wave * (
            np.sin(rows * 2 * np.pi * 4 / height) + 0.4 * np.sin(rows * 2 * np.pi * 11 / height + 1)
        )
        columns = (np.arange(width)[None] + np.round(shift)[:, None].astype(int)) % width
        field = field[rows[:, None], columns]
    return np.clip(0.5 + 0.27 * field, 0, 1)
