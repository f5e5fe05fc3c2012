"""Ties join names, directly or through others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imgfw.ties import joined

NAMES = st.sampled_from("abcdefghij")


def test_names_are_joined_through_others():
    """Two chains are two sets, each called by its smallest name; a name tied to itself is alone."""
    found = joined([("c", "b"), ("d", "c"), ("x", "y"), ("z", "z")])

    assert found == {"b": "b", "c": "b", "d": "b", "x": "x", "y": "x", "z": "z"}


@given(st.lists(st.tuples(NAMES, NAMES)), st.randoms(use_true_random=False))
def test_neither_order_nor_direction_matters(ties: list[tuple[str, str]], random):
    """Any order of the ties, and of the names in them, gives the same; a tie always joins its names."""
    other = [pair[::-1] if random.random() < 0.5 else pair for pair in ties]
    random.shuffle(other)

    found = joined(ties)

    assert found == joined(other)
    assert all(found[one] == found[two] for one, two in ties)
    assert all(smallest <= name for name, smallest in found.items())
