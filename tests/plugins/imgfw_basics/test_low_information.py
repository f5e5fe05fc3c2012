"""Pictures with next to nothing on them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from imgfw import ComponentError, Sample
from imgfw_basics.low_information import LowInformation


def sample(value: float) -> Sample:
    """A sample with this information."""
    return Sample("a.jpg", digest="a", facts={"information": value})


@pytest.mark.parametrize(("value", "found"), [(3.0, False), (2.999, True)])
def test_the_bound_itself_is_good(value, found):
    """As much as the bound passes, less does not."""
    assert bool(list(LowInformation().inspect([sample(value)]))) == found


def test_a_finding_says_figure_and_bound():
    """With the sample, what is to be done, and the figure as its score."""
    (finding,) = LowInformation(bits=5, action="flag").inspect([sample(0.25)])

    assert (finding.id, finding.cleaner, finding.action, finding.score) == (
        "a",
        "low-information",
        "flag",
        0.25,
    )
    assert finding.reason == "0.25 bits of information, fewer than 5"


def test_only_what_is_found_is_told_in_order():
    """Samples keep their order, good ones have no finding, and by default they are dropped."""
    given = [
        Sample(name, digest=name, facts={"information": value})
        for name, value in zip("abc", (2.999, 3.0, 2.999), strict=True)
    ]

    found = list(LowInformation().inspect(given))

    assert [(finding.id, finding.action) for finding in found] == [("a", "drop"), ("c", "drop")]


def test_a_sample_that_was_not_measured_is_refused():
    """It is neither found nor passed."""
    with pytest.raises(ComponentError, match=r'cleaner/low-information.*"information"'):
        list(LowInformation().inspect([Sample("a.jpg")]))


@pytest.mark.parametrize("bound", [-0.1, 8.1])
def test_bounds_out_of_range_are_refused(bound):
    """Information cannot have them."""
    with pytest.raises(ValidationError):
        LowInformation(bits=bound)
