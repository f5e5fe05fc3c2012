"""Grad-CAM."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw_lens.grad_cam import grad_cam, last_map
from imgfw_lens.network import Lens

pytestmark = pytest.mark.keras


def test_the_last_map_is_rectified_and_not_pooled(lens: Lens) -> None:
    """It has the size of the last convolution's."""
    layer = last_map(lens)

    assert type(lens.network.backbone.get_layer(layer)).__name__ == "ReLU"
    assert tuple(lens.network.backbone.get_layer(layer).output.shape[1:]) == (16, 16, 8)


@pytest.mark.parametrize(("label", "inside"), [(0, np.s_[0:8, 8:16]), (1, np.s_[8:16, 0:8])])
def test_heat_is_where_the_label_comes_from(lens: Lens, small, label: int, inside) -> None:
    """Red at the upper right speaks for red, green at the lower left for green, and nothing else does."""
    pixels = small.drawn(("red", 20, 4), ("green", 4, 20)).astype("float32")

    heat = grad_cam(lens, last_map(lens), pixels, "colours", label)

    assert heat.shape == (16, 16) and heat.dtype == np.float32
    assert heat[inside].sum() > 0.95 * heat.sum() > 0


def test_it_is_the_mean_gradient_times_the_map(lens: Lens, small) -> None:
    """Computed by hand for a head of one layer on pooled features: its weights over the cells."""
    pixels = small.drawn(("red", 20, 4)).astype("float32")
    layer = last_map(lens)
    given = lens.network.scaled(pixels[None])
    maps = np.asarray(lens.probe([layer])(given)[0])[0]

    heat = grad_cam(lens, layer, pixels, "amount", 0)

    assert heat == pytest.approx(np.maximum(maps[..., 0] * 3 / 256, 0), rel=0.35, abs=1e-6)


def test_what_does_not_speak_for_a_label_has_no_heat(lens: Lens, small) -> None:
    """A grey picture has nothing of either."""
    heat = grad_cam(lens, last_map(lens), small.drawn().astype("float32"), "colours", 0)

    assert heat.max() < 1e-6
