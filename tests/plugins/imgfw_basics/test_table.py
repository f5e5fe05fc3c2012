"""Tables with one row a picture, from the file to a finished run."""

from __future__ import annotations

import csv
import shutil
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw import CallError, PictureError, RecipeError, Source, decode
from imgfw.recipe import load
from imgfw.registry import find_plugins
from imgfw.stages import survey
from imgfw_basics.folder import Folder
from imgfw_basics.table import Table

SMALL = Path(__file__).parents[2] / "framework" / "small_plugin.py"
HEADER = "file,label,tags,score,stars,split,group\n"


def photo(path: Path, number: int) -> None:
    """A picture like no other of them, blue or red by turns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = np.random.default_rng(number).integers(0, 160, (12, 16, 3), np.uint8).repeat(8, 0).repeat(8, 1)
    image[..., 0 if number % 2 else 2] += 95
    Image.fromarray(image).save(path)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of 40 pictures and a table with four targets, a split and a group."""
    rows = []
    for number in range(40):
        photo(tmp_path / "set" / "images" / f"{number:02}.png", number)
        label = ("blue", "red")[number % 2]
        split = "test" if number >= 32 else "val" if number >= 24 else "train"
        tags = f"dark|{label}" if number < 20 else ""
        rows.append(
            f"images/{number:02}.png,{label},{tags},{number / 8},{1 + number % 3},{split},g{number // 4}\n"
        )
    (tmp_path / "set" / "labels.csv").write_text(HEADER + "".join(rows))
    return tmp_path / "set"


def test_a_table_gives_its_columns_as_targets(photos):
    """With their types and labels."""
    source = Table(path=photos / "labels.csv", types={"stars": "ordinal"})

    assert [(t.name, t.type, t.labels) for t in source.gives()] == [
        ("label", "classes", ("blue", "red")),
        ("tags", "multi-label", ("blue", "dark", "red")),
        ("score", "number", ()),
        ("stars", "ordinal", ("1", "2", "3")),
    ]


def test_every_row_is_a_sample(photos):
    """With its labels, split, group and stamp, and the bytes of the file."""
    source = Table(path=photos / "labels.csv")

    samples = list(source.samples())

    assert len(samples) == 40 and all(s.stamp and not s.left_out for s in samples)
    assert samples[1].labels == {"label": ("red",), "tags": ("dark", "red"), "score": 0.125, "stars": ("2",)}
    assert samples[30].labels["tags"] == ()
    assert [samples[i].split for i in (0, 24, 39)] == ["train", "val", "test"]
    assert samples[5].group == samples[4].group != samples[3].group
    assert source.read(samples[7]) == (photos / "images" / "07.png").read_bytes()


def test_a_row_without_its_picture_is_left_out(photos):
    """With table and line; the others are used."""
    (photos / "images" / "03.png").unlink()
    source = Table(path=photos / "labels.csv")

    (left,) = [sample for sample in source.samples() if sample.left_out]

    assert left.uri == "images/03.png"
    assert left.left_out == f"{photos / 'labels.csv'}:5: no such file in {photos}"
    with pytest.raises(PictureError, match=r"labels\.csv:5: no such file"):
        source.read(left)


def test_the_pictures_may_lie_elsewhere(photos, tmp_path):
    """In another folder, or in an archive, with or without the folder that was packed."""
    shutil.move(photos / "labels.csv", tmp_path / "labels.csv")
    packed = Path(shutil.make_archive(str(tmp_path / "photos"), "zip", photos))
    wrapped = Path(shutil.make_archive(str(tmp_path / "wrapped"), "tar", tmp_path, "set"))
    want = [(photos / "images" / f"{n:02}.png").read_bytes() for n in range(40)]

    for root in (photos, packed, wrapped):
        source = Table(path=tmp_path / "labels.csv", root=root)
        samples = list(source.samples())

        assert [source.read(sample) for sample in samples] == want
        assert not any(sample.left_out for sample in samples)


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_table_and_pictures_may_lie_in_one_archive(photos, tmp_path, kind):
    """It is read like the folder."""
    packed = Path(shutil.make_archive(str(tmp_path / "all"), kind, photos))
    there, here = Table(path=photos), Table(path=packed)

    assert there.gives() == here.gives()
    for a, b in zip(there.samples(), here.samples(), strict=True):
        assert (a.uri, a.labels, a.split, a.group) == (b.uri, b.labels, b.split, b.group)
        assert there.read(a) == here.read(b)


