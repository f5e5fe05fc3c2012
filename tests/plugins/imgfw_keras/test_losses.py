from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw_keras.library import keras
from imgfw_keras.losses import (
    angular_margin,
    by_label,
    cosine_distance,
    named,
    smoothed_binary,
    smoothed_crossentropy,
    softened,
    softened_truth,
)

pytestmark = pytest.mark.keras

LOGITS = np.array([[2.0, -1.0, 0.5], [0.0, 0.0, 0.0]], np.float32)
TRUTH = np.array([0, 2])


def value(loss: Any, truth: Any, logits: Any) -> np.ndarray:
    """What a loss says, one value a row."""
    ops = keras().ops
    found = loss(ops.convert_to_tensor(truth), ops.convert_to_tensor(np.asarray(logits, np.float32)))
    return np.asarray(ops.convert_to_numpy(found))


def crossentropy(truth: np.ndarray, logits: np.ndarray) -> np.ndarray:
    """By hand, for truth as shares (N, C)."""
    logits = logits.astype(np.float64)
    logs = logits - logits.max(axis=1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    return -(truth * logs).sum(axis=1)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("squared-error", [9.0, 0.25]),
        ("absolute-error", [3.0, 0.5]),
        ("huber", [2.5, 0.125]),
        ("binary-crossentropy", [math.log(1 + math.exp(3)), math.log(1 + math.exp(-0.5))]),
    ],
)
def test_a_loss_of_keras_is_what_its_name_says(name: str, wanted: list[float]) -> None:
    """Of logits as they are; the mean over the rows."""
    truth, logits = np.float32([[0.0], [1.0]]), np.float32([[3.0], [0.5]])

    assert [float(value(named(name), truth[row : row + 1], logits[row : row + 1])) for row in (0, 1)] == (
        pytest.approx(wanted)
    )


@pytest.mark.parametrize("share", [0.0, 0.1, 0.6])
def test_smoothed_cross_entropy_is_that_of_smoothed_truth(share: float) -> None:
    """A share of each truth is spread evenly over all labels; truth (N, 1) is read as (N,)."""
    wanted = crossentropy(np.eye(3)[TRUTH] * (1 - share) + share / 3, LOGITS)

    for truth in (TRUTH, TRUTH[:, None], TRUTH.astype(np.float32)):
        assert np.allclose(value(smoothed_crossentropy(share), truth, LOGITS), wanted, atol=1e-5)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.6])
def test_smoothed_binary_cross_entropy_is_that_of_smoothed_truth(share: float) -> None:
    """Each truth is moved towards one half; the mean over the labels."""
    truth = np.array([[1, 0, 1], [0, 0, 1]], np.float32)
    smooth, likely = truth * (1 - share) + share / 2, 1 / (1 + np.exp(-LOGITS))
    wanted = -(smooth * np.log(likely) + (1 - smooth) * np.log(1 - likely)).mean(axis=1)

    assert np.allclose(value(smoothed_binary(share), truth, LOGITS), wanted, atol=1e-5)


def test_without_a_margin_it_is_the_cross_entropy_of_scaled_cosines() -> None:
    """The same, row by row."""
    cosines = np.array([[0.9, -0.2, 0.1], [-0.5, 0.3, 0.2]], np.float32)

    found = value(angular_margin(30.0, 0.0), TRUTH, 30 * cosines)

    assert np.allclose(found, crossentropy(np.eye(3)[TRUTH], 30 * cosines), atol=1e-3)


def test_the_margin_widens_the_angle_to_the_true_label_only() -> None:
    """As when the angle is computed and the margin added to it."""
    cosines = np.array([[0.9, -0.2, 0.1], [-0.5, 0.3, 0.2]], np.float32)
    moved = cosines.copy()
    for row, label in enumerate(TRUTH):
        moved[row, label] = math.cos(math.acos(cosines[row, label]) + 0.5)

    found = value(angular_margin(8.0, 0.5), TRUTH, 8 * cosines)

    assert np.allclose(found, crossentropy(np.eye(3)[TRUTH], 8 * moved), atol=1e-4)


def test_past_the_half_turn_the_cosine_is_lowered_by_a_constant() -> None:
    """By the margin times its sine, which no smaller angle reaches (Deng et al., in their code)."""
    cosines = np.array([[-0.9, 0.1, 0.2], [0.3, -0.2, -0.99]], np.float32)
    lowered = cosines.copy()
    lowered[[0, 1], TRUTH] -= 0.5 * math.sin(0.5)

    found = value(angular_margin(8.0, 0.5), TRUTH, 8 * cosines)

    assert np.allclose(found, crossentropy(np.eye(3)[TRUTH], 8 * lowered), atol=1e-4)


def test_cosines_are_held_where_their_angles_have_a_slope() -> None:
    """Rounding may bring one to 1 and past it: it counts as the nearest one that has a slope."""
    cosines = np.array([1 - 1e-6, 1, 1 + 1e-6, 1 + 1e-3], np.float32)
    logits = 8 * np.stack([cosines, np.full(4, 0.9, np.float32)], axis=1)

    found = value(angular_margin(8.0, 0.5), np.zeros(4, int), logits)

    assert found == pytest.approx(np.full(4, found[0]), rel=1e-6)


