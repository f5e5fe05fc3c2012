"""What is no photo of anything."""

import numpy as np
import pytest

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.paper import PAPERS, paper


@pytest.mark.parametrize("kind", PAPERS)
def test_papers_are_painted(kind):
    """It is not flat, the same generator gives the same, and another another."""
    pictures = []
    for seed in (1, 1, 2):
        canvas, rng = Canvas(80, 60), np.random.default_rng(seed)
        paper(canvas, rng, kind)
        pictures.append(canvas.array())

    one, two, other = pictures
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    assert one.std() > 3
