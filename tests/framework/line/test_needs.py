"""What a recipe needs."""

from __future__ import annotations

from imgfw.line.needs import learns, learns_pixels


def test_what_learns_overrides_fit(small):
    """A transform that defines `fit` learns, others do not."""
    assert learns(small["LessMean"]())
    assert not learns(small["Darker"]())
    assert not learns(small["MeanColour"]())


def test_without_networks_nothing_learns_from_pixels(recipe):
    """Classical heads on a plain backbone need features only."""
    assert not learns_pixels(recipe)