@settings(max_examples=50, deadline=None)
@given(st.floats(-1, 1, width=32), st.floats(0, 0.99), st.floats(0.0625, 1.5, width=32))
def test_nearer_to_the_true_label_never_costs_more(cosine: float, nearer: float, margin: float) -> None:
    """For any margin and angle, past the half turn too; and a margin never makes it cheaper."""
    closer = cosine + (1 - cosine) * nearer
    logits = 16 * np.array([[cosine, 0.1], [closer, 0.1]], np.float32)

    far, near = value(angular_margin(16.0, margin), np.zeros(2, int), logits)

    plain, _ = value(angular_margin(16.0, 0.0), np.zeros(2, int), logits)
    assert near <= far + 1e-3
    assert far >= plain - 1e-3


@pytest.mark.parametrize("cosine", [1.0, -1.0, 1 + 1e-6, 0.0])
def test_slopes_are_finite_where_angles_have_none(cosine: float) -> None:
    """Features right on, or right opposite, a direction teach numbers."""
    layers = [keras().Input((2,)), keras().layers.Dense(2, use_bias=False)]
    network = keras().Sequential(layers)
    logits = np.array([[64 * cosine, 6.4], [6.4, 64 * cosine]], np.float32)
    network.set_weights([logits])
    network.compile(keras().optimizers.SGD(1.0), loss=angular_margin(64.0, 0.5), run_eagerly=True)

    loss = network.train_on_batch(np.eye(2, dtype=np.float32), np.zeros(2))

    (moved,) = network.get_weights()
    assert np.isfinite(loss) and np.isfinite(moved).all()
    assert not np.array_equal(moved, logits)


def test_a_loss_by_label_has_that_of_the_rows_as_its_mean() -> None:
    """Each label gets its own loss, whether the loss is a function or Keras' object."""
    truth = np.array([[1, 0, 1], [0, 0, 1]], np.float32)
    wanted = np.log1p(np.exp(-LOGITS)) * truth + np.log1p(np.exp(LOGITS)) * (1 - truth)

    for loss in (keras().losses.BinaryCrossentropy(from_logits=True), smoothed_binary(0.0)):
        assert value(by_label(loss), truth, LOGITS) == pytest.approx(wanted, rel=1e-5)
    assert value(by_label(smoothed_binary(0.2)), truth, LOGITS).mean(axis=1) == pytest.approx(
        value(smoothed_binary(0.2), truth, LOGITS), rel=1e-5
    )


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0])
def test_softened_losses_are_those_of_logits_divided_by_the_temperature(temperature: float) -> None:
    """Times its square (Hinton et al. 2015); numbers have none. Truths are softened likewise."""
    logits = np.array([[2.0, -1.0, 0.5], [0.5, 0.0, -3.0]], np.float32)
    told = np.array([[0.7, 0.1, 0.2], [0.3, 0.3, 0.4]], np.float32)
    likely = 1 / (1 + np.exp(-logits / temperature))
    binary = -(told * np.log(likely) + (1 - told) * np.log(1 - likely)).mean(axis=1)
    power = np.exp(logits / temperature)

    found = {
        name: value(softened(name, temperature), told, logits) for name in ("softmax", "sigmoid", "linear")
    }

    assert found["softmax"] == pytest.approx(
        temperature**2 * crossentropy(told, logits / temperature), rel=1e-4
    )
    assert found["sigmoid"] == pytest.approx(temperature**2 * binary, rel=1e-4)
    assert found["linear"] == pytest.approx(((told - logits) ** 2).mean(axis=1), rel=1e-4)
    plain = np.exp(logits)
    shares = softened_truth(plain / plain.sum(axis=1, keepdims=True), "softmax", temperature)
    assert shares == pytest.approx(power / power.sum(axis=1, keepdims=True), rel=1e-4)
    assert softened_truth(plain / (1 + plain), "sigmoid", temperature) == pytest.approx(likely, rel=1e-4)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0])
@pytest.mark.parametrize("activation", ["softmax", "sigmoid", "linear"])
def test_the_softened_loss_is_least_at_the_teachers_own_logits(activation: str, temperature: float) -> None:
    """Its slope there is nothing, and anything else costs more."""
    rng = np.random.default_rng(1)
    logits = rng.normal(0, 2, (5, 3)).astype(np.float32)
    power = np.exp(logits)
    given = {
        "softmax": power / power.sum(axis=1, keepdims=True),
        "sigmoid": power / (1 + power),
        "linear": logits,
    }[activation].astype(np.float32)
    truth = softened_truth(given, activation, temperature)
    loss = softened(activation, temperature)

    best = float(keras().ops.mean(loss(truth, logits)))

    for _ in range(20):
        moved = (logits + rng.normal(0, 0.5, logits.shape)).astype(np.float32)
        assert float(keras().ops.mean(loss(truth, moved))) > best


def test_softened_truths_are_probabilities_even_of_the_surest_teacher() -> None:
    """0 and 1 stay numbers; rows of a softmax sum to 1."""
    sure = np.array([[1.0, 0.0], [0.5, 0.5]], np.float32)

    for activation in ("softmax", "sigmoid"):
        for temperature in (0.01, 1.0, 100.0):
            found = softened_truth(sure, activation, temperature)
            assert np.isfinite(found).all()
            assert ((found >= 0) & (found <= 1)).all()
            assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


def test_cosine_distance_goes_from_0_to_2() -> None:
    """Of a row with itself, with one across, with its opposite, and with nothing."""
    one = np.array([[3.0, 4.0]] * 4, np.float32)
    other = np.array([[6.0, 8.0], [-4.0, 3.0], [-3.0, -4.0], [0.0, 0.0]], np.float32)

    assert np.allclose(cosine_distance(one, other), [0, 1, 2, 1], atol=1e-6)
