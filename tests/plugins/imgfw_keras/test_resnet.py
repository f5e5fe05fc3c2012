from __future__ import annotations

from typing import Any

import pytest

from imgfw_keras.resnet import ResNet50, ResNet50V2, ResNet101, ResNet101V2, ResNet152, ResNet152V2

pytestmark = [pytest.mark.slow, pytest.mark.keras]


@pytest.mark.parametrize("cls", [ResNet50, ResNet50V2, ResNet101, ResNet101V2, ResNet152, ResNet152V2])
def test_its_constants_are_what_keras_builds(beside: Any, cls: Any) -> None:
    """Parameters, features, arithmetic, and the weights file that Keras asks for."""
    beside.constants(cls())


@pytest.mark.parametrize("cls", [ResNet50, ResNet50V2])
def test_its_features_are_those_of_keras(beside: Any, cls: Any) -> None:
    """With weights from a file as Keras has it, and pixels scaled as Keras scales them for this family."""
    beside.agree(cls(size=64))


@pytest.mark.parametrize("cls", [ResNet50, ResNet50V2])
def test_it_becomes_a_graph(beside: Any, cls: Any) -> None:
    """LiteRT gives the features of Keras."""
    beside.becomes_a_graph(cls(size=64, weights="none"))
