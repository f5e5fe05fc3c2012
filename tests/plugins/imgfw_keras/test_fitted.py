from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from imgfw import Picture, Target
from imgfw_keras.compose import graph_of, head_network
from imgfw_keras.dense import Dense
from imgfw_keras.fitted import KerasEncoder, KerasHead
from imgfw_keras.library import afresh
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

TARGETS = {"hue": Target("hue", "classes", ("a", "b")), "age": Target("age", "number")}


@pytest.fixture(scope="module")
def head() -> KerasHead:
    """A head of two targets on two inputs, run by Keras."""
    afresh(0)
    component = Dense(inputs=("features", "head:other"))
    network = graph_of(head_network(component, TARGETS, {"features": (4,), "head:other": (3,)}))
    return KerasHead(network, component.inputs, (("hue", 2), ("age", 1)))


def rows(count: int) -> dict[str, np.ndarray]:
    """Inputs of so many rows."""
    rng = np.random.default_rng(count)
    return {
        "features": rng.normal(size=(count, 4)).astype("float32"),
        "head:other": rng.normal(size=(count, 3)).astype("float32"),
    }


def test_an_encoder_comes_back_from_its_state(stranger: Callable[..., Any]) -> None:
    """Without a graph the trainer restores the network itself; features are the same to the bit."""
    backbone = stranger()
    encoder = KerasEncoder(backbone, backbone.network())
    picture = Picture(np.random.default_rng(0).integers(0, 256, (20, 20, 3)).astype(np.uint8))

    again = KerasTrainer().restore(backbone, encoder.state())

    assert np.array_equal(again.encode(picture), encoder.encode(picture))
    assert again.encode(picture).shape == (6,)


def test_a_head_comes_back_from_its_state(head: KerasHead) -> None:
    """Without a graph the trainer restores the head's network with what it takes and gives."""
    again = KerasTrainer().restore(Dense(), head.state())

    assert (again.inputs, again.outputs) == (head.inputs, head.outputs)
    assert np.array_equal(again.predict(rows(3))["age"], head.predict(rows(3))["age"])


def test_a_row_alone_equals_itself_among_others(head: KerasHead) -> None:
    """Keras too is asked one row at a time."""
    inputs = rows(5)

    together = head.predict(inputs)["hue"]

    alone = head.predict({name: values[3:4] for name, values in inputs.items()})["hue"]
    assert np.array_equal(together[3:4], alone)


def test_no_rows_give_empty_arrays(head: KerasHead) -> None:
    """No rows in, arrays of the right width out."""
    given = head.predict(rows(0))

    assert {name: values.shape for name, values in given.items()} == {"hue": (0, 2), "age": (0, 1)}
