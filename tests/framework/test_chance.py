"""Chance by name."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

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


def test_generators_are_told_apart_by_their_parts():
    """Equal parts draw equal numbers, other parts others."""
    drawn = [generator(*parts).random() for parts in ((1, "a", 2), (1, "a", 2), (1, "a", 3), (1, "b", 2))]

    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3
