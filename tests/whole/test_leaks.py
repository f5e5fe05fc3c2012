"""Leaks: random labels land at chance, and near-copies across given splits are caught."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

import imgfw

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "stress" / "random_labels.py"


@pytest.fixture
def demonstration() -> ModuleType:
    """The benchmark, as a module."""
    spec = importlib.util.spec_from_file_location("random_labels", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["random_labels"] = module
    spec.loader.exec_module(module)
    return module


def test_random_labels_land_at_chance(demonstration: ModuleType, tmp_path: Path):
    """A split after augmenting scores far above chance on labels that say nothing; imgfw's line does not."""
    pretended = demonstration.naive(pictures=120, views=6, classes=6)
    found = demonstration.line(pictures=120, views=6, classes=6, folder=tmp_path)

    assert pretended > 0.5
    assert found["low"] < 1 / 6 < found["high"]
    assert not found["trust"]["probe"]["leaks"]


def photo(seed: int) -> Image.Image:
    """A picture that no other seed has."""
    pixels = np.random.default_rng(seed).integers(0, 255, (7, 9, 3), np.uint8)
    return Image.fromarray(pixels).resize((180, 140), Image.Resampling.BICUBIC)


def test_near_copies_across_given_splits_are_caught(tmp_path: Path):
    """Test pictures re-encoded into train are left out of train by name, and the certificate holds."""
    for split, first, count in (("train", 0, 30), ("test", 100, 12)):
        for number in range(first, first + count):
            folder = tmp_path / "set" / split / ("cat" if number % 2 else "dog")
            folder.mkdir(parents=True, exist_ok=True)
            photo(number).save(folder / f"{number}.png")
    for number in range(100, 106):
        label = "cat" if number % 2 else "dog"
        planted = tmp_path / "set" / "train" / label / f"planted{number}.jpg"
        photo(number).resize((120, 93)).save(planted, quality=70)
    (tmp_path / "recipe.toml").write_text(
        '[[source]]\nuse = "folder"\npath = "set"\n[backbone]\nuse = "tiles"\n[[head]]\nuse = "nearest"\n'
        '[[metric]]\nuse = "accuracy"\n'
    )

    outcome = imgfw.run(tmp_path / "recipe.toml", runs=tmp_path / "runs", plugins=[SCRIPT])

    left_out = {sample.uri: sample.left_out for sample in outcome.samples if sample.left_out}
    assert sorted(Path(uri).name for uri in left_out) == [f"planted{n}.jpg" for n in range(100, 106)]
    assert all("is nearly the same picture as test/" in reason for reason in left_out.values())
    assert len(outcome.predictions["test"].samples) == 12
    assert outcome.scores["trust"]["certificate"]["text"].startswith("no leaks: 42 samples")
