from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import ComponentError, Target, Trained
from imgfw_keras.dense import Dense
from imgfw_keras.layered import side_by_side
from imgfw_keras.library import afresh, keras
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

TARGETS = {
    "hue": Target("hue", "classes", ("a", "b", "c")),
    "grade": Target("grade", "ordinal", ("low", "middle", "high")),
    "tags": Target("tags", "multi-label", ("x", "y")),
    "age": Target("age", "number"),
}


def network_of(head: Dense, width: int = 400) -> Any:
    """The network of a head on features, for a class."""
    afresh(1)
    given = keras().Input((width,))
    return keras().Model(given, head.layers({"features": given}, {"hue": TARGETS["hue"]})["hue"].logits)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("initializer", "deviation", "most"),
    [
        ("glorot", (2 / (400 + 300)) ** 0.5, (6 / (400 + 300)) ** 0.5),
        ("he", (2 / 400) ** 0.5, 1),
        ("normal", 0.05, 1),
    ],
)
def test_weights_begin_as_asked(initializer: Any, deviation: float, most: float) -> None:
    """The spread of the weights of a hidden layer is that of the initializer; the seed decides the rest."""
    network = network_of(Dense(units=(300,), initializer=initializer))

    kernel, bias = network.layers[1].get_weights()

    assert np.isclose(kernel.std(), deviation, rtol=0.03)
    assert np.abs(kernel).max() <= most
    assert not bias.any()
    again = network_of(Dense(units=(300,), initializer=initializer))
    assert np.array_equal(again.layers[1].get_weights()[0], kernel)


@pytest.mark.slow
def test_l2_is_added_to_the_loss() -> None:
    """The squares of all weights times the penalty; biases are free. Without a penalty nothing is added."""
    network = network_of(Dense(units=(5,), l2=0.01), width=8)
    squares = sum(
        float((layer.get_weights()[0] ** 2).sum()) for layer in (network.layers[1], network.layers[3])
    )

    (first, second) = (keras().ops.convert_to_numpy(loss) for loss in network.losses)

    assert np.isclose(first + second, 0.01 * squares, rtol=1e-5)
    assert network_of(Dense(units=(5,)), width=8).losses == []


def test_smoothing_changes_the_losses_of_labels_only() -> None:
    """Numbers have no labels; without smoothing the losses are those that have a name."""
    given = {"features": keras().Input((8,))}
    plain, smooth = Dense().layers(given, TARGETS), Dense(label_smoothing=0.1).layers(given, TARGETS)

    assert {name: output.loss for name, output in plain.items()} == {
        "hue": "crossentropy",
        "grade": "crossentropy",
        "tags": "binary-crossentropy",
        "age": "squared-error",
    }
    assert smooth["age"].loss == "squared-error"
    assert all(callable(smooth[name].loss) for name in ("hue", "grade", "tags"))


def test_losses_weigh_as_asked() -> None:
    """A target that is not named counts 1."""
    outputs = Dense(loss_weights={"age": 0.25}).layers({"features": keras().Input((8,))}, TARGETS)

    assert {name: output.weight for name, output in outputs.items()} == {
        "hue": 1,
        "grade": 1,
        "tags": 1,
        "age": 0.25,
    }


def test_a_weight_for_a_stranger_is_refused_with_the_nearest_name() -> None:
    """Where the recipe says which targets there are, before anything runs; else when the layers are made."""
    with pytest.raises(ValidationError, match=r'names "agee", no target .*did you mean "age"'):
        Dense(targets=("hue", "age"), loss_weights={"agee": 2.0})
    with pytest.raises(ValidationError, match='names "age"'):
        Dense(target="hue", loss_weights={"age": 2.0})
    with pytest.raises(ComponentError, match='head/dense: loss_weights names "agee"'):
        Dense(loss_weights={"agee": 2.0}).layers({"features": keras().Input((8,))}, TARGETS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"l2": -0.1},
        {"label_smoothing": 1.0},
        {"label_smoothing": -0.1},
        {"initializer": "magic"},
        {"ordinal": "coral"},
        {"loss_weights": {"hue": 0.0}},
        {"loss_weights": {"hue": float("inf")}},
        {"label_smoothing": 0.1, "ordinal": "cumulative"},
    ],
)
def test_parameters_have_bounds(wrong: dict[str, Any]) -> None:
    """What makes no sense, alone or together, is refused when the component is made."""
    with pytest.raises(ValidationError):
        Dense(**wrong)


