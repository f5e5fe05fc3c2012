"""What dishes have in common."""

import numpy as np

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.serving import shine, spread


def test_things_lie_within_their_dish_from_back_to_front():
    """In an ellipse as flat as the dish."""
    at = spread(np.random.default_rng(0), 50, 0.4, 0.5)

    assert ((at[:, 0] / 0.4) ** 2 + (at[:, 1] / 0.2) ** 2 <= 1 + 1e-9).all()
    assert (np.diff(at[:, 1]) >= 0).all()


def test_round_things_shine():
    """Above on the left."""
    canvas = Canvas(60, 60)
    shine(canvas, 0.5, 0.5, 0.3)

    seen = canvas.array()[..., 0]
    assert seen[:30, :30].max() > 80 and not seen[40:, 40:].any()
