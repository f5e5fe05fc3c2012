"""Pictures brought to a size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw import CallError
from imgfw_lens.fitting import covering, sized


def test_the_shorter_side_has_the_size(tmp_path: Path) -> None:
    """Proportions are kept; a line is refused."""
    Image.new("RGB", (90, 60), (9, 8, 7)).save(tmp_path / "wide.png")
    Image.new("RGB", (500, 20)).save(tmp_path / "line.png")

    assert sized(tmp_path / "wide.png", 32).shape == (32, 48, 3)
    with pytest.raises(CallError, match="at most 4 times as long as wide"):
        sized(tmp_path / "line.png", 32)
    with pytest.raises(CallError, match="there is no such picture"):
        sized(tmp_path / "none.png", 32)


def test_the_middle_covers_another_shape() -> None:
    """As much of it as fits, resized."""
    image = np.zeros((20, 60, 3), np.uint8)
    image[:, 20:40] = 200

    found = covering(image, (10, 10))

    assert found.shape == (10, 10, 3) and (found[:, 1:-1] > 150).all()
