"""How many samples and rows each label has."""

from __future__ import annotations

from imgfw.data import Sample
from imgfw.stages.classes import HEADER, distribution
from imgfw.targets import Target

TARGETS = {"t": Target("t", labels=("a", "b")), "n": Target("n", "number")}


def sample(digest: str, split: str, *labels: str, **fields) -> Sample:
    """A sample with these labels."""
    return Sample(digest, digest=digest, split=split, labels={"t": labels, "n": 1.0}, **fields)


def test_each_label_has_a_line():
    """Samples by split, what cleaners left, and rows; numbers have no line."""
    kept, dropped = sample("1", "train", "a"), sample("2", "train", "a")
    others = [sample("3", "val", "b"), sample("4", "test", "a"), sample("5", "", "a", left_out="broken")]

    found = distribution(TARGETS, [kept, dropped, *others], [(kept, 0), (kept, 1), (kept, 2)])

    assert len(HEADER) == len(found[0])
    assert found == [["t", "a", 2, 0, 1, 1, 3], ["t", "b", 0, 1, 0, 0, 0]]


def test_a_sample_of_several_labels_counts_for_each():
    """One picture of two labels is one for each of them."""
    both = sample("1", "train", "a", "b")

    assert [line[2] for line in distribution(TARGETS, [both], [(both, 0)])] == [1, 1]
