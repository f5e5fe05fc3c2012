"""Pictures in which nothing is dark, or nearly all is white."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from imgfw import ComponentError, Sample
from imgfw_basics.too_bright import TooBright


def sample(shadows: float, brightness: float) -> Sample:
    """A sample with these figures."""
    return Sample("a.jpg", digest="a", facts={"shadows": shadows, "brightness": brightness})


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ((0.65, 0.82), None),
        ((0.651, 0.7), "its darkest parts have 0.651 of white, more than 0.65"),
        ((0.1, 0.821), "on average 0.821 of white, more than 0.82"),
        ((0.9, 0.95), "its darkest parts have 0.9 of white, more than 0.65"),
        ((0.0, 0.0), None),
    ],
)
def test_either_bound_is_enough(figures, reason):
    """One finding at most a picture, with figure and bound; the bounds themselves pass."""
    found = list(TooBright().inspect([sample(*figures)]))

    assert [finding.reason for finding in found] == ([reason] if reason else [])


def test_a_finding_has_the_mean_as_its_score():
    """Whichever bound decided, so that findings can be sorted."""
    (finding,) = TooBright(action="flag").inspect([sample(0.7, 0.8)])

    assert (finding.id, finding.cleaner, finding.action, finding.score) == ("a", "too-bright", "flag", 0.8)


def test_a_bound_of_one_is_none():
    """White is not brighter than white."""
    assert not list(TooBright(shadows=1, brightness=1).inspect([sample(1, 1)]))


@pytest.mark.parametrize("missing", ["shadows", "brightness"])
def test_a_sample_that_was_not_measured_is_refused(missing):
    """It is neither found nor passed."""
    given = Sample("a.jpg", facts={name: 0.1 for name in ("shadows", "brightness") if name != missing})

    with pytest.raises(ComponentError, match=rf'cleaner/too-bright.*"{missing}"'):
        list(TooBright().inspect([given]))


@pytest.mark.parametrize("bounds", [{"shadows": 1.1}, {"brightness": -0.1}])
def test_bounds_out_of_range_are_refused(bounds):
    """Shares are from 0 to 1."""
    with pytest.raises(ValidationError):
        TooBright(**bounds)
