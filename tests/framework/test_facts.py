"""Figures of pictures: they say what people see, at every size, and of every picture."""

from __future__ import annotations

import json
import math
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageFilter

from imgfw import decode
from imgfw.facts import SIDE, measured

NAMES = ["brightness", "contrast", "shadows", "highlights", "sharpness", "noise", "information"]
SHARES = NAMES[:-1]


def plain(*colour: int, size: tuple[int, int] = (60, 80)) -> np.ndarray:
    """A picture of one colour."""
    return np.full((*size, 3), colour, np.uint8)


def scene(height: int = 240, width: int = 320) -> np.ndarray:
    """Discs of many greys before a slope: edges, surfaces and depth, the same at every size."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[:height, :width] / height
    image = 80 + 60 * y
    for cy, cx, radius, level in rng.uniform((0, 0, 0.03, 10), (1, width / height, 0.15, 245), (60, 4)):
        inside = np.clip((radius - np.hypot(y - cy, x - cx)) * height + 0.5, 0, 1)
        image = image + (level - image) * inside
    return np.repeat(image.round().astype(np.uint8)[..., None], 3, axis=2)


def blurred(image: np.ndarray, radius: float) -> np.ndarray:
    """The picture out of focus."""
    return np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius)))


def moved(image: np.ndarray, pixels: int) -> np.ndarray:
    """The picture of a camera that moved sideways."""
    shifted = [np.roll(image, shift, axis=1).astype(float) for shift in range(pixels)]
    return np.mean(shifted, axis=0).round().astype(np.uint8)


def grainy(image: np.ndarray, deviation: float) -> np.ndarray:
    """The picture with noise."""
    noise = np.random.default_rng(1).normal(0, deviation, (*image.shape[:2], 1))
    return np.clip(image + noise, 0, 255).round().astype(np.uint8)


def test_the_names_are_these():
    """All of them, for every picture."""
    assert list(measured(scene())) == NAMES


@pytest.mark.parametrize("level", [0, 1, 128, 255])
def test_of_a_plain_picture_all_is_known(level):
    """One level everywhere: brightness, shadows and highlights are it, and there is nothing else."""
    found = measured(plain(level, level, level))

    assert found == dict.fromkeys(NAMES, 0.0) | {
        "brightness": round(level / 255, 4),
        "shadows": round(level / 255, 4),
        "highlights": round(level / 255, 4),
    }


def test_brightness_is_that_of_the_luma():
    """Green is bright, blue is dark."""
    red, green, blue = (measured(plain(*colour))["brightness"] for colour in 255 * np.eye(3, dtype=int))

    assert (red, green, blue) == pytest.approx((0.299, 0.587, 0.114), abs=0.003)


def test_half_black_half_white():
    """Mean and deviation are a half, and shadows and highlights are the two levels."""
    image = np.concatenate([plain(0), plain(255)], axis=1)

    found = measured(image)

    assert (found["brightness"], found["contrast"]) == (0.5, 0.5)
    assert (found["shadows"], found["highlights"]) == (0, 1)
    assert found["information"] == 1


@pytest.mark.parametrize(("black", "shadows"), [(400, 1.0), (600, 0.0)])
def test_shadows_are_what_five_percent_are_as_dark_as(black, shadows):
    """Of 10,000 pixels, 400 black ones are too few."""
    levels = np.where(np.arange(10_000) < black, 0, 255).astype(np.uint8)

    found = measured(np.repeat(levels.reshape(100, 100, 1), 3, axis=2))

    assert (found["shadows"], found["highlights"]) == (shadows, 1)


@pytest.mark.parametrize(("white", "highlights"), [(80, 0.0), (120, 1.0)])
def test_highlights_are_what_one_percent_are_brighter_than(white, highlights):
    """Of 10,000 pixels, 80 white ones are too few."""
    levels = np.where(np.arange(10_000) < white, 255, 0).astype(np.uint8)

    found = measured(np.repeat(levels.reshape(100, 100, 1), 3, axis=2))

    assert (found["shadows"], found["highlights"]) == (0, highlights)


def test_every_blur_takes_sharpness():
    """The more blurred, the less sharp, down to nearly nothing; the strongest blur is no exception."""
    found = [measured(blurred(scene(), radius))["sharpness"] for radius in (0, 1, 2, 4, 8, 16)]

    assert found[0] > 0.3 and found[1] > found[2] > found[3]
    assert max(found[3:]) < 0.12


def test_motion_in_one_direction_is_a_blur():
    """Edges along the motion stay sharp; the others count."""
    still, across, down = (
        scene(),
        moved(scene(), 12),
        moved(scene().transpose(1, 0, 2), 12).transpose(1, 0, 2),
    )

    found = [measured(image)["sharpness"] for image in (still, across, down)]

    assert max(found[1:]) < found[0] / 2


def test_sharpness_does_not_depend_on_contrast():
    """A fifth of the contrast is as sharp."""
    faint = (120 + (scene().astype(float) - 120) / 5).round().astype(np.uint8)

    assert measured(faint)["sharpness"] == pytest.approx(measured(scene())["sharpness"], abs=0.05)


def test_noise_is_measured_in_levels():
    """Of a plain picture it is the deviation of the noise itself."""
    for deviation in (4, 10, 30):
        found = measured(grainy(plain(128, 128, 128, size=(192, 192)), deviation))["noise"]

        assert found == pytest.approx(deviation / 255, rel=0.12)


def test_edges_are_no_noise():
    """A sharp picture without noise has next to none; noise shows among its edges."""
    clean, noisy = measured(scene())["noise"], measured(grainy(scene(), 40))["noise"]

    assert clean < 0.005 < 0.05 < noisy


@pytest.mark.parametrize("deviation", [0, 2, 5, 7])
def test_plain_surfaces_hold_little_information_grainy_or_not(deviation):
    """Noise is no information; a scene has much."""
    surfaces = [plain(0, 0, 0), plain(200, 20, 30), plain(128, 128, 128), plain(255, 255, 255)]

    found = [measured(grainy(surface, deviation))["information"] for surface in surfaces]

    assert max(found) < 3 < 5 < measured(scene())["information"]


@pytest.mark.parametrize("side", [200, 320, 480, 640, 960])
@pytest.mark.parametrize("blur", [0.0, 0.02])
def test_the_size_of_a_picture_hardly_matters(side, blur):
    """One scene, drawn at many sizes, sharp and out of focus by the same share of its side."""
    wanted = measured(blurred(scene(SIDE, 256), blur * SIDE))

    found = measured(blurred(scene(side, side * 4 // 3), blur * side))

    for name in NAMES:
        room = {"sharpness": 0.15 if not blur else 0.03, "information": 0.2}.get(name, 0.02)
        assert found[name] == pytest.approx(wanted[name], abs=room), name


def test_wide_and_high_pictures_are_alike():
    """A picture turned has the same figures."""
    turned = scene(300, 500).transpose(1, 0, 2)

    one, two = measured(scene(300, 500)), measured(np.ascontiguousarray(turned))

    for name in NAMES:
        assert one[name] == pytest.approx(two[name], abs=0.05), name


@given(arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3))))
def test_every_picture_has_finite_figures_in_range(image):
    """Down to one pixel; equal pictures have equal ones, and JSON keeps them as they are."""
    found = measured(image)

    assert all(0 <= found[name] <= 1.3 for name in SHARES)
    assert 0 <= found["information"] <= 8
    assert all(type(value) is float and math.isfinite(value) for value in found.values())
    assert json.loads(json.dumps(found)) == found == measured(image.copy())
    assert max(len(json.dumps(value)) for value in found.values()) <= 6


@pytest.mark.parametrize(
    "shape", [(1, 5000, 3), (5000, 1, 3), (2, 2000, 3), (1000, 3, 3), (193, 400, 3), (200, 9000, 3)]
)
def test_strips_are_measured_too(shape):
    """However thin."""
    image = np.random.default_rng(0).integers(0, 256, shape, np.uint8)

    found = measured(image)

    assert found["brightness"] == pytest.approx(0.5, abs=0.05)


def test_very_long_strips_take_no_more_memory_than_panoramas():
    """A strip is measured at a smaller size once it is longer than 16 times its width."""
    peaks = []
    for length in (3200, 64_000):
        image = np.zeros((200, length, 3), np.uint8)
        tracemalloc.start()
        measured(image)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 64_000 / 3200 * peaks[0] / 4


def test_the_picture_is_left_as_it_is():
    """Read-only pictures, and views of others, are measured all the same."""
    image = scene()[::-1, ::2]
    image.flags.writeable = False

    assert measured(image) == measured(image.copy())


def test_a_photo_has_the_same_figures_at_every_decoding_side(assets: Path):
    """Real photos at their full size and reduced to what a network wants."""
    for file in sorted((assets / "data" / "coco256" / "images").iterdir())[:12]:
        full, small = (measured(decode(file.read_bytes(), side).image) for side in (None, 224))

        assert small["sharpness"] == pytest.approx(full["sharpness"], abs=0.1)
        assert small["brightness"] == pytest.approx(full["brightness"], abs=0.01)
        assert small["highlights"] == pytest.approx(full["highlights"], abs=0.05)
        assert small["information"] == pytest.approx(full["information"], abs=0.1)
