"""Heads in runs of their own: several targets at once, maps, and what a run says where they do not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MAPS = '''
"""A backbone that gives maps: mean colours of cells."""

from typing import Literal

import numpy as np
from imgfw import Backbone, hookimpl, resized


class Cells(Backbone):
    """Mean colours of cells."""

    use: Literal["cells"] = "cells"

    @property
    def gives(self):
        return "map"

    def encode(self, picture):
        return resized(picture.image, (6, 6)).astype("float32") / 255


@hookimpl
def imgfw_backbones():
    return [Cells]
'''
RECIPE = """
[[source]]
use = "drawn-selfies"
count = 120
people = 20

[backbone]
use = "BACKBONE"
"""
REST = """
[train]
epochs = 2

[[metric]]
use = "accuracy"
"""
SEVERAL = """
[[head]]
use = "dense"
targets = ["quality", "score", "attributes"]
units = [16]
ordinal = "cumulative"
initializer = "he"
l2 = 0.001
loss_weights = { score = 0.1 }

[[head]]
use = "prototypes"
target = "person"
"""
CONV = """
[[head]]
use = "HEAD"
target = "quality"
"""


def recipe(work: Path, *parts: str, **words: str) -> None:
    """The recipe of these parts, in a folder, with the plugin beside it."""
    text = "".join(parts)
    for old, new in words.items():
        text = text.replace(old, new)
    (work / "maps.py").write_text(MAPS)
    (work / "recipe.toml").write_text(text)


@pytest.mark.slow
@pytest.mark.keras
def test_several_targets_share_layers_beside_a_classical_head(
    tool: Callable[..., Any], tmp_path: Path
) -> None:
    """Trained with the backbone; every target is scored, and a second run makes nothing."""
    recipe(tmp_path, RECIPE, "size = 32\n", SEVERAL, REST, BACKBONE="small-cnn")

    done = tool("run", "recipe.toml", "--json", work=tmp_path)
    again = tool("run", "recipe.toml", "--json", work=tmp_path)

    assert done.code == 0, done.err
    assert {"quality", "attributes", "person"} <= done.document["scores"].keys()
    assert again.code == 0 and again.made(tmp_path)["fit"] == 0
    assert "keras" not in again.heavy


@pytest.mark.slow
@pytest.mark.keras
def test_convolutions_learn_on_kept_maps(tool: Callable[..., Any], tmp_path: Path) -> None:
    """Maps are kept like features: the second run with another head parameter makes none again."""
    recipe(tmp_path, RECIPE, CONV, REST, BACKBONE="cells", HEAD="conv")

    done = tool("--plugin", "maps.py", "run", "recipe.toml", "--json", work=tmp_path)
    other = ("--set", "head.0.filters=[4]")
    again = tool("--plugin", "maps.py", "run", "recipe.toml", *other, "--json", work=tmp_path)

    assert done.code == 0, done.err
    first, second = done.made(tmp_path), again.made(tmp_path)
    assert first["survey"] == 120 and first["fit"] > 0
    assert (second["survey"], second["encode"]) == (0, 0) and second["fit"] > 0


def test_a_head_on_features_is_refused_on_maps_before_anything_runs(
    tool: Callable[..., Any], tmp_path: Path
) -> None:
    """With file and line, and without Keras."""
    recipe(tmp_path, RECIPE, CONV, REST, BACKBONE="cells", HEAD="dense")

    done = tool("--plugin", "maps.py", "run", "recipe.toml", work=tmp_path)

    assert done.code == 2
    assert "recipe.toml:10:1: expected a backbone that gives features (N, D), which dense takes" in done.err
    assert "keras" not in done.heavy and not (tmp_path / "runs").exists()
