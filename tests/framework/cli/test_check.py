"""`imgfw check`: findings on stdout, as CSV and as JSON; exit 3 where something cannot be used."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw.cli.check import SHOWN, summary
from imgfw.line.checking import Checked, Fault


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two classes of distinct pictures, and one broken file."""
    for number, label in enumerate(["cat", "cat", "dog", "dog"]):
        folder = tmp_path / "photos" / label
        folder.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 255, (48, 64, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    (tmp_path / "photos" / "dog" / "broken.jpg").write_bytes(b"")
    return tmp_path / "photos"


def test_findings_are_the_result(imgfw, photos):
    """Counts, classes and what was found go to stdout; a broken file makes it exit 3."""
    said = imgfw("check", photos)

    assert said.code == 3
    assert said.out.startswith(f"{photos}: 5 pictures, 4 of them usable")
    assert "class: 2 labels" in said.out and "dog/broken.jpg: is empty" in said.out
    assert "Traceback" not in said.err


def test_every_finding_is_in_the_csv_and_in_the_json(imgfw, photos, tmp_path):
    """Both hold the same; with --json stdout is one document."""
    said = imgfw("-q", "check", photos, "--csv", tmp_path / "found.csv", "--json")

    document = json.loads(said.out)
    with (tmp_path / "found.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert document["pictures"] == 5 and document["classes"] == {"class": {"cat": 2, "dog": 2}}
    assert [(row["file"], row["what"]) for row in rows] == [
        (f["file"], f["what"]) for f in document["faults"]
    ]
    assert ("dog/broken.jpg", "left out") in {(row["file"], row["what"]) for row in rows}


def test_a_set_without_broken_files_is_exit_0(imgfw, photos):
    """Other findings are no failure."""
    (photos / "dog" / "broken.jpg").unlink()

    assert imgfw("check", photos).code == 0


def test_what_is_not_there_is_exit_2(imgfw, tmp_path):
    """One sentence, no traceback."""
    said = imgfw("check", tmp_path / "gone")

    assert said.code == 2 and "no such file or folder" in said.err and said.out == ""


def test_many_findings_are_cut_and_counted():
    """Ten of a kind are shown and the others counted; -v shows all; odd names stay on their line."""
    faults = tuple(Fault("copy", f"{i}\n.jpg", "is the same") for i in range(SHOWN + 3))
    found = Checked(20, 20, "", {}, faults)

    short, long = summary(Path("p"), found, SHOWN), summary(Path("p"), found, None)

    assert short.count("is the same") == SHOWN and "and 3 more" in short
    assert long.count("is the same") == SHOWN + 3 and "more" not in long
    assert all(line.startswith("  ") for line in long.splitlines()[3:])
    assert summary(Path("p"), Checked(1, 1, "", {}, ()), SHOWN).endswith("nothing wrong was found")


def test_notes_stand_below_the_counts_and_in_the_json(imgfw, photos):
    """Such as a table beside the pictures, with the call that reads it, which works."""
    rows = [f"{file.relative_to(photos)},{file.stem}\n" for file in sorted(photos.glob("*/?.png"))]
    table = photos / "my labels.csv"
    table.write_text("file,label\n" + "".join(rows))

    said, document = imgfw("check", photos), json.loads(imgfw("check", photos, "--json").out)

    (note,) = document["notes"]
    assert note in said.out.splitlines() and f"`imgfw check '{table}'`" in note
    assert "label: 4 labels" in imgfw("check", table).out
