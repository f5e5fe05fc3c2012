"""Metrics under the kit."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
import pytest

from imgfw import Metric
from imgfw.testing import check_component
from imgfw.testing.inputs import target_of
from imgfw.testing.metrics import predictions_of


class Right(Metric):
    """Share decided rightly."""

    use: Literal["right"] = "right"

    def gives(self, target):
        """One figure."""
        return ("right",)

    def score(self, truth, probabilities, decided, target):
        """The share."""
        return {"right": float((truth == decided).mean())}

    def each(self, truth, probabilities, decided, target):
        """Row by row."""
        return {"right": truth == decided}


class Renamed(Right):
    """It computes another figure than it names."""

    use: Literal["renamed"] = "renamed"

    def gives(self, target):
        """Another."""
        return ("wrong",)


class Listing(Right):
    """Its names are one text."""

    use: Literal["listing"] = "listing"

    def gives(self, target):
        """No tuple."""
        return "right"


class Arrays(Right):
    """Its figures are arrays."""

    use: Literal["arrays"] = "arrays"

    def score(self, truth, probabilities, decided, target):
        """Row by row."""
        return {"right": truth == decided}


class Disagreeing(Right):
    """What it tells of each row has another mean."""

    use: Literal["disagreeing"] = "disagreeing"

    def each(self, truth, probabilities, decided, target):
        """The contrary."""
        return {"right": truth != decided}


class Fractional(Right):
    """It tells shares of a row."""

    use: Literal["fractional"] = "fractional"

    def each(self, truth, probabilities, decided, target):
        """Halves."""
        return {"right": (truth == decided) / 2}


class Further(Right):
    """It tells of a figure that it does not compute."""

    use: Literal["further"] = "further"

    def each(self, truth, probabilities, decided, target):
        """Another."""
        return {"other": truth == decided}


class Untyped(Right):
    """It scores no type."""

    use: Literal["untyped"] = "untyped"
    types: ClassVar = ()


BROKEN = {
    Renamed: "let gives and score name the same figures: gives names wrong; score computes right",
    Listing: "let gives name its figures in a tuple, got 'right'",
    Arrays: "let every figure be a float",
    Disagreeing: "right is no plain share of rows",
    Fractional: "let each give 0 or 1 for every row of right",
    Further: "each tells of other, which score does not compute",
    Untyped: "let `types` name some of",
}


def test_a_metric_that_keeps_its_contract_passes():
    """For every type it can score."""
    check_component(Right)


@pytest.mark.parametrize("cls", BROKEN)
def test_a_broken_metric_is_told_what_to_do(cls):
    """Each fault has its sentence."""
    with pytest.raises(AssertionError, match=f"metric/.*{BROKEN[cls]}"):
        check_component(cls)


@pytest.mark.parametrize("type", ["classes", "ordinal", "multi-label", "number"])
def test_predictions_have_the_shapes_of_their_type(type):
    """Truth is known, but for one of several labels in a row; some decisions are right and some wrong."""
    target = target_of(type)

    truth, probabilities, decided = predictions_of(target)

    assert probabilities.shape == (23, target.width) and decided.shape == truth.shape
    assert np.isnan(truth).sum() == (type == "multi-label")
    if type != "number":
        assert 0 < (truth == decided).mean() < 1


class Blind(Right):
    """It takes what is unknown for what does not hold."""

    by_label: ClassVar[bool] = True
    types: ClassVar[tuple] = ("multi-label",)
    use: Literal["blind"] = "blind"

    def score(self, truth, probabilities, decided, target):
        """The share of labels."""
        return {"right": float(((truth > 0.5) == decided).mean())}

    def each(self, truth, probabilities, decided, target):
        """None."""
        return {}


def test_what_is_unknown_may_not_move_a_figure():
    """A metric that judges labels one by one leaves out those that are unknown."""
    with pytest.raises(AssertionError, match="unknown labels change no figure"):
        check_component(Blind)
