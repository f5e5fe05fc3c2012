"""The plugin guide: what it shows works."""

from __future__ import annotations

import json
import re
import sys
import tomllib
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import imgfw.testing.toy
from imgfw import Picture, Sample
from imgfw.cli.main import main
from imgfw.encoder import augmented
from imgfw.registry import find_plugins
from imgfw.testing import check_component

GUIDE = (Path(__file__).parents[1] / "docs" / "plugins.md").read_text("utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
TOML = re.findall(r"^```toml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
PLUGINS = [block for block in PYTHON if "@hookimpl" in block]
COMPLETE, LEARNING, NETWORK = PLUGINS
TOYS = """
[[source]]
use = "toy-squares"

[split]
exact = true

[backbone]
use = "tiny-net"

[[head]]
use = "linear"

[train]
epochs = 1

[[metric]]
use = "accuracy"
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the plugins of the guide as files, and 40 reddish and bluish pictures."""
    monkeypatch.chdir(tmp_path)
    for name, block in {"my": COMPLETE, "learning": LEARNING, "network": NETWORK}.items():
        (tmp_path / f"{name}.py").write_text(block)
    for index in range(40):
        image = np.random.default_rng(index).integers(0, 120, (24, 32, 3), np.uint8)
        image[..., 0 if index % 2 else 2] += 100
        place = tmp_path / "pictures" / ("red" if index % 2 else "blue") / f"{index}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(place)
    return tmp_path


def test_the_augmenter_that_counts_keeps_its_contract(monkeypatch):
    """Three variations, all different, and it is never asked for a fourth."""
    (block,) = [block for block in PYTHON if "def capacity" in block]
    given = {"__name__": "lights"}
    monkeypatch.setitem(sys.modules, "lights", types.ModuleType("lights"))
    exec(compile(block, "lights", "exec", dont_inherit=True), given)
    lights = given["Lights"]()
    picture = Picture(np.full((2, 2, 3), 100, np.uint8))

    check_component(given["Lights"])
    found = [augmented(picture, Sample("a"), number, [lights], 0).image[0, 0].tolist() for number in range(8)]

    assert found[0] == [100, 100, 100] and len({tuple(each) for each in found}) == 4
    assert found[1:4] == found[4:7]


@pytest.mark.parametrize("name", ["my", "learning", "network"])
def test_every_plugin_of_the_guide_keeps_its_contract(work, name):
    """Each of its components passes the kit."""
    file = work / f"{name}.py"

    given = [each for each in find_plugins([file]).components() if each.plugin.distribution == str(file)]

    assert given
    for each in given:
        check_component(each.load())


def test_the_recipe_of_the_guide_runs_with_its_plugin(work, capsys):
    """Colours tell red from blue, and the sink writes its note."""
    (work / "recipe.toml").write_text(TOML[0])

    code = main(["--plugin", "my.py", "run", "recipe.toml", "--json", "-q"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0 and told["scores"]["class"]["test"]["error"]["value"] == 0
    assert Path(told["run"], "sinks", "note", "note.txt").read_text() == "40 samples\n"


def test_the_head_of_the_guide_predicts_from_a_bundle(work, capsys):
    """It takes the place of `nearest`."""
    (work / "recipe.toml").write_text(TOML[0].replace('"nearest"', '"means"'))
    plugins = ["--plugin", "my.py", "--plugin", "learning.py"]

    run = main([*plugins, "run", "recipe.toml", "-q"])
    capsys.readouterr()
    predict = main([*plugins, "predict", "latest", "pictures", "--json"])

    answers = json.loads(capsys.readouterr().out)["answers"]
    assert (run, predict) == (0, 0) and len(answers) == 40


def test_the_packaging_of_the_guide_registers_the_plugin():
    """Its pyproject names the module in the group that is looked through."""
    pyproject = tomllib.loads(TOML[1])

    assert pyproject["project"]["entry-points"]["imgfw"] == {"my": "my"}
    assert pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"] == ["my.py"]


def test_the_example_of_a_test_passes(work, monkeypatch):
    """It imports the plugin as a module."""
    (block,) = [block for block in PYTHON if "check_component(Grey)" in block]
    monkeypatch.syspath_prepend(work)
    place: dict = {}

    exec(compile(block, "guide", "exec"), place)

    place["test_grey_keeps_its_contract"]()


@pytest.mark.slow
@pytest.mark.keras
def test_the_network_of_the_guide_trains_and_predicts(work, capsys):
    """Without any other network in the recipe."""
    (work / "recipe.toml").write_text(TOYS)
    plugins = ["--plugin", "network.py", "--plugin", imgfw.testing.toy.__file__]

    code = main([*plugins, "run", "recipe.toml", "--json", "-q"])
    told = json.loads(capsys.readouterr().out)
    predict = main([*plugins, "predict", "latest", "pictures", "--json"])

    assert (code, predict) == (0, 0)
    assert told["scores"]["colour"]["test"]["accuracy"]["n"] == 9


def test_the_model_file_of_the_guide_is_found(tmp_path, monkeypatch):
    """In the folder of IMGFW_MODELS; its size and sha256 are those of a file."""
    (block,) = [block for block in PYTHON if "ModelFile(" in block]
    monkeypatch.setenv("IMGFW_MODELS", str(tmp_path))
    (tmp_path / "owl-1.0.onnx").write_bytes(b"test")
    names: dict[str, Any] = {}
    exec(compile(block, "guide", "exec", dont_inherit=True), names)

    assert names["Owl"]().files_read() == (tmp_path / "owl-1.0.onnx",)
