"""Heads under the kit."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np
import pytest

from imgfw import Head
from imgfw.testing import check_component

CHANCE = np.random.default_rng(7)


class FittedShares:
    """Always the same shares."""

    def __init__(self, state: Any) -> None:
        self.kept = state

    def state(self):
        """The shares."""
        return self.kept

    def predict(self, inputs):
        """A row of shares for every row."""
        rows = len(inputs["features"])
        return {name: np.tile(shares, (rows, 1)) for name, shares in self.kept.items()}


class Shares(Head):
    """The shares of the labels in training."""

    use: Literal["shares"] = "shares"
    types: ClassVar = ("classes",)
    fitted: ClassVar[type] = FittedShares

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        """Count the known ones."""
        counts = {n: np.bincount(truth[n][truth[n] >= 0], minlength=t.width) for n, t in targets.items()}
        return self.restore({n: (c / c.sum()).astype(np.float32) for n, c in counts.items()})

    def restore(self, state):
        """From the shares."""
        return self.fitted(state)


def broken(predict: Any) -> type[Head]:
    """The head, but what it learned predicts so: predict(fitted, inputs, what it should say)."""

    class Fitted(FittedShares):
        """Broken."""

        def predict(self, inputs):
            """As given."""
            return predict(self, inputs, super().predict(inputs))

    class Broken(Shares):
        """Broken."""

        use: Literal["broken"] = "broken"
        fitted: ClassVar[type] = Fitted

    return Broken


def among_others(fitted, inputs, right):
    """Rows far from the mean of what was asked together get other probabilities."""
    far = inputs["features"][:, :1] > inputs["features"][:, :1].mean()
    return {name: np.where(far, values, np.float32(1 / 3)) for name, values in right.items()}


def remembering(fitted, inputs, right):
    """Later rows get other probabilities."""
    fitted.asked = getattr(fitted, "asked", 0) + len(inputs["features"])
    tiny = np.float32(1e-6 * fitted.asked)
    return {name: values + np.array([tiny, -tiny, 0], np.float32) for name, values in right.items()}


def every(change: Any) -> Any:
    """predict(...) with this change to every array."""
    return lambda fitted, inputs, right: {name: change(values) for name, values in right.items()}


BROKEN = {
    "list": (lambda fitted, inputs, right: [1], r"let predict give \{target: array\}"),
    "other target": (lambda fitted, inputs, right: {"other": right["thing"]}, r"let predict give \{target"),
    "float64": (every(lambda v: v.astype(float)), r"let predict give float32 \(N, C\), here \(24, 3\)"),
    "too few columns": (every(lambda v: v[:, :2]), r"got float32 \(24, 2\)"),
    "nan": (every(lambda v: v * np.float32("nan")), "for a label that never occurs too"),
    "logits": (every(lambda v: v * 3 - 1), "let predict give probabilities"),
    "not whole": (every(lambda v: v / 2), "add up to 1"),
    "among others": (among_others, "not depend on its neighbours"),
    "remembering": (remembering, "not depend on what was asked before"),
}


def test_a_head_that_keeps_its_contract_passes():
    """It is fitted, asked row by row, saved and loaded."""
    check_component(Shares)


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_head_is_told_what_to_do(fault):
    """Each fault has its sentence."""
    predict, told = BROKEN[fault]

    with pytest.raises(AssertionError, match=f"head/broken: .*{told}"):
        check_component(broken(predict))


class Lucky(Shares):
    """Its fit takes chance from elsewhere."""

    use: Literal["lucky"] = "lucky"

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        """Shares by chance."""
        drawn = CHANCE.dirichlet(np.ones(3)).astype(np.float32)
        return self.restore(dict.fromkeys(targets, drawn))


class Careless(Shares):
    """It counts rows of unknown truth."""

    use: Literal["careless"] = "careless"

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        """The label of the last row."""
        return self.restore({n: np.float32([1 / truth[n][-1] for _ in range(3)]) for n in targets})


class Untyped(Shares):
    """It serves a type that does not exist."""

    use: Literal["untyped"] = "untyped"
    types: ClassVar = ("class",)


class Bodily(Shares):
    """What it learned is an object."""

    use: Literal["bodily"] = "bodily"

    def restore(self, state):
        """The state is kept as an object."""

        class Fitted(FittedShares):
            def state(self):
                return {"all": np.array([{"a": 1}], object)}

        return Fitted(state)


@pytest.mark.parametrize(
    ("cls", "told"),
    [
        (Lucky, "head/lucky: take all chance from `rng`"),
        (Careless, "head/careless: let predict give probabilities"),
        (Untyped, "head/untyped: let `types` name some of classes"),
        (Bodily, "head/bodily: keep plain arrays in state"),
    ],
)
def test_a_head_that_learns_wrongly_is_told_what_to_do(cls, told):
    """Chance, unknown truth, types and state."""
    with pytest.raises(AssertionError, match=told):
        check_component(cls)
