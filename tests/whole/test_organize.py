"""A library with all that is odd and broken, planned by a model of real photos."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.keras]


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """A folder whose cache the tests of this module share."""
    return tmp_path_factory.mktemp("organize")


@pytest.fixture
def learned(tool, recipes, assets, work) -> Path:
    """A run on twelve photos of each of four scenes."""
    if not (work / "runs").is_dir():
        for place in sorted((assets / "data" / "scenes8").iterdir())[:4]:
            (work / "scenes" / place.name).mkdir(parents=True)
            for picture in sorted(place.iterdir())[:12]:
                shutil.copy2(picture, work / "scenes" / place.name)
        sets = ("--set", f'source.0.path="{work / "scenes"}"', "--set", 'head.0.use="logistic"')
        words = ("run", recipes / "photos-folder.toml", *sets)
        done = tool(*words, work=work, KERAS_HOME=str(assets / "assets" / "keras_home"))
        assert done.code == 0, done.err
    return work / "runs"


@pytest.fixture
def library(assets, work) -> Path:
    """Broken and odd files, photos, a twin, companions, a film, a link, a name that is no text."""
    folder = work / "library"
    if folder.is_dir():
        return folder
    shutil.copytree(assets / "nasty", folder / "nasty")
    (folder / "DCIM").mkdir()
    for number, place in enumerate(sorted((assets / "data" / "scenes8").iterdir())):
        for at, picture in enumerate(sorted(place.iterdir())[-4:]):
            shutil.copy2(picture, folder / "DCIM" / f"IMG_2019010{at + 1}_03040{number}.JPG")
    first = folder / "DCIM" / "IMG_20190101_030400.JPG"
    shutil.copy2(first, folder / "twin.jpg")
    first.with_suffix(".MOV").write_bytes(b"moving")
    first.with_suffix(".xmp").write_bytes(b"<x/>")
    shutil.copy2(first.with_name("IMG_20190102_030400.JPG"), os.fsencode(folder) + b"/caf\xe9 \x1b[2J.jpg")
    (folder / "film.mp4").write_bytes(b"film")
    (folder / "loop").symlink_to(".")
    return folder


def state(folder: Path) -> dict[str, object]:
    """Every entry with its size, time and mode."""
    found = {str(path): path.lstat() for path in sorted(folder.rglob("*"))}
    return {name: (each.st_size, each.st_mtime_ns, each.st_mode) for name, each in found.items()}


def test_every_file_of_a_library_is_accounted_for(tool, learned, library, work):
    """Without a training library; nothing is touched, and broken pictures are named with their reason."""
    before = state(library)

    done = tool(
        "organize", "plan", "latest", library, "--to", work / "to", "--json", "--plan", "one", work=work
    )

    rows = list(csv.DictReader((work / "one" / "plan.csv").read_text("utf-8-sig").splitlines()))
    document = done.document
    entries = [path for path in library.rglob("*") if path.is_symlink() or not path.is_dir()]
    sums = [document[name] for name in ("placed", "unsorted", "duplicate", "unreadable")]
    assert done.code == 3 and not done.heavy
    assert len(rows) == len({row["source"] for row in rows}) == document["files"] == len(entries)
    assert document["pictures"] == sum(sums)
    assert document["files"] == sum(sums) + document["companions"] + document["videos"] + document["other"]
    assert document["duplicate"] >= 2 and document["companions"] == 2 and document["videos"] == 1
    assert document["unreadable"] > 20
    assert all(row["reason"] for row in rows if row["fate"] != "placed")
    assert done.err.count("left out: ") == 21 and "\x1b" not in done.err
    assert f"left out: and {document['unreadable'] - 20} more; plan.csv names all" in done.err
    assert state(library) == before and not (work / "to").exists()


def test_the_second_plan_looks_at_no_picture_and_is_the_same(tool, learned, library, work):
    """What the model said is kept."""
    words = (
        "organize",
        "plan",
        "latest",
        library,
        "--to",
        work / "to",
        "--template",
        "{label}/{date:%Y}/{name}",
    )

    first = tool(*words, "--json", "--plan", "two", work=work)
    second = tool(*words, "--json", "--plan", "three", work=work)

    assert second.passes == 0
    assert (work / "two" / "plan.csv").read_bytes() == (work / "three" / "plan.csv").read_bytes()
    assert first.document["dates"] == second.document["dates"]
    assert first.document["dates"]["name"] >= 20 and first.document["dates"]["exif-original"] >= 5
    text = (work / "two" / "plan.html").read_text("utf-8")
    assert (
        "IMG_20190101_030400.JPG" in text
        and "<script" not in text
        and "http" not in text.split("</style>")[1]
    )
    assert json.loads((work / "two" / "plan.json").read_text())["template"] == "{label}/{date:%Y}/{name}"
