"""A plugin of somebody else's, something small to train on, and Keras itself beside the backbones."""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar, Literal

import numpy as np
import pytest

from imgfw import (
    GraphEncoder,
    GraphHead,
    NeuralBackbone,
    NeuralHead,
    Output,
    Picture,
    Rows,
    Sample,
    Target,
    TrainingTask,
)
from imgfw_keras.applications import Application
from imgfw_keras.compose import encoding_of
from imgfw_keras.fitted import KerasEncoder, KerasHead
from imgfw_keras.graphs import encoder_at_work, patterns
from imgfw_keras.library import afresh, keras, versions
from imgfw_keras.trainer import KerasTrainer

SIDE = 16
MAKES_GRAPHS = versions()["backend"] == "tensorflow"


@cache
def _settled() -> None:
    """The library is there to stay: looking for garbage before each training need not look there."""
    keras()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def settled(request: pytest.FixtureRequest) -> None:
    """Before the first test that needs Keras."""
    if request.node.get_closest_marker("keras"):
        _settled()


class Stranger(NeuralBackbone):
    """A tiny network of a plugin of its own."""

    trainer: ClassVar[str] = "keras"
    use: Literal["stranger"] = "stranger"
    given: bool = False

    @property
    def pretrained(self) -> bool:
        return self.given

    def network(self) -> Any:
        import keras

        x = inputs = keras.Input((SIDE, SIDE, 3))
        x = keras.layers.Conv2D(6, 3, strides=2, name="first")(x)
        x = keras.layers.BatchNormalization(momentum=0.5)(x)
        x = keras.layers.Dropout(0.1)(keras.layers.ReLU()(x))
        return keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(x))

    def scaled(self, x: Any) -> Any:
        return x / 255.0

    def pixels(self, image: np.ndarray) -> np.ndarray:
        return image[:SIDE, :SIDE].astype("float32")


class Guess(NeuralHead):
    """A tiny head of a plugin of its own, with a loss of its own."""

    trainer: ClassVar[str] = "keras"
    use: Literal["guess"] = "guess"

    def layers(self, inputs: Mapping[str, Any], targets: Mapping[str, Target]) -> dict[str, Output]:
        import keras

        (x,) = inputs.values()
        return {
            name: Output(keras.layers.Dense(target.width)(x), "softmax", _loss)
            for name, target in targets.items()
        }


def _loss(truth: Any, logits: Any) -> Any:
    import keras

    return keras.losses.sparse_categorical_crossentropy(truth, logits, from_logits=True)


@dataclass(frozen=True)
class Toy:
    """Pictures that are reddish or bluish, and how red they are: 48 to learn from, 24 to choose on."""

    images: np.ndarray
    targets: Mapping[str, Target]
    train: Rows
    val: Rows
    folder: Path

    def task(self, heads: Mapping[str, Any], backbone: Any = None, **changes: Any) -> TrainingTask:
        """To train these heads, and this backbone with them; or on features, the mean colours."""
        task = TrainingTask(
            backbone=backbone,
            encoder=None if backbone else "kept features",
            heads=heads,
            targets=self.targets,
            train=self.train,
            val=self.val,
            seed=3,
            folder=Path(mkdtemp(dir=self.folder)),
            workers=2,
            deadline=None,
            score=lambda given: float((given["hue"].argmax(axis=1) == self.val.truth["hue"]).mean()),
            say=lambda text: None,
        )
        return replace(task, **changes)


def _rows(images: np.ndarray, red: np.ndarray) -> Rows:
    count = len(images)
    hue = (red > 0.5).astype(np.int64)
    tags = np.stack([red > 0.5, red > 0.2, red > 0.8], axis=1).astype(np.float32)
    ones = np.ones(count, np.float32)
    return Rows(
        samples=tuple(Sample(uri=f"toy-{row:02}.png") for row in range(count)),
        numbers=np.zeros(count, np.int64),
        truth={"hue": hue, "tags": tags, "red": red.astype(np.float32)},
        weights={"hue": ones, "tags": ones, "red": ones},
        groups=tuple(str(row) for row in range(count)),
        inputs={
            "features": (images.mean(axis=(1, 2)) / 255).astype(np.float32),
            "head:other": np.eye(4, dtype=np.float32)[np.arange(count) % 4],
        },
        draw=lambda row, epoch: np.roll(images[row], epoch, axis=0).astype(np.float32),
    )


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """Something small to train on."""
    rng = np.random.default_rng(0)
    red = rng.uniform(0, 1, 72)
    images = rng.uniform(0, 60, (72, SIDE, SIDE, 3))
    images[..., 0] += 190 * red[:, None, None]
    images[..., 2] += 190 * (1 - red)[:, None, None]
    images = images.astype(np.uint8)
    targets = {
        "hue": Target("hue", "classes", ("blue", "red")),
        "tags": Target("tags", "multi-label", ("red", "some", "much")),
        "red": Target("red", "number"),
    }
    folder = tmp_path_factory.mktemp("training")
    return Toy(images, targets, _rows(images[:48], red[:48]), _rows(images[48:], red[48:]), folder)


@pytest.fixture(scope="session")
def stranger() -> Callable[..., Stranger]:
    """The backbone of somebody else's plugin."""
    return Stranger


@pytest.fixture(scope="session")
def guess() -> Callable[..., Guess]:
    """The head of somebody else's plugin."""
    return Guess


@pytest.fixture(scope="session")
def learned() -> Callable[[Any], str]:
    """learned(fitted) -> what tells apart what was learned: of its graph, or of its weights without one."""

    def told(fitted: Any) -> str:
        if hasattr(fitted, "graph"):
            return str(fitted.graph.digest)
        digest = sha256()
        for values in fitted.network.get_weights():
            digest.update(repr((values.dtype, values.shape)).encode() + values.tobytes())
        return digest.hexdigest()

    return told