def test_metadata_a_part_gives_the_split(tmp_path):
    """As Hugging Face's image folders have it."""
    for number, part in enumerate(["train", "train", "test"]):
        photo(tmp_path / part / f"{number}.png", number)
        with (tmp_path / part / "metadata.jsonl").open("a") as lines:
            lines.write(f'{{"file_name": "{number}.png", "label": {number % 2}}}\n')

    samples = list(Table(path=tmp_path).samples())

    assert [(s.uri, s.split, s.labels, s.left_out) for s in samples] == [
        ("test/2.png", "test", {"label": ("0",)}, ""),
        ("train/0.png", "train", {"label": ("0",)}, ""),
        ("train/1.png", "train", {"label": ("1",)}, ""),
    ]


def test_an_order_that_is_not_known_is_an_error(photos):
    """With the column and the way to say it."""
    with pytest.raises(CallError, match=r'labels\.csv: column "label": the order of "blue" is not known'):
        Table(path=photos / "labels.csv", types={"label": "ordinal"}).gives()


def test_what_is_wrong_in_a_cell_is_said_before_any_picture_is_read(photos):
    """By `gives`, which validation asks."""
    text = (photos / "labels.csv").read_text().replace(",0.5,", ",half,")
    (photos / "labels.csv").write_text(text)
    shutil.rmtree(photos / "images")

    with pytest.raises(
        CallError, match=r'labels\.csv:6: column "score": expected a number such as 4\.5, got "half"'
    ):
        Table(path=photos / "labels.csv", types={"score": "number"}).gives()


RECIPE = """
[[source]]
use = "table"
path = "set/labels.csv"

[target.quality]
type = "ordinal"
from = "stars"
labels = ["3", "1", "2"]

[backbone]
use = "mobilenet-v2"

[[head]]
use = "dense"
targets = ["label", "tags", "score", "quality"]

[[metric]]
use = "accuracy"
"""


def test_a_recipe_may_predict_every_column(photos, tmp_path):
    """Classes, several labels, a number, and an order of one's own."""
    (tmp_path / "r.toml").write_text(RECIPE)

    recipe = load(tmp_path / "r.toml", [], find_plugins())

    assert {name: (target.type, target.labels) for name, target in recipe.targets.items()} == {
        "label": ("classes", ("blue", "red")),
        "tags": ("multi-label", ("blue", "dark", "red")),
        "score": ("number", ()),
        "quality": ("ordinal", ("3", "1", "2")),
    }


def test_a_recipe_tells_what_is_wrong_with_a_table(photos, tmp_path):
    """As a problem of the source, with its place."""
    (tmp_path / "r.toml").write_text(RECIPE.replace("set/labels.csv", 'set/labels.csv"\nfile = "fiel'))

    with pytest.raises(RecipeError, match=r'r\.toml:2:1: .*labels\.csv: expected a column "fiel"'):
        load(tmp_path / "r.toml", [], find_plugins())


def test_tables_and_metadata_are_certain(photos):
    """A table beside pictures may be about anything; a path that is one is, there or not."""
    (photos / "cat").mkdir()
    (photos / "cat" / "metadata.csv").write_text("")

    assert [Table(path=photos / name).is_certain() for name in ("labels.csv", "gone.NDJSON")] == [True] * 2
    assert not Table(path=photos).is_certain()
    (photos / "Test").mkdir()
    (photos / "Test" / "metadata.csv").write_text("")
    assert Table(path=photos).is_certain()


def test_an_unknown_split_is_told_by_validation_as_by_the_run(photos, tmp_path):
    """In the same words, unless the recipe renames it."""
    table = photos / "labels.csv"
    table.write_text(table.read_text().replace(",test,", ",holdout,"))
    (tmp_path / "r.toml").write_text(RECIPE)

    with pytest.raises(RecipeError) as told:
        load(tmp_path / "r.toml", [], find_plugins())

    with pytest.raises(imgfw.RunError) as run:
        survey.listed([Table(path=table)], {"label": ("label",)}, {})
    (problem,) = told.value.problems
    assert problem.where == f"{tmp_path / 'r.toml'}:2:1"
    assert problem.what == str(run.value) and "images/32.png: split 'holdout'" in problem.what
    renamed = load(tmp_path / "r.toml", ['split.splits={holdout="test"}'], find_plugins())
    assert renamed.split.splits == {"holdout": "test"}


