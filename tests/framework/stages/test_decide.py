"""Decide: one fixed threshold for labels that do not exclude each other."""

from __future__ import annotations

from imgfw.stages.decide import decide
from imgfw.targets import Target


def test_only_several_labels_have_thresholds():
    """Each label gets the threshold; exclusive targets and numbers have none."""
    targets = {
        "m": Target("m", "multi-label", ("a", "b")),
        "c": Target("c", labels=("a", "b")),
        "n": Target("n", "number"),
    }

    found = decide(targets, threshold=0.25)

    assert found["m"].thresholds == (0.25, 0.25)
    assert found["c"].thresholds == found["n"].thresholds == ()
