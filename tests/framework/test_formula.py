"""Formulas: what each step computes."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw.formula import NEVER, Step, computed

ROWS = np.array([[3.0, 4.0], [0.0, 0.0], [-1.0, 20.0]], np.float32)


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        (Step("unit"), [[0.6, 0.8], [0, 0], [-0.049938, 0.998752]]),
        (
            Step("standardise", (np.float32([1, 0]), np.float32([2, 1]), np.float32(5))),
            [[1, 4], [-0.5, 0], [-1, 5]],
        ),
        (
            Step("standardise", (np.float32([1, 0]), np.float32([2, 1]), np.float32(np.inf))),
            [[1, 4], [-0.5, 0], [-1, 20]],
        ),
        (Step("linear", (np.float32([[1], [2]]), np.float32([0.5]))), [[11.5], [0.5], [39.5]]),
        (Step("softmax"), [[0.268941, 0.731059], [0.5, 0.5], [0, 1]]),
        (Step("log-sigmoid"), [[-0.048587, -0.01815], [-0.693147, -0.693147], [-1.313262, 0]]),
        (Step("sigmoid"), [[0.952574, 0.982014], [0.5, 0.5], [0.268941, 1]]),
    ],
)
def test_each_step_computes_what_it_says(step, wanted):
    """Row by row, in float32."""
    found = computed([step], ROWS)

    assert found.dtype == np.float32
    assert np.allclose(found, wanted, atol=1e-6)


def test_steps_follow_one_another():
    """What one gives is what the next gets; without any the rows are as they were."""
    line = Step("linear", (np.float32([[1, 0], [0, 1]]), np.float32([0, NEVER])))

    assert np.array_equal(computed([line, Step("softmax")], ROWS), [[1, 0]] * 3)
    assert np.array_equal(computed([], ROWS), ROWS)


@pytest.mark.filterwarnings("error")
def test_what_is_impossible_has_probability_zero_without_a_warning():
    """On both sides of a sigmoid."""
    assert np.array_equal(computed([Step("sigmoid")], np.float32([[NEVER, -NEVER]])), [[0, 1]])
