"""`imgfw show-sample`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from imgfw.contact import GAP, LINE, SIDE

MORE = """
[[transform]]
use = "darker"

[augment]
per_sample = 3

[[augmenter]]
use = "brighter"
"""


@pytest.fixture
def varied(recipe: Path) -> Path:
    """The recipe with a transform and an augmenter."""
    recipe.write_text(recipe.read_text() + MORE)
    return recipe


def test_a_sheet_is_written_and_told(imgfw, varied, small_plugin, tmp_path: Path):
    """Where it is, which sample, which steps."""
    said = imgfw("show-sample", varied, "--plugin", small_plugin)

    assert said.code == 0
    assert said.out == "colours-sample.png: 000, picture, darker; 5 augmented rows\n"
    with Image.open(tmp_path / "colours-sample.png") as sheet:
        assert sheet.format == "PNG" and sheet.height > 6 * 224


def test_nothing_is_replaced_unasked(imgfw, varied, small_plugin, tmp_path: Path):
    """Exit 2, and the file stays; --overwrite replaces it."""
    (tmp_path / "mine.png").write_text("mine")

    said = imgfw("show-sample", varied, "003", "--to", "mine.png", "--plugin", small_plugin)

    assert said.code == 2 and "mine.png: is there already; --overwrite" in said.err
    assert (tmp_path / "mine.png").read_text() == "mine"
    again = imgfw("show-sample", varied, "003", "--to", "mine.png", "--overwrite", "--plugin", small_plugin)
    assert again.code == 0 and (tmp_path / "mine.png").read_bytes()[1:4] == b"PNG"


def test_json_has_every_step(imgfw, varied, small_plugin):
    """With sizes; --count limits the rows."""
    said = imgfw("show-sample", varied, "--json", "--count", "1", "--plugin", small_plugin)

    document = json.loads(said.out)
    assert [[step["step"] for step in row] for row in document["rows"]] == [
        ["picture", "darker"],
        ["row 1", "darker"],
    ]
    assert document["rows"][0][0]["width"] == 8
    assert (document["sample"], document["regions"], document["refused"]) == ("000", 1, {})


def test_an_unknown_picture_is_told(imgfw, varied, small_plugin, tmp_path: Path):
    """Exit 2, with the nearest; nothing is written."""
    said = imgfw("show-sample", varied, "0003", "--plugin", small_plugin)

    assert said.code == 2 and "no sample of the recipe is called so" in said.err
    assert not (tmp_path / "colours-sample.png").exists()


def test_what_a_transform_refuses_is_told(imgfw, varied, small_plugin, tmp_path: Path):
    """Exit 3; the steps before are shown."""
    varied.write_text(varied.read_text() + '[[transform]]\nuse = "crop-face"\n')

    said = imgfw("show-sample", varied, "--count", 2, "--plugin", small_plugin)

    assert said.code == 3
    assert "no further: the picture itself, row 1, row 2: crop-face: expected the box" in said.err
    assert said.out == "colours-sample.png: 000, picture, darker; 2 augmented rows\n"


def test_marks_do_not_hide_what_an_augmenter_did(imgfw, recipe, small_plugin, tmp_path: Path):
    """They are drawn on the picture itself, and where a transform shows the row again beside them."""
    recipe.write_text(recipe.read_text() + "[augment]\nper_sample = 2\n" + AUGMENTED)

    imgfw("show-sample", recipe, "--plugin", small_plugin, "--count", 1, "--to", "one.png")
    recipe.write_text(recipe.read_text() + '[[transform]]\nuse = "gaussian-mask"\n')
    imgfw("show-sample", recipe, "--plugin", small_plugin, "--count", 1, "--to", "two.png")

    assert [framed(tmp_path / "one.png", *at) for at in ((0, 0), (1, 0))] == [True, False]
    assert [framed(tmp_path / "two.png", *at) for at in ((0, 0), (0, 1), (1, 1))] == [True, True, False]


AUGMENTED = """
[[annotator]]
use = "halves"
several = "largest"

[[augmenter]]
use = "flip"
"""


def framed(sheet: Path, across: int, down: int) -> bool:
    """Whether a box is drawn on the picture at this place of a sheet."""
    with Image.open(sheet) as image:
        left, top = GAP + across * (SIDE + GAP), GAP + LINE + down * (LINE + SIDE + GAP) + LINE
        colours = image.crop((left, top, left + SIDE, top + SIDE)).getcolors(100_000)
    return any(colour == (255, 176, 0) for _, colour in colours)
