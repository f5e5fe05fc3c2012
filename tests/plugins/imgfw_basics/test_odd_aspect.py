"""Pictures much wider than high, or much higher than wide."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from imgfw import Region, Sample
from imgfw_basics.odd_aspect import OddAspect


def sample(width: float, height: float, region: Region | None = None) -> Sample:
    """A sample of this size."""
    return Sample("a", digest="a", region=region, facts={"width": width, "height": height})


@pytest.mark.parametrize(
    ("size", "found"),
    [((300, 100), False), ((301, 100), True), ((100, 300), False), ((100, 301), True), ((1, 1), False)],
)
def test_the_sides_may_differ_three_times(size, found):
    """Lying or standing; three times is not too much, a pixel more is."""
    assert bool(list(OddAspect().inspect([sample(*size)]))) == found


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        ((2100, 500), "4.2 times as wide as high (2100 x 500 pixels), more than 3"),
        ((500, 2100), "4.2 times as high as wide (500 x 2100 pixels), more than 3"),
    ],
)
def test_a_finding_says_how_and_by_how_much(size, reason):
    """With both sides, the bound, and the ratio as its score."""
    (finding,) = OddAspect(action="flag").inspect([sample(*size)])

    assert (finding.id, finding.cleaner, finding.action) == ("a", "odd-aspect", "flag")
    assert (finding.reason, finding.score) == (reason, 4.2)


def test_of_a_region_its_box_counts():
    """A square face in a banner is square; a strip in a square picture is a strip."""
    face, strip = (
        list(OddAspect().inspect([given]))
        for given in (
            sample(2000, 300, Region((0, 0, 200, 200))),
            sample(300, 300, Region((0, 0, 200, 20))),
        )
    )

    assert not face
    assert strip[0].score == 10


def test_a_box_without_height_is_found():
    """However low the bound, nothing is divided by zero."""
    (finding,) = OddAspect(ratio=1000).inspect([sample(300, 300, Region((0, 5, 200, 5)))])

    assert finding.score == float("inf")


def test_a_square_is_the_oddest_allowed_by_ratio_one():
    """With the lowest bound only squares pass; lower bounds are refused."""
    assert not list(OddAspect(ratio=1).inspect([sample(7, 7)]))
    assert list(OddAspect(ratio=1).inspect([sample(8, 7)]))
    with pytest.raises(ValidationError):
        OddAspect(ratio=0.5)
