"""The pictures on which exports are compared."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from imgfw import CallError, Picture, PictureError, Sample, decode
from imgfw_export.pictures import of_folder, of_run, probes


@dataclass
class Split:
    """The samples of a split."""

    samples: tuple[Sample, ...]


@dataclass
class Outcome:
    """What is asked of a run."""

    predictions: dict[str, Split]
    content: Any


def outcome(content) -> Outcome:
    """A run with four pictures in val and six in test, one in both."""
    samples = [Sample(f"{place}.png", digest=str(place)) for place in range(9)]
    return Outcome({"val": Split(tuple(samples[:4])), "test": Split(tuple(samples[3:]))}, content)


def test_pictures_of_a_run_are_those_it_did_not_learn_from(pictures):
    """Each once, as files, evenly where they are too many."""
    given = outcome(lambda sample: pictures[int(sample.digest)][1])

    assert sorted(name for name, _ in of_run(given, 100)) == [f"{place}.png" for place in range(9)]
    assert len(list(of_run(given, 3))) == 3
    assert dict(of_run(given, 100))["5.png"] == pictures[5][1]


def test_drawn_pictures_are_png_files():
    """With the same pixels."""
    drawn = Picture(np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8))

    found = dict(of_run(outcome(lambda sample: drawn), 100))

    assert np.array_equal(decode(found["5.png"]).image, drawn.image)


def test_pictures_that_are_gone_are_told_as_such(pictures):
    """The others are enough."""

    def content(sample):
        if sample.digest == "5":
            raise PictureError("is gone")
        return pictures[0][1]

    found = dict(of_run(outcome(content), 100))

    assert len(found) == 9
    assert [name for name, given in found.items() if isinstance(given, PictureError)] == ["5.png"]


def test_pictures_of_a_folder_are_read(pictures, tmp_path):
    """At any depth."""
    (tmp_path / "deep").mkdir()
    for name, content in pictures[:3]:
        (tmp_path / "deep" / name).write_bytes(content)

    found = dict(of_folder(tmp_path, 100))

    assert sorted(found.values()) == sorted(content for _, content in pictures[:3])
    assert len(list(of_folder(tmp_path, 2))) == 2


def test_a_file_that_cannot_be_read_is_told_as_such(pictures, tmp_path):
    """As one that is much too large to be a picture."""
    (tmp_path / "a.jpg").write_bytes(pictures[0][1])
    with (tmp_path / "b.jpg").open("wb") as file:
        file.truncate(5 << 30)

    found = {name: str(given) for name, given in of_folder(tmp_path, 9) if isinstance(given, PictureError)}

    assert list(found) == [str(tmp_path / "b.jpg")] and "larger than" in found[str(tmp_path / "b.jpg")]


def test_a_folder_without_pictures_is_a_wrong_call(tmp_path):
    """And so is no folder."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CallError, match=f"--pictures {folder}: expected a folder with pictures"):
            list(of_folder(folder, 5))


def test_one_picture_becomes_large_ones_of_several_kinds(pictures):
    """Larger than what they are reduced to; one is turned, one transparent, one grey."""
    found = dict(probes(pictures[0][1], 100))

    opened = [Image.open(BytesIO(content)) for content in found.values()]
    assert [(each.format, each.mode) for each in opened] == [
        ("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("BMP", "RGB")]  # fmt: skip
    assert all(min(each.size) > 100 for each in opened)
    assert opened[0].getexif()[0x0112] == 6
    assert len(found) == 4
