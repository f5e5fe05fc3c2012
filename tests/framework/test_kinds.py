"""The eleven kinds."""

from __future__ import annotations

from typing import Literal

import numpy as np

from imgfw import Backbone, Head, Picture, Transform
from imgfw.kinds import KINDS


def test_there_are_eleven_kinds():
    """Each kind is the base class of its components."""
    assert list(KINDS) == [
        "source", "annotator", "cleaner", "transform", "augmenter",
        "backbone", "head", "trainer", "metric", "sink", "section",
    ]  # fmt: skip
    assert all(cls.kind == kind for kind, cls in KINDS.items())


class Grey(Transform):
    """No colour."""

    use: Literal["grey"] = "grey"

    def apply(self, picture):
        """The mean of the colours."""
        return Picture(picture.image.mean(axis=2, keepdims=True).astype(np.uint8).repeat(3, axis=2))


class Mean(Backbone):
    """Mean colours."""

    use: Literal["mean"] = "mean"


def test_what_learns_nothing_is_its_own_fitted():
    """`fit` gives the component itself, with an empty state, and it restores to itself."""
    for component in (Grey(), Mean()):
        fitted = component.fit(iter(()))

        assert fitted is component
        assert fitted.state() == {}
        assert component.restore({}) is component


def test_only_the_same_revision_restores_by_default():
    """A component that can restore older states says so itself."""
    assert Grey.restores(1) and not Grey.restores(2)


def test_a_head_sees_features_by_default():
    """Names, targets and inputs of a head are parameters like any other."""

    class Any(Head):
        """Any."""

        use: Literal["any"] = "any"

    assert Any().inputs == ("features",)
    assert Any(name="a", targets=("x", "y"), inputs=("features", "head:b")).targets == ("x", "y")


def test_a_backbone_gives_features_unless_it_says_otherwise():
    """One row a picture."""
    assert Backbone(use="any").gives == "vector"
