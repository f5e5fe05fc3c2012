"""Backgrounds."""

import numpy as np
import pytest

from imgfw_faces.scene import SCENES, scene


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_is_quiet_and_whole(name):
    """It fills the picture, is not flat, and its colours are muted."""
    picture = scene(name, np.random.default_rng(3), 64, 0.0)

    shown = np.sqrt(np.clip(picture, 0, 1))
    assert picture.shape == (64, 64, 3)
    assert shown.std() > 0.01
    assert np.ptp(shown, axis=2).mean() < 0.3


def test_a_tilted_scene_has_no_empty_corners():
    """At the largest tilt only a speck of a corner may be black."""
    picture = scene("wall", np.random.default_rng(3), 64, 39.0)

    assert (picture.max(2) < 0.001).mean() < 0.02


def test_scenes_follow_the_generator():
    """The same seed gives the same scene."""
    one, two, other = (scene("park", np.random.default_rng(s), 48, 5.0) for s in (1, 1, 2))

    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
