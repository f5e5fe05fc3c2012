"""Samples, regions and pictures."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imgfw.data import Picture, Region, Sample


def picture(width: int = 8, height: int = 6, **fields) -> Picture:
    """A small picture whose pixels are all different."""
    count = width * height * 3
    return Picture((np.arange(count) % 251).astype(np.uint8).reshape(height, width, 3), **fields)


def test_the_id_of_a_sample_is_its_digest_with_the_number_of_a_further_region():
    """Region 0 has the digest itself, others say which."""
    assert Sample("a", digest="d").id == "d"
    assert Sample("a", digest="d", number=2).id == "d#2"


def test_a_region_is_brought_to_the_pixels_of_the_picture():
    """Box and landmarks are scaled as the picture was when it was decoded."""
    points = np.array([[10, 20]] * 5, np.float32)

    seen = picture(scale=0.5).of(Region((2, 4, 10, 12), points))

    assert seen.box == (1, 2, 5, 6)
    assert seen.landmarks.tolist() == [[5, 10]] * 5
    assert seen.landmarks.dtype == np.float32


def test_a_region_without_box_and_landmarks_is_the_whole_picture():
    """Nothing is invented for a region that says nothing."""
    seen = picture().of(Region())

    assert seen.box is None and seen.landmarks is None


@given(st.sampled_from([5, 68]), st.integers(1, 9), st.integers(1, 9))
def test_mirroring_twice_is_nothing(count: int, width: int, height: int):
    """Pixels, box and landmarks come back as they were."""
    points = np.arange(count * 2, dtype=np.float32).reshape(count, 2)
    before = picture(width, height, box=(0, 0, 1, 1), landmarks=points)

    after = before.mirrored().mirrored()

    assert np.array_equal(after.image, before.image)
    assert after.box == before.box
    assert np.array_equal(after.landmarks, points)


def test_mirroring_moves_the_left_eye_to_the_right():
    """Of five points the first is the picture's left eye again after mirroring."""
    points = np.array([[1, 2], [6, 2], [4, 3], [2, 5], [6, 5]], np.float32)

    seen = picture(landmarks=points).mirrored()

    assert seen.landmarks.tolist() == [[2, 2], [7, 2], [4, 3], [2, 5], [6, 5]]


def test_a_sample_says_which_labels_nobody_knows():
    """Of each target its own; none where all are known."""
    sample = Sample("a", labels={"t": ("x",), "t:unknown": ("y", "z"), "u": ()})

    assert sample.doubtful("t") == ("y", "z")
    assert sample.doubtful("u") == sample.doubtful("v") == ()


def test_a_sample_without_a_group_is_one_of_its_own():
    """Its content tells it from others."""
    assert Sample("a", digest="1", group="g").group_key == "g"
    assert Sample("a", digest="1").group_key == "1"
