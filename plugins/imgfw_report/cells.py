"""Many numbers as a grid of cells, a small picture."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

ABOVE, BELOW = (31, 138, 112), (214, 90, 48)
"""Colours of values above and below zero, on light ground and dark."""


@dataclass(frozen=True)
class Cells:
    """A grid: its data URI, and how many cells it is wide and high."""

    uri: str
    width: int
    height: int


def cells(values: np.ndarray, full: float) -> Cells:
    """A cell a value, from left to right and down, two wide to one high; stronger further from zero.

    values  float (D,)
    full    from which size on a cell has its full colour; zero is clear
    """
    import numpy as np
    from PIL import Image

    width = max(1, int(np.ceil(np.sqrt(2 * len(values)))))
    height = int(np.ceil(len(values) / width))
    image = np.zeros((height * width, 4), np.uint8)
    strength = np.clip(np.abs(values) / full, 0, 1) if full > 0 else np.zeros(len(values))
    image[: len(values), :3] = np.where((values < 0)[:, None], BELOW, ABOVE)
    image[: len(values), 3] = np.round(strength * 255)
    content = io.BytesIO()
    Image.fromarray(image.reshape(height, width, 4)).save(content, "PNG", optimize=True)
    text = base64.b64encode(content.getvalue()).decode("ascii")
    return Cells(f"data:image/png;base64,{text}", width, height)
