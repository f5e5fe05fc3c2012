"""The toy plugin: complete, and worth copying."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import imgfw.testing.toy
from imgfw.cli.main import main
from imgfw.registry import Registry, find_plugins
from imgfw.testing import check_component

FILE = Path(imgfw.testing.toy.__file__)
TOYS = Registry.of(imgfw.testing.toy).components()
RECIPE = """
best = "colour/toy-error"

[[source]]
use = "toy-squares"

[split]
exact = true

[[cleaner]]
use = "toy-dark"

[[transform]]
use = "toy-even"

[augment]
per_sample = 2

[[augmenter]]
use = "toy-shade"

[backbone]
use = "toy-colour"

[[head]]
use = "toy-means"

[[metric]]
use = "toy-error"

[[sink]]
use = "toy-count"
"""


@pytest.mark.parametrize("given", TOYS, ids=lambda given: given.name)
def test_every_component_keeps_its_contract(given):
    """By the kit that stands beside it."""
    check_component(given.load())


def test_it_is_a_plugin_file():
    """`find_plugins([path])` loads it, with every hook it needs."""
    registry = find_plugins([FILE])

    (plugin,) = [plugin for plugin in registry.plugins if plugin.name == "toy"]
    assert plugin.reason == "" and len(plugin.hooks) == len(TOYS) == 8
    assert registry.find("head", "toy-means").component_name() == "toy-means"


def test_a_recipe_of_toys_runs(tmp_path, monkeypatch, capsys):
    """Colours are told far better than by chance, and the sink writes."""
    monkeypatch.chdir(tmp_path)
    Path("toy.toml").write_text(RECIPE)

    code = main(["run", "toy.toml", "--json", "-q", "--plugin", str(FILE)])

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert told["scores"]["colour"]["test"]["toy-error"]["value"] < 0.4
    count = Path(told["run"], "sinks", "toy-count", "count.txt").read_text()
    assert count == "train: 42\nval: 9\ntest: 9\n"


def test_squares_have_their_colour():
    """The mean of a red picture is redder than that of a blue one."""
    source = imgfw.testing.toy.ToySquares(count=6)

    means = {s.labels["colour"][0]: source.read(s).image.mean(axis=(0, 1)) for s in source.samples()}

    assert {name: int(np.argmax(mean)) for name, mean in means.items()} == {"red": 0, "green": 1, "blue": 2}


def test_dark_pictures_are_found():
    """With how dark they are."""
    from imgfw import Picture, Sample

    dark = Picture(np.full((4, 4, 3), 5, np.uint8))

    (found,) = imgfw.testing.toy.ToyDark().inspect([Sample("x", digest="d")], pictures=lambda sample: dark)

    assert (found.id, found.action, found.score) == ("d", "drop", 5.0)
