from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError, Output, Target
from imgfw_keras.compose import alone, encoding_of, freeze, graph_of, head_network, on_features, on_pixels
from imgfw_keras.dense import Dense
from imgfw_keras.library import afresh, keras
from imgfw_keras.small_cnn import SmallCnn

pytestmark = pytest.mark.keras

HUE = {"hue": Target("hue", "classes", ("a", "b", "c"))}
BOTH = {**HUE, "tags": Target("tags", "multi-label", ("x", "y"))}


@pytest.fixture
def network() -> Any:
    """A small network of two blocks."""
    afresh(0)
    return SmallCnn(size=32, filters=(4, 6)).network()


@pytest.mark.parametrize(
    ("until", "moving"), [(None, [True, True]), (0, [True, True]), (2, [False, True]), (3, [False, True])]
)
def test_freezing_counts_layers_the_input_included(network: Any, until: Any, moving: list[bool]) -> None:
    """The first layers stay, as Keras lists them with the input layer; the others learn."""
    freeze(network, until)

    convolutions = [layer.trainable for layer in network.layers if "conv" in layer.name]
    assert convolutions == moving


def test_freezing_up_to_a_name(network: Any) -> None:
    """Every layer up to the one named stays, that one too."""
    names = [layer.name for layer in network.layers]

    freeze(network, names[3])

    assert [layer.trainable for layer in network.layers] == [False] * 4 + [True] * (len(names) - 4)


def test_an_unknown_layer_is_refused_with_near_names(network: Any) -> None:
    """A name that no layer has is refused, and the nearest ones are told."""
    with pytest.raises(ComponentError, match=r"conv2d_9.*conv2d"):
        freeze(network, "conv2d_9")


@pytest.mark.parametrize("until", ["all", 100])
def test_freezing_everything_is_refused(network: Any, until: Any) -> None:
    """A freeze that leaves nothing to train says what trains heads alone."""
    with pytest.raises(ComponentError, match=r"nothing .*to train"):
        freeze(network, until)


def test_frozen_batch_norm_does_not_move(network: Any) -> None:
    """A frozen layer's statistics stay as they are while others learn."""
    composed = on_pixels(SmallCnn(size=32, filters=(4, 6)), network, {"hue": Dense()}, HUE)
    freeze(network, 4)
    before, later = network.layers[2].get_weights(), network.layers[-1]
    losses, weights = composed.losses()
    composed.training.compile("sgd", loss=losses, loss_weights=weights, jit_compile=False)

    pixels = np.random.default_rng(0).uniform(0, 255, (4, 32, 32, 3)).astype("float32")
    composed.training.train_on_batch(pixels, {"hue": np.array([0, 1, 2, 0])})

    assert all(np.array_equal(a, b) for a, b in zip(before, network.layers[2].get_weights(), strict=True))
    assert later.trainable


def test_a_head_that_leaves_a_target_out_is_refused() -> None:
    """Logits of the wrong width, and a target without logits, are told with what was expected."""

    class Narrow(Dense):
        def layers(self, inputs: Any, targets: Any) -> dict[str, Output]:
            return {"hue": Output(inputs["features"], "softmax", "crossentropy")}

    with pytest.raises(ComponentError, match=r"\"hue\" expected logits \(N, 3\), got \(None, 8\)"):
        head_network(Narrow(), HUE, {"features": (8,)})
    with pytest.raises(ComponentError, match=r"\"tags\" expected logits \(N, 2\), got none"):
        head_network(Narrow(), {"tags": BOTH["tags"]}, {"features": (8,)})


def test_an_unknown_loss_is_refused() -> None:
    """The names of losses are listed where one is unknown."""

    class Odd(Dense):
        def layers(self, inputs: Any, targets: Any) -> dict[str, Output]:
            logits = keras().layers.Dense(3)(inputs["features"])
            return {"hue": Output(logits, "softmax", "guesswork")}

    with pytest.raises(ComponentError, match=r"guesswork.*crossentropy"):
        on_features({"hue": Odd()}, HUE, {"features": (8,)}).losses()


def test_a_heads_graph_puts_targets_side_by_side() -> None:
    """The probabilities of all targets stand beside each other, each with its activation."""
    head = head_network(Dense(), BOTH, {"features": (8,)})

    found = keras().ops.convert_to_numpy(graph_of(head)(np.ones((2, 8), np.float32)))

    assert found.shape == (2, 5)
    assert np.allclose(found[:, :3].sum(axis=1), 1)
    assert ((found > 0) & (found < 1)).all()


def test_heads_see_only_their_inputs() -> None:
    """Each head gets the inputs it names; together they ask for each once."""
    heads = {"hue": Dense(target="hue"), "tags": Dense(target="tags", inputs=("head:other", "features"))}

    composed = on_features(heads, BOTH, {"features": (8,), "head:other": (3,)})

    assert composed.names == ("features", "head:other")
    assert composed.heads["tags"].network.count_params() == 11 * 2 + 2
    assert set(composed.training.output) == {"hue", "tags"}


def test_encoding_is_scaling_and_network(stranger: Callable[..., Any]) -> None:
    """From pixels to features is the same as scaling by hand and asking the network."""
    backbone = stranger()
    network = backbone.network()
    pixels = np.full((1, 16, 16, 3), 100, np.float32)

    found = keras().ops.convert_to_numpy(encoding_of(backbone, network)(pixels))

    assert np.allclose(found, keras().ops.convert_to_numpy(network(pixels / 255)))


def test_one_value_stands_alone() -> None:
    """A list of one becomes the one; longer lists stay."""
    assert (alone(["a"]), alone(["a", "b"])) == ("a", ["a", "b"])
