"""Overlap: the edges of one picture in another are found, and both are read at the same places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imgfw.overlap import CROP, between, fit_step, overlap, read

BAND = (1, 2)


def pictures(seeds: list[int], side: int = 32, left: float = 0, right: float = 0) -> np.ndarray:
    """Blots, float32 (K, side, side), without these parts of the width."""
    made = []
    for seed in seeds:
        blots = np.random.default_rng(seed).integers(0, 256, (7, 7), dtype=np.uint8)
        whole = Image.fromarray(blots).resize((640, 640), Image.Resampling.BICUBIC)
        part = whole.crop((round(640 * left), 0, round(640 * (1 - right)), 640))
        made.append(np.asarray(part.resize((side, side), Image.Resampling.BOX)))
    return np.stack(made).astype(np.float32)


def nowhere(count: int) -> np.ndarray:
    """The edges of pictures that lie exactly over one another."""
    return np.zeros((count, 2, 2), np.float32)


@pytest.mark.parametrize("side", [8, 16, 32])
def test_pictures_that_lie_exactly_over_one_another_are_read_as_they_are(side):
    """At whole pixels."""
    images = pictures([1, 2], side)

    own, others = overlap(nowhere(2), side)

    assert np.allclose(own, np.arange(side), atol=1e-4) and np.allclose(own, others)
    assert np.allclose(read(images, own), images, atol=0.05)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(-55, 55), min_size=4, max_size=4))
def test_places_are_inside_both_pictures_and_touch_an_edge_of_one(thousandths: list[int]):
    """Whichever picture lost what."""
    edges = (np.array(thousandths, np.float32) / 1000).reshape(1, 2, 2)

    own, others = overlap(edges, 32)

    assert own.shape == others.shape == (1, 2, 32)
    for places in (own, others):
        assert places.min() >= -1e-3 and places.max() <= 31 + 1e-3
    for axis in (0, 1):
        assert min(own[0, axis, 0], others[0, axis, 0]) == pytest.approx(0, abs=1e-3)
        assert max(own[0, axis, -1], others[0, axis, -1]) == pytest.approx(31, abs=1e-3)


@pytest.mark.parametrize(("left", "right"), [(0.05, 0), (0, 0.05), (0.03, 0.02), (0.05, 0.05)])
def test_the_edges_of_a_crop_are_found(left, right):
    """Within half a hundredth of the width after a few steps; up and down they stay where they are."""
    whole, part = pictures([1, 2, 3, 4]), pictures([1, 2, 3, 4], left=left, right=right)
    edges = nowhere(4)

    for _ in range(6):
        _, _, edges = fit_step(part, whole, edges, BAND)

    assert edges[:, 1] == pytest.approx(np.tile([left, -right], (4, 1)), abs=0.005)
    assert edges[:, 0] == pytest.approx(np.zeros((4, 2)), abs=0.005)


def test_the_detail_of_both_agrees_once_the_edges_are_right():
    """And not before."""
    whole, part = pictures([5]), pictures([5], left=0.05)
    edges = np.array([[[0, 0], [0.05, 0]]], np.float32)

    before = np.subtract(*fit_step(part, whole, nowhere(1), BAND)[:2])
    after = np.subtract(*fit_step(part, whole, edges, BAND)[:2])

    assert np.square(after).mean() < 0.05 * np.square(before).mean()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([16, 32]))
def test_edges_never_leave_their_bounds(seed: int, side: int):
    """Whatever the pictures: noise, one colour, or both."""
    rng = np.random.default_rng(seed)
    one = rng.integers(0, 256, (3, side, side)).astype(np.float32)
    one[0] = 7
    edges = nowhere(3)

    for _ in range(4):
        a, b, edges = fit_step(one, one[::-1].copy(), edges, BAND)

    assert np.isfinite(edges).all() and np.abs(edges).max() <= CROP + 1e-6
    assert np.isfinite(a).all() and np.isfinite(b).all()


def test_detail_has_neither_brightness_nor_a_broad_slope():
    """One colour has none; a slope over the whole picture has a small part of what an edge has."""
    flat = np.full((1, 32, 32), 200, np.float32)
    slope = np.broadcast_to(np.linspace(0, 255, 32, dtype=np.float32), (1, 32, 32))
    edge = np.where(np.arange(32) < 16, 0, 255).astype(np.float32) + flat * 0

    strengths = [float(between(each, BAND).std()) for each in (flat, slope, edge)]

    assert strengths[0] < 1e-3 and strengths[1] < 0.1 * strengths[2]


def test_a_pair_is_fitted_by_itself():
    """To the bit the same alone as among others."""
    one, other = pictures([1, 2, 3, 4, 5]), pictures([1, 2, 3, 9, 5], left=0.03)

    together = fit_step(one, other, nowhere(5), BAND)

    for number in range(5):
        alone = fit_step(one[number : number + 1], other[number : number + 1], nowhere(1), BAND)
        for each, every in zip(alone, together, strict=True):
            assert np.array_equal(each[0], every[number])
