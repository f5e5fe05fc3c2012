"""Names of the parts of a split."""

from __future__ import annotations

import pytest

from imgfw_basics.splits import is_split, split_of


@pytest.mark.parametrize(
    ("name", "part"),
    [
        *(("train", "train"), ("Training", "train"), ("VAL", "val"), ("valid", "val"), ("Validation", "val")),
        *(("dev", "val"), ("test", "test"), ("testing", "test")),
    ],
)
def test_what_people_call_a_part(name, part):
    """In any case."""
    assert is_split(name) and split_of(name) == part


@pytest.mark.parametrize("name", ["", "tests", "eval", "cat", "train "])
def test_other_names_stay_as_they_are(name):
    """A recipe may rename them."""
    assert not is_split(name) and split_of(name) == name
