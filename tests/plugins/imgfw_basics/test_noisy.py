"""Pictures full of noise."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from imgfw import ComponentError, Sample
from imgfw_basics.noisy import Noisy


def sample(value: float) -> Sample:
    """A sample with this noise."""
    return Sample("a.jpg", digest="a", facts={"noise": value})


@pytest.mark.parametrize(("value", "found"), [(0.035, False), (0.036, True)])
def test_the_bound_itself_is_good(value, found):
    """As much as the bound passes, more does not."""
    assert bool(list(Noisy().inspect([sample(value)]))) == found


def test_a_finding_says_figure_and_bound():
    """With the sample, what is to be done, and the figure as its score."""
    (finding,) = Noisy(noise=0.5, action="flag").inspect([sample(0.75)])

    assert (finding.id, finding.cleaner, finding.action, finding.score) == ("a", "noisy", "flag", 0.75)
    assert finding.reason == "noise of 0.75 of the range, more than 0.5"


def test_only_what_is_found_is_told_in_order():
    """Samples keep their order, good ones have no finding, and by default they are dropped."""
    given = [
        Sample(name, digest=name, facts={"noise": value})
        for name, value in zip("abc", (0.036, 0.035, 0.036), strict=True)
    ]

    found = list(Noisy().inspect(given))

    assert [(finding.id, finding.action) for finding in found] == [("a", "drop"), ("c", "drop")]


def test_a_sample_that_was_not_measured_is_refused():
    """It is neither found nor passed."""
    with pytest.raises(ComponentError, match=r'cleaner/noisy.*"noise"'):
        list(Noisy().inspect([Sample("a.jpg")]))


@pytest.mark.parametrize("bound", [-0.1, 1.1])
def test_bounds_out_of_range_are_refused(bound):
    """Noise cannot have them."""
    with pytest.raises(ValidationError):
        Noisy(noise=bound)
