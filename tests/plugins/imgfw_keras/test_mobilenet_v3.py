from __future__ import annotations

from typing import Any

import pytest

from imgfw_keras.mobilenet_v3 import MobileNetV3Large, MobileNetV3Small

pytestmark = [pytest.mark.slow, pytest.mark.keras]


@pytest.mark.parametrize("alpha", [0.75, 1.0])
@pytest.mark.parametrize("cls", [MobileNetV3Large, MobileNetV3Small])
def test_its_constants_are_what_keras_builds(beside: Any, cls: Any, alpha: float) -> None:
    """Parameters, features, arithmetic, and the weights file that Keras asks for."""
    beside.constants(cls(alpha=alpha))


def test_its_features_are_those_of_keras(beside: Any) -> None:
    """With weights from a file as Keras has it, and pixels scaled as Keras scales them for this family."""
    beside.agree(MobileNetV3Small(alpha=0.75))


@pytest.mark.parametrize("cls", [MobileNetV3Large, MobileNetV3Small])
def test_it_becomes_a_graph(beside: Any, cls: Any) -> None:
    """LiteRT gives the features of Keras."""
    beside.becomes_a_graph(cls(size=64, weights="none"))
