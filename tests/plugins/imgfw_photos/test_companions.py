"""Files that belong to a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw_photos.companions import grouped
from imgfw_photos.walk import Found


def told(*names: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    """{picture: {companion: its tail}} and the names of the rest; what ends like a picture is one."""
    pictures = (".jpg", ".jpeg", ".png", ".heic")
    found = [
        Found(Path("/p", name), "picture" if name.lower().endswith(pictures) else "file") for name in names
    ]
    groups, rest = grouped(found)
    belonging = {
        group.picture.path.name: {each.found.path.name: each.tail for each in group.companions}
        for group in groups
    }
    return belonging, [each.path.name for each in rest]


@pytest.mark.parametrize(
    ("name", "tail"),
    [
        ("IMG_1.CR2", ".CR2"),
        ("IMG_1.dng", ".dng"),
        ("IMG_1.MOV", ".MOV"),
        ("IMG_1.mp4", ".mp4"),
        ("IMG_1.AAE", ".AAE"),
        ("IMG_1.xmp", ".xmp"),
        ("IMG_1.JPG.xmp", ".JPG.xmp"),
        ("IMG_1.CR2.xmp", ".CR2.xmp"),
        ("IMG_1.JPG.json", ".JPG.json"),
        ("IMG_1.JPG.supplemental-metadata.json", ".JPG.supplemental-metadata.json"),
        ("IMG_1.JPG.supplem.json", ".JPG.supplemental-metadata.json"),
    ],
)
def test_a_file_belongs_to_the_picture_of_its_name(name, tail):
    """And keeps what its name has behind the picture's stem."""
    assert told("IMG_1.JPG", "IMG_2.JPG", name) == ({"IMG_1.JPG": {name: tail}, "IMG_2.JPG": {}}, [])


@pytest.mark.parametrize(
    "name",
    ["IMG_3.MOV", "IMG_1.txt", "IMG_1.JPG.txt", "IMG_1.json", "img_1.mov", "IMG_1.MOV.json", "Thumbs.db"],
)
def test_others_belong_to_none(name):
    """They are told of by themselves."""
    assert told("IMG_1.JPG", name) == ({"IMG_1.JPG": {}}, [name])


def test_of_two_pictures_with_one_stem_the_camera_s_has_the_video():
    """HEIC before JPEG before others; a sidecar that names its picture belongs to that."""
    names = ("a.png", "a.jpg", "a.heic", "a.mov", "a.png.xmp", "a.xmp")

    assert told(*names)[0] == {
        "a.png": {"a.png.xmp": ".png.xmp"},
        "a.jpg": {},
        "a.heic": {"a.mov": ".mov", "a.xmp": ".xmp"},
    }


def test_a_picture_that_moves_has_its_video():
    """As Pixel phones name both."""
    assert told("PXL_1.MP.jpg", "PXL_1.MP") == ({"PXL_1.MP.jpg": {"PXL_1.MP": ""}}, [])


def test_takeout_s_numbers_are_understood():
    """The JSON file gets the name that its picture has."""
    assert told("a(1).jpg", "a.jpg", "a.jpg(1).json")[0] == {
        "a(1).jpg": {"a.jpg(1).json": ".jpg.json"},
        "a.jpg": {},
    }


def test_what_is_not_looked_into_belongs_to_none():
    """Hidden files, links."""
    picture = Found(Path("/p/a.jpg"), "picture")
    link = Found(Path("/p/a.mov"), "file", reason="a link to b.mov")

    assert grouped([picture, link])[1] == [link]
