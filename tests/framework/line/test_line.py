"""What all stages share: sides, splits, what learns."""

from __future__ import annotations

import pytest

from imgfw import Sample
from imgfw.errors import RunError
from imgfw.line.shared import of_split


def test_a_split_is_its_usable_samples_by_content():
    """Left out samples belong to none, and the order is that of the ids."""
    samples = [Sample(n, digest=n, split="val") for n in "ba"] + [
        Sample("c", digest="c", split="val", left_out="x")
    ]

    assert [s.id for s in of_split(samples, "val")] == ["a", "b"]


def test_a_limit_takes_part_of_the_samples(recipe, lay):
    """Both labels are among the samples of a limited run."""
    line = lay(recipe, limit=15)

    with line.folder.stage("survey") as done:
        samples, targets = line.survey(done)

    assert len(samples) == 15
    assert targets["colour"].labels == ("blue", "red")


def test_what_is_wrong_with_the_set_is_said_before_anything_is_read(recipe, lay, changed, small, monkeypatch):
    """One class alone is refused without a single picture being read."""
    monkeypatch.setattr(small["Colours"], "read", lambda self, sample: pytest.fail("a picture was read"))
    line = lay(changed(recipe, sources=(small["Colours"](count=1),)))

    with pytest.raises(RunError, match="expected at least two labels"), line.folder.stage("survey") as done:
        line.survey(done)
