"""Pictures too small to learn from."""

from __future__ import annotations

import pytest

from imgfw import Region, Sample
from imgfw_basics.too_small import TooSmall


def sample(width: int, height: int, region: Region | None = None) -> Sample:
    """A sample of this size."""
    return Sample("a", digest="a", region=region, facts={"width": width, "height": height})


@pytest.mark.parametrize(("size", "found"), [((31, 99), True), ((99, 31), True), ((32, 32), False)])
def test_the_shorter_side_counts(size, found):
    """One side too short is enough; as many pixels as asked for are not too few."""
    findings = list(TooSmall(pixels=32).inspect([sample(*size)]))

    assert bool(findings) == found


def test_a_finding_says_what_it_is_about():
    """It names the sample, what is to be done, and both sizes."""
    (finding,) = TooSmall(pixels=50, action="flag").inspect([sample(60, 40)])

    assert (finding.id, finding.cleaner, finding.action, finding.score) == ("a", "too-small", "flag", 40)
    assert finding.reason == "60 x 40 pixels, fewer than 50"


def test_of_a_region_its_box_counts():
    """A small face in a large picture is small."""
    findings = list(TooSmall(pixels=32).inspect([sample(900, 900, Region((10, 10, 30, 90)))]))

    assert [finding.score for finding in findings] == [20]
