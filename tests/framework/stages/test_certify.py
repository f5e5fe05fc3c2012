"""The certificate is given only where nothing leaks."""

from __future__ import annotations

import pytest

from imgfw.data import Sample
from imgfw.errors import RunError
from imgfw.stages.certify import certified


def sample(digest: str, split: str, group: str = "", **fields) -> Sample:
    """A sample in a split."""
    return Sample(f"{digest}.jpg", digest=digest, split=split, group=group, **fields)


def test_it_counts_samples_groups_and_near_duplicates():
    """Three near pictures are two near-duplicates; what is left out counts nowhere."""
    used = [sample(d, "train", "g") for d in "abc"] + [sample("d", "test"), sample("e", "val")]
    left_out = [sample("x", "", left_out="broken")]

    found = certified([*used, *left_out], [("a", "b"), ("b", "c"), ("x", "d")])

    assert str(found) == "no leaks: 5 samples in 3 groups, 2 near-duplicates kept together"
    assert found.plain()["text"] == str(found) and found.plain()["groups"] == 3


def test_it_says_where_nobody_looked():
    """Without a search for near-duplicates it does not pretend that there are none."""
    assert str(certified([sample("a", "train")], None)).endswith("near-duplicates not looked for")


@pytest.mark.parametrize(
    ("samples", "near", "reason"),
    [
        ([sample("a", "train", "g"), sample("b", "test", "g")], None, "group g is in test and train"),
        (
            [sample("a", "train"), sample("b", "val")],
            [("a", "b")],
            "near-duplicates of a is in train and val",
        ),
        (
            [sample("x", "train"), sample("a", "train", left_out="near b"), sample("b", "test")],
            [("x", "a"), ("a", "b")],
            "near-duplicates of a is in test and train",
        ),
        ([sample("a", "train"), sample("a", "test", number=1)], None, "picture a is in test and train"),
    ],
)
def test_a_leak_is_an_error(samples, near, reason):
    """A group, near-duplicates or one picture on two sides end the run."""
    with pytest.raises(RunError, match=reason):
        certified(samples, near)


def test_it_counts_what_was_generated():
    """All of it is in train, else there is no certificate."""
    made = sample("m", "train", facts={"generated": True})

    found = certified([sample("a", "test"), made], [])

    assert str(found).endswith("0 near-duplicates kept together; 1 sample generated, in train alone")
    assert found.plain()["generated"] == 1
    with pytest.raises(RunError, match="leak: the generated m"):
        certified([sample("m", "val", facts={"generated": True})], [])
