"""Google Takeout's JSON files."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from imgfw_photos.takeout import sidecar_of, taken

LONG = "A very long name of a picture from the year 2019, in colours.jpg"


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("a.jpg.json", "a.jpg"),
        ("a.jpg.JSON", "a.jpg"),
        ("a.jpg.supplemental-metadata.json", "a.jpg"),
        ("a.jpg.supplemental-meta.json", "a.jpg"),
        ("a.jpg.s.json", "a.jpg"),
        ("a.jpg(1).json", "a(1).jpg"),
        ("a.jpg.supplemental-metadata(1).json", "a(1).jpg"),
        ("a(1).jpg.json", "a(1).jpg"),
        (f"{LONG[:46]}.json", LONG),
        (f"{LONG[:43]}(2).json", LONG.replace(".jpg", "(2).jpg")),
    ],
)
def test_a_json_file_tells_of_one_picture(name, picture):
    """By its name, whole or cut off, with the number where Takeout puts it."""
    pictures = ["a.jpg", "a(1).jpg", "b.jpg", LONG, LONG.replace(".jpg", "(2).jpg")]

    assert sidecar_of([name], pictures) == {name: picture}


@pytest.mark.parametrize(
    "name",
    ["a.json", "metadata.json", "c.jpg.json", "a.jpg(7).json", "a.jpg.txt", "a.jp.json", f"{LONG[:20]}.json"],
)
def test_others_tell_of_none(name):
    """A short beginning of a name is none that was cut off."""
    assert sidecar_of([name], ["a.jpg", "b.jpg", LONG]) == {}


def test_what_may_be_of_two_is_of_none():
    """Two long names with one beginning."""
    pictures = [LONG, LONG.replace("colours", "black and white")]

    assert sidecar_of([f"{LONG[:46]}.json"], pictures) == {}


def test_it_says_when(tmp_path):
    """In UTC, with the second."""
    path = tmp_path / "a.jpg.json"
    path.write_text(json.dumps({"photoTakenTime": {"timestamp": "1546398245", "formatted": "..."}}))

    assert taken(path) == datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"photoTakenTime": {"timestamp": "soon"}}',
        '{"photoTakenTime": {"timestamp": 1e30}}',
        '{"photoTakenTime": null}',
        "[" * 100_000,
    ],
)
def test_what_says_nothing_is_none(tmp_path, content):
    """Other JSON, and what is none."""
    path = tmp_path / "a.json"
    path.write_text(content)

    assert taken(path) is None


def test_a_huge_file_is_not_read(tmp_path):
    """No such file has a megabyte."""
    path = tmp_path / "a.json"
    path.write_text('{"photoTakenTime": {"timestamp": "1546398245"}}' + " " * 2**20)

    assert taken(path) is None
