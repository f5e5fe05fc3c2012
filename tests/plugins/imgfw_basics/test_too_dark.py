"""Pictures in which nothing is bright."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from imgfw import ComponentError, Sample
from imgfw_basics.too_dark import TooDark


def sample(value: float) -> Sample:
    """A sample with this highlights."""
    return Sample("a.jpg", digest="a", facts={"highlights": value})


@pytest.mark.parametrize(("value", "found"), [(0.35, False), (0.349, True)])
def test_the_bound_itself_is_good(value, found):
    """As much as the bound passes, less does not."""
    assert bool(list(TooDark().inspect([sample(value)]))) == found


def test_a_finding_says_figure_and_bound():
    """With the sample, what is to be done, and the figure as its score."""
    (finding,) = TooDark(highlights=0.5, action="flag").inspect([sample(0.25)])

    assert (finding.id, finding.cleaner, finding.action, finding.score) == ("a", "too-dark", "flag", 0.25)
    assert finding.reason == "its brightest parts reach 0.25 of white, less than 0.5"


def test_only_what_is_found_is_told_in_order():
    """Samples keep their order, good ones have no finding, and by default they are dropped."""
    given = [
        Sample(name, digest=name, facts={"highlights": value})
        for name, value in zip("abc", (0.349, 0.35, 0.349), strict=True)
    ]

    found = list(TooDark().inspect(given))

    assert [(finding.id, finding.action) for finding in found] == [("a", "drop"), ("c", "drop")]


def test_a_sample_that_was_not_measured_is_refused():
    """It is neither found nor passed."""
    with pytest.raises(ComponentError, match=r'cleaner/too-dark.*"highlights"'):
        list(TooDark().inspect([Sample("a.jpg")]))


@pytest.mark.parametrize("bound", [-0.1, 1.1])
def test_bounds_out_of_range_are_refused(bound):
    """Highlights cannot have them."""
    with pytest.raises(ValidationError):
        TooDark(highlights=bound)
