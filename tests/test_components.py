"""Every registered component keeps its contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from imgfw import Later, Target
from imgfw.plugins import first_line
from imgfw.registry import find_plugins
from imgfw.testing import check_component
from imgfw_lens.generative import Shape
from imgfw_lens.generator_folder import Settings
from imgfw_web.rows import ATTRIBUTION, COLUMNS, Table

BUNDLED = [given for given in find_plugins().components() if given.plugin.distribution == "imgfw"]
FEW: dict[str, dict[str, Any]] = {
    "camera-roll": {"count": 12, "size": 48},
    "drawn-scenes": {"count": 12, "size": 48},
    "drawn-selfies": {"count": 12, "people": 3},
    "organize": {"to": Path("nowhere").absolute()},
}
"""Parameters that keep the check of a source short."""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    """Two class folders with two pictures each."""
    folder = tmp_path_factory.mktemp("pictures")
    for index in range(4):
        place = folder / ("cat", "dog")[index % 2] / f"{index}.png"
        place.parent.mkdir(exist_ok=True)
        noise = np.random.default_rng(index).integers(0, 256, (40, 50, 3), np.uint8)
        Image.fromarray(noise).save(place)
    (folder / "labels.csv").write_text("file,label\ncat/0.png,cat\ncat/2.png,cat\ndog/1.png,dog\n")
    return folder


@pytest.fixture(scope="module")
def selfies(pictures, tmp_path_factory) -> Path:
    """The selfie data set with two rows."""
    folder = tmp_path_factory.mktemp("selfies")
    (folder / "images").mkdir()
    for name in ("0.png", "2.png"):
        (folder / "images" / f"{name}.jpg").write_bytes((pictures / "cat" / name).read_bytes())
    attributes = " ".join(["1", "-1", "0"] * 12)
    (folder / "selfie_dataset.txt").write_text(f"0.png 4.5 {attributes}\n2.png 3.5 {attributes}\n")
    return folder


@pytest.fixture(scope="module")
def gathered(pictures, tmp_path_factory) -> Path:
    """A gathered picture with its row, and one without."""
    folder = tmp_path_factory.mktemp("gathered")
    (folder / "cat").mkdir()
    for name in ("0.png", "2.png"):
        (folder / "cat" / name).write_bytes((pictures / "cat" / name).read_bytes())
    about = {"file": "cat/0.png", "creator": "Ana", "licence": "by"}
    Table(folder / ATTRIBUTION, COLUMNS).add(dict.fromkeys(COLUMNS, "") | about)
    return folder


@pytest.fixture(scope="module")
def generator(tmp_path_factory) -> Path:
    """A generator after one step."""
    from imgfw_lens.generator_training import begun, trained

    folder = tmp_path_factory.mktemp("generator") / "tiny"
    target = Target("class", "classes", ("cat", "dog"))
    settings = Settings(Shape(16, 2, 4), 0, "tiny", target, ((("cat",), 2), (("dog",), 1)), "")
    tiles = np.random.default_rng(0).integers(0, 256, (3, 16, 16, 3), np.uint8)
    begun(folder, settings, lambda where: None)
    trained(folder, settings, tiles, [("cat",), ("dog",), ("cat",)], steps=1, every=1, say=lambda text: None)
    return folder


@pytest.fixture
def networks(face_networks, tmp_path, request) -> Callable[[str], dict[str, Any]]:
    """networks(NAME) -> where the model file or the generator of a component is, if it needs one."""

    def path_for(name: str) -> dict[str, Any]:
        if name == "landmarks-mesh":
            return {"path": face_networks.task(tmp_path / "any.task")}
        if name == "face-detector":
            pytest.importorskip("cv2", reason="OpenCV, the extra `faces`, is not installed")
            assets = request.getfixturevalue("assets")
            return {"path": assets / "assets" / "face" / "yunet_n_320_320.onnx"}
        if name == "generated":
            return {"path": request.getfixturevalue("generator"), "count": 5}
        return {}

    return path_for


@pytest.mark.parametrize("given", BUNDLED, ids=lambda given: f"{given.kind}/{given.name}")
def test_it_passes_the_conformance_kit(given, pictures, selfies, gathered, networks):
    """With its defaults, and an example of what it needs."""
    needed = [name for name, field in given.load().model_fields.items() if field.is_required()]
    path = {"selfie-dataset": selfies, "gathered": gathered}.get(given.name, pictures)
    examples = {"path": path, "size": 32, "scaling": "0..1"}

    example = {name: examples[name] for name in needed} | FEW.get(given.name, {}) | networks(given.name)
    check_component(given.load(), **example)


def test_names_are_claimed_once():
    """By kind and name."""
    names = [(given.kind, given.name) for given in BUNDLED]

    assert len(names) == len(set(names)) >= 18


@pytest.mark.parametrize("given", BUNDLED, ids=lambda given: f"{given.kind}/{given.name}")
def test_it_is_announced_by_the_first_line_of_its_docstring(given):
    """So that `imgfw list`, which imports none, says what `imgfw show` says."""
    assert isinstance(given.given, Later)
    assert given.description == first_line(given.load().__doc__)
