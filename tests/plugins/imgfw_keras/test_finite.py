from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError, NeuralHead, Output, Rows
from imgfw_keras.dense import Dense
from imgfw_keras.finite import all_finite, check_inputs
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

INF, NAN = float("inf"), float("nan")
HEADS = {
    "hue": Dense(name="hue", target="hue", targets=("hue",)),
    "red": Dense(name="red", target="red", targets=("red",)),
}


def with_input(rows: Rows, row: int, column: int, value: float) -> Rows:
    """The rows, one feature of one of them replaced."""
    features = rows.inputs["features"].copy()
    features[row, column] = value
    return rows.given("features", features)


def with_pixel(rows: Rows, row: int, value: float) -> Rows:
    """The rows, one pixel of one of them replaced."""
    draw = rows.draw
    assert draw is not None

    def drawn(each: int, epoch: int) -> np.ndarray:
        image = draw(each, epoch).copy()
        image[3, 4, 1] = value if each == row else image[3, 4, 1]
        return image

    return replace(rows, draw=drawn)


def with_weight(rows: Rows, row: int, value: float) -> Rows:
    """The rows, one of which weighs otherwise."""
    weights = rows.weights["hue"].copy()
    weights[row] = value
    return replace(rows, weights={**rows.weights, "hue": weights})


def with_truth(rows: Rows, row: int, value: float) -> Rows:
    """The rows, the number of one of them replaced."""
    red = rows.truth["red"].copy()
    red[row] = value
    return replace(rows, truth={**rows.truth, "red": red})


CASES: list[tuple[str, Callable[[Rows], Rows], int]] = [
    *(
        (f"feature {column} of {row} is {v}", lambda r, a=row, b=column, v=v: with_input(r, a, b, v), row)
        for row, column, v in (
            (0, 0, NAN), (47, 2, NAN), (13, 1, INF), (13, 1, -INF), (1, 0, INF), (46, 2, -INF), (24, 1, NAN),
        )
    ),
    *(
        (f"a pixel of {row} is {value}", lambda r, a=row, v=value: with_pixel(r, a, v), row)
        for row, value in ((0, NAN), (47, INF), (20, -INF), (7, NAN), (33, INF))
    ),
    *(
        (f"the weight of {row} is {value}", lambda r, a=row, v=value: with_weight(r, a, v), row)
        for row, value in ((0, NAN), (47, INF), (8, -INF), (21, NAN))
    ),
    *(
        (f"the number of {row} is {value}", lambda r, a=row, v=value: with_truth(r, a, v), row)
        for row, value in ((0, INF), (47, -INF), (11, INF))
    ),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("what", "broken", "row"), CASES, ids=[case[0] for case in CASES])
def test_what_is_no_number_names_its_picture_alone(
    toy: Any, stranger: Callable[..., Any], what: str, broken: Callable[[Rows], Rows], row: int
) -> None:
    """Training stops before it learns from that row, and names it and no other."""
    backbone = stranger() if "pixel" in what else None
    task = toy.task(HEADS, backbone, train=broken(toy.train), score=pytest.fail)

    with pytest.raises(ComponentError, match="not finite") as caught:
        KerasTrainer(batch_size=8, epochs=1).train(task)

    assert str(caught.value).count("toy-") == 1
    assert f"toy-{row:02}.png" in str(caught.value)


class Steep(NeuralHead):
    """A head whose loss is a number, and its slope is none for one row."""

    use: str = "steep"
    trainer = "keras"

    def layers(self, inputs: Any, targets: Any) -> dict[str, Output]:
        """One layer without bias, which begins with zeros."""
        import keras

        def loss(truth: Any, logits: Any) -> Any:
            return keras.ops.sqrt(keras.ops.abs(logits[:, 0]))

        layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
        return {name: Output(layer(inputs["features"]), "linear", loss) for name in targets}


@pytest.mark.slow
def test_weights_that_are_no_numbers_stop_in_the_batch_that_made_them(toy: Any) -> None:
    """The loss is finite and its slope is not: the first batch is named, before another is learned from."""
    task = toy.task({"red": Steep(target="red", targets=("red",))}, score=pytest.fail)

    with pytest.raises(ComponentError, match="weights are not finite in epoch 1") as caught:
        KerasTrainer(batch_size=8).train(task)

    first = np.array_split(np.random.default_rng([task.seed, 1]).permutation(48), 6)[0]
    named = {line.strip() for line in str(caught.value).splitlines()[1:]}
    assert named == {f"toy-{row:02}.png" for row in first}


class Sudden(NeuralHead):
    """A head whose loss is no number in the batch of one row, far from all others."""

    use: str = "sudden"
    trainer = "keras"

    def layers(self, inputs: Any, targets: Any) -> dict[str, Output]:
        """One layer."""
        import keras

        def loss(truth: Any, logits: Any) -> Any:
            return keras.ops.where(truth[:, 0] > 5, NAN, keras.ops.square(logits[:, 0]))

        return {name: Output(keras.layers.Dense(1)(inputs["features"]), "linear", loss) for name in targets}


@pytest.mark.slow
def test_a_loss_that_is_no_number_names_its_batch_among_those_of_its_call(toy: Any) -> None:
    """Six batches are learned from in one call; the third is named, and only its rows."""
    third = np.array_split(np.random.default_rng([toy.task({}).seed, 1]).permutation(48), 6)[2]
    heads = {"red": Sudden(target="red", targets=("red",))}
    task = toy.task(heads, train=with_truth(toy.train, int(third[5]), 1e7), score=pytest.fail)

    with pytest.raises(ComponentError, match="the loss is nan in epoch 1") as caught:
        KerasTrainer(batch_size=8).train(task)

    named = {line.strip() for line in str(caught.value).splitlines()[1:]}
    assert named == {f"toy-{row:02}.png" for row in third}


@pytest.mark.parametrize("value", [NAN, INF, -INF])
@pytest.mark.parametrize("which", [0, -1])
def test_any_weight_is_looked_at(value: float, which: int) -> None:
    """The first and the last variable, those that do not learn included."""
    import keras

    layers = [keras.layers.Input((2,)), keras.layers.Dense(2), keras.layers.BatchNormalization()]
    network = keras.Sequential(layers)
    assert all_finite(network.weights)

    changed = network.weights[which].numpy().copy()
    changed.flat[-1] = value
    network.weights[which].assign(changed)

    assert not all_finite(network.weights)


def test_every_input_of_a_batch_is_looked_at(toy: Any) -> None:
    """Predictions of other heads as well as features; the row is named, not its place in the batch."""
    rows, features, others = np.array([40, 7, 9]), np.zeros((3, 4)), np.zeros((3, 2))
    check_inputs(toy.train.samples, rows, [features, others], "epoch 1")
    others[1, 1] = NAN

    with pytest.raises(ComponentError, match=r"inputs are not finite in epoch 1.*\n  toy-07\.png$"):
        check_inputs(toy.train.samples, rows, [features, others], "epoch 1")


@pytest.mark.slow
def test_at_most_twenty_pictures_are_named(toy: Any) -> None:
    """The rest is counted."""
    train = toy.train.given("features", np.full((48, 3), NAN, np.float32))

    with pytest.raises(ComponentError, match="and 28 more") as caught:
        KerasTrainer(batch_size=48).train(toy.task(HEADS, train=train))

    assert str(caught.value).count("toy-") == 20
