from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgfw import decode
from imgfw_keras.mobilenet_v2 import MobileNetV2
from imgfw_keras.trainer import KerasTrainer
from imgfw_keras.weights import ADDRESS

ALPHAS = [float(name.removeprefix("alpha ")) for name in MobileNetV2.variants]


@pytest.mark.parametrize(
    ("alpha", "size", "name"),
    [
        (1.0, 224, "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5"),
        (0.35, 96, "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_96_no_top.h5"),
        (1.4, 300, "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.4_224_no_top.h5"),
    ],
)
def test_the_weights_file_is_the_one_keras_takes(alpha: float, size: int, name: str) -> None:
    """Each width and size has a file of its own; sizes without one take the file made at 224."""
    file = MobileNetV2(alpha=alpha, size=size).weights_file()

    assert (file.origin, file.name) == (f"{ADDRESS}/mobilenet_v2/{name}", name)


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.parametrize("alpha", ALPHAS)
def test_its_constants_are_what_keras_builds(beside: Any, alpha: float) -> None:
    """Parameters, features, arithmetic, and the weights file that Keras asks for."""
    beside.constants(MobileNetV2(alpha=alpha))


@pytest.mark.slow
@pytest.mark.keras
def test_its_features_are_those_of_keras(beside: Any) -> None:
    """With weights from a file as Keras has it, and pixels scaled as Keras scales them for this family."""
    beside.agree(MobileNetV2(alpha=0.35, size=96))


@pytest.mark.slow
@pytest.mark.keras
def test_real_weights_tell_real_photos_apart(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Graph and Keras agree on photos, and most photos lie nearest to one of their own class."""
    monkeypatch.setenv("KERAS_HOME", str(assets / "assets" / "keras_home"))
    backbone = MobileNetV2(alpha=0.35, size=96)
    backbone.prepare(pytest.fail)
    classes = sorted(folder for folder in (assets / "data" / "scenes8").iterdir() if folder.is_dir())[:4]
    photos = [decode(file.read_bytes(), 320) for folder in classes for file in sorted(folder.iterdir())[:12]]

    encoder = KerasTrainer().frozen(backbone, lambda text: None)
    features = np.stack([encoder.encode(photo) for photo in photos])

    pixels = np.stack([backbone.pixels(photo.image) for photo in photos])
    wanted = np.asarray(backbone.network().predict_on_batch(backbone.scaled(pixels)))
    assert np.abs(features - wanted).max() <= 1e-4 * np.abs(wanted).max()
    assert _nearest_share(features, 12) > 0.7


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.parametrize("pooling", ["avg", "max", "flatten", "none"])
def test_it_becomes_a_graph_whatever_the_pooling(beside: Any, pooling: str) -> None:
    """At a size that Keras has no weights for."""
    beside.becomes_a_graph(MobileNetV2(alpha=0.35, size=80, pooling=pooling, weights="none"))


def _nearest_share(features: np.ndarray, each: int) -> float:
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    alike = unit @ unit.T - 2 * np.eye(len(unit))
    label = np.arange(len(unit)) // each
    return float((label[alike.argmax(axis=1)] == label).mean())
