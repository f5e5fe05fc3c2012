"""The source of gathered pictures."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from PIL import Image
from pydantic import ValidationError

import imgfw.testing.toy
from imgfw import CallError, PictureError
from imgfw.cli.main import main
from imgfw_web.collection import Collection
from imgfw_web.found import Found
from imgfw_web.licences import Licence
from imgfw_web.source import Gathered

RECIPE = """
[[source]]
use = "gathered"
path = "pets"

[group]
near = false

[split]
exact = true

[backbone]
use = "toy-colour"

[[head]]
use = "toy-means"

[[metric]]
use = "accuracy"
"""


@pytest.fixture
def folder(tmp_path):
    """Two cats of one creator, a dog of another in other letters, and one of nobody."""
    collection = Collection(tmp_path)
    licence = Licence("by", "2.0", "https://l.example/by")
    for number, (name, creator) in enumerate((("cat", "Ana"), ("cat", "Ana"), ("dog", "ANA"), ("dog", ""))):
        found = Found(
            f"openverse-{number}", "https://p", f"https://page/{number}", f"T{number}", creator, licence
        )
        collection.keep(found, name, name, b"%d" % number, "JPEG")
    collection.close()
    return tmp_path


def test_class_folders_are_the_labels(folder):
    """Pictures are listed in sorted order, each with what is known of it."""
    source = Gathered(path=folder)

    samples = list(source.samples())

    assert source.gives()[0].labels == ("cat", "dog")
    assert [(s.uri, s.labels["class"], s.left_out) for s in samples] == [
        ("cat/openverse-0.jpg", ("cat",), ""),
        ("cat/openverse-1.jpg", ("cat",), ""),
        ("dog/openverse-2.jpg", ("dog",), ""),
        ("dog/openverse-3.jpg", ("dog",), ""),
    ]
    assert samples[0].facts == {
        "title": "T0",
        "creator": "Ana",
        "licence": "by",
        "licence_version": "2.0",
        "licence_url": "https://l.example/by",
        "page": "https://page/0",
        "listed_as": "openverse-0",
    }
    assert "creator" not in samples[3].facts
    assert source.read(samples[2]) == b"2" and all(s.stamp for s in samples)


def test_pictures_of_one_creator_stay_together(folder):
    """Across classes and whatever the letters; those of nobody are alone."""
    groups = [sample.group for sample in Gathered(path=folder).samples()]

    assert groups == ["creator ana"] * 3 + [""]


def test_groups_may_be_left_out(folder):
    """By choice."""
    assert {sample.group for sample in Gathered(path=folder, group="none").samples()} == {""}
    with pytest.raises(ValidationError):
        Gathered(path=folder, group="class")


def test_a_moved_picture_has_its_new_class_and_its_old_facts(folder):
    """At any depth."""
    (folder / "dog" / "old").mkdir()
    os.rename(folder / "cat" / "openverse-0.jpg", folder / "dog" / "old" / "openverse-0.jpg")

    (sample,) = [
        s for s in Gathered(path=folder, target="pet").samples() if s.uri.endswith("openverse-0.jpg")
    ]

    assert sample.labels == {"pet": ("dog",)} and sample.facts["creator"] == "Ana" and not sample.left_out


def test_a_picture_without_a_row_is_told(folder):
    """It is left out with the reason, or used by choice; it counts as a class all the same."""
    (folder / "bird").mkdir()
    (folder / "bird" / "mine.jpg").write_bytes(b"mine")

    default, chosen = (
        next(s for s in Gathered(path=folder, **more).samples() if s.uri == "bird/mine.jpg")
        for more in ({}, {"unattributed": "use"})
    )

    assert default.left_out == "has no row in attribution.csv, so its licence is not known"
    assert chosen.left_out == "" and chosen.facts == {} and chosen.group == ""
    assert Gathered(path=folder).gives()[0].labels == ("bird", "cat", "dog")


def test_a_row_without_a_picture_is_nothing(folder):
    """The user threw it away."""
    os.remove(folder / "cat" / "openverse-0.jpg")

    assert len(list(Gathered(path=folder).samples())) == 3


def test_a_half_written_row_is_passed_over(folder):
    """Its picture is not there yet."""
    with (folder / "attribution.csv").open("ab") as file:
        file.write(b'cat/openverse-9.jpg,cat,"half')

    assert len(list(Gathered(path=folder).samples())) == 4


def test_a_run_keeps_creators_apart_and_names_what_has_no_row(tmp_path, monkeypatch, capsys):
    """From the folder to the split: no creator on two sides; 3 for the picture that nobody knows."""
    monkeypatch.chdir(tmp_path)
    collection = Collection(tmp_path / "pets")
    for number in range(60):
        content = io.BytesIO()
        colour = ((200, number, 0), (0, number, 200))[number % 2]
        Image.new("RGB", (16, 12), colour).save(content, "PNG")
        found = Found(
            f"commons-{number}", "https://p", creator=f"Creator {number // 5}", licence=Licence("cc0")
        )
        collection.keep(found, ("red", "blue")[number % 2], "q", content.getvalue(), "PNG")
    collection.close()
    Image.new("RGB", (16, 12), "white").save(tmp_path / "pets" / "red" / "mine.png")
    (tmp_path / "r.toml").write_text(RECIPE)

    code = main(["--plugin", imgfw.testing.toy.__file__, "run", "r.toml", "--json"])

    said = capsys.readouterr()
    assert code == 3 and "red/mine.png: has no row in attribution.csv" in said.err
    with Path(json.loads(said.out)["run"], "samples.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["left_out"]]
    sides = {(row["group"], row["split"]) for row in rows}
    assert len(rows) == 60 and len(sides) == len({group for group, _ in sides}) == 12
    assert {side for _, side in sides} == {"train", "val", "test"}


def test_nothing_is_written(folder):
    """Not even a lock."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    source = Gathered(path=folder)

    source.gives()
    [source.read(sample) for sample in source.samples()]

    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_another_folder_is_an_error_that_says_what_to_do(tmp_path):
    """One without attribution, an empty one, one that is not there."""
    with pytest.raises(CallError, match=r"gone: cannot be listed"):
        Gathered(path=tmp_path / "gone").gives()
    with pytest.raises(CallError, match="no pictures in its class folders; fill it with `imgfw gather`"):
        Gathered(path=tmp_path).gives()
    (tmp_path / "cat").mkdir()
    (tmp_path / "cat" / "1.jpg").write_bytes(b"1")
    with pytest.raises(CallError, match=r'expected an attribution\.csv.*take the source "folder"'):
        list(Gathered(path=tmp_path).samples())


def test_a_picture_that_vanished_is_a_reason(folder):
    """One picture cannot be used; nothing else happens."""
    source = Gathered(path=folder)
    (first, *_) = source.samples()
    os.remove(folder / first.uri)

    with pytest.raises(PictureError, match="cannot be read: No such file"):
        source.read(first)
