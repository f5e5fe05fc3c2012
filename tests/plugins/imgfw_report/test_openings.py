"""What something on a page opens."""

from __future__ import annotations

from imgfw import Sample
from imgfw_report.openings import Opening, by_turns

A, B, C = (Sample(f"{name}.jpg", digest=name) for name in "abc")


def test_no_opening_goes_short_for_another():
    """Each gives its first sample before any gives its second."""
    found = list(by_turns([Opening("long", (A, B, C)), Opening(), Opening("short", (B,))]))

    assert found == [(0, A), (2, B), (0, B), (0, C)]


def test_its_size_is_that_of_its_text():
    """Bytes, not letters."""
    assert Opening("\u00fc" * 10).size - Opening("u" * 10).size == 10
