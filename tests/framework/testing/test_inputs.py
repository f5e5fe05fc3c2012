"""The small inputs of the kit."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw.testing.inputs import pictures, rows_of, samples, target_of


def test_pictures_have_the_landmarks_of_either_scheme_or_none():
    """All of them in the picture, and the same each time."""
    shapes = [None if p.landmarks is None else p.landmarks.shape for p in pictures()]

    assert shapes == [(68, 2), (5, 2), None] * 2
    for one, again in zip(pictures(), pictures(), strict=True):
        height, width = one.image.shape[:2]
        assert np.array_equal(one.image, again.image) and one.image.dtype == np.uint8
        if one.landmarks is not None:
            assert (one.landmarks >= 0).all() and (one.landmarks < (width, height)).all()


def test_68_landmarks_mirror_onto_themselves():
    """The face looks straight ahead, so left and right have the same shape."""
    face = pictures()[0].mirrored().landmarks

    assert np.allclose(face, pictures()[0].landmarks, atol=1e-3)


def test_samples_are_as_a_survey_leaves_them():
    """Digest, labels, split and facts are set, ids differ."""
    given = samples()

    assert len({sample.id for sample in given}) == 24
    assert {sample.split for sample in given} == {"train", "val", "test"}
    assert all({"width", "height", "format", "hash"} <= sample.facts.keys() for sample in given)


@pytest.mark.parametrize("type", ["classes", "ordinal", "multi-label", "number"])
@pytest.mark.parametrize("map", [False, True])
def test_rows_have_one_of_unknown_truth_and_a_label_that_never_occurs(type, map):
    """As in real runs."""
    target = target_of(type)

    rows = rows_of(target, map=map)

    truth = rows.truth["thing"]
    assert rows.inputs["features"].shape == ((24, 2, 2, 6) if map else (24, 6))
    assert rows.weights["thing"].tolist() == [1] * 23 + [0]
    if type == "multi-label":
        assert truth[:-1, 2].sum() == 0
    elif type != "number":
        assert truth.max() < target.width - 1
