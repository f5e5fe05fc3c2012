"""Landmarks that are known already."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw import CallError, Picture, PictureError, Sample
from imgfw.testing import check_component
from imgfw_faces.sidecar import LandmarksSidecar

POINTS = np.array([[10, 10], [20, 10], [15, 15], [11, 20], [19, 20]], np.float32)
ROW = ",".join(str(value) for value in POINTS.ravel())
HEADER = "file," + ",".join(f"x{i},y{i}" for i in range(5))
PICTURE = Picture(np.zeros((20, 20, 3), np.uint8), scale=0.5)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of landmarks, one beside each picture that would be there; and a table."""
    folder = tmp_path / "photos"
    (folder / "cat").mkdir(parents=True)
    points = "\n".join(f"{x} {y}" for x, y in POINTS)
    (folder / "cat" / "a.pts").write_text(f"n_points: 5\n{{\n{points}\n}}\n")
    (folder / "marks.csv").write_text(f"{HEADER}\ncat/a.jpg,{ROW}\nb.jpg,{ROW}\nb.jpg,{ROW}\n")
    return folder


def test_it_keeps_the_contract(photos: Path):
    """Of annotators, with a folder and a table."""
    check_component(LandmarksSidecar, path=photos)
    check_component(LandmarksSidecar, path=photos / "marks.csv")


def test_landmarks_are_found_by_path_or_name(photos: Path):
    """In the folder and in the table; several faces are several regions."""
    found = [
        LandmarksSidecar(path=photos).annotate(PICTURE, Sample("cat/a.jpg")),
        LandmarksSidecar(path=photos / "marks.csv").annotate(PICTURE, Sample("cat/a.jpg")),
        LandmarksSidecar(path=photos / "marks.csv", by="name").annotate(PICTURE, Sample("dog/b.jpg")),
    ]

    assert [len(regions) for regions in found] == [1, 1, 2]
    assert all(np.array_equal(region.landmarks, POINTS) for regions in found for region in regions)


def test_an_absolute_picture_has_its_landmarks_beside_it_wherever_the_folder_was(photos: Path):
    """As pictures at prediction are named."""
    gone = LandmarksSidecar(path=photos.parent / "gone")

    assert len(gone.annotate(PICTURE, Sample(str(photos / "cat" / "a.jpg")))) == 1
    table = LandmarksSidecar(path=photos / "marks.csv")
    assert len(table.annotate(PICTURE, Sample(str(photos / "cat" / "a.jpg")))) == 1


@pytest.mark.parametrize(
    ("table", "uri", "told"),
    [
        ("", "cat/b.jpg", "there are no landmarks for it: no .*b.pts or .npz"),
        ("marks.csv", "c.jpg", "marks.csv has no row for c.jpg, its rows are for pictures such as cat/a.jpg"),
        ("marks.csv", "dog/b.jpg", 'by = "name" takes the row of that name'),
    ],
)
def test_a_picture_without_is_told(photos: Path, table, uri, told):
    """With what was looked for."""
    with pytest.raises(PictureError, match=told):
        LandmarksSidecar(path=photos / table).annotate(PICTURE, Sample(uri))


def test_landmarks_of_another_size_are_refused(photos: Path):
    """Their middle lies outside of the picture at its full size."""
    small = Picture(np.zeros((10, 10, 3), np.uint8))

    with pytest.raises(PictureError, match=r"a.pts: expected landmarks in the picture of 10 x 10 pixels"):
        LandmarksSidecar(path=photos).annotate(small, Sample("cat/a.jpg"))


def test_a_wrong_table_is_told_before_anything_is_done(photos: Path):
    """With file and line; so is a place where there is nothing."""
    (photos / "marks.csv").write_text(f"{HEADER}\na.jpg,1,2\n")

    with pytest.raises(CallError, match=r"marks.csv:2: expected 11 cells, got 3"):
        LandmarksSidecar(path=photos / "marks.csv").prepare(print)
    with pytest.raises(CallError, match="gone: no such file or folder"):
        LandmarksSidecar(path=photos / "gone").prepare(print)


