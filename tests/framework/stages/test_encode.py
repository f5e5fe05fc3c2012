"""Encode: samples without a row are left out."""

from __future__ import annotations

from imgfw.data import Sample
from imgfw.stages.encode import without_rows


def test_a_sample_without_a_row_is_left_out_of_its_split():
    """It keeps its reason and belongs nowhere; the others stay."""
    samples = [Sample(name, digest=name, split="train") for name in "ab"]

    found = without_rows(samples, {"b": "no face"})

    assert found[0] == samples[0]
    assert (found[1].left_out, found[1].split) == ("no face", "")
