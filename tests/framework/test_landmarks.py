"""How the landmark schemes mirror."""

from __future__ import annotations

import pytest

from imgfw.landmarks import MIRROR


@pytest.mark.parametrize("count", [5, 68])
def test_mirroring_is_a_permutation_that_undoes_itself(count: int):
    """Every point has one partner, and its partner's partner is itself."""
    order = MIRROR[count]

    assert sorted(order) == list(range(count))
    assert [order[order[i]] for i in range(count)] == list(range(count))


def test_points_on_the_middle_line_stay():
    """Chin, nose bridge, nose tip and the middle of the lips are their own partners."""
    middle = {8, 27, 28, 29, 30, 33, 51, 57, 62, 66}

    assert {i for i in range(68) if MIRROR[68][i] == i} == middle
