"""Under water."""

import numpy as np

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.reef import reef


def test_water_is_blue_and_has_fish():
    """Blue above all, with spots of other colours."""
    canvas = Canvas(80, 60)
    reef(canvas, np.random.default_rng(4))

    seen = canvas.array()
    assert np.median(seen[..., 2]) > np.median(seen[..., 0])
    assert (seen[:50, :, 0] > seen[:50, :, 2] + 20).any()
