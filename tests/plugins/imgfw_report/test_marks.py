"""Marks of a map."""

from __future__ import annotations

import numpy as np

from imgfw import Target
from imgfw_report.marks import MOST, marked


def told(target, truth):
    """What stands for each sample."""
    found = marked(target, np.array(truth))
    return [found.marks[number].text for number in found.of]


def test_classes_have_a_colour_each_and_from_the_ninth_on_another_shape():
    """No two have the same mark; what is unknown is grey."""
    labels = tuple(f"l{number:02}" for number in range(20))

    found = marked(Target("class", "classes", labels), np.array([*range(20), -1]))

    assert len({(mark.colour, mark.shape) for mark in found.marks}) == 21
    assert [mark.shape for mark in found.marks[:17]] == [0] * 8 + [1] * 8 + [2]
    assert found.marks[-1].text == "unknown" and found.marks[-1].colour == "other"
    assert found.of == tuple(range(21))


def test_of_many_labels_the_rarest_share_a_mark():
    """Whose text says how many they are."""
    labels = tuple(f"l{number:02}" for number in range(50))
    truth = [label for label in range(50) for _ in range(1 + (label >= 10))]

    found = marked(Target("class", "classes", labels), np.array(truth))

    assert len(found.marks) == MOST + 1
    assert found.marks[-1].text == "10 rarer labels"
    assert [found.marks[number].text for number in found.of][:10] == ["10 rarer labels"] * 10


def test_of_several_labels_the_rarest_counts():
    """None of them, and nothing known, are told apart, and from labels that are called so."""
    tags = Target("tags", "multi-label", ("often", "rare", "unknown"))
    nan = float("nan")

    found = told(tags, [[1, 0, 0], [1, 1, 0], [1, 0, 1], [1, nan, 0], [0, 0, 0], [nan, nan, nan], [0, 0, 1]])

    assert found == ["often", "rare", "unknown", "often", "none of them", "unknown", "unknown"]
    marks = marked(tags, np.array([[0, 0, 1], [nan, nan, nan]]))
    assert marks.of == (0, 1)


def test_ordered_labels_and_numbers_go_from_low_to_high():
    """Numbers in fifths, each with as many."""
    steps = marked(Target("q", "ordinal", ("low", "mid", "high"), (1.0, 2.0)), np.array([0, 1, 2]))
    ages = marked(Target("age", "number"), np.array([9.0, 1, 2, 3, 4, 5, 6, 7, 8, 0, np.nan]))

    assert [mark.colour for mark in steps.marks] == ["s0", "s2", "s4"]
    assert [mark.colour for mark in ages.marks] == ["s0", "s1", "s2", "s3", "s4", "other"]
    assert ages.of == (4, 0, 1, 1, 2, 2, 3, 3, 4, 0, 5)
    assert told(Target("age", "number"), [4.0, 4.0]) == ["4 to 4", "4 to 4"]
    assert told(Target("age", "number"), [np.nan]) == ["unknown"]
