"""Kept features in half precision through the whole tool: less room, and the same bits at prediction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import imgfw

SMALL = Path(__file__).parents[1] / "framework" / "small_plugin.py"
RECIPE = """
source = [{ use = "folder", path = "pictures" }]
group = { near = false }
backbone = { use = "mean-colour", factor = 0.37, dtype = "DTYPE" }
head = [{ use = "logistic" }]
metric = [{ use = "accuracy" }]
"""


@pytest.fixture
def outcome(tmp_path, monkeypatch):
    """outcome(dtype): the run of noise in two colours, in a cache that all share."""
    rng = np.random.default_rng(0)
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "cache"))
    for number in range(60):
        label = ("red", "blue")[number % 2]
        (tmp_path / "pictures" / label).mkdir(parents=True, exist_ok=True)
        image = rng.integers(0, 256, (9, 9, 3), np.uint8)
        image[..., 2 * (number % 2)] = np.maximum(image[..., 2 * (number % 2)], 90)
        Image.fromarray(image).save(tmp_path / "pictures" / label / f"{number:02}.png")

    def run(dtype: str) -> Any:
        (tmp_path / "r.toml").write_text(RECIPE.replace("DTYPE", dtype))
        return imgfw.run(tmp_path / "r.toml", runs=tmp_path / "runs", plugins=[SMALL])

    return run


def test_a_prediction_has_the_bits_of_the_run(outcome, tmp_path):
    """Though features are rounded; and rows of full precision are others, with a key of their own."""
    half, whole = outcome("float16"), outcome("float32")

    given = half.predictions["test"]
    bundle = imgfw.load(half.folder, plugins=[SMALL])
    answers = bundle.predict(tmp_path / "pictures" / sample.uri for sample in given.samples)

    assert len(answers) > 5
    told = np.stack([answer.probabilities["class"] for answer in answers])
    assert np.array_equal(told, given.probabilities["class"])
    assert not np.array_equal(told, whole.predictions["test"].probabilities["class"])
    assert told == pytest.approx(whole.predictions["test"].probabilities["class"], abs=0.01)
    assert len(list((tmp_path / "cache" / "rows").glob("*.log"))) == 2


def test_a_second_run_makes_no_row_again(outcome):
    """Rows that were rounded are found under the same key."""
    first, again = outcome("float16"), outcome("float16")

    stages = (again.folder / "stages.jsonl").read_text()
    assert '"encode"' in stages and "none missing" in stages
    assert np.array_equal(
        first.features(first.samples[:3]), first.features(first.samples[:3]).astype(np.float16)
    )
