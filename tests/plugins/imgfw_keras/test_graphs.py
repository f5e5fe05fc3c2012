from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from imgfw import Picture
from imgfw_keras.dense import Dense
from imgfw_keras.fitted import KerasEncoder
from imgfw_keras.graphs import patterns
from imgfw_keras.library import keras
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras


@pytest.mark.slow
def test_where_no_graph_can_be_made_keras_runs_it_and_says_so(stranger: Callable[..., Any]) -> None:
    """A network that LiteRT cannot compute still encodes, by Keras, and the reason is told."""

    class Singular(stranger):  # type: ignore[valid-type,misc]
        def network(self) -> Any:
            inputs = keras().Input((16, 16, 3))
            x = keras().layers.Lambda(lambda x: keras().ops.svd(x[..., 0], compute_uv=False))(inputs)
            return keras().Model(inputs, x)

    said: list[str] = []
    image = np.random.default_rng(0).integers(0, 256, (16, 16, 3)).astype(np.uint8)

    encoder = KerasTrainer().frozen(Singular(given=True), said.append)

    assert isinstance(encoder, KerasEncoder)
    assert encoder.encode(Picture(image)).shape == (16,)
    assert "has no graph" in said[0]
    assert "predicting needs Keras" in said[0]


@pytest.mark.slow
def test_random_weights_that_stay_are_told(stranger: Callable[..., Any]) -> None:
    """A backbone that is neither trained nor pretrained is named."""
    said: list[str] = []

    KerasTrainer().frozen(stranger(), said.append)

    assert "random weights" in said[0]


@pytest.mark.slow
def test_several_heads_become_a_graph_each(toy: Any, as_a_graph: Any, learned: Any) -> None:
    """Heads trained together, one of them serving two targets, answer each their own targets."""
    heads = {
        "both": Dense(targets=("hue", "red"), units=(8,)),
        "tags": Dense(target="tags", targets=("tags",), inputs=("features", "head:other")),
    }

    result = KerasTrainer(epochs=2).train(toy.task(heads))

    answers = {name: head.predict(toy.val.inputs) for name, head in result.heads.items()}
    assert {t: v.shape for a in answers.values() for t, v in a.items()} == {
        "hue": (24, 2),
        "red": (24, 1),
        "tags": (24, 3),
    }
    assert np.allclose(answers["both"]["hue"].sum(axis=1), 1, atol=1e-5)
    assert all(as_a_graph(head) for head in result.heads.values())
    assert len({learned(head) for head in result.heads.values()}) == 2


def test_patterns_are_pictures_of_the_networks_size(stranger: Callable[..., Any]) -> None:
    """What graph and Keras are compared on fits the network, lies in 0..255 and varies."""
    given = patterns(stranger().network())

    assert given.shape == (3, 16, 16, 3)
    assert given.dtype == np.float32
    assert 0 <= given.min() < 30 < 220 < given.max() <= 255
