"""Temperature scaling: fitted by log loss, and never another label."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from imgfw import temperature

SHARES = arrays(np.float32, (4, 3), elements=st.floats(0, 1, width=32))
TEMPERATURES = st.floats(temperature.LOWEST, temperature.HIGHEST)


def drawn(seed: int, rows: int = 4000, labels: int = 5, sharp: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities that hold what they say, float32 (N, C), and labels drawn by them."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, sharp, (rows, labels))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    truth = (shares.cumsum(axis=1) < rng.random((rows, 1))).sum(axis=1).clip(max=labels - 1)
    return shares.astype(np.float32), truth


def drawn_each(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The same for labels that do not exclude each other."""
    rng = np.random.default_rng(seed)
    shares = 1 / (1 + np.exp(-rng.normal(-1, 2, (2000, 4))))
    return shares.astype(np.float32), (rng.random(shares.shape) < shares).astype(np.float32)


@pytest.mark.parametrize("by", [0.25, 0.5, 1.0, 2.0, 4.0])
def test_the_temperature_that_was_taken_away_is_found(by: float):
    """Probabilities made too sure or too unsure are mended by what undoes it, within what chance allows."""
    shares, truth = drawn(0)
    each, held = drawn_each(0)

    assert temperature.fitted(temperature.scaled(shares, 1 / by), truth) == pytest.approx(by, rel=0.06)
    assert temperature.fitted_each(temperature.scaled_each(each, 1 / by), held) == pytest.approx(by, rel=0.06)


@pytest.mark.parametrize("seed", range(5))
def test_no_other_temperature_has_a_lower_log_loss(seed: int):
    """Compared with temperatures all over the range, on rows that are too sure."""
    shares, truth = drawn(seed, rows=100, labels=3)
    sure = temperature.scaled(shares, 0.3)

    best = temperature.fitted(sure, truth)

    def loss(by: float) -> float:
        own = temperature.scaled(sure, by)[np.arange(len(truth)), truth].astype(np.float64)
        return -np.log(np.maximum(own, 1e-300)).mean()

    assert best is not None
    assert loss(best) <= min(loss(best * by) for by in np.geomspace(1e-2, 1e2, 81)) + 1e-7


def test_where_every_row_is_right_none_is_best():
    """The loss falls for ever, so that no temperature is taken; also where there are no rows."""
    assert temperature.fitted(np.float32([[0.6, 0.4], [0.1, 0.9]]), np.array([0, 1])) is None
    assert temperature.fitted_each(np.float32([[0.6, 0.4]]), np.float32([[1, 0]])) is None
    assert temperature.fitted(np.zeros((0, 2), np.float32), np.zeros(0, np.int64)) is None
    assert temperature.fitted_each(np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32)) is None


def test_where_every_row_is_wrong_nothing_is_told_apart():
    """The highest temperature, at which all labels are nearly as likely."""
    best = temperature.fitted(np.float32([[0.9, 0.1], [0.1, 0.9]]), np.array([1, 0]))

    assert best == temperature.HIGHEST
    assert temperature.scaled(np.float32([[0.9, 0.1]]), best)[0] == pytest.approx([0.5, 0.5], abs=2e-3)


def test_one_sure_mistake_among_many_rows_is_no_end():
    """A probability of 0 for what is true has a loss that is finite."""
    shares = np.tile(np.float32([1, 0]), (50, 1))
    truth = np.zeros(50, np.int64)
    truth[7] = 1

    best = temperature.fitted(shares, truth)

    assert best is not None and temperature.scaled(shares[:1], best)[0, 1] == pytest.approx(1 / 50, rel=1e-3)


def test_unknown_cells_teach_nothing():
    """A row of which one label is unknown counts by its others."""
    shares, held = drawn_each(1)
    some = held.copy()
    some[::2, 0] = np.nan
    with_noise = shares.copy()
    with_noise[::2, 0] = 0.123

    assert temperature.fitted_each(shares, some) == temperature.fitted_each(with_noise, some)


@given(SHARES, TEMPERATURES)
def test_the_order_of_labels_stays(shares: np.ndarray, by: float):
    """Whatever the temperature: what was likelier is not less likely now, and nothing is no number."""
    for scaled in (temperature.scaled(shares, by), temperature.scaled_each(shares, by)):
        assert scaled.dtype == np.float32 and np.isfinite(scaled).all()
        assert ((scaled >= 0) & (scaled <= 1)).all()
        for before, after in zip(shares, scaled, strict=True):
            order = np.argsort(before, kind="stable")
            assert (np.diff(after[order]) >= 0).all()
    assert temperature.scaled(shares, by).sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)


@given(st.floats(0.01, 0.99), st.floats(1, 10))
def test_a_temperature_and_its_inverse_undo_each_other(share: float, by: float):
    """Softened and sharpened again is the same, as far as float32 tells it."""
    given = np.float32([[share, 1 - share]])

    there = temperature.scaled_each(given, by)
    assert temperature.scaled_each(there, 1 / by) == pytest.approx(given, rel=1e-2, abs=1e-5)


def test_labels_and_their_complements_are_treated_alike():
    """Of two labels that exclude each other one temperature gives what it gives each for itself."""
    given = np.float32([[0.2, 0.8], [0.5, 0.5], [0.999, 0.001]])

    assert temperature.scaled(given, 3.0) == pytest.approx(temperature.scaled_each(given, 3.0), abs=1e-4)
