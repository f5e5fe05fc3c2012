"""Landmarks in one table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgfw_faces.marks_table import read

POINTS = np.array([[69, 109], [106, 113], [77, 142], [73, 152], [108, 154]], np.float32)
FLAT = [str(int(value)) for value in POINTS.ravel()]
NAMES = " ".join(
    f"{place}_{axis}" for place in ("lefteye", "righteye", "nose", "leftmouth", "rightmouth") for axis in "xy"
)
WIDE = "file,who," + ",".join(f"x{i},y{i}" for i in range(5))


def written(folder: Path, name: str, text: str) -> Path:
    """A table."""
    (folder / name).write_text(text)
    return folder / name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", f"{WIDE}\na.jpg,ana,{','.join(FLAT)}\n"),
        ("a.csv", f"a.jpg,{','.join(FLAT)}\n"),
        ("a.tsv", "\t".join(["image_id", *NAMES.split()]) + "\n" + "\t".join(["a.jpg", *FLAT]) + "\n"),
        ("a.txt", f"1\n{NAMES}\na.jpg  {'  '.join(FLAT)}\n"),
        ("a.txt", f"a.jpg {' '.join(FLAT)}\n"),
        ("a.csv", "file;x;y\n" + "".join(f"a.jpg;{x};{y}\n" for x, y in POINTS)),
        (
            "a.csv",
            "file,point,x,y\n" + "".join(f"a.jpg,{4 - i},{x},{y}\n" for i, (x, y) in enumerate(POINTS[::-1])),
        ),
    ],
    ids=["rows", "no header", "names", "CelebA", "list", "points", "numbered points"],
)
def test_every_form_gives_the_points(tmp_path: Path, name, text):
    """By the picture's name in the table."""
    found = read(written(tmp_path, name, text), "")

    assert list(found) == ["a.jpg"]
    assert np.array_equal(found["a.jpg"][0], POINTS)


def test_several_rows_are_several_faces(tmp_path: Path):
    """In their order; a row without figures is no face."""
    row = ",".join(FLAT)
    wide = written(tmp_path, "a.csv", f"{WIDE}\na,,{row}\na,,{row}\nb,,{',' * 9}\n")
    long = "".join(f"a,{face},{x},{y}\n" for face in "pq" for x, y in POINTS)

    assert {name: len(faces) for name, faces in read(wide, "").items()} == {"a": 2, "b": 0}
    assert len(read(written(tmp_path, "b.csv", f"file,face,x,y\n{long}"), "")["a"]) == 2


def test_arrays_by_picture(tmp_path: Path):
    """One for each, or all in one with their names."""
    np.savez(tmp_path / "a.npz", **{"a.jpg": POINTS, "b.jpg": np.stack([POINTS, POINTS])})
    np.savez(tmp_path / "b.npz", files=np.array(["a.jpg"]), landmarks=POINTS[None])

    assert {name: len(faces) for name, faces in read(tmp_path / "a.npz", "").items()} == {
        "a.jpg": 1,
        "b.jpg": 2,
    }
    assert np.array_equal(read(tmp_path / "b.npz", "")["a.jpg"][0], POINTS)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "", "a.csv: is empty"),
        ("a.csv", f"{WIDE}\na,,{','.join(FLAT[:-1])},z\n", "a.csv:2: expected a number, got 'z'"),
        ("a.csv", f"{WIDE}\na,,1\n", "a.csv:2: expected 12 cells, got 3"),
        ("a.csv", f"{WIDE}\n,,{','.join(FLAT)}\n", "a.csv:2: expected the file of a picture, got nothing"),
        ("a.csv", "file,x,y\na,1,2\n", "a.csv:2: expected 5, 68, 468 or 478 points as x and y, got 1 points"),
        ("a.csv", "file,index,x,y\na,1,2,3\na,1,2,3\n", "a.csv:3: point 1 of a stands there twice"),
        ("a.csv", "file,index,x,y\na,one,2,3\n", "a.csv:2: expected the number of a point, got 'one'"),
        ("a.csv", "file,age\na,1\nb,2\n", "a.csv:1: expected columns such as x1 and y1"),
        ("a.csv", f"{WIDE}\na,{'x' * 140_000},1\n", "a.csv:2: expected a row of a table, got what cannot be"),
        ("a.txt", f"²\n{NAMES}\n", "a.txt:1: expected "),
        ("a.txt", f"3\n{NAMES}\na.jpg {' '.join(FLAT)}\n", "a.txt:1: says 3 pictures, 1 follow"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, name, text, told):
    """With file and line."""
    with pytest.raises(ValueError) as error:
        read(written(tmp_path, name, text), "")

    assert told in str(error.value)


def test_arrays_that_are_no_table_are_told(tmp_path: Path):
    """With the file: cut off, names that do not fit, a face that is none, one array without a name."""
    np.savez(tmp_path / "cut.npz", **{"a.jpg": POINTS})
    whole = (tmp_path / "cut.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    np.savez(tmp_path / "names.npz", files=np.array("a.jpg"), landmarks=POINTS[None])
    np.savez(tmp_path / "face.npz", **{"a.jpg": POINTS, "b.jpg": POINTS[:3]})
    np.save(tmp_path / "one.npy", POINTS)
    (tmp_path / "one.npy").rename(tmp_path / "one.npz")

    for name, told in (
        ("cut", "may be damaged or cut off"),
        ("names", "as many texts in `files` as"),
        ("face", "b.jpg: expected 5, 68, 468 or 478 points as x and y, got 3 points"),
        ("one", "an array for each picture under its name"),
    ):
        with pytest.raises(ValueError, match=rf"{name}\.npz: .*{told}"):
            read(tmp_path / f"{name}.npz", "")
