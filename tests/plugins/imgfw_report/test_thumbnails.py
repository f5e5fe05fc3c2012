"""Small pictures inside a page."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from imgfw import Picture, decode
from imgfw_report.thumbnails import LONGER, thumbnail


def opened(uri: str) -> Image.Image:
    """The picture in a data URI."""
    head, _, content = uri.partition(",")
    assert head == "data:image/jpeg;base64"
    return Image.open(io.BytesIO(base64.b64decode(content)))


@pytest.mark.parametrize(
    ("size", "small"), [((480, 960), (LONGER, LONGER // 2)), ((30, 20), (20, 30)), ((1, 5000), (LONGER, 1))]
)
def test_the_longer_side_is_bounded_and_nothing_enlarged(size, small):
    """Large pictures shrink in proportion, small ones keep their size, and the size is told."""
    found = thumbnail(Picture(np.zeros((*size, 3), np.uint8)))

    assert (found.width, found.height) == opened(found.uri).size == small


def test_it_carries_nothing_but_pixels():
    """What the file said about its camera and owner is gone."""
    exif = Image.Exif()
    exif[0x010F], exif[0x8298] = "Camera of Ada", "Ada"
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG", exif=exif, comment=b"Ada")

    content = base64.b64decode(thumbnail(decode(file.getvalue())).uri.partition(",")[2])

    assert b"Ada" in file.getvalue()
    assert b"Ada" not in content
    assert not opened(thumbnail(decode(file.getvalue())).uri).getexif()


def test_a_region_is_shown_with_a_margin():
    """A quarter of its size around it, as far as the picture goes."""
    image = np.zeros((100, 100, 3), np.uint8)
    image[20:60, 0:40] = 255

    found = thumbnail(Picture(image, box=(0, 20, 40, 60)))

    assert abs(found.width - 50) <= 1
    assert abs(found.height - 60) <= 1
    assert np.asarray(opened(found.uri))[30, 20].min() > 250


def test_a_region_outside_the_picture_shows_the_whole():
    """A box that no pixel is in is of no use."""
    found = thumbnail(Picture(np.zeros((10, 20, 3), np.uint8), box=(50, 50, 60, 60)))

    assert (found.width, found.height) == (20, 10)
