"""Arithmetic on rows as operations of LiteRT."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import NEVER, Step
from imgfw.formula import computed
from imgfw.temperature import scaled, scaled_each
from imgfw_export import arithmetic

ROWS = np.random.default_rng(1).normal(0, 4, (30, 6)).astype(np.float32)
FAR = np.array(5, np.float32)


def asked(small, make, rows):
    """What a graph of `make` says of each row."""
    graph = small.graph_of((1, rows.shape[1]), make)
    return np.concatenate([graph(row[None])[0] for row in rows])


@pytest.mark.parametrize(
    "steps",
    [
        [Step("standardise", (ROWS[0], np.abs(ROWS[1]), FAR))],
        [Step("standardise", (ROWS[0], np.abs(ROWS[1]), np.array(np.inf, np.float32)))],
        [Step("linear", (ROWS[:4].T, ROWS[5, :4]))],
        [Step("unit")],
        [Step("softmax")],
        [Step("sigmoid")],
        [Step("log-sigmoid")],
        [Step("unit"), Step("linear", (ROWS[:3].T, np.float32([0, NEVER, -1]))), Step("softmax")],
    ],
)
def test_a_formula_gives_what_numpy_gives(small, steps):
    """But for the rounding of float32; a row of zeros is no trouble."""
    rows = np.concatenate([ROWS, np.zeros((1, 6), np.float32)])

    found = asked(small, lambda file, row: arithmetic.formula(file, row, steps), rows)

    wanted = computed(steps, rows)
    assert np.allclose(found, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("by", [0.02, 0.5, 1.7, 40.0])
@pytest.mark.parametrize("exclusive", [True, False])
def test_a_temperature_gives_what_decisions_give(small, by, exclusive):
    """Of 0 and 1 and what is next to them, too."""
    sure = np.float32([[0, 1, 0], [1e-38, 1, 1e-30], [0.5, 0.5, 0], [1e-7, 1 - 1e-7, 2**-24]])
    rows = np.concatenate([sure, computed([Step("softmax")], ROWS[:, :3])])

    found = asked(small, lambda f, row: arithmetic.calibrated(f, row, by, exclusive=exclusive), rows)

    wanted = (scaled if exclusive else scaled_each)(rows, by)
    assert np.abs(found - wanted).max() < 1e-5


def test_half_precision_is_that_of_numpy(small):
    """The same bits."""
    found = asked(small, arithmetic.rounded, ROWS)

    assert np.array_equal(found, ROWS.astype(np.float16).astype(np.float32))


def test_rows_come_together_and_apart(small):
    """A part that is the whole adds nothing."""
    swapped = asked(
        small,
        lambda file, row: arithmetic.together(
            file, [arithmetic.part(file, row, 2, 4), arithmetic.part(file, row, 0, 2)]
        ),
        ROWS,
    )

    assert np.array_equal(swapped, ROWS[:, [2, 3, 4, 5, 0, 1]])
    assert np.array_equal(
        asked(small, lambda f, row: arithmetic.part(f, arithmetic.together(f, [row]), 0, 6), ROWS), ROWS
    )
