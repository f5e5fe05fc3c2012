"""Pictures stored turned are the same pictures, wherever they come from."""

from __future__ import annotations

import csv
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.Image import Transpose

import imgfw
from imgfw.registry import find_plugins

STORED_AS = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
RECIPE = """
[[source]]
use = "folder"
path = "{folder}"

[group]
near = false

[backbone]
use = "corners"

[[head]]
use = "logistic"

[[metric]]
use = "accuracy"
"""
PLUGIN = '''
"""The colours of the four corners as features, so that a picture laid otherwise has others."""

from typing import Literal

from imgfw import Backbone, hookimpl, resized


class Corners(Backbone):
    """Four pixels."""

    use: Literal["corners"] = "corners"

    @property
    def side(self):
        return 32

    def encode(self, picture):
        return resized(picture.image, (2, 2)).reshape(-1).astype("float32") / 255


@hookimpl
def imgfw_backbones():
    return [Corners]
'''


def scene(number: int) -> Image.Image:
    """A picture 60 x 40 whose corners differ; even ones are light above, odd ones below."""
    rng = np.random.default_rng(number)
    image = rng.integers(0, 120, (40, 60, 3), np.uint8)
    image[: 20 if number % 2 == 0 else None][(0 if number % 2 == 0 else 20) :] += 120
    image[:, :30, 0] //= 2
    return Image.fromarray(image)


def stored(image: Image.Image, orientation: int) -> bytes:
    """A PNG of the picture, turned without loss, with the tag that says so."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = STORED_AS[orientation]
    file = io.BytesIO()
    (image if turn is None else image.transpose(turn)).save(file, "PNG", exif=exif)
    return file.getvalue()


def lay(folder: Path, orientations: tuple[int, ...], count: int = 24) -> Path:
    """Given splits of two classes; picture k is stored in the k-th of the orientations, by turns."""
    for number in range(count):
        split = ("train", "train", "val", "test")[number // 2 % 4]
        place = folder / split / f"class{number % 2}" / f"{number:02}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(stored(scene(number), orientations[number % len(orientations)]))
    return folder


def source_of(kind: str, folder: Path) -> Any:
    """A source over the files of a folder of class folders."""
    find = find_plugins([]).find
    if kind == "folder":
        return find("source", "folder")(path=folder)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    if kind == "table":
        table = folder.parent / "table.csv"
        rows = [f"{file.relative_to(folder.parent)},{file.parent.name}" for file in files]
        table.write_text("\n".join(["file,class", *rows]) + "\n")
        return find("source", "table")(path=table)
    path = folder.with_suffix(f".{kind}")
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.relative_to(folder))
    else:
        with tarfile.open(path, "w") as archive:
            for file in files:
                archive.add(file, file.relative_to(folder))
    return find("source", "folder")(path=path)


@pytest.mark.parametrize("kind", ["folder", "table", "zip", "tar"])
@pytest.mark.parametrize("side", [None, 32])
def test_the_eight_orientations_are_one_picture_through_every_source(kind, side, tmp_path):
    """Read through a source and decoded, all eight have the pixels of the upright one."""
    for orientation in range(1, 9):
        place = tmp_path / "set" / f"class{orientation % 2}" / f"{orientation}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(stored(scene(3), orientation))
    source = source_of(kind, tmp_path / "set")
    upright = imgfw.decode(stored(scene(3), 1), side).image

    pictures = [imgfw.decode(source.read(sample), side).image for sample in source.samples()]

    assert len(pictures) == 8
    assert all(np.array_equal(picture, upright) for picture in pictures)


@pytest.mark.parametrize("kind", ["folder", "zip", "tar"])
def test_real_photos_in_eight_orientations_look_alike_through_every_source(kind, assets, tmp_path):
    """Eight files of one photo, as cameras store them, are the same pixels but for what JPEG loses."""
    for name in ("Landscape", "Portrait"):
        (tmp_path / "set" / name).mkdir(parents=True)
        for number in range(1, 9):
            file = assets / "nasty" / "exif_orientation" / f"{name}_{number}.jpg"
            (tmp_path / "set" / name / file.name).write_bytes(file.read_bytes())
    source = source_of(kind, tmp_path / "set")

    for name in ("Landscape", "Portrait"):
        samples = [sample for sample in source.samples() if name in sample.uri]
        pictures = [imgfw.decode(source.read(sample), 320).image.astype(int) for sample in samples]

        assert len({picture.shape for picture in pictures}) == 1
        assert max(np.abs(picture - pictures[0]).mean() for picture in pictures) < 2


@pytest.mark.slow
def test_a_set_turned_without_loss_learns_and_predicts_the_same(tool, tmp_path):
    """Every picture stored another way: the same scores, and to the bit the same answers of one bundle."""
    (tmp_path / "corners.py").write_text(PLUGIN)
    words = ("--plugin", "corners.py", "--json")
    found = {}
    for name, orientations in (("upright", (1,)), ("turned", (1, 2, 3, 4, 5, 6, 7, 8))):
        lay(tmp_path / name, orientations)
        (tmp_path / f"{name}.toml").write_text(RECIPE.format(folder=name))
        found[name] = tool("run", f"{name}.toml", *words, work=tmp_path).document

    answers = {
        name: tool("predict", tmp_path / found["upright"]["run"], name, *words, work=tmp_path).document[
            "answers"
        ]
        for name in found
    }

    assert found["upright"]["scores"] == found["turned"]["scores"]
    assert found["upright"]["scores"]["class"]["test"]["accuracy"]["value"] > 0.9
    plain = [[answer["class"] for answer in given] for given in answers.values()]
    assert len(plain[0]) == 24
    assert plain[0] == plain[1]
    assert probabilities(tmp_path, found["turned"]) == pytest.approx(
        probabilities(tmp_path, found["upright"])
    )


def probabilities(work: Path, document: Any) -> dict[str, float]:
    """{name of the file: probability of the first class} from a run's predictions."""
    lines = (work / document["run"] / "predictions.csv").read_text().splitlines()
    return {Path(row["uri"]).name: float(row["class:class0"]) for row in csv.DictReader(lines)}