RUN = """
best = "label/share"

[[source]]
use = "table"
path = "set.zip"
targets = ["label"]

[backbone]
use = "mean-colour"

[[head]]
use = "means"

[[metric]]
use = "share"
"""


def test_a_run_keeps_the_splits_of_a_table_in_an_archive(photos, tmp_path):
    """And names the row whose picture is missing."""
    (photos / "images" / "03.png").unlink()
    shutil.make_archive(str(tmp_path / "set"), "zip", photos)
    (tmp_path / "r.toml").write_text(RUN)

    outcome = imgfw.run(tmp_path / "r.toml", runs=tmp_path / "runs", workers=2, plugins=[SMALL])

    splits = {name: len(given.samples) for name, given in outcome.predictions.items()}
    left = {sample.uri: sample.left_out for sample in outcome.samples if sample.left_out}
    assert splits == {"val": 8, "test": 8}
    assert outcome.scores["scores"]["label"]["test"]["share"]["value"] == 1
    assert list(left) == ["images/03.png"] and "labels.csv:5: no such file in" in left["images/03.png"]


@pytest.fixture
def everywhere(assets: Path, tmp_path: Path) -> dict[str, Source]:
    """The pictures in every EXIF orientation as a folder, a table, and both in a zip and a tar."""
    folder = tmp_path / "set"
    names = sorted(file.name for file in (assets / "nasty" / "exif_orientation").glob("*.jpg"))
    for name in names:
        (folder / name.split("_")[0]).mkdir(parents=True, exist_ok=True)
        shutil.copy(assets / "nasty" / "exif_orientation" / name, folder / name.split("_")[0] / name)
    with (tmp_path / "labels.csv").open("w", newline="") as table:
        rows = [(f"{name.split('_')[0]}/{name}", name.split("_")[0]) for name in names]
        csv.writer(table).writerows([("file", "class"), *rows])
    with zipfile.ZipFile(tmp_path / "set.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for file in folder.rglob("*.jpg"):
            packed.write(file, file.relative_to(tmp_path))
    with tarfile.open(tmp_path / "set.tar", "w") as packed:
        packed.add(folder, "set")
    table = tmp_path / "labels.csv"
    return {
        "folder": Folder(path=folder),
        "zip": Folder(path=tmp_path / "set.zip"),
        "tar": Folder(path=tmp_path / "set.tar"),
        "table": Table(path=table, root=folder),
        "table and zip": Table(path=table, root=tmp_path / "set.zip"),
        "table and tar": Table(path=table, root=tmp_path / "set.tar"),
    }


@pytest.mark.slow
def test_every_orientation_gives_the_same_pixels_from_everywhere(everywhere, assets):
    """Folder, table and archive; and each picture stands upright, whatever its file says."""
    real = assets / "nasty" / "exif_orientation"
    for source in everywhere.values():
        samples = list(source.samples())
        found = {Path(s.uri).name: decode(source.read(s)).image for s in samples}

        assert len(found) == 18
        for sample in samples:
            name = Path(sample.uri).name
            assert sample.labels == {"class": (name.split("_")[0],)}
            assert (found[name] == decode((real / name).read_bytes()).image).all()
        for kind in ("Landscape", "Portrait"):
            upright = found[f"{kind}_1.jpg"].astype(int)
            for turned in range(2, 9):
                assert np.abs(found[f"{kind}_{turned}.jpg"] - upright).mean() < 10


@pytest.mark.parametrize(
    ("name", "targets", "count"),
    [
        (
            "coco256",
            {"tags": 10, "coco_license_id": 7, "coco_objects": 229, "coco_panoptic_area_share": 1190},
            256,
        ),
        ("ucf_selfies", {"smile": 2}, 120),
    ],
)
def test_real_tables_load(assets: Path, name, targets, count):
    """Every row has its picture; what is empty is unknown, or none of several labels."""
    source = Table(path=assets / "data" / name / "labels.csv")

    samples = list(source.samples())

    assert {target.name: len(target.labels) for target in source.gives()} == targets
    assert len(samples) == count and not any(sample.left_out for sample in samples)
    assert all(source.read(sample)[:2] == b"\xff\xd8" for sample in samples[:5])
