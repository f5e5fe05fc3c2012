from __future__ import annotations

from typing import Any

import pytest

from imgfw import ComponentError
from imgfw_keras.library import versions
from imgfw_keras.nasnet import NASNetLarge, NASNetMobile

pytestmark = [pytest.mark.slow, pytest.mark.keras]

BUILT = pytest.mark.skipif(
    versions()["backend"] == "torch", reason="Keras does not build NASNetMobile with PyTorch"
)


@pytest.mark.parametrize("cls", [NASNetLarge, pytest.param(NASNetMobile, marks=BUILT)])
def test_its_constants_are_what_keras_builds(beside: Any, cls: Any) -> None:
    """Parameters, features, arithmetic, and the weights file that Keras asks for."""
    beside.constants(cls())


@BUILT
def test_its_features_are_those_of_keras(beside: Any) -> None:
    """With weights from a file as Keras has it, and pixels scaled as Keras scales them for this family."""
    beside.agree(NASNetMobile(size=64))


def test_it_becomes_a_graph(beside: Any) -> None:
    """LiteRT gives the features of Keras."""
    beside.becomes_a_graph(NASNetMobile(size=64, weights="none"))


def test_what_keras_does_not_build_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small one with PyTorch, with what else to take."""
    monkeypatch.setattr("imgfw_keras.nasnet.backend", lambda: "torch")

    with pytest.raises(
        ComponentError, match="nasnet-mobile: Keras does not build it with KERAS_BACKEND=torch"
    ):
        NASNetMobile(size=64, weights="none").network()
