"""Chance by name."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imgfw.chance import generator, place


def test_places_are_spread_evenly():
    """Of 10,000 names a tenth lies in each tenth, within five standard deviations."""
    places = [place(3, str(i)) for i in range(10_000)]

    counts, _ = np.histogram(places, bins=10, range=(0, 1))

    assert np.abs(counts - 1000).max() < 5 * (10_000 * 0.1 * 0.9) ** 0.5


def test_places_are_the_same_in_every_process():
    """Another process finds the same place; another seed or name finds another."""
    code = "from imgfw.chance import place; print(repr(place(7, 'ä')))"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert float(told) == place(7, "ä")
    assert len({place(7, "ä"), place(8, "ä"), place(7, "b")}) == 3


@given(st.text(st.characters(), max_size=5), st.text(st.characters(), max_size=5))
def test_every_name_has_a_place(one: str, other: str):
    """Names of files that are no UTF-8 too, and another name another one."""
    places = {place(7, one), place(7, other)}

    assert len(places) == len({one, other})
    assert all(0 <= each < 1 for each in places)
    assert generator(7, one, 1).random() == generator(7, one, 1).random()


def test_generators_are_told_apart_by_their_parts():
    """Equal parts draw equal numbers, other parts others."""
    drawn = [generator(*parts).random() for parts in ((1, "a", 2), (1, "a", 2), (1, "a", 3), (1, "b", 2))]

    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3


def test_parts_do_not_run_together():
    """What stands at the end of one part is not taken for the beginning of the next."""
    drawn = {
        generator(*parts).random() for parts in ((1, "a", 23), (1, "a2", 3), (1, "a23"), (1, 1, "a", 23))
    }

    assert len(drawn) == 4
    assert place(1, "2a") != place(12, "a")
