"""How many steps apart labels in order are."""

import pytest

from imgfw_basics.steps import steps


@pytest.mark.parametrize(
    ("width", "expected"),
    [(0, []), (1, [[0, 0]]), (2, [[0, 1, 1], [1, 0, 1]]), (3, [[0, 1, 2, 2], [1, 0, 1, 1], [2, 1, 0, 2]])],
)
def test_steps_are_the_distance_and_none_is_the_worst(width, expected):
    """The last column is a decision for none of the labels."""
    assert steps(width).tolist() == expected
