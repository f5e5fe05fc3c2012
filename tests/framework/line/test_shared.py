"""What all stages share: sides, splits, what learns."""

from __future__ import annotations

import pytest

from imgfw import Sample
from imgfw.errors import RunError
from imgfw.line.shared import decoding_side, learns, learns_pixels, of_split


class Sized:
    """Something that wants a side."""

    def __init__(self, side: int | None) -> None:
        self.side = side


@pytest.mark.parametrize(
    ("sides", "found"),
    [((0, 0), 320), ((224, 0), 320), ((224, 500), 640), ((2000, 0), None), ((None, 1), None)],
)
def test_one_recipe_decodes_at_one_size(recipe, changed, sides, found):
    """The largest side wanted, rounded up; full size where one wants it or none is large enough."""
    wanting = changed(recipe, transforms=(Sized(sides[0]),), backbone=Sized(sides[1]))

    assert decoding_side(wanting) == found


def test_what_learns_overrides_fit(small):
    """A transform that defines `fit` learns, others do not."""
    assert learns(small["LessMean"]())
    assert not learns(small["Darker"]())
    assert not learns(small["MeanColour"]())


def test_without_networks_nothing_learns_from_pixels(recipe):
    """Classical heads on a plain backbone need features only."""
    assert not learns_pixels(recipe)


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
