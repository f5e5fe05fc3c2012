"""Hair."""

from dataclasses import replace

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.hair import hair, hair_behind
from imgfw_photos.drawn.looks import STYLES, somebody


@pytest.mark.parametrize("style", [*STYLES, "curls"])
def test_every_style_is_painted(style):
    """But the bald have none."""
    looks = replace(somebody(np.random.default_rng(0)), style=style)
    canvas, rng = Canvas(64, 64), np.random.default_rng(0)
    hair_behind(canvas, rng, looks, np.array([0.5, 0.5]), 0.6, 1.0)
    hair(canvas, rng, looks, 1.0, lambda points: np.asarray(points) * 0.6 + 0.5, 0.6)

    assert canvas.array().any() == (style != "bald")
