from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from imgfw import Target
from imgfw_keras.dense import Dense
from imgfw_keras.standard import Scale, scales_of
from imgfw_keras.trainer import KerasTrainer

RED = {"red": Dense(name="red", target="red", targets=("red",))}


def moved(rows: Any, by: float, times: float = 1.0) -> Any:
    """The rows with another unit for their number."""
    return replace(rows, truth={**rows.truth, "red": (rows.truth["red"] * times + by).astype(np.float32)})


def test_a_scale_is_that_of_the_known_rows(toy: Any) -> None:
    """Rows that weigh nothing, and truths that are no numbers, play no part; other types have none."""
    red = toy.train.truth["red"].copy()
    red[3], red[4] = np.nan, 1e9
    weights = np.where(np.arange(48) == 4, 0, 1).astype(np.float32)
    rows = replace(
        toy.train, truth={**toy.train.truth, "red": red}, weights={**toy.train.weights, "red": weights}
    )

    found = scales_of(rows, toy.targets)

    known = np.delete(toy.train.truth["red"], [3, 4]).astype(np.float64)
    assert set(found) == {"red"}
    assert found["red"] == pytest.approx((known.mean(), known.std()))


def test_a_number_that_never_varies_has_deviation_one(toy: Any) -> None:
    """And one that nobody knows has no scale."""
    alike = moved(toy.train, 7, 0)
    nobody = replace(toy.train, weights={**toy.train.weights, "red": np.zeros(48, np.float32)})

    assert scales_of(alike, {"red": Target("red", "number")}) == {"red": Scale(7.0, 1.0)}
    assert scales_of(nobody, {"red": Target("red", "number")}) == {}


def test_values_are_standardised_in_their_own_precision() -> None:
    """Mean 0, deviation 1."""
    found = Scale(10, 4).standardised(np.array([[10], [14], [2]], np.float32))

    assert found.dtype == np.float32 and found.tolist() == [[0], [1], [-2]]


@pytest.mark.keras
def test_what_was_standardised_comes_back_in_its_unit() -> None:
    """As a layer of the network."""
    from imgfw_keras.library import keras

    given = keras().Input((1,))
    back = keras().Model(given, Scale(10, 4).restored(given))

    assert back.predict(np.array([[0], [1], [-2]], np.float32), verbose=0).tolist() == [[10], [14], [2]]


@pytest.mark.slow
@pytest.mark.keras
def test_the_unit_of_a_number_does_not_change_what_is_learned(toy: Any) -> None:
    """Predictions in another unit are the same predictions, in that unit; they are near the truth soon."""
    trainer = KerasTrainer(epochs=30, batch_size=8, learning_rate=0.03)
    features = {"features": toy.val.inputs["features"]}

    def learned(by: float, times: float) -> Any:
        train, val = moved(toy.train, by, times), moved(toy.val, by, times)
        task = toy.task(
            RED,
            train=train,
            val=val,
            score=lambda given: -float(np.square(given["red"][:, 0] - val.truth["red"]).mean()),
        )
        return trainer.train(task).heads["red"].predict(features)["red"][:, 0]

    plain, far = learned(0, 1), learned(1e4, 1e3)

    assert far == pytest.approx(plain * 1e3 + 1e4, rel=1e-4)
    assert np.square(plain - toy.val.truth["red"]).mean() < 0.3 * toy.val.truth["red"].var()


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.parametrize("half", ["float16", "bfloat16"])
def test_large_numbers_are_judged_in_full_precision(toy: Any, half: Any) -> None:
    """A number in the hundred thousands whose digits half precision does not have."""
    scored: list[np.ndarray] = []

    def score(given: Any) -> float:
        scored.append(given["red"])
        return 0.0

    task = toy.task(RED, train=moved(toy.train, 148_000, 10), val=moved(toy.val, 148_000, 10), score=score)
    KerasTrainer(epochs=1, mixed_precision=half).train(task)

    assert scored[0].dtype == np.float32 and np.isfinite(scored[0]).all()
    assert len(np.unique(scored[0])) > len(scored[0]) / 2