def test_a_damaged_table_is_told_before_anything_is_done(photos: Path):
    """As one sentence with the file: half of an npz, and a cell that is longer than any."""
    np.savez(photos / "marks.npz", **{"cat/a.jpg": POINTS})
    whole = (photos / "marks.npz").read_bytes()
    (photos / "marks.npz").write_bytes(whole[: len(whole) // 2])
    (photos / "marks.csv").write_text(f"{HEADER}\n{'a' * 140_000},{ROW}\n")

    with pytest.raises(
        CallError, match=r"marks\.npz: expected arrays .* damaged or cut off, so save it again"
    ):
        LandmarksSidecar(path=photos / "marks.npz").prepare(print)
    with pytest.raises(CallError, match=r"marks\.csv:2: expected a row of a table"):
        LandmarksSidecar(path=photos / "marks.csv").prepare(print)


def test_its_files_are_part_of_what_it_is(photos: Path):
    """So that other landmarks are seen."""
    assert LandmarksSidecar(path=photos).files_read() == (photos / "cat" / "a.pts",)
    assert LandmarksSidecar(path=photos / "marks.csv").files_read() == (photos / "marks.csv",)


RECIPE = """
split = { exact = true, train = 0.5, val = 0.25, test = 0.25 }
group = { near = false }
source = [{ use = "folder", path = "photos" }]
annotator = [{ use = "landmarks-sidecar", path = "photos/marks.csv", at_predict = KEPT }]
transform = [{ use = "align-face", size = 32 }, { use = "gaussian-mask" }]
backbone = { use = "toy-colour" }
head = [{ use = "toy-means" }]
metric = [{ use = "accuracy" }]
"""
TOY = Path(imgfw.testing.__file__).parent / "toy.py"


def people(folder: Path) -> None:
    """Two people with eight coloured pictures each, one of them without landmarks."""
    rows = [HEADER]
    for index in range(16):
        name = ("ana", "bo")[index % 2]
        (folder / "photos" / name).mkdir(parents=True, exist_ok=True)
        noise = np.random.default_rng(index).integers(0, 90, (30, 30, 3), np.uint8)
        noise[..., index % 2] += 150
        Image.fromarray(noise).save(folder / "photos" / name / f"{index}.png")
        rows += [f"{name}/{index}.png,{ROW}"] if index else []
    (folder / "photos" / "marks.csv").write_text("\n".join(rows) + "\n")


@pytest.mark.parametrize("kept", ["true", "false"])
def test_a_run_aligns_by_a_table_and_predicts_the_same(tmp_path: Path, monkeypatch, kept):
    """With at_predict the bundle reads the table, each time anew; without, it names the ways out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "cache"))
    people(tmp_path)
    Path("recipe.toml").write_text(RECIPE.replace("KEPT", kept))

    outcome = imgfw.run("recipe.toml", plugins=TOY, workers=1)
    bundle = imgfw.load(outcome.folder, plugins=TOY)

    left_out = [sample for sample in outcome.samples if sample.left_out]
    assert [sample.uri for sample in left_out] == ["ana/0.png"]
    assert "marks.csv has no row for ana/0.png" in left_out[0].left_out
    tested = outcome.predictions["test"]
    answers = bundle.predict([Path("photos") / sample.uri for sample in tested.samples])
    if kept == "false":
        assert all("align-face: expected 68 or 5 landmarks" in answer.left_out for answer in answers)
        return
    (target,) = tested.probabilities
    found = np.stack([answer.probabilities[target] for answer in answers])
    assert np.array_equal(found, tested.probabilities[target])
    assert json.loads((outcome.folder / "bundle" / "bundle.json").read_text())["annotators"]
    paths = [Path("photos") / sample.uri for sample in tested.samples]
    for path in paths:
        os.utime(path, (1_600_000_000, 1_600_000_000))  # long ago: what it holds is known by its time
    before = [each.answers[0].left_out for each in imgfw.predicted(bundle, paths)]
    rows = Path("photos/marks.csv").read_text().splitlines()
    gone = [row for row in rows if not row.startswith(tested.samples[0].uri)]
    Path("photos/marks.csv").write_text("\n".join(gone) + "\n")
    after = [each.answers[0].left_out for each in imgfw.predicted(bundle, paths)]
    assert not any(before) and "has no row" in after[0] and not any(after[1:])
