"""What is in a photo."""

import numpy as np

from imgfw_photos.drawn.scene import LABELS, make_day, make_scene


def test_labels_say_where_it_is_and_who_is_there():
    """All of them come up, alone and together, and photos without any."""
    found = set()
    for seed in range(300):
        rng = np.random.default_rng(seed)
        scene = make_scene(make_day(rng), rng)
        assert set(scene.labels) == {scene.where, *scene.parts} & set(LABELS)
        assert list(scene.labels) == sorted(scene.labels)
        found.add(scene.labels)

    assert {label for labels in found for label in labels} == set(LABELS)
    assert () in found and ("group", "me") in found and ("animal", "landscape") in found


def test_somebody_alone_is_neither_me_nor_a_group():
    """A portrait of another has no label."""
    rng = np.random.default_rng(0)
    scenes = [make_scene(make_day(rng), rng) for _ in range(800)]

    alone = [scene for scene in scenes if scene.what == "somebody"]
    assert alone and all(scene.labels == () for scene in alone)
