"""Transforms, augmenters and annotators under the kit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Literal

import numpy as np
import pytest

from imgfw import Annotator, Augmenter, PictureError, Region, Transform
from imgfw.testing import check_component


def augmenter(apply: Any, capacity: Any = None) -> type[Augmenter]:
    """An augmenter with this `apply(picture, number, rng)`."""

    class Tried(Augmenter):
        """Tried."""

        use: Literal["tried"] = "tried"

        def apply(self, picture, number, rng):
            """As given."""
            return apply(picture, number, rng)

        def capacity(self, sample):
            """As given."""
            return capacity

    return Tried


def in_place(picture, number, rng):
    """Change the picture that came."""
    picture.image[:] //= 2
    return picture


def refused(picture, number, rng):
    """Take none."""
    raise PictureError("too dark")


CHANCE = np.random.default_rng(7)


def own_chance(picture, number, rng):
    """Take chance from elsewhere."""
    return replace(picture, image=picture.image ^ np.uint8(CHANCE.integers(1, 256)))


BROKEN = {
    "own chance": (own_chance, "take all chance"),
    "in place": (in_place, "copy before changing"),
    "float": (lambda p, n, r: replace(p, image=p.image / 255), r"uint8 \(H, W, 3\), got float64"),
    "grey": (lambda p, n, r: replace(p, image=p.image[..., 0]), r"uint8 \(H, W, 3\), got uint8 \(96, 128\)"),
    "landmarks lost": (lambda p, n, r: replace(p, landmarks=None), "let landmarks travel along"),
    "no picture": (lambda p, n, r: p.image, "let apply give a Picture, got ndarray"),
    "refused": (refused, "apply refused every picture"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_augmenter_is_told_what_to_do(fault):
    """Each fault has its sentence."""
    apply, told = BROKEN[fault]

    with pytest.raises(AssertionError, match=f"augmenter/tried: .*{told}"):
        check_component(augmenter(apply))


@pytest.mark.parametrize("capacity", [0, -1, 2.5])
def test_a_capacity_is_a_number_from_one_on(capacity):
    """Or None, for as many as asked for."""
    check_component(augmenter(lambda p, n, r: p.mirrored()))

    with pytest.raises(AssertionError, match="let capacity give a number from 1 on"):
        check_component(augmenter(lambda p, n, r: p, capacity))


def test_an_augmenter_is_asked_for_no_more_than_it_can_give():
    """One that can give a single variation is never asked for a second."""

    def only_one(picture, number, rng):
        return (picture.mirrored(),)[number - 1]

    check_component(augmenter(only_one, 1))
    with pytest.raises(IndexError):
        check_component(augmenter(only_one, 2))


class FittedLess:
    """Takes a learned level away."""

    def __init__(self, level: np.ndarray) -> None:
        self.level = level

    def apply(self, picture):
        """Less the level."""
        return replace(picture, image=np.clip(picture.image - self.level, 0, 255).astype(np.uint8))

    def state(self):
        """The level."""
        return {"level": self.level}


class Less(Transform):
    """It learns a level."""

    use: Literal["less"] = "less"

    def fit(self, pictures):
        """The mean level."""
        return FittedLess(np.float32([np.mean([p.image.mean() for p in pictures])]))

    def restore(self, state):
        """From the level."""
        return FittedLess(state["level"])


class Amnesia(Less):
    """It restores something else."""

    use: Literal["amnesia"] = "amnesia"

    def restore(self, state):
        """Nothing taken away."""
        return FittedLess(np.float32([0]))


def test_a_transform_that_learns_passes():
    """Its Fitted is saved, loaded and compared."""
    check_component(Less)


def test_a_transform_that_restores_something_else_is_told():
    """To the bit."""
    with pytest.raises(AssertionError, match=r"transform/amnesia: let restore\(state\) give what works"):
        check_component(Amnesia)


def annotator(regions: Any) -> type[Annotator]:
    """An annotator that gives these regions."""

    class Tried(Annotator):
        """Tried."""

        use: Literal["tried"] = "tried"
        offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})

        def annotate(self, picture, sample):
            """As given."""
            return regions(picture)

    return Tried


def test_an_annotator_may_find_something_or_nothing():
    """No region is a PictureError with the reason; where there is none to tell, an empty tuple will do."""
    points = np.zeros((5, 2), np.float32)

    check_component(annotator(lambda picture: (Region((0, 0, 8, 8), points),)))
    check_component(annotator(lambda picture: (Region(landmarks=points.astype(float)),)))
    check_component(annotator(lambda picture: refused(picture, 0, None)))
    check_component(annotator(lambda picture: ()))


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        (lambda p: Region(), "annotator/tried: .*expected a tuple of Region"),
        (lambda p: (Region(landmarks=np.zeros((7, 2), np.float32)),), r"floats \(68, 2\) or \(5, 2\)"),
        (lambda p: (Region(landmarks=np.zeros((5, 2), int)),), r"floats .*, got int64 \(5, 2\)"),
        (lambda p: (Region((0, 0, 0, 1)),), "left < right"),
        (lambda p: (Region(facts={"score": CHANCE}),), "expected what JSON has too"),
        (lambda p: (Region((0, 0, 1, CHANCE.random())),), "let the same picture give the same regions"),
        (lambda p: (Region(facts={"score": CHANCE.random()}),), "let the same picture give the same regions"),
    ],
)
def test_a_broken_annotator_is_told_what_to_do(regions, told):
    """Each fault has its sentence."""
    with pytest.raises(AssertionError, match=told):
        check_component(annotator(regions))
