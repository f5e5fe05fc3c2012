"""Faces."""

from dataclasses import replace

import numpy as np

from imgfw_photos.drawn.canvas import Canvas
from imgfw_photos.drawn.faces import face
from imgfw_photos.drawn.looks import myself, somebody


def painted(looks, seed: int = 0) -> np.ndarray:
    """A face, float32 (96, 96, 3)."""
    canvas, rng = Canvas(96, 96), np.random.default_rng(seed)
    face(canvas, rng, looks, np.array([0.5, 0.5]), 0.8, light=1.0, side=-0.4, tilt=0.0)
    return canvas.array()


def test_faces_have_the_skin_they_should():
    """A dark one is darker than a light one, all else being equal."""
    looks = replace(myself(np.random.default_rng(0)), glasses=False)
    light, dark = (
        painted(replace(looks, skin=np.array(skin))) for skin in ((240.0, 208, 182), (88.0, 60, 46))
    )

    assert (light[54:70, 40:56].mean((0, 1)) > dark[54:70, 40:56].mean((0, 1)) + 50).all()


def test_everybody_is_painted():
    """Beards and glasses among them, the same for the same generator."""
    for seed in range(40):
        looks = somebody(np.random.default_rng(seed))
        np.testing.assert_array_equal(painted(looks, seed), painted(looks, seed))
        bare = replace(looks, glasses=False, beard=False)
        assert np.array_equal(painted(looks, 1), painted(bare, 1)) == (not (looks.glasses or looks.beard))