@pytest.fixture(scope="session")
def graphs() -> None:
    """For tests of graphs, which are skipped where Keras makes none."""
    if not MAKES_GRAPHS:
        pytest.skip("only the TensorFlow backend of Keras makes LiteRT graphs")


@pytest.fixture(scope="session")
def as_a_graph() -> Callable[[Any], bool]:
    """as_a_graph(fitted) -> whether it works as a graph; by Keras, where that makes none."""
    kinds = (GraphEncoder, GraphHead) if MAKES_GRAPHS else (KerasEncoder, KerasHead)
    return lambda fitted: isinstance(fitted, kinds)


@pytest.fixture(scope="session")
def restored() -> Callable[..., Any]:
    """restored(component, state) -> what gave the state: by its graph, by the trainer where it has none."""

    def made(component: Any, state: Mapping[str, Any]) -> Any:
        if "graph.tflite" in state:
            return component.restore(state)
        return KerasTrainer.restore(component, state)

    return made


GET_FILE = "keras.src.utils.file_utils.get_file"


@dataclass(frozen=True)
class Beside:
    """Keras' own function of a backbone is called as it is called for ImageNet, and nothing downloaded.

    home  takes the place of Keras' own folder
    """

    home: Path
    monkeypatch: pytest.MonkeyPatch
    request: pytest.FixtureRequest

    def constants(self, backbone: Application) -> None:
        """What is told of a backbone is what Keras builds, at its default size, and the file it asks for."""
        asked: list[tuple[str, str]] = []
        models = keras().Model
        afresh(0)
        with self.monkeypatch.context() as patched:
            patched.setattr(GET_FILE, lambda name, origin, **_: asked.append((name, origin)))
            patched.setattr(models, "load_weights", lambda *_: None)
            network = _function(backbone, "imagenet")

        told, file = backbone.variant, backbone.weights_file()
        weights = 4e-6 * told.parameters
        assert network.count_params() == told.parameters
        assert network.output_shape == (None, told.features)
        assert told.gflops == pytest.approx(self.gflops(network), rel=5e-3)
        assert weights < told.megabytes < 1.02 * weights + 5e-3 * len(network.layers)
        assert asked == [(file.name, file.origin)]

    def gflops(self, network: Any) -> float:
        """Operations of its convolutions and dense layers for one picture, in 10^9."""
        operations = 0
        for layer in network._flatten_layers(recursive=True, include_self=False):
            own = [] if hasattr(layer, "layers") else layer.weights
            kernels = [math.prod(weight.shape) for weight in own if weight.name.endswith("kernel")]
            operations += 2 * sum(kernels) * (math.prod(layer.output.shape[1:-1]) if kernels else 0)
        return operations / 1e9

    def agree(self, backbone: Application) -> None:
        """With equal weights, imgfw's network and Keras' give the same features of the same pixels.

        The file of weights is made up, of random values, and of what is known of the real ones where scaling
        depends on it.
        """
        self.monkeypatch.setenv("KERAS_HOME", str(self.home))
        file = backbone.weights_file().path
        file.parent.mkdir()
        afresh(0)
        _trained(_function(backbone, None)).save(file)
        with self.monkeypatch.context() as patched:
            patched.setattr(GET_FILE, lambda *_, **__: str(file))
            theirs = _function(backbone, "imagenet")
        pixels = np.random.default_rng(0).uniform(0, 255, (2, *theirs.input_shape[1:])).astype("float32")
        function = getattr(keras().applications, type(backbone).__name__)
        scaled = sys.modules[function.__module__].preprocess_input(pixels.copy())  # type: ignore[attr-defined]
        wanted = keras().ops.convert_to_numpy(theirs(scaled, training=False))

        backbone.prepare(pytest.fail)
        given = keras().ops.convert_to_tensor(pixels)
        found = keras().ops.convert_to_numpy(backbone.network()(backbone.scaled(given), training=False))

        largest = np.abs(wanted).max()
        assert np.abs(found - wanted).max() <= 1e-5 * largest
        assert np.ptp(wanted, axis=0).max() > 1e-3 * largest, "both pictures look alike to it"

    def becomes_a_graph(self, backbone: Application) -> None:
        """Without weights it becomes a graph whose features are Keras' within 1e-4 of the largest."""
        self.request.getfixturevalue("graphs")
        afresh(0)
        network = backbone.network()
        encoding = encoding_of(backbone, network)
        image = np.random.default_rng(1).integers(0, 256, (backbone.size, backbone.size, 3)).astype(np.uint8)

        encoder = encoder_at_work(backbone, network, encoding, patterns(encoding), pytest.fail, kept={})

        features = encoder.encode(Picture(image))
        wanted = np.asarray(network(backbone.scaled(image[None].astype("float32")), training=False))[0]
        assert isinstance(encoder, GraphEncoder)
        assert features.shape == wanted.shape
        assert np.abs(features - wanted).max() <= 1e-4 * np.abs(wanted).max()


def _function(backbone: Application, weights: str | None) -> Any:
    shape = (backbone.size, backbone.size, 3)
    function = getattr(keras().applications, type(backbone).__name__)
    return function(input_shape=shape, include_top=False, weights=weights, pooling="avg", **backbone.options)


def _trained(network: Any) -> Any:
    """With the colours that Keras' weights of EfficientNet hold; other networks as they are."""
    for layer in network.layers:
        if type(layer).__name__ == "Normalization" and layer.input_mean is None:
            mean, variance = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
            layer.set_weights([mean, variance, np.array(0)])
    return network


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Beside:
    """Backbones of keras.applications compared with Keras itself."""
    return Beside(tmp_path, monkeypatch, request)
