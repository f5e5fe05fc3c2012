"""Photos of scenes."""

import numpy as np

from imgfw_photos.drawn.composing import draw
from imgfw_photos.drawn.scene import make_day, make_scene


def test_every_kind_of_scene_is_drawn():
    """At the size that is asked for, held as the scene says, never flat."""
    kinds = set()
    for seed in range(160):
        rng = np.random.default_rng(seed)
        day = make_day(rng)
        scene = make_scene(day, rng)
        if (scene.where, scene.what) in kinds:
            continue
        kinds.add((scene.where, scene.what))
        photo = draw(day, scene, rng, 48)
        assert photo.shape == ((48, 36, 3) if scene.upright else (36, 48, 3))
        assert photo.dtype == np.uint8 and photo.std() > 2

    assert len(kinds) >= 15
