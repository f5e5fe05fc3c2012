"""Pictures that are to teach a bundle a label; see `test_enrolling.py` for what comes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw import Bundle, CallError
from imgfw.encoder import Encoder
from imgfw.parts import Part
from imgfw.showing import files_of, seen_in


@pytest.fixture
def bundle(small) -> Bundle:
    """It sees the mean colour of a picture, and knows nothing."""
    backbone = small["MeanColour"]()
    return Bundle(Encoder(320, (), (), Part(backbone, backbone)), {}, {}, {})


def _plain(path: Path, colour: tuple[int, int, int]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((4, 5, 3), colour, np.uint8)).save(path)
    return path


def test_folders_mean_the_pictures_in_them(tmp_path: Path):
    """At any depth, sorted; one without any is told."""
    files = [_plain(tmp_path / "some" / name, (0, 9, 0)) for name in ("a.png", "b/c.png", "d.png")]
    (tmp_path / "none").mkdir()

    assert list(files_of([tmp_path / "some", files[0]])) == [*map(str, files), str(files[0])]
    with pytest.raises(CallError, match="expected a picture or a folder with pictures, got a folder without"):
        list(files_of([tmp_path / "none"]))


def test_what_is_of_no_use_has_a_reason(bundle: Bundle, tmp_path: Path):
    """No picture, the same twice, and one from which anybody is known."""
    one, other, copy = (_plain(tmp_path / f"{name}.png", (0, 200, 0)) for name in ("one", "other", "copy"))
    other.write_bytes(_plain(tmp_path / "x.png", (0, 210, 0)).read_bytes())
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    seen, left_out = seen_in(bundle, map(str, [one, copy, other, broken]), "colour", "green")
    knowing = replace(bundle, taught={"colour": {"red": [seen[str(other)].digest]}})
    again, why = seen_in(knowing, [str(one), str(other)], "colour", "green")

    assert list(seen) == [str(one), str(other)]
    assert seen[str(one)].row.shape == (3,) and seen[str(one)].face.image.shape == (4, 5, 3)
    assert list(left_out) == [str(copy), str(broken)]
    assert left_out[str(copy)] == f"is the same picture as {one}"
    assert list(again) == [str(one)]
    assert why == {str(other): "is a picture from which red is known already"}
