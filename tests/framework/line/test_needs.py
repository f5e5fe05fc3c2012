"""What a recipe needs."""

from __future__ import annotations

import pytest

from imgfw.line.needs import decoding_side, learns, learns_pixels


class Sized:
    """Something that wants a side."""

    def __init__(self, side: int | None) -> None:
        self.side = side


@pytest.mark.parametrize(
    ("sides", "found"),
    [((0, 0), 320), ((224, 0), 320), ((224, 500), 640), ((2000, 0), None), ((None, 1), None)],
)
def test_one_recipe_decodes_at_one_size(recipe, changed, sides, found):
    """The largest side wanted, rounded up; full size where one wants it or none is large enough."""
    wanting = changed(recipe, transforms=(Sized(sides[0]),), backbone=Sized(sides[1]))

    assert decoding_side(wanting) == found


def test_what_learns_overrides_fit(small):
    """A transform that defines `fit` learns, others do not."""
    assert learns(small["LessMean"]())
    assert not learns(small["Darker"]())
    assert not learns(small["MeanColour"]())


def test_without_networks_nothing_learns_from_pixels(recipe):
    """Classical heads on a plain backbone need features only."""
    assert not learns_pixels(recipe)
