"""Pixels of any kind to RGB."""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np
import pytest
from PIL import Image

from imgfw.colours import BAND, levels_of, reduced_rgb, rgb

MODES = ("RGB", "RGBA", "RGBX", "L", "LA", "P", "PA", "1", "CMYK", "YCbCr", "LAB", "I", "F", "I;16", "I;16B")


def noise(mode: str, width: int = 37, height: int = 2 * BAND + 41) -> Image.Image:
    """A picture of this mode without two equal rows."""
    rng = np.random.default_rng(3)
    if mode in ("I", "F"):
        values = rng.normal(0, 1e5, (height, width))
        return Image.fromarray(values.astype("int32" if mode == "I" else "float32"))
    if mode.startswith("I;16"):
        values = rng.integers(0, 2**16, (height, width)).astype("<u2" if mode == "I;16" else ">u2")
        return Image.fromarray(values)
    colours = Image.fromarray(rng.integers(0, 256, (height, width, 4), np.uint8), "RGBA")
    if mode == "LAB":
        return Image.merge("LAB", colours.split()[:3])
    return colours if mode == "RGBA" else colours.convert("RGBA" if mode == "PA" else "RGB").convert(mode)


def read(image: Image.Image, form: str = "PNG", **options: Any) -> Image.Image:
    """The picture as it comes from a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    file.seek(0)
    return Image.open(file)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("factors", [(2, 2), (3, 2), (5, 7), (1, 300)])
def test_bands_give_the_pixels_of_the_whole(mode: str, factors: tuple[int, int]) -> None:
    """A picture that is reduced band by band equals one that was made RGB as a whole first."""
    image = noise(mode)

    small = reduced_rgb(image, factors)

    assert small.mode == "RGB"
    assert np.array_equal(np.asarray(small), np.asarray(rgb(image).reduce(factors)))


def test_a_transparent_grey_of_16_bits_is_white() -> None:
    """Exactly the grey that the file names is clear; one that only shares its upper half is not."""
    values = np.array([[0x8040, 0x8041, 0x0000]], "<u2")

    image = rgb(read(Image.fromarray(values), transparency=0x8040))

    assert np.asarray(image)[0, :, 0].tolist() == [255, 0x80, 0]


@pytest.mark.parametrize(
    ("mode", "colour", "transparency", "shown"),
    [
        ("RGB", (9, 8, 7), (9, 8, 7), (255, 255, 255)),
        ("RGB", (9, 8, 7), (9, 8, 6), (9, 8, 7)),
        ("L", 77, 77, (255, 255, 255)),
        ("1", 0, 0, (255, 255, 255)),
        ("RGBA", (0, 0, 0, 51), None, (204, 204, 204)),
        ("LA", (0, 51), None, (204, 204, 204)),
    ],
)
def test_transparency_is_shown_over_white(mode: str, colour: Any, transparency: Any, shown: Any) -> None:
    """A colour named as transparent, and a band of opacity."""
    options = {} if transparency is None else {"transparency": transparency}
    image = read(Image.new(mode, (3, 2), colour), **options)

    assert np.asarray(rgb(image))[0, 0].tolist() == list(shown)


@pytest.mark.parametrize("mode", ["I", "F"])
def test_numbers_without_a_range_go_from_black_to_white(mode: str) -> None:
    """The smallest is black and the largest white; a picture of one number is black."""
    values = np.array([[-51, 0, 204]], "int32" if mode == "I" else "float32")

    shown = np.asarray(rgb(Image.fromarray(values)))[0, :, 0]
    plain = np.asarray(rgb(Image.fromarray(np.full_like(values, 7))))

    assert shown.tolist() == [0, 51, 255]
    assert not plain.any()


def test_what_is_no_number_counts_as_zero() -> None:
    """NaN and infinities neither stretch the range nor leave it."""
    values = np.array([[np.nan, -np.inf, np.inf, 2, 1]], "float32")

    assert levels_of(Image.fromarray(values)) == (0, 2)
    assert np.asarray(rgb(Image.fromarray(values)))[0, :, 0].tolist() == [0, 0, 0, 255, 128]


def test_what_warns_when_it_is_cast_counts_as_zero() -> None:
    """A signalling NaN, as damaged files have them, is as good as any other, and no warning comes of it."""
    values = np.array([[0x7F800001, 0x3F800000, 0]], "uint32").view("float32")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = np.asarray(rgb(Image.fromarray(values)))

    assert shown[0, :, 0].tolist() == [0, 255, 0]


def test_rgb_is_not_copied() -> None:
    """A picture that is RGB already is itself, so that a large one is not in memory twice."""
    image = noise("RGB")

    assert rgb(image) is image
