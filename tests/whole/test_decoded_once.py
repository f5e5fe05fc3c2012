"""A picture is decoded once from survey to features."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw import images

SMALL_PLUGIN = Path(__file__).parents[1] / "framework" / "small_plugin.py"
RECIPE = """
[[source]]
use = "folder"
path = "photos"

[[annotator]]
use = "halves"

[backbone]
use = "mean-colour"

[[head]]
use = "means"

[[metric]]
use = "accuracy"
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """A recipe over 30 photos of two classes and a broken one."""
    for number in range(30):
        shade = (200, 0, 40) if number % 2 else (0, 40, 200)
        image = np.random.default_rng(number).integers(0, 50, (40, 50, 3), np.uint8) + np.uint8(shade)
        place = tmp_path / "photos" / f"class{number % 2}" / f"{number:02}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(place)
    (tmp_path / "photos" / "class0" / "broken.png").write_bytes(place.read_bytes()[:200])
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path / "recipe.toml"


def test_from_survey_to_features_each_picture_is_decoded_once(
    recipe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Digest, facts, hash, regions and rows come of one decoding; a second run decodes one to compare."""
    decoded: Counter[str] = Counter()
    decode = images.decode

    def counted(content: bytes, side: int | None = None) -> imgfw.Picture:
        decoded[hashlib.sha256(content).hexdigest()] += 1
        return decode(content, side)

    monkeypatch.setattr(images, "decode", counted)

    imgfw.run(recipe, runs=tmp_path / "runs", plugins=[SMALL_PLUGIN], workers=4)
    first = dict(decoded)
    decoded.clear()
    imgfw.run(recipe, runs=tmp_path / "runs", plugins=[SMALL_PLUGIN], workers=4)

    assert len(first) == 31
    assert set(first.values()) == {1}
    assert sum(decoded.values()) <= 1
