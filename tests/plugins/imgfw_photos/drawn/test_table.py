"""Tables and what stands on them."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.table import bowl, fork_and_knife, glass, napkin, plate, shadow, table


@pytest.mark.parametrize(
    "kind",
    [
        lambda canvas, rng: plate(canvas, rng, 0.6, 0.5, 0.3, 0.7),
        lambda canvas, rng: bowl(canvas, rng, 0.6, 0.5, 0.3, 0.7),
        lambda canvas, rng: fork_and_knife(canvas, rng, 0.6, 0.5, 0.4),
        lambda canvas, rng: glass(canvas, rng, 0.6, 0.5),
        lambda canvas, rng: napkin(canvas, rng, 0.6, 0.5),
    ],
)
def test_tables_are_laid(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        table(canvas, rng)
        kind(canvas, rng)
        shadow(canvas, 0.5, 0.5, 0.2, 0.1)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
