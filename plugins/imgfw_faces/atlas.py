"""The one picture all sheets take their colours from: skin above, strands and cloth below."""

from __future__ import annotations

from functools import cache

import numpy as np

from .noise import clouds, strands
from .surface import BOTTOM, TOP

SIDE = 512
"""Width of the atlas, and height of its skin part, in pixels."""

REACH = 1.9
"""Angle to either side that the skin covers (radians)."""

_STRAND_ROWS, _CLOTH_ROWS = 192, 64
HAIR_WAVES = {"straight": 0.0, "wavy": 9.0, "curly": 3.0}
"""How far each kind of hair sways in its texture, in pixels."""


def skin_place(angle: np.ndarray, height: np.ndarray) -> np.ndarray:
    """Place (..., 2) in the atlas of angle and height on the head."""
    x = (np.clip(angle / REACH, -1, 1) + 1) / 2 * (SIDE - 1)
    y = np.clip((TOP - height) / (TOP - BOTTOM), 0, 1) * (SIDE - 1)
    return np.stack([x, y], -1)


def skin_grid(side: int) -> tuple[np.ndarray, np.ndarray]:
    """Millimetres across (1, side) and height (side, 1) of the skin part, were it `side` pixels large."""
    return 78 * np.linspace(-REACH, REACH, side)[None], np.linspace(TOP, BOTTOM, side)[:, None]


def strand_place(across: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Place (..., 2) of a strand: which one (0..1) and how far along it (0..1)."""
    x = np.clip(across, 0, 1) * (SIDE - 1)
    y = SIDE + 1 + np.clip(down, 0, 1) * (_STRAND_ROWS - 3)
    return np.stack([x, y], -1)


def cloth_place(across: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Place (..., 2) on cloth, 0..1 both ways."""
    x = np.clip(across, 0, 1) * (SIDE - 1)
    y = SIDE + _STRAND_ROWS + 1 + np.clip(down, 0, 1) * (_CLOTH_ROWS - 3)
    return np.stack([x, y], -1)


def assemble(skin: np.ndarray, hair: str) -> np.ndarray:
    """The atlas uint8 (H, W, 4): skin colour and gloss uint8 (SIDE, SIDE, 4) over the shared tiles."""
    return np.vstack([skin, _strand_tile(hair), _cloth_tile()])


@cache
def _strand_tile(hair: str) -> np.ndarray:
    rng = np.random.default_rng(11)
    if hair == "curly":
        value = np.clip(0.5 + 0.24 * clouds(rng, _STRAND_ROWS, SIDE, (48, 96, 170)), 0, 1)
    else:
        value = strands(rng, _STRAND_ROWS, SIDE, wave=HAIR_WAVES[hair], length=64)
    shade = ((130 if hair != "curly" else 172) + (125 if hair != "curly" else 80) * value)[..., None].repeat(
        3, 2
    )
    return np.dstack([shade, 255 * value]).astype(np.uint8)


@cache
def _cloth_tile() -> np.ndarray:
    rng = np.random.default_rng(12)
    weave = clouds(rng, _CLOTH_ROWS, SIDE, (200, 400)) * 5 + clouds(rng, _CLOTH_ROWS, SIDE, (6, 14)) * 7
    shade = np.clip(235 + weave, 0, 255)[..., None].repeat(3, 2)
    return np.dstack([shade, np.full(shade.shape[:2], 128.0)]).astype(np.uint8)
