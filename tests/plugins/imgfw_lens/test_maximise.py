"""What channels, units and labels answer to most."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw_keras.opened import opened
from imgfw_lens.ascent import Climb
from imgfw_lens.maximise import liveliest, of_channels, of_labels, of_units
from imgfw_lens.network import Lens

pytestmark = pytest.mark.keras
CLIMB = Climb(steps=24, rate=12)


@pytest.mark.parametrize("place", [0, 1], ids=["first", "late"])
def test_a_channel_answers_ten_times_as_much_as_to_noise(lens: Lens, place: int) -> None:
    """In the first layer and in the last: channel 0 answers to red, channel 1 to green."""
    red, green = of_channels(lens, lens.convolutions()[place], (0, 1), CLIMB, 0)

    assert min(red.ended / red.began, green.ended / green.began) >= 10
    assert red.times == pytest.approx(red.ended / red.began)
    assert red.end[..., 0].mean() > 150 > 100 > red.end[..., 1].mean()
    assert green.end[..., 1].mean() > 150 > 100 > green.end[..., 0].mean()
    assert abs(int(red.start.min()) - 127) <= 17 and np.array_equal(red.start, green.start)


def test_a_unit_changes_what_it_sees_and_nothing_else(lens: Lens) -> None:
    """The middle of the map of the first layer sees three pixels a side."""
    (found,) = of_units(lens, lens.convolutions()[0], (0,), replace(CLIMB, blur=0), 0)

    changed = np.argwhere((found.start != found.end).any(axis=2))
    assert found.ended / max(found.began, 1e-6) >= 10
    assert np.ptp(changed, axis=0).max() <= 2 and np.abs(changed - 16).max() <= 2


def test_a_silent_channel_has_a_slope(small) -> None:
    """Though it answers to the noise with nothing: then there is no number of times."""
    bundle = small.made_of()
    lens = Lens(bundle, opened(bundle))
    dark = [each * 0 - 0.5 if each.ndim == 1 else each for each in lens.network.backbone.get_weights()]
    lens.network.backbone.set_weights(dark)

    (found,) = of_channels(lens, lens.convolutions()[0], (0,), CLIMB, 0)

    assert found.began == 0 and found.times is None and found.ended > 0.1


def test_labels_are_climbed_to_by_their_logits(lens: Lens) -> None:
    """Each by itself."""
    red, green = of_labels(lens, "colours", (0, 1), CLIMB, 0)

    assert red.ended > red.began + 10 and green.ended > green.began + 10
    assert red.end[..., 0].mean() > red.end[..., 1].mean()


def test_the_same_seed_gives_the_same_picture(lens: Lens) -> None:
    """And another seed other noise."""
    one, two, other = (of_labels(lens, "amount", (0,), CLIMB, seed)[0] for seed in (3, 3, 4))

    assert np.array_equal(one.end, two.end)
    assert not np.array_equal(one.start, other.start)


def test_dead_channels_are_not_chosen(lens: Lens) -> None:
    """Those that say the same everywhere come where there are no others."""
    first = lens.network.backbone.get_layer(lens.convolutions()[0])
    kernel, bias = first.get_weights()
    try:
        first.set_weights([kernel * [1, 0, 1, 1], bias])
        assert liveliest(lens, first.name, 3, CLIMB, 0) == (0, 2, 3)
    finally:
        first.set_weights([kernel, bias])
