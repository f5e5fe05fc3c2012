"""The files of a drawn camera roll."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageOps
from PIL.ExifTags import IFD, Base

from imgfw import CallError, PictureError, RunError, decode
from imgfw_photos.camera_roll import files, write
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


def test_what_is_written_is_what_was_given(roll, tmp_path):
    """With its time; the folder is there whole, and nothing beside it."""
    count = write(tmp_path / "roll", roll.values())

    assert count == len(roll)
    for name, file in roll.items():
        path = tmp_path / "roll" / name
        assert path.read_bytes() == file.content and path.stat().st_mtime == file.taken.timestamp()
    assert [path.name for path in tmp_path.iterdir()] == ["roll"]


def test_nothing_is_overwritten_and_nothing_half_is_left(roll, tmp_path):
    """A folder with something in it is refused; when drawing fails, no folder is there."""

    def failing():
        yield next(iter(roll.values()))
        raise OSError(28, "No space left on device")

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(CallError, match="empty or not there"):
        write(tmp_path / "full", roll.values())
    with pytest.raises(RunError, match="No space left"):
        write(tmp_path / "roll", failing())
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
