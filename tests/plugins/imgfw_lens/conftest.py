"""A bundle whose network looks for red and green by weights that were written into it, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from imgfw import Bundle, Target
from imgfw.cli.main import main
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.parts import Part
from imgfw_keras.compose import graph_of, head_network
from imgfw_keras.dense import Dense
from imgfw_keras.fitted import KerasEncoder, KerasHead
from imgfw_keras.library import afresh
from imgfw_keras.opened import opened
from imgfw_keras.small_cnn import SmallCnn
from imgfw_lens.network import Lens

SIDE = 32
TARGETS = {
    "colours": Target("colours", "multi-label", ("red", "green")),
    "amount": Target("amount", "number"),
}


def _backbone() -> tuple[SmallCnn, Any]:
    """Channel 0 of each convolution answers to red, channel 1 to green, the others to noise."""
    backbone = SmallCnn(size=SIDE, filters=(4, 8), batch_norm=False)
    network = backbone.build()
    rng = np.random.default_rng(0)
    first, second = (layer for layer in network.layers if type(layer).__name__ == "Conv2D")
    kernel, bias = (np.asarray(each) * 0 for each in first.get_weights())
    kernel[1, 1, :, 0], kernel[1, 1, :, 1] = (1, -1, 0), (-1, 1, 0)
    kernel[..., 2:] = rng.normal(0, 0.1, kernel[..., 2:].shape)
    first.set_weights([kernel, bias])
    kernel, bias = (np.asarray(each) * 0 for each in second.get_weights())
    kernel[1, 1, 0, 0] = kernel[1, 1, 1, 1] = 1
    kernel[..., 2:] = rng.normal(0, 0.1, kernel[..., 2:].shape)
    second.set_weights([kernel, bias])
    return backbone, network


def _head() -> tuple[Dense, KerasHead]:
    """Each label by its channel; the amount is how much red there is."""
    component = Dense(targets=("colours", "amount"))
    network = graph_of(head_network(component, TARGETS, {"features": (8,)}))
    weights = {(8, 2): np.eye(8, 2) * 60, (2,): np.full(2, -2), (8, 1): np.eye(8, 1) * 3, (1,): np.ones(1)}
    network.set_weights([weights[given.shape].astype("float32") for given in network.get_weights()])
    return component, KerasHead(network, component.inputs, (("colours", 2), ("amount", 1)))


def made_of(*, head: Any = None, fitted: Any = None) -> Bundle:
    """A bundle of that network; another head may take the place of its own."""
    afresh(0)
    backbone, network = _backbone()
    component, own = _head()
    part = Part(head or component, fitted or own)
    decisions = {"colours": Decision(thresholds=(0.5, 0.5), temperature=1.5), "amount": Decision()}
    encoder = Encoder(SIDE, (), (), Part(backbone, KerasEncoder(backbone, network)))
    return Bundle(encoder, {"colours": part}, TARGETS, decisions)


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle that all of it is tried on."""
    return made_of()


@pytest.fixture(scope="session")
def lens(bundle: Bundle) -> Lens:
    """The lens on it."""
    return Lens(bundle, opened(bundle))


def drawn(*squares: tuple[str, int, int], side: int = SIDE) -> np.ndarray:
    """A grey picture uint8 (side, side, 3) with squares of 8 pixels: their colour, x and y."""
    image = np.full((side, side, 3), 90, np.uint8)
    for colour, x, y in squares:
        image[y : y + 8, x : x + 8] = {"red": (230, 40, 40), "green": (40, 230, 40)}[colour]
    return image


@pytest.fixture(scope="session")
def small() -> SimpleNamespace:
    """What makes bundles and pictures."""
    return SimpleNamespace(made_of=made_of, drawn=drawn, SIDE=SIDE)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder: red at the upper left, green at the lower right, both, and nothing."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, squares in (
        ("a-red", [("red", 4, 4)]),
        ("b-green", [("green", 20, 20)]),
        ("c-both", [("red", 20, 4), ("green", 4, 20)]),
        ("d-grey", []),
    ):
        Image.fromarray(drawn(*squares)).save(folder / f"{name}.png")
    return folder


@pytest.fixture
def asked(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """asked(*words) -> the exit code of `imgfw lens` with them; the run "kept" has the bundle."""
    folder = tmp_path / "runs" / "kept" / "bundle"
    bundle.save(folder)
    monkeypatch.chdir(tmp_path)
    return lambda *words: main(["lens", *map(str, words)])
