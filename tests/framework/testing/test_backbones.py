"""Backbones under the kit."""

from __future__ import annotations

from itertools import count
from typing import Any, Literal

import numpy as np
import pytest

from imgfw import Backbone
from imgfw.testing import check_component


def backbone(encode: Any, given: str = "vector") -> type[Backbone]:
    """A backbone with this `encode(picture)`, which it says gives this."""

    class Tried(Backbone):
        """Tried."""

        use: Literal["tried"] = "tried"

        @property
        def gives(self):
            """As said."""
            return given

        def encode(self, picture):
            """As given."""
            return encode(picture)

    return Tried


def cells(picture) -> np.ndarray:
    """float32 (8, 8, 3)."""
    return (picture.image[:8, :8] / 255).astype(np.float32)


def mean(picture) -> np.ndarray:
    """float32 (3,)."""
    return picture.image.mean(axis=(0, 1)).astype(np.float32)


def blackened(picture) -> np.ndarray:
    """The mean of a picture that is black from then on."""
    picture.image[:] = 0
    return mean(picture)


CALLS = count()
BROKEN = {
    "float64": (lambda p: mean(p).astype(float), r"float32 \(D,\), .*; got float64 \(3,\)"),
    "rows": (lambda p: mean(p)[None], r"got float32 \(1, 3\)"),
    "list": (lambda p: [1.0], "got list"),
    "nan": (lambda p: mean(p) * np.float32("nan"), "there is a NaN or infinity"),
    "shapes": (lambda p: np.zeros(3 + (p.landmarks is None), np.float32), "features of one shape"),
    "in place": (blackened, "copy before changing"),
    "drifting": (lambda p: mean(p) + next(CALLS), "let the same picture give the same features, to the bit"),
}


def test_a_backbone_of_features_or_of_maps_passes():
    """Both have one shape for every picture, and a backbone says which of them it gives."""
    check_component(backbone(mean))
    check_component(backbone(cells, "map"))


def test_what_a_backbone_gives_is_what_it_says():
    """Maps that are not announced, features announced as maps, and a word that is neither are told."""
    for encode, gives, told in (
        (cells, "vector", r"float32 \(D,\), or let `gives` be \"map\"; got float32 \(8, 8, 3\)"),
        (mean, "map", r"float32 \(h, w, c\); got float32 \(3,\)"),
        (mean, "maps", r"let `gives` be \"vector\" or \"map\", got 'maps'"),
    ):
        with pytest.raises(AssertionError, match=told):
            check_component(backbone(encode, gives))


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_backbone_is_told_what_to_do(fault):
    """Each fault has its sentence."""
    encode, told = BROKEN[fault]

    with pytest.raises(AssertionError, match=f"backbone/tried: .*{told}"):
        check_component(backbone(encode))


class FittedCentred:
    """Less a learned mean."""

    def __init__(self, middle: Any) -> None:
        self.middle = middle

    def encode(self, picture):
        """float32 (3,)."""
        return mean(picture) - self.middle

    def state(self):
        """The mean."""
        return {"middle": self.middle}


class Centred(Backbone):
    """It learns the mean."""

    use: Literal["centred"] = "centred"

    def fit(self, pictures):
        """The mean of all."""
        return FittedCentred(np.mean([mean(p) for p in pictures], axis=0))

    def restore(self, state):
        """From the mean."""
        return FittedCentred(state["middle"])


class Rounded(Centred):
    """It restores almost the same."""

    use: Literal["rounded"] = "rounded"

    def restore(self, state):
        """Rounded."""
        return FittedCentred(state["middle"].round())


def test_a_backbone_that_learns_is_restored_to_the_bit():
    """Almost the same is not enough."""
    check_component(Centred)

    with pytest.raises(AssertionError, match=r"backbone/rounded: let restore\(state\)"):
        check_component(Rounded)
