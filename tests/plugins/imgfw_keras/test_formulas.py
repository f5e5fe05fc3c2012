"""Formulas in Keras."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Step
from imgfw.formula import computed
from imgfw_keras.formulas import after

pytestmark = pytest.mark.keras

RNG = np.random.default_rng(0)
STEPS = {
    "standardise": (Step("standardise", (np.float32([1, 2, 3]), np.float32([2, 3, 4]), np.float32(0.5))),),
    "boundless": (Step("standardise", (np.float32([1, 2, 3]), np.float32([2, 3, 4]), np.float32(np.inf))),),
    "unit": (Step("unit"),),
    "softmax": (
        Step("linear", (RNG.normal(size=(3, 4)).astype("float32"), np.ones(4, "float32"))),
        Step("softmax"),
    ),
    "sigmoid": (Step("sigmoid"),),
    "log-sigmoid": (Step("log-sigmoid"),),
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_each_step_is_what_the_core_computes(steps: tuple[Step, ...]) -> None:
    """On rows of any size, and on one that is all zeros."""
    rows = np.concatenate([RNG.normal(0, 5, (6, 3)), np.zeros((1, 3))]).astype("float32")

    found = rows
    for step in steps:
        found = after(step, found)

    assert np.asarray(found) == pytest.approx(computed(steps, rows), abs=1e-6)
