"""Numbers and names in sentences."""

from __future__ import annotations

import pytest

from imgfw_report.words import duration, listed


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcdefg"), "a, b, c, d, e, f and g"),
        (list("abcdefgh"), "a, b, c, d, e, f and 2 more"),
    ],
)
def test_names_are_listed_as_a_sentence_has_them(names, told):
    """With how many more there are; never with one more, whose name is as short."""
    assert listed(names) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.7, "1 min 0 s"),
        (200, "3 min 20 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_time_is_told_in_the_units_that_suit_it(seconds, told):
    """Seconds, minutes, hours."""
    assert duration(seconds) == told
