"""What a recipe may learn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw

RECIPE = """
name = "tiles"
seed = 5
[[source]]
use = "folder"
path = "tiles"
[split]
exact = true
[[head]]
use = "dense"
target = "class"
[backbone]
use = "small-cnn"
[[metric]]
use = "accuracy"
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """Forty tiles of noise in two folders."""
    rng = np.random.default_rng(0)
    for name in ("dark", "light"):
        (tmp_path / "tiles" / name).mkdir(parents=True)
        for number in range(20):
            shown = rng.integers(0, 120, (24, 24, 3)) + (130 if name == "light" else 0)
            Image.fromarray(shown.astype(np.uint8)).save(tmp_path / "tiles" / name / f"{number}.png")
    (tmp_path / "tiles.toml").write_text(RECIPE)
    return tmp_path / "tiles.toml"


def test_train_samples_come_with_labels_and_pictures(recipe: Path) -> None:
    """As a run splits them, under the names that the source gives."""
    found = imgfw.learnable(recipe)

    assert found.name == "tiles" and len(found.samples) == 28
    assert {sample.split for sample in found.samples} == {"train"}
    assert found.targets["class"].labels == ("dark", "light")
    assert found.offered["class"].labels == ("dark", "light")
    dark, light = (
        np.mean([found.picture(s).image.mean() for s in found.samples if s.labels["class"] == (name,)])
        for name in ("dark", "light")
    )
    assert light > dark + 100


def test_it_is_remembered_what_was_learned_from(recipe: Path, tmp_path: Path) -> None:
    """As a bundle keeps it."""
    found = imgfw.learnable(recipe)

    found.remember(tmp_path)

    assert (tmp_path / "learned.json").read_text().count('"') > 2 * len(found.samples)


def test_a_recipe_that_is_wrong_is_refused(recipe: Path) -> None:
    """With its problems, before a picture is read."""
    with pytest.raises(imgfw.RecipeError, match="no-such"):
        imgfw.learnable(recipe, sets='source.0.use="no-such"')
    assert len(imgfw.learnable(recipe, limit=30).samples) < 28
