"""Fur."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas, disc
from imgfw_photos.drawn.fur import fur


@pytest.mark.parametrize("more", [{}, {"stripes": True}, {"curly": True}])
def test_fur_stands_out_at_the_edge(more):
    """Hairs reach beyond the outline; inside no place is bare."""
    canvas = Canvas(100, 100)
    fur(canvas, np.random.default_rng(0), disc(0.5, 0.5, 0.3), np.array((160.0, 120, 80)), 0.08, **more)

    seen = canvas.array().max(2) > 20
    y, x = np.mgrid[:100, :100]
    far = np.hypot(x - 50, y - 50)
    assert seen[far < 27].all() and seen[far > 33].any()
