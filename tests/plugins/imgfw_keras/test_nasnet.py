from __future__ import annotations

from typing import Any

import pytest

from imgfw_keras.nasnet import NASNetLarge, NASNetMobile

pytestmark = [pytest.mark.slow, pytest.mark.keras]


@pytest.mark.parametrize("cls", [NASNetLarge, NASNetMobile])
def test_its_constants_are_what_keras_builds(beside: Any, cls: Any) -> None:
    """Parameters, features, arithmetic, and the weights file that Keras asks for."""
    beside.constants(cls())


def test_its_features_are_those_of_keras(beside: Any) -> None:
    """With weights from a file as Keras has it, and pixels scaled as Keras scales them for this family."""
    beside.agree(NASNetMobile(size=64))


def test_it_becomes_a_graph(beside: Any) -> None:
    """LiteRT gives the features of Keras."""
    beside.becomes_a_graph(NASNetMobile(size=64, weights="none"))
