"""Encoders: what learns is fitted on train and kept; what a transform refuses is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from imgfw import Transform
from imgfw.line import encoders
from imgfw.line.shared import parted, surveyed
from imgfw.runfolder import StageRecord


@pytest.fixture
def split(lay):
    """A line of a recipe, and its training samples."""

    def made(recipe):
        line = lay(recipe)
        samples, _ = surveyed(line, StageRecord("survey"))
        samples, _ = parted(line, samples, StageRecord("split"))
        return line, [s for s in samples if s.split == "train"]

    return made


def test_what_learned_from_other_pictures_is_another_part(recipe, changed, small, split):
    """A transform fitted on fewer training pictures is fitted anew, and is kept beside the first."""
    line, train = split(changed(recipe, transforms=(small["LessMean"](),)))

    all_of_them, again = (encoders.fitted_transforms(line, line.recipe, train) for _ in range(2))
    fewer = encoders.fitted_transforms(line, line.recipe, train[:10])

    assert all_of_them[0].digest == again[0].digest != fewer[0].digest
    assert len(list((line.store.root / "transform").iterdir())) == 2


def test_transforms_after_others_learn_from_what_these_give(recipe, changed, small, split):
    """The second of two transforms sees pictures that the first has changed already."""
    twice = changed(recipe, transforms=(small["LessMean"](), small["LessMean"]()))
    line, train = split(twice)

    first, second = encoders.fitted_transforms(line, twice, train)

    assert first.fitted.mean.max() > 50 and second.fitted.mean.max() < first.fitted.mean.max() / 2


def test_what_a_transform_refuses_is_asked_once(recipe, changed, small, split, monkeypatch):
    """Each sample is tried once; the next time the reasons come from the notes."""
    refusing = changed(recipe, sources=(small["Colours"](count=80),), transforms=(small["Darker"](),))
    line, train = split(refusing)
    parts = encoders.fitted_transforms(line, refusing, train)
    samples = [s for s in surveyed(line, StageRecord("survey"))[0] if not s.left_out]

    first = encoders.refused(line, refusing, parts, samples)
    monkeypatch.setattr(small["Darker"], "apply", lambda self, picture: pytest.fail("asked again"))
    second = encoders.refused(line, refusing, parts, samples)

    assert first == second and list(first.values()) == ["66 is too green"]


class Table(Transform):
    """Reads a number from a file and adds it."""

    use: Literal["table"] = "table"
    path: Path

    def files_read(self):
        """The file."""
        return (self.path,)


def test_the_content_of_a_file_is_part_of_what_a_transform_is(recipe, changed, tmp_path, lay):
    """Another content is another encoder, the same content elsewhere is the same."""
    for name, content in (("a", "1"), ("b", "1"), ("c", "2")):
        (tmp_path / name).write_text(content)
    line = lay(recipe)

    a, b, c = (
        encoders.frozen(line, changed(recipe, transforms=(Table(path=tmp_path / name),))).key
        for name in "abc"
    )

    assert a == b != c


@pytest.fixture
def grounded(small):
    """A backbone that takes off the mean of the training pictures."""

    class Grounded(small["MeanColour"]):
        """The mean colour, from a ground that may be left to the training pictures."""

        use: Literal["grounded"] = "grounded"
        ground: float | None = None

        @property
        def settled(self) -> bool:
            """Whether the ground is known."""
            return self.ground is not None

        def settle(self, pictures):
            """The mean of all."""
            means = [float(picture.image.mean()) for picture in pictures]
            return self.model_copy(update={"ground": sum(means) / len(means)})

    return Grounded


def test_what_is_left_to_train_depends_on_nothing_else(recipe, changed, split, grounded):
    """The same training pictures give the same backbone whatever is in val, once; others give another."""
    line, train = split(changed(recipe, backbone=grounded()))

    first, again = (encoders.settled(line, line.recipe, line.recipe.backbone, train) for _ in range(2))
    fewer = encoders.settled(line, line.recipe, line.recipe.backbone, train[:10])

    assert first == again != fewer
    assert first.settled
    assert len(list((line.store.root / "settled").iterdir())) == 2
    assert encoders.settled(line, line.recipe, first, train[:1]) is first


def test_a_candidate_goes_on_with_what_train_gave(recipe, changed, walk, small, grounded):
    """The bundle of a whole walk holds the backbone with its ground, that of the training pictures."""
    small_find = small["find"]
    small["find"] = lambda kind, name: grounded if name == "grounded" else small_find(kind, name)
    try:
        attempt, _, _ = walk(changed(recipe, backbone=grounded()))
    finally:
        small["find"] = small_find

    assert attempt.bundle.encoder.backbone.component.settled


def test_what_is_left_to_train_is_settled_again_at_another_side(recipe, changed, split, small, grounded):
    """A teacher that wants larger pictures has the recipe decode all of them larger."""
    line, train = split(changed(recipe, backbone=grounded()))
    larger = changed(line.recipe, teacher=small["MeanColour"](wants=640))

    for each in (line.recipe, larger, larger):
        encoders.settled(line, each, each.backbone, train)

    assert larger.side != line.recipe.side
    assert len(list((line.store.root / "settled").iterdir())) == 2


def test_a_teacher_too_goes_on_with_what_train_gave(recipe, split, grounded):
    """Its backbone is that of the training pictures."""
    line, train = split(recipe)

    teacher = encoders.teaching(line, recipe, grounded(), train)

    assert teacher.backbone.component == encoders.settled(line, recipe, grounded(), train)
    assert teacher.backbone.component.settled