def test_labels_in_order_may_share_one_score() -> None:
    """With ordinal = "cumulative" an ordinal target has D + C - 1 weights; others are as they were."""
    given = {"features": keras().Input((8,))}

    outputs = Dense(ordinal="cumulative").layers(given, TARGETS)

    counts = {n: keras().Model(given["features"], o.logits).count_params() for n, o in outputs.items()}
    assert counts == {"hue": 27, "grade": 8 + 2, "tags": 18, "age": 9}
    assert (outputs["grade"].activation, outputs["grade"].loss) == ("softmax", "crossentropy")


def test_one_label_cannot_be_in_order() -> None:
    """It is refused by name."""
    alone = {"grade": Target("grade", "ordinal", ("only",))}

    with pytest.raises(ComponentError, match='"grade" needs two labels or more'):
        Dense(ordinal="cumulative").layers({"features": keras().Input((8,))}, alone)


def test_inputs_stand_side_by_side_and_maps_are_refused() -> None:
    """One alone is itself."""
    given = keras().Input((8,))

    assert side_by_side("any", {"features": given}) is given
    assert side_by_side("any", {"features": given, "head:x": keras().Input((3,))}).shape == (None, 11)
    with pytest.raises(ComponentError, match=r"head/any takes features \(N, D\), got head:x of shape"):
        side_by_side("any", {"features": given, "head:x": keras().Input((3, 3, 2))})


@pytest.fixture(scope="module")
def graded(toy: Any) -> Callable[..., tuple[Trained, np.ndarray]]:
    """graded(head) -> the head trained on three grades of red, and what it says of val."""
    target = Target("red", "ordinal", ("little", "some", "much"))

    def rows(given: Any) -> Any:
        truth = np.digitize(given.truth["red"], [0.33, 0.66])
        return replace(given, truth={"red": truth}, weights={"red": given.weights["red"]})

    def train(head: Any) -> tuple[Trained, np.ndarray]:
        truth = rows(toy.val).truth["red"]
        task = toy.task(
            {"red": head},
            targets={"red": target},
            score=lambda given: float((given["red"].argmax(axis=1) == truth).mean()),
        )
        task = replace(task, train=rows(toy.train), val=rows(toy.val))
        trained = KerasTrainer(epochs=60, batch_size=8, learning_rate=0.05).train(task)
        found = trained.heads["red"].predict({"features": toy.val.inputs["features"]})["red"]
        assert (np.abs(found.argmax(axis=1) - truth) <= 1).all()
        assert (found.argmax(axis=1) == truth).mean() > 0.85
        return trained, found

    return train


@pytest.mark.slow
@pytest.mark.parametrize("ordinal", ["softmax", "cumulative"])
def test_grades_are_learned(graded: Any, as_a_graph: Any, ordinal: Any) -> None:
    """Either way it learns, becomes a graph, and probabilities add up to 1."""
    head = Dense(name="red", target="red", targets=("red",), ordinal=ordinal, units=(8,))

    trained, found = graded(head)

    assert as_a_graph(trained.heads["red"])
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    if ordinal == "cumulative":  # with more red, what is at most a label never becomes likelier
        order = np.argsort(found @ np.arange(3))
        below = np.cumsum(found[order], axis=1)[:, :2]
        assert (np.diff(below, axis=0) <= 1e-4).all()


@pytest.mark.slow
def test_smoothing_and_l2_hold_a_head_back(toy: Any) -> None:
    """Through the trainer: with either the same head is less sure of the rows it learned."""
    sure = {}
    for name, more in {"plain": {}, "smooth": {"label_smoothing": 0.3}, "l2": {"l2": 0.05}}.items():
        head = Dense(name="hue", target="hue", targets=("hue",), **more)
        trained = KerasTrainer(epochs=30, batch_size=8, learning_rate=0.1).train(toy.task({"hue": head}))
        found = trained.heads["hue"].predict({"features": toy.train.inputs["features"]})["hue"]
        sure[name] = found.max(axis=1).mean()

    assert sure["smooth"] < sure["plain"] - 0.05
    assert sure["l2"] < sure["plain"] - 0.05
