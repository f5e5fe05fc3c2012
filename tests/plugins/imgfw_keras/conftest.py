"""A plugin of somebody else's that knows nothing of imgfw_keras, and something small to train on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar, Literal

import numpy as np
import pytest

from imgfw import NeuralBackbone, NeuralHead, Output, Rows, Sample, Target, TrainingTask

SIDE = 16


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
