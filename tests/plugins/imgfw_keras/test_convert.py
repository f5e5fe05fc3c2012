from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError
from imgfw_keras.convert import NotConverted, _compare, converted
from imgfw_keras.library import afresh, keras

pytestmark = pytest.mark.keras

ROWS = np.random.default_rng(0).normal(size=(3, 6)).astype("float32")


def dense(layer: Any) -> Any:
    """A network of one layer on six numbers."""
    given = keras().Input((6,))
    return keras().Model(given, layer(given))


@pytest.mark.slow
@pytest.mark.usefixtures("graphs")
def test_a_graph_takes_inputs_in_the_networks_order() -> None:
    """Two inputs of one shape that count differently are not mixed up."""
    afresh(0)
    left, right = keras().Input((6,), name="zebra"), keras().Input((6,), name="ant")
    network = keras().Model([left, right], keras().layers.Subtract()([left, keras().layers.Dense(6)(right)]))

    graph = converted(network, [ROWS, ROWS + 1])

    wanted = np.asarray(network([ROWS[:1], ROWS[:1] + 1]))
    assert np.allclose(graph(ROWS[:1], ROWS[:1] + 1)[0], wanted, atol=1e-5)


@pytest.mark.slow
@pytest.mark.usefixtures("graphs")
def test_the_same_network_gives_the_same_file() -> None:
    """Conversion leaves no trace of when or where it was done."""

    def made() -> str:
        return converted(dense(afresh(4).layers.Dense(3)), [ROWS]).digest

    assert made() == made()


@pytest.mark.usefixtures("graphs")
def test_a_graph_that_answers_otherwise_is_refused() -> None:
    """A network whose graph computes something else than Keras is not trusted."""

    class Chance(keras().layers.Layer):  # type: ignore[misc]
        def call(self, x: Any) -> Any:
            return x + keras().random.normal((1, 6), seed=self.seeds)

        def build(self, shape: Any) -> None:
            self.seeds = keras().random.SeedGenerator(1)

    with pytest.raises(NotConverted):
        converted(dense(Chance()), [ROWS])


@pytest.mark.usefixtures("graphs")
def test_an_operation_that_litert_lacks_is_told() -> None:
    """A network that only TensorFlow can compute has no graph, and the reason is given."""

    class Spectrum(keras().layers.Layer):  # type: ignore[misc]
        def call(self, x: Any) -> Any:
            return keras().ops.svd(keras().ops.reshape(x, (-1, 2, 3)), compute_uv=False)

    with pytest.raises(NotConverted, match=r"\w"):
        converted(dense(Spectrum()), [ROWS])


def test_other_backends_make_no_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is told, and not tried."""
    monkeypatch.setattr("imgfw_keras.convert.on_tensorflow", lambda: False)

    with pytest.raises(NotConverted, match="only the TensorFlow backend of Keras makes LiteRT graphs"):
        converted(dense(afresh(0).layers.Dense(3)), [ROWS])


@pytest.mark.parametrize("tensorflow", [True, False])
def test_a_network_that_diverged_is_an_error(monkeypatch: pytest.MonkeyPatch, tensorflow: bool) -> None:
    """Where Keras itself computes no numbers, training went wrong; nothing is converted or put to work."""
    monkeypatch.setattr("imgfw_keras.convert.on_tensorflow", lambda: tensorflow)
    network = dense(afresh(0).layers.Dense(3))
    network.set_weights([np.full_like(values, np.nan) for values in network.get_weights()])

    with pytest.raises(ComponentError, match="not finite"):
        converted(network, [ROWS])


class Answers:
    """What stands for a graph: it answers each row with the next of these."""

    def __init__(self, answers: Any, size: int = 1000) -> None:
        self.content, self.answers = bytes(size), iter(answers)

    def __call__(self, row: np.ndarray) -> tuple[np.ndarray]:
        return (next(self.answers),)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("apart", [1e-3, np.nan])
def test_every_row_is_compared_beside_its_largest_value(scale: float, apart: float) -> None:
    """The last as well, by a share of what Keras answers; what is no number is not near any."""
    network = dense(afresh(0).layers.Dense(6))
    wanted = [scale * row[None] / np.abs(row).max() for row in ROWS]
    near = [answer * (1 + 5e-5) for answer in wanted]
    far = [*near[:2], wanted[2] + scale * apart]

    _compare(Answers(near), network, [ROWS], wanted)
    with pytest.raises(NotConverted, match="the graph differs from Keras by"):
        _compare(Answers(far), network, [ROWS], wanted)


def test_a_graph_smaller_than_its_weights_is_refused() -> None:
    """At two bytes a weight, the least that any has."""
    network = dense(afresh(0).layers.Dense(6))

    with pytest.raises(NotConverted, match="the graph has 83 bytes, expected at least 84: no weights"):
        _compare(Answers(ROWS[:, None], size=83), network, [ROWS], list(ROWS[:, None]))


@pytest.mark.slow
@pytest.mark.usefixtures("graphs")
def test_more_than_ten_inputs_keep_their_order() -> None:
    """The tenth does not come before the second."""
    inputs = [keras().Input((1,)) for _ in range(12)]
    network = keras().Model(inputs, keras().layers.Concatenate()(inputs))
    rows = [np.full((1, 1), place, np.float32) for place in range(12)]

    (found,) = converted(network, rows)(*rows)

    assert found[0].tolist() == list(range(12))
