"""What is known of a sample."""

from __future__ import annotations

import pytest

from imgfw import ComponentError, Finding, Region, Sample
from imgfw_basics.measures import FactsCleaner, measure, size

WHOLE = Sample("a.jpg", digest="a", facts={"width": 90, "height": 40, "sharpness": 1})


def test_the_size_is_that_of_the_picture():
    """Where the sample is about the whole of it, by a region without a box too."""
    regional = Sample("a.jpg", digest="a", region=Region(), facts=WHOLE.facts)

    assert size(WHOLE) == size(regional) == (90, 40)


def test_the_size_of_a_region_is_that_of_its_box():
    """In full-size pixels."""
    sample = Sample("a.jpg", digest="a", region=Region((10, 5, 30.5, 9)), facts=WHOLE.facts)

    assert size(sample) == (20.5, 4)


def test_a_measure_is_a_number():
    """As it stands among the facts."""
    assert measure(WHOLE, "sharpness", "blurred") == 1.0


def test_a_measure_that_is_missing_is_refused():
    """The error names the cleaner, the picture, what was expected, and what there is."""
    with pytest.raises(
        ComponentError, match=r'cleaner/noisy: a.jpg: .*"noise", got width, height, sharpness'
    ):
        measure(WHOLE, "noise", "noisy")
    with pytest.raises(ComponentError, match="got none"):
        measure(Sample("a.jpg"), "noise", "noisy")


def test_a_cleaner_by_facts_finds_what_has_a_fault():
    """In the order of the samples, with its action, reason and figure."""

    class Wide(FactsCleaner):
        """Wide ones."""

        use: str = "wide"

        def fault(self, sample):
            width, _ = size(sample)
            return ("wide", width) if width > 50 else None

    narrow = Sample("b.jpg", digest="b", facts={"width": 40, "height": 40})

    found = list(Wide(action="flag").inspect([narrow, WHOLE]))

    assert found == [Finding(WHOLE.id, "wide", "flag", "wide", 90)]


def test_a_cleaner_by_facts_without_a_verb_says_so():
    """By name."""
    with pytest.raises(ComponentError, match="cleaner/nothing does not define `fault`"):
        list(FactsCleaner(use="nothing").inspect([WHOLE]))
