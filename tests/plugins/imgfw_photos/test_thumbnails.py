"""Small pictures."""

from __future__ import annotations

import base64
import io

from PIL import Image

from imgfw_photos.thumbnails import LONGER, thumbnails


def test_a_picture_becomes_a_small_one_upright(tmp_path):
    """A JPEG of its own, without anything but pixels."""
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (900, 600), "teal").save(tmp_path / "a.jpg", exif=exif)

    small = thumbnails([str(tmp_path / "a.jpg")], 2)[str(tmp_path / "a.jpg")]

    assert (small.width, small.height) == (round(LONGER * 2 / 3), LONGER)
    content = base64.b64decode(small.uri.removeprefix("data:image/jpeg;base64,"))
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (small.width, small.height) and not image.getexif()


def test_what_cannot_be_shown_is_not_among_them(tmp_path):
    """The others are."""
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg")

    small = thumbnails([str(tmp_path / "gone.jpg"), str(tmp_path / "a.jpg")], 2)

    assert list(small) == [str(tmp_path / "a.jpg")]
    assert (small[str(tmp_path / "a.jpg")].width, small[str(tmp_path / "a.jpg")].height) == (8, 8)
