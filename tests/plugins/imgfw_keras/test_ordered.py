from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw_keras.convert import converted
from imgfw_keras.library import keras
from imgfw_keras.loading import loaded, saved
from imgfw_keras.ordered import cumulative

pytestmark = pytest.mark.keras

SCORES = np.linspace(-4, 4, 5, dtype=np.float32)


def network(labels: int, raw: Any = None) -> Any:
    """From scores (N, 1) to probabilities; `raw` replaces what the thresholds are made of."""
    score = keras().Input((1,))
    logs = cumulative(score, labels)
    made = keras().Model(score, keras().layers.Activation("softmax")(logs))
    if raw is not None:
        made.set_weights([np.array([raw], np.float32)])
    return made


def told(made: Any, *scores: float) -> np.ndarray:
    """Probabilities for scores."""
    return np.asarray(keras().ops.convert_to_numpy(made(np.array(scores, np.float32)[:, None])))


def by_hand(score: float, thresholds: np.ndarray) -> np.ndarray:
    """Differences of sigmoids."""
    below = 1 / (1 + np.exp(score - np.r_[-np.inf, thresholds, np.inf]))
    return np.diff(below)


@pytest.mark.parametrize("labels", [2, 3, 5, 8])
def test_thresholds_begin_evenly_around_nothing(labels: int) -> None:
    """One apart, and the same on both sides, so that no label has an edge."""
    found = told(network(labels), 0.0, 0.7)

    thresholds = np.arange(labels - 1) - (labels - 2) / 2
    assert np.allclose(found, [by_hand(s, thresholds) for s in (0.0, 0.7)], atol=1e-5)
    assert np.allclose(found[0], found[0][::-1], atol=1e-6)
    assert network(labels).count_params() == labels - 1


@pytest.mark.parametrize("raw", [[0.3], [-1.0, 0.5], [2.0, -3.0, 1.0], [0.0, -50.0, -50.0]])
def test_probabilities_lie_between_rising_thresholds(raw: list[float]) -> None:
    """Whatever was learned, gaps are above 0: the softmax of the logits is the differences of sigmoids."""
    gaps = np.log1p(np.exp(raw[1:])) + 1e-3
    thresholds = raw[0] + np.r_[0, np.cumsum(gaps)]

    found = told(network(len(raw) + 1, raw), -3.0, 0.0, 2.5)

    assert np.allclose(found, [by_hand(s, thresholds) for s in (-3.0, 0.0, 2.5)], atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.floats(-1e4, 1e4, width=32), st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=4))
def test_any_score_gives_probabilities(score: float, raw: list[float]) -> None:
    """Finite, and together 1, however far out."""
    found = told(network(len(raw) + 1, raw), score)

    assert np.isfinite(found).all() and (found >= 0).all()
    assert np.isclose(found.sum(), 1, atol=1e-5)


@pytest.mark.parametrize("labels", [2, 4])
def test_it_is_saved(labels: int) -> None:
    """Keras loads it without any code of ours."""
    made = network(labels)

    again = loaded(saved(made))

    assert np.array_equal(told(again, *SCORES), told(made, *SCORES))


@pytest.mark.parametrize("labels", [2, 4])
@pytest.mark.usefixtures("graphs")
def test_it_is_converted(labels: int) -> None:
    """The graph answers as Keras does."""
    made = network(labels)

    graph = converted(made, [SCORES[:, None]])

    found = [graph(score.reshape(1, 1))[0][0] for score in SCORES]
    assert np.allclose(found, told(made, *SCORES), atol=1e-6)
