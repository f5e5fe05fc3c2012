"""A lens on a run: heat is where a label comes from, and at chance for weights that know nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw import Sample
from imgfw.cli.main import main
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_lens.grad_cam import grad_cam, last_map
from imgfw_lens.network import Lens, opened

pytestmark = [pytest.mark.slow, pytest.mark.keras]
SIDE = 64
RECIPE = f"""
name = "worn"
seed = 1
source = [{{ use = "drawn-selfies", count = 600, people = 600, size = {SIDE} }}]
augmenter = [{{ use = "flip" }}]
backbone = {{ use = "small-cnn", size = {SIDE}, filters = [16, 32, 64] }}
head = [{{ use = "dense", target = "worn" }}]
train = {{ epochs = 24, batch_size = 16, learning_rate = 2e-3 }}
metric = [{{ use = "average-precision" }}]

[target.worn]
type = "multi-label"
from = ["wearing_glasses", "wearing_sunglasses"]
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run that learned to see glasses on drawn selfies."""
    folder = tmp_path_factory.mktemp("seeing")
    (folder / "worn.toml").write_text(RECIPE)
    imgfw.run(folder / "worn.toml", runs=folder / "runs")
    return folder / "runs"


@pytest.fixture(scope="module")
def wearers() -> list[tuple[Sample, np.ndarray]]:
    """Thirty others who wear glasses, as samples and as pictures uint8 (64, 64, 3)."""
    source = DrawnSelfies(count=300, people=300, seed=99, size=SIDE)
    some = [sample for sample in source.samples() if sample.labels["wearing_glasses"] == ("wearing_glasses",)]
    return [(sample, source.read(sample).image) for sample in some[:30]]


def eyes(sample: Sample, shape: tuple[int, int]) -> np.ndarray:
    """How much of each cell (h, w) lies where the eyes are and their frames: a box around both, with a third
    of their distance on each side."""
    assert sample.region is not None
    points = np.asarray(sample.region.landmarks)[36:48]
    room = np.linalg.norm(points[:6].mean(axis=0) - points[6:].mean(axis=0)) / 3
    (left, top), (right, bottom) = points.min(axis=0) - room, points.max(axis=0) + room
    middles = np.arange(SIDE) + 0.5
    inside = np.outer((middles > top) & (middles < bottom), (middles > left) & (middles < right))
    height, width = shape
    return inside.reshape(height, SIDE // height, width, SIDE // width).mean(axis=(1, 3))


def times_chance(heats: list[np.ndarray], samples: list[Sample]) -> float:
    """The share of heat in the eyes' regions over the regions' share of the area; pictures without any heat
    have none."""
    regions = [eyes(sample, heat.shape) for heat, sample in zip(heats, samples, strict=True)]
    shares = [
        (heat * region).sum() / heat.sum()
        for heat, region in zip(heats, regions, strict=True)
        if heat.sum() > 0
    ]
    return float(np.mean(shares) / np.mean(regions)) if shares else 0.0


def test_heat_for_glasses_is_where_the_eyes_are(runs: Path, wearers: Any, tmp_path: Path) -> None:
    """Far more of it than chance would put there."""
    (tmp_path / "faces").mkdir()
    for number, (_, image) in enumerate(wearers):
        Image.fromarray(image).save(tmp_path / "faces" / f"{number:02}.png")
    words = [
        "latest",
        tmp_path / "faces",
        "--label",
        "wearing_glasses",
        "--count",
        30,
        "--to",
        tmp_path / "o",
    ]

    code = main(["lens", "saliency", *map(str, words), "--runs", str(runs)])

    told = json.loads((tmp_path / "o" / "saliency-grad-cam.json").read_text("utf-8"))
    heats = [np.array(each["labels"][0]["mass"]) for each in told["pictures"]]
    assert code == 0 and len(heats) == 30
    assert times_chance(heats, [sample for sample, _ in wearers]) >= 1.5


def test_heat_of_random_weights_is_anywhere(runs: Path, wearers: Any) -> None:
    """In the mean of several networks no more of it is there than chance puts there, or little more."""
    import keras

    lens, found = opened("latest", runs, ()), []
    samples = [sample for sample, _ in wearers]
    for seed in range(6):
        keras.utils.set_random_seed(seed)
        backbone: Any = lens.bundle.encoder.backbone.component
        heads = keras.models.clone_model(lens.network.logits)
        blind = Lens(lens.bundle, replace(lens.network, backbone=backbone.network(), logits=heads))
        layer = last_map(blind)
        heats = [grad_cam(blind, layer, image.astype("float32"), "worn", 0) for _, image in wearers]
        found.append(times_chance(heats, samples))

    assert np.mean(found) < 1.5
