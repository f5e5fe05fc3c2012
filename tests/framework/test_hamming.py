"""Close hashes: exactly those within the radius, in an order that depends on nothing."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw.fingerprint import TURNS, turned_hashes
from imgfw.hamming import close_pairs


def every_pair(hashes: np.ndarray, radius: int, known: int = 0) -> set[tuple[int, int, int]]:
    """All i < j, j >= known, and turns within the radius, found without blocks."""
    return {
        (i, j, turn)
        for turn, rows in enumerate(turned_hashes(hashes))
        for i, row in enumerate(rows)
        for j in np.flatnonzero(np.bitwise_count(row ^ hashes) <= radius).tolist()
        if i < j and j >= known
    }


def found(hashes: np.ndarray, radius: int, **options: int) -> list[tuple[int, int, int]]:
    """What is found, as tuples in its order."""
    return [tuple(row) for rows in close_pairs(hashes, radius, **options) for row in rows.tolist()]


def clustered(seed: int, count: int) -> np.ndarray:
    """Hashes around a few centres, laid in any way."""
    rng = np.random.default_rng(seed)
    centres = rng.integers(0, 2**64, 5, dtype=np.uint64)
    hashes = centres[rng.integers(0, 5, count)]
    for _ in range(12):
        hashes = hashes ^ (np.uint64(1) << rng.integers(0, 64, count, dtype=np.uint64))
    return turned_hashes(hashes)[rng.integers(0, TURNS, count), np.arange(count)]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(0, 90), st.sampled_from([0, 1, 14, 24]), st.integers(0, 95),
    st.integers(1, 50),
)  # fmt: skip
def test_exactly_the_pairs_within_the_radius_are_found(
    seed: int, count: int, radius: int, known: int, size: int
):
    """Each once, whatever the hashes, how many are known, and in what portions they come."""
    hashes = clustered(seed, count)

    pairs = found(hashes, radius, known=known, size=size)

    assert len(pairs) == len(set(pairs))
    assert set(pairs) == every_pair(hashes, radius, known)


def test_no_pair_is_lost_between_blocks():
    """More hashes than a block has rows and columns."""
    hashes = clustered(1, 2200)

    assert set(found(hashes, 6)) == every_pair(hashes, 6)


def test_the_order_does_not_depend_on_workers():
    """To the row."""
    hashes = clustered(2, 400)

    one, three = found(hashes, 14), found(hashes, 14, workers=3)

    assert one == three and len(one) > 100


def test_portions_are_full_but_for_the_last():
    """So that what follows has enough to do at once."""
    sizes = [len(rows) for rows in close_pairs(clustered(3, 300), 14, size=64)]

    assert set(sizes[:-1]) == {64} and 0 < sizes[-1] <= 64


@pytest.mark.parametrize("count", [0, 1])
def test_no_pair_without_two(count):
    """Nothing, and nothing breaks."""
    assert found(np.zeros(count, np.uint64), 64) == []


def test_what_is_not_taken_is_not_made():
    """Of the 200 million pairs of 20,000 equal hashes the first come at once."""
    rows = next(islice(close_pairs(np.zeros(20_000, np.uint64), 0), 1))

    assert rows[:3].tolist() == [[0, 1, 0], [0, 2, 0], [0, 3, 0]] and len(rows) == 2048
