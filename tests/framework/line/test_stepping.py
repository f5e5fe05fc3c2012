"""One sample through every step."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PIL import Image

from imgfw import CallError, Picture, PictureError, RunError, Sample, Source, Target, Transform
from imgfw.encoder import augmented
from imgfw.line.stepping import stepped


class Two(Source):
    """Two files of one colour each; one of them is none."""

    use: Literal["two"] = "two"

    def gives(self):
        """One target."""
        return (Target("colour"),)

    def samples(self):
        """A broken one and a sound one, twice in different places."""
        for name in ("a/broken.png", "a/grey.png", "b/grey.png"):
            yield Sample(name, stamp="1", labels={"colour": ("grey",)})

    def read(self, sample):
        """The bytes."""
        if "broken" in sample.uri:
            return b"no picture"
        content = io.BytesIO()
        Image.new("RGB", (8, 4), (90, 90, 90)).save(content, "PNG")
        return content.getvalue()


class Refuses(Transform):
    """Takes no picture."""

    use: Literal["refuses"] = "refuses"

    def apply(self, picture):
        """Never."""
        raise PictureError("too grey")


def means(found) -> list[list[int]]:
    """The mean of every picture, by rows."""
    return [[round(step.picture.image.mean()) for step in row] for row in found.rows]


def test_every_row_goes_through_every_step(recipe, small):
    """Number 0 as it is; the others varied as in a run, with its seed and the sample's digest."""
    brighter = small["Brighter"](by=50)
    plan = replace(recipe, transforms=(small["Darker"](by=5), small["Darker"](by=9)), augmenters=(brighter,))

    found = stepped(plan, None, "007", count=3)

    picture = plan.sources[0].read(found.sample)
    assert [[step.name for step in row] for row in found.rows] == [
        ["picture", "darker", "darker"],
        *(["row " + str(number), "darker", "darker"] for number in (1, 2, 3)),
    ]
    assert np.array_equal(found.rows[0][0].picture.image, picture.image)
    for number in (1, 2, 3):
        varied = augmented(picture, found.sample, number, (brighter,), plan.seed)
        assert np.array_equal(found.rows[number][0].picture.image, varied.image)
    assert found.sample.labels == {"colour": ("red",)} and found.sample.digest == "digest-007"


def test_a_transform_that_learns_does_so_from_training_pictures(recipe, small, tmp_path, monkeypatch):
    """After survey and split, as in a run."""
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "cache"))
    plan = replace(recipe, transforms=(small["LessMean"](),))

    (row,) = stepped(plan, Finder(small), say=lambda text: None).rows

    before, after = (step.picture.image.astype(int) for step in row)
    assert [step.name for step in row] == ["picture", "less-mean"]
    assert not np.array_equal(before, after)


class Finder:
    """A registry of the small components."""

    plugins = ()

    def __init__(self, small) -> None:
        self.find = small["find"]


def test_a_region_may_be_asked_for(recipe, small):
    """By # and its number; another number is refused."""
    plan = replace(recipe, annotators=(small["Halves"](),))

    first, second = stepped(plan, None, "000"), stepped(plan, None, "000#1")

    assert (first.regions, first.sample.number, second.sample.number) == (2, 0, 1)
    assert first.rows[0][0].picture.box == (0, 0, 4, 8)
    assert second.rows[0][0].picture.box == (4, 0, 8, 8)
    with pytest.raises(CallError, match="000 has 2 regions"):
        stepped(plan, None, "000#2")


def test_the_first_sample_that_can_be_used_is_taken(recipe):
    """Others are passed by; a name is enough where it is one of its kind."""
    plan = replace(recipe, sources=(Two(),))

    assert stepped(plan, None).sample.uri == "a/grey.png"
    with pytest.raises(
        CallError, match=r"grey.png: expected one sample, 2 are called so: a/grey.png, b/grey"
    ):
        stepped(plan, None, "grey.png")
    with pytest.raises(PictureError, match=r"a/broken.png: is not a picture"):
        stepped(plan, None, "broken.png")
    with pytest.raises(CallError, match=r"a/gray.png: no sample .*did you mean .a/grey.png"):
        stepped(plan, None, "a/gray.png")


def test_none_that_can_be_used_is_an_error(recipe, small):
    """With the first reason."""

    class Broken(Two):
        use: Literal["broken"] = "broken"

        def samples(self):
            yield Sample("broken.png", stamp="1")

    with pytest.raises(RunError, match=r"none of the first 1 samples can be used: broken.png: is not"):
        stepped(replace(recipe, sources=(Broken(),)), None)


def test_any_file_may_be_shown(recipe, small, tmp_path: Path):
    """As at prediction."""
    Image.new("RGB", (6, 4), (50, 50, 50)).save(tmp_path / "own.png")

    found = stepped(replace(recipe, transforms=(small["Darker"](by=5),)), None, str(tmp_path / "own.png"))

    assert means(found) == [[50, 45]]
    assert found.sample.digest


def test_a_row_that_goes_no_further_says_why(recipe, small):
    """And shows the steps before."""
    found = stepped(replace(recipe, transforms=(small["Darker"](), Refuses())), None, count=1)

    assert [len(row) for row in found.rows] == [2]
    assert found.refused == {0: "too grey"}
    assert isinstance(found.rows[0][0].picture, Picture)


def test_a_sample_that_may_be_learned_from_is_shown_first(recipe, small):
    """Sources that split may begin with what is only judged on, which no augmenter sees."""

    class Splitting(Two):
        use: Literal["splitting"] = "splitting"

        def samples(self):
            parts = zip(super().samples(), ("train", "test", "train"), strict=True)
            return [replace(sample, split=part) for sample, part in parts]

    assert stepped(replace(recipe, sources=(Splitting(),)), None).sample.uri == "b/grey.png"
