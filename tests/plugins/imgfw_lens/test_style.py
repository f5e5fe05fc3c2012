"""Content and style losses, and the picture that lowers both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw_lens.style import Losses, Pace, Weights, styled
from imgfw_lens.taps import taps

pytestmark = pytest.mark.keras

FAST = Pace(steps=40, rate=8, moved=4)


@pytest.fixture
def pair(small) -> tuple[np.ndarray, np.ndarray]:
    """A red square, and a field of green ones."""
    field = small.drawn(*(("green", x, y) for x in (0, 12, 24) for y in (0, 12, 24)))
    return small.drawn(("red", 12, 12)), field


def made(lens, pair, weights=None, pace=FAST, seed=0) -> tuple[np.ndarray, list[Losses]]:
    """The first in the manner of the second."""
    component, backbone = lens.bundle.encoder.backbone.component, lens.network.backbone
    seen = taps(component, backbone, (32, 32), (), ())
    told: list[Losses] = []
    picture, history = styled(seen, *pair, weights or Weights(), pace, seed, told.append)
    assert told == history
    return picture, history


def test_the_loss_falls(lens, pair) -> None:
    """Above all the style's; the total is the weighted sum of its parts."""
    picture, history = made(lens, pair)

    first, last = history[0], history[-1]
    assert picture.shape == (32, 32, 3) and picture.dtype == np.uint8
    assert last.total < first.total / 2 and last.style < first.style / 2
    assert (first.step, last.step) == (0, 40)
    by_hand = last.content + 60 * last.style + 10 * last.smooth
    assert last.total == pytest.approx(by_hand, rel=1e-4)


def test_without_style_the_content_stays(lens, pair) -> None:
    """Where nothing pulls, nothing moves: it begins with the content, and its loss stays 0."""
    picture, history = made(lens, pair, Weights(0, 0), replace(FAST, noise=0))

    assert history[0].content == pytest.approx(0, abs=1e-9) and history[0].style > 0
    assert np.abs(picture.astype(int) - pair[0]).mean() < 12


def test_the_seed_decides_the_picture(lens, pair) -> None:
    """The same for the same one, another for another."""
    short = replace(FAST, steps=3)

    one, again, other = (made(lens, pair, pace=short, seed=seed)[0] for seed in (1, 1, 2))

    assert np.array_equal(one, again) and not np.array_equal(one, other)


def test_losses_are_plain_numbers() -> None:
    """As JSON has them."""
    assert Losses(3, 0.5, 0.25, 0.1, 1.0).plain() == {
        "step": 3, "content": 0.5, "style": 0.25, "smooth": 0.1, "total": 1.0,
    }  # fmt: skip
