"""Bars of probabilities."""

from __future__ import annotations

import numpy as np

from imgfw import Target
from imgfw_report.bars import bars

CLASSES = Target("class", "classes", ("a", "b", "c", "d"))
TAGS = Target("tags", "multi-label", ("a", "b", "c", "d"))
P = np.array([0.1, 0.6, 0.25, 0.05], np.float32)


def told(found):
    """Label, figure and role of each."""
    return [(bar.label, bar.figure, bar.role) for bar in found]


def test_the_most_probable_labels_come_first_and_what_holds_is_among_them():
    """However improbable it is."""
    found = bars(CLASSES, np.int64(3), P, np.int64(1), {}, 2)

    assert told(found) == [("b", "60.0 %", "said"), ("c", "25.0 %", ""), ("d", "5.0 %", "missed")]
    assert [bar.share for bar in found] == [P[1], P[2], P[3]]
    assert all(bar.cut is None for bar in found)


def test_right_unknown_and_undecided_are_told_apart():
    """Nobody knows whether it is right; nothing was said."""
    assert told(bars(CLASSES, np.int64(1), P, np.int64(1), {}, 1)) == [("b", "60.0 %", "right")]
    assert told(bars(CLASSES, np.int64(-1), P, np.int64(1), {}, 1)) == [("b", "60.0 %", "says")]
    assert told(bars(CLASSES, np.int64(0), P, np.int64(-1), {}, 1)) == [
        ("b", "60.0 %", ""),
        ("a", "10.0 %", "missed"),
    ]


def test_of_several_labels_each_has_its_threshold():
    """None where it is never said."""
    truth = np.array([1, 1, np.nan, 0])
    decided = np.array([False, True, True, False])

    found = bars(TAGS, truth, P, decided, {"a": 0.5, "b": 0.3, "c": 0.2, "d": None}, 9)

    assert told(found) == [
        ("b", "60.0 %", "right"),
        ("c", "25.0 %", "says"),
        ("a", "10.0 %", "missed"),
        ("d", "5.0 %", ""),
    ]
    assert [bar.cut for bar in found] == [0.3, 0.2, 0.5, None]
