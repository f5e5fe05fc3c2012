"""The files of a drawn camera roll."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageOps
from PIL.ExifTags import IFD, Base

from imgfw import PictureError, decode
from imgfw_photos.camera_roll import files
from imgfw_photos.drawn_scenes import DrawnScenes

SOURCE = DrawnScenes(count=44, size=48, seed=3)


@pytest.fixture(scope="module")
def roll():
    """The files of 44 photos, by name."""
    return {file.name: file for file in files(SOURCE, range(44))}


def test_every_photo_is_one_file_and_the_rest_lies_between(roll):
    """Screenshots have a folder of their own; there are videos, an edit, a copy and a broken file."""
    photos = [name for name in roll if "_1." not in name and name.endswith(("JPG", "PNG"))]
    own = [name for name in photos if not name.startswith("WhatsApp")]

    assert len(own) == 44
    assert any(name.startswith("Pictures/Screenshots/") for name in own)
    endings = [name.rpartition(".")[2] for name in roll]
    assert {"JPG", "PNG", "MOV", "AAE", "MP4"} == set(endings)


def test_photos_are_turned_as_exif_says_and_dated(roll):
    """A viewer shows what was drawn; the time has its offset and is the file's."""
    orientations = set()
    for number in range(44):
        name = f"DCIM/100APPLE/IMG_{number + 1:04d}.JPG"
        if name not in roll:
            continue
        picture = Image.open(BytesIO(roll[name].content))
        exif = picture.getexif()
        orientations.add(exif[Base.Orientation])
        shown = np.asarray(ImageOps.exif_transpose(picture), float)
        assert np.abs(shown - SOURCE.drawn(number)).mean() < 20
        inner = exif.get_ifd(IFD.Exif)
        assert inner[Base.DateTimeOriginal] == f"{roll[name].taken:%Y:%m:%d %H:%M:%S}"
        assert inner[Base.OffsetTimeOriginal] == "+02:00"
    assert orientations == {1, 6}


def test_copies_are_copies_and_the_broken_one_is_broken(roll):
    """Byte by byte; and cut off."""
    (copy,) = (file for name, file in roll.items() if name.startswith("WhatsApp"))
    (broken,) = (file for name, file in roll.items() if name.endswith("_1.JPG"))

    assert sum(file.content == copy.content for file in roll.values()) == 2
    with pytest.raises(PictureError):
        decode(broken.content)


def test_photos_that_are_there_are_not_drawn_again(roll, monkeypatch):
    """Nor what comes before them; the others are what they would have been."""
    names = list(roll)
    photos = [
        name for name in names if not name.endswith(("MOV", "AAE", "MP4", "_1.JPG")) and "WA" not in name
    ]
    done = set(photos[:20])
    drawn: list[int] = []
    draw = DrawnScenes.drawn
    monkeypatch.setattr(DrawnScenes, "drawn", lambda self, number: drawn.append(number) or draw(self, number))

    rest = {file.name: file for file in files(SOURCE, range(44), done.__contains__)}

    assert drawn == list(range(20, 44))
    assert rest == {name: roll[name] for name in names[names.index(photos[19]) + 1 :]}
