"""Fingerprints: small, the same everywhere, and turned the way the picture is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imgfw.fingerprint import THUMB_BYTES, TURNS, fingerprint, planes, turned, turned_hashes, turned_thumbs


def scene(seed: int, height: int = 240, width: int = 320) -> np.ndarray:
    """Blots of every size, uint8 (height, width, 3)."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width, 3))
    for cells in (3, 6, 12, 24):
        blots = rng.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        total += np.asarray(Image.fromarray(blots).resize((width, height), Image.Resampling.BICUBIC))
    return (total / 4).astype(np.uint8)


def differing(one: str, other: str) -> int:
    """Bits in which two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def laid(image: np.ndarray, turn: int) -> np.ndarray:
    """A picture uint8 (h, w, 3) laid in one of the eight ways."""
    return np.ascontiguousarray(np.moveaxis(turned(np.moveaxis(image, 2, 0), turn), 0, 2))


SIZES = [(1, 1), (1, 700), (700, 1), (2, 3), (31, 33), (32, 32), (7, 2000), (640, 853)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_picture_of_any_size_has_a_fingerprint(size):
    """Sixteen hex digits and 1,152 bytes."""
    found = fingerprint(scene(1, *size))

    assert len(found.hash) == 16 and int(found.hash, 16) >= 0 and found.hash == found.hash.lower()
    assert found.thumb.shape == (THUMB_BYTES,) == (1152,) and found.thumb.dtype == np.uint8


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_equal_pixels_have_equal_fingerprints_however_they_lie_in_memory(size):
    """A view, a copy and a picture that may not be written give the same bits, and stay as they are."""
    image = scene(2, *size)
    view = np.asfortranarray(image)
    view.flags.writeable = False

    first, again = fingerprint(image), fingerprint(view)

    assert first.hash == again.hash and np.array_equal(first.thumb, again.thumb)
    assert np.array_equal(image, scene(2, *size))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, TURNS - 1))
def test_the_fingerprint_of_a_laid_picture_follows_from_the_picture_s_own(seed: int, turn: int):
    """Hash and thumbnail, to the bit; whatever the picture and the way."""
    image = scene(seed, 32, 32)
    own = fingerprint(image)

    found = fingerprint(laid(image, turn))

    hashes = turned_hashes(np.array([int(own.hash, 16)], np.uint64))
    assert hashes.shape == (TURNS, 1)
    assert int(found.hash, 16) == int(hashes[turn, 0])
    assert np.array_equal(found.thumb, turned_thumbs(own.thumb[None], turn)[0])


@pytest.mark.parametrize("turn", range(TURNS))
def test_no_thumbnails_are_laid_to_none(turn):
    """And nothing breaks."""
    assert turned_thumbs(np.zeros((0, THUMB_BYTES), np.uint8), turn).shape == (0, THUMB_BYTES)


def test_the_eight_ways_are_all_there_are():
    """They differ, and one after another they give no ninth."""
    marks = np.arange(9).reshape(3, 3)

    ways = {turned(marks, turn).tobytes() for turn in range(TURNS)}
    twice = {turned(turned(marks, a), b).tobytes() for a in range(TURNS) for b in range(TURNS)}

    assert len(ways) == TURNS and twice == ways
    assert np.rot90(marks).tobytes() in ways


def test_thumbnails_hold_brightness_and_colour():
    """Blue above, red below: the same brightness everywhere, colours as YCbCr has them."""
    image = np.zeros((64, 64, 3), np.uint8)
    image[:32] = 0, 0, 255
    image[32:] = 97, 0, 0

    light, colours = planes(fingerprint(image).thumb[None])

    assert light.shape == (1, 32, 32) and np.ptp(light) <= 2 and abs(int(light[0, 0, 0]) - 29) <= 1
    assert colours.shape == (1, 2, 8, 8)
    assert colours[0, 0, 0, 0] >= 250 and colours[0, 0, 7, 0] < 128  # blue difference
    assert colours[0, 1, 0, 0] < 128 and colours[0, 1, 7, 0] > 160  # red difference


@pytest.mark.parametrize("level", [0, 1, 127, 254, 255])
def test_a_picture_of_one_colour_has_no_bit_set(level):
    """It has no frequency at all."""
    assert fingerprint(np.full((50, 70, 3), level, np.uint8)).hash == "0" * 16


@pytest.mark.parametrize("seed", range(8))
def test_a_smaller_picture_keeps_its_hash_and_another_has_another(seed):
    """A few bits at most against about half of them."""
    own = fingerprint(scene(seed)).hash
    small = np.asarray(Image.fromarray(scene(seed)).resize((160, 120)))

    assert differing(own, fingerprint(small).hash) <= 4
    assert differing(own, fingerprint(scene(seed + 100)).hash) >= 16
