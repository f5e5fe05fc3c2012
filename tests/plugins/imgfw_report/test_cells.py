"""Grids of cells."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image

from imgfw_report.cells import ABOVE, BELOW, cells


def pixels(found):
    """The picture in its URI, uint8 (H, W, 4)."""
    kind, _, text = found.uri.partition(",")
    assert kind == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))


def test_every_value_is_a_cell():
    """Zero is clear, half is half, what is more than full is full; below zero has another colour."""
    found = cells(np.array([0.0, 1.0, 2.0, 9.0, -1.0], np.float32), 2.0)

    image = pixels(found)
    assert image.shape == (found.height, found.width, 4) == (2, 4, 4)
    flat = image.reshape(-1, 4)
    assert flat[:, 3].tolist() == [0, 128, 255, 255, 128, 0, 0, 0]
    assert tuple(flat[1, :3]) == ABOVE and tuple(flat[4, :3]) == BELOW


def test_a_network_of_usual_width_is_a_small_picture():
    """Fifty to twenty-five."""
    found = cells(np.random.default_rng(0).random(1280).astype(np.float32), 1.0)

    assert (found.width, found.height) == (51, 26) and len(found.uri) < 8_000


def test_nothing_but_zeros_is_clear():
    """Whatever is full."""
    assert not pixels(cells(np.zeros(7, np.float32), 0.0))[..., 3].any()
