"""Sampling by numpy and by OpenCV."""

import numpy as np
import pytest

from imgfw_faces import sampling
from imgfw_faces.sampling import blended, places, sampled, spread

SIZE = 30, 40


@pytest.fixture
def by_numpy(monkeypatch):
    """As if OpenCV were not installed."""
    monkeypatch.setattr(sampling, "opencv", lambda: None)


@pytest.fixture
def image():
    """Noise uint8 (30, 40, 3)."""
    return np.random.default_rng(3).integers(0, 256, (*SIZE, 3), np.uint8)


def somewhere(seed=5, beyond=0.0):
    """Columns and rows float32 (50, 60) in the image and so far beyond."""
    rng = np.random.default_rng(seed)
    return (rng.uniform(-beyond, side - 1 + beyond, (50, 60)).astype(np.float32) for side in SIZE[::-1])


def test_whole_places_give_the_pixels_themselves(by_numpy, image):
    """The last row and column included."""
    x, y = np.meshgrid(np.arange(40, dtype=np.float32), np.arange(30, dtype=np.float32))

    np.testing.assert_array_equal(sampled(image, x, y), image)


def test_between_pixels_lies_their_mean(by_numpy):
    """By columns and by rows."""
    image = np.zeros((2, 2, 3), np.uint8)
    image[:, 1], image[1] = 100, image[1] + 50
    image[1, 1] = 150

    x, y = np.array([[0.5, 0.5]], np.float32), np.array([[0, 0.5]], np.float32)

    np.testing.assert_array_equal(sampled(image, x, y)[0, :, 0], [50, 75])


@pytest.mark.parametrize("width", [1, 2, 5])
def test_beyond_the_edge_the_picture_is_mirrored(by_numpy, width):
    """As often as it takes, down to a picture of one column."""
    image = np.repeat(np.arange(width, dtype=np.uint8)[None, :, None] * 10, 3, axis=2)
    x = np.arange(-9, 14, dtype=np.float32)[None]

    found = sampled(image, x, np.zeros_like(x))

    there = np.pad(image, ((0, 0), (9, 20), (0, 0)), mode="reflect")[:, : x.size]
    np.testing.assert_array_equal(found, there)


def test_a_field_is_spread_over_a_picture(by_numpy):
    """By an affine map; beyond the field is 0."""
    field = np.add.outer(10 * np.arange(6), np.arange(8)).astype(np.float32)
    to_cell = np.array([[0.5, 0, 1.25], [0, 0.5, 0.5]])

    found = spread(field, to_cell, (4, 30))

    assert found[2, 3] == pytest.approx(10 * 1.5 + 2.75)
    assert found[0, 29] == 0


@pytest.mark.parametrize("step", [1, 2, 3])
def test_places_are_pixels_and_their_moves(by_numpy, step):
    """Of a window, each field spread by itself."""
    fields = np.random.default_rng(1).normal(size=(2, 12, 14)).astype(np.float32)
    to_cell = np.array([[0.3, 0.1, 1.0], [-0.1, 0.3, 4.0]])

    x, y = places(fields, to_cell, (7, 3, 32, 23), step)

    across, down = (spread(field, to_cell, (20, 25), step) for field in fields)
    np.testing.assert_allclose(x, across + np.arange(7, 32), atol=1e-5)
    np.testing.assert_allclose(y, down + np.arange(3, 23)[:, None], atol=1e-5)


@pytest.mark.parametrize("step", [2, 3])
def test_what_is_even_is_spread_the_same_in_steps(by_numpy, step):
    """A slope in both directions, up to the last pixel."""
    field = np.add.outer(3 * np.arange(40), np.arange(50)).astype(np.float32)
    to_cell = np.array([[0.5, 0.1, 9.0], [-0.1, 0.5, 9.0]])

    found = spread(field, to_cell, (21, 25), step)

    np.testing.assert_allclose(found, spread(field, to_cell, (21, 25)), atol=1e-3)


def test_two_images_are_blended(by_numpy, image):
    """By the share of the other at each pixel, rounded."""
    share = np.zeros(SIZE, np.float32)
    share[:, 20:], share[5] = 1, 0.5

    found = blended(image, 255 - image, share)

    np.testing.assert_array_equal(found[6:, :20], image[6:, :20])
    np.testing.assert_array_equal(found[6:, 20:], 255 - image[6:, 20:])
    assert (found[5] == 128).all()


def test_opencv_gives_the_same(image, monkeypatch):
    """Within rounding, beyond the edges too."""
    pytest.importorskip("cv2", reason="OpenCV, the extra `faces`, is not installed")
    x, y = somewhere(beyond=20.0)
    field = np.random.default_rng(1).normal(size=(2, 60, 70)).astype(np.float32)
    to_cell = np.array([[0.8, 0.1, 4.0], [-0.1, 0.8, 9.0]])
    window, share = (3, 5, 53, 45), np.linspace(0, 1, 1200, dtype=np.float32).reshape(SIZE)

    def found():
        return (
            sampled(image, x, y),
            blended(image, 255 - image, share),
            *places(field, to_cell, window),
            *places(field, to_cell, window, 2),
            spread(field[0], to_cell, (41, 51), 3),
        )

    fast = found()

    monkeypatch.setattr(sampling, "opencv", lambda: None)
    plain = found()

    assert np.abs(fast[0].astype(int) - plain[0]).max() <= 8  # older OpenCV rounds places to 1/32 pixel
    assert np.abs(fast[0].astype(int) - plain[0]).mean() < 1
    assert np.abs(fast[1].astype(int) - plain[1]).max() <= 1
    for one, other in zip(fast[2:], plain[2:], strict=True):
        np.testing.assert_allclose(one, other, atol=0.1)


def test_without_opencv_nothing_is_missing(monkeypatch):
    """One that cannot be loaded is as good as none."""
    monkeypatch.setitem(__import__("sys").modules, "cv2", None)
    sampling.opencv.cache_clear()

    assert sampling.opencv() is None
    sampling.opencv.cache_clear()
