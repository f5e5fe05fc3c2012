from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from imgfw import Graph, Picture
from imgfw_keras.compose import on_features, on_pixels
from imgfw_keras.convert import NotConverted
from imgfw_keras.dense import Dense
from imgfw_keras.fitted import KerasEncoder, KerasHead
from imgfw_keras.graphs import at_work, patterns
from imgfw_keras.library import keras
from imgfw_keras.loading import NETWORK, loaded
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


HUE = {"hue": Dense(name="hue", target="hue", targets=("hue",))}


def test_heads_are_compared_on_what_the_trained_backbone_gives(
    toy: Any, stranger: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where neither becomes a graph, Keras runs both: from pixels 0..255, scaled once."""
    seen: list[Any] = []

    def noted(network: Any, rows: Any) -> Any:
        seen.extend(rows)
        raise NotConverted("none is wanted")

    monkeypatch.setattr("imgfw_keras.graphs.converted", noted)
    task = toy.task(HUE, stranger())
    composed = on_pixels(task.backbone, task.backbone.network(), task.heads, task.targets)

    trained = at_work(task, composed, ())

    pixels, features = seen
    assert len(pixels) == 4 and pixels.max() > 100
    assert features == pytest.approx(composed.encoding.predict_on_batch(pixels), rel=1e-5)
    picture = Picture(pixels[0].astype(np.uint8))
    assert isinstance(trained.encoder, KerasEncoder) and isinstance(trained.heads["hue"], KerasHead)
    assert trained.encoder.encode(picture) == pytest.approx(features[0], rel=1e-4)


def test_a_head_keeps_its_network_up_to_the_logits(toy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """By target, without what only its graph has: probabilities side by side."""
    monkeypatch.setattr("imgfw_keras.graphs.converted", lambda *_: Graph(b"    TFL3"))
    task = toy.task({"both": Dense(name="both", targets=("hue", "tags"))})
    composed = on_features(task.heads, task.targets, {"features": (3,)})

    head = at_work(task, composed, ()).heads["both"]

    kept = loaded(head.state()[NETWORK])(task.val.inputs["features"])
    assert {name: tuple(values.shape) for name, values in kept.items()} == {"hue": (24, 2), "tags": (24, 3)}
    assert head.outputs == (("hue", 2), ("tags", 3))
