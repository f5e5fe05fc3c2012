"""Paths without a recipe: each is read as the sources would read it, and what is left aside is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw.errors import CallError
from imgfw.line.opened import Opened, opened_at
from imgfw.registry import Registry, find_plugins


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The installed plugins."""
    return find_plugins()


@pytest.fixture
def opened(registry: Registry):
    """opened(path) -> what reads it."""
    return lambda path: opened_at(path, registry)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Four pictures in two parts, without class folders."""
    for number in range(4):
        file = tmp_path / "set" / ("train", "test")[number % 2] / f"{number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((8, 8, 3), number * 40, np.uint8)).save(file)
    return tmp_path / "set"


def names(opened: Opened) -> tuple[str, set[str]]:
    """The source and the labels that its samples have."""
    given = [value for sample in opened.source.samples() for value in sample.labels.values()]
    return opened.source.component_name(), {label for each in given for label in each}


def rows(photos: Path) -> list[dict[str, str]]:
    """A row a picture."""
    return [
        {"file_name": str(file.relative_to(photos)), "label": "ab"[number % 2], "split": "train"}
        for number, file in enumerate(sorted(photos.rglob("*.png")))
    ]


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".CSV"])
def test_every_table_that_a_recipe_takes_is_read(opened, photos, ending):
    """Told by its ending."""
    table, given = photos / f"t{ending}", rows(photos)
    mark = "\t" if ending == ".tsv" else ","
    lines = [mark.join(given[0]), *(mark.join(row.values()) for row in given)]
    lines = [json.dumps(row) for row in given] if ending in (".jsonl", ".ndjson") else lines
    table.write_text("\n".join(lines) + "\n")

    found = opened(table)

    assert names(found) == ("table", {"a", "b"}) and found.notes == ()


@pytest.mark.parametrize("packed", ["", "zip", "tar"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_metadata_in_the_parts_is_read(opened, photos, tmp_path, packed, wrapped):
    """In folders as Hugging Face has them, and in archives of such."""
    for part in ("train", "test"):
        lines = [
            json.dumps({"file_name": file.name, "label": file.stem}) for file in (photos / part).iterdir()
        ]
        (photos / part / "metadata.jsonl").write_text("\n".join(lines))
    path = photos
    if packed:
        path = Path(
            shutil.make_archive(str(tmp_path / "p"), packed, *([tmp_path, "set"] if wrapped else [photos]))
        )

    found = opened(path)

    assert names(found) == ("table", {"0", "1", "2", "3"})
    assert {sample.split for sample in found.source.samples()} == {"train", "test"}


def test_metadata_that_cannot_be_read_is_told(opened, photos):
    """The pictures are looked at without it."""
    (photos / "metadata.csv").write_text("file_name,label\n0.png\n")

    found = opened(photos)

    assert names(found) == ("loose", set())
    (note,) = found.notes
    assert note.startswith("its table is left aside: ") and "metadata.csv:2" in note


def test_a_table_beside_the_pictures_is_told(opened, photos):
    """Where it names pictures that are there; class folders and other texts are not disturbed by it."""
    table = photos / "labels.csv"
    table.write_text("file,label\n" + "".join(f"{row['file_name']},{row['label']}\n" for row in rows(photos)))
    (photos / "README.txt").write_text("Some words, and no table.\n")
    (photos / "other.csv").write_text("file,label\ngone.png,a\n")

    found = opened(photos)

    assert names(found)[0] == "loose"
    assert found.notes == (
        f"labels.csv is not read; `imgfw check {table}` reads the pictures with its labels",
    )
    assert names(opened(table)) == ("table", {"a", "b"})


def test_unknown_splits_are_no_part_of_one(opened, photos):
    """Those that a recipe would have to rename."""
    (photos / "t.csv").write_text("file,label,split\ntrain/0.png,a,holdout\ntest/1.png,b,train\n")

    found = opened(photos / "t.csv")

    assert found.renamed == {"holdout": ""} and "'holdout'" in found.notes[0]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("t.csv", "file,label\nx.png\n", r"t\.csv:2"),
        ("t.dat", "nothing", "expected a folder, a zip or an uncompressed tar"),
        ("", "", "no such file or folder"),
    ],
)
def test_what_cannot_be_read_says_why(opened, tmp_path, name, text, reason):
    """A table says its line; what is no picture set says what would be."""
    if name:
        (tmp_path / name).write_text(text)

    with pytest.raises(CallError, match=reason):
        opened(tmp_path / (name or "gone"))
