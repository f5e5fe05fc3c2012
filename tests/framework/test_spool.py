"""Large arrays on disk."""

from __future__ import annotations

import errno

import numpy as np
import pytest

from imgfw import RunError, spooled


def test_parts_follow_each_other_as_float32(tmp_path):
    """Whatever they are made of; the file has no name, so that nothing is ever left of it."""
    parts = [np.arange(6, dtype=np.float16).reshape(3, 2), np.full((1, 2), 9, np.float32)]

    found = spooled(iter(parts), (4, 2), tmp_path)

    assert isinstance(found, np.memmap)
    assert found.dtype == np.float32
    assert found.tolist() == [[0, 1], [2, 3], [4, 5], [9, 9]]
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_stays_in_memory(tmp_path):
    """An array like any other, to whom it is given."""
    found = spooled([np.zeros((2, 2))], (2, 2), tmp_path)

    found[1] = 5

    assert found.tolist() == [[0, 0], [5, 5]]


def test_a_full_disk_is_told(tmp_path):
    """As an error that says what to do."""

    def parts():
        yield np.zeros((1, 2))
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(RunError, match="the disk is full"):
        spooled(parts(), (2, 2), tmp_path)


def test_what_has_no_room_is_not_begun(tmp_path):
    """It is told how much it would take."""
    with pytest.raises(RunError, match="an array 1000000000000 x 1000, for this run alone, will take"):
        spooled(iter(()), (10**12, 1000), tmp_path)
