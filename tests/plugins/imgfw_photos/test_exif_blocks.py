"""Where EXIF is in files of every format."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from imgfw_photos.exif import exif_times
from imgfw_photos.exif_blocks import blocks

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF")


def picture(form: str) -> bytes:
    """A small picture that was taken once."""
    if form == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    exif = Image.Exif()
    exif[0x010F] = "imgfw"
    exif.get_ifd(0x8769)[0x9003] = "2019:01:02 03:04:05"
    content = io.BytesIO()
    Image.new("RGB", (32, 32), "teal").save(content, form, exif=exif.tobytes())
    return content.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_when(form):
    """As the libraries of pictures write it."""
    content = picture(form)

    assert list(exif_times(io.BytesIO(content))) == [("exif-original", "2019:01:02 03:04:05")]
    for begin in blocks(io.BytesIO(content)):
        assert content[begin : begin + 2] in (b"II", b"MM")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_cut_off_or_damaged_harms_nobody(form):
    """At any place."""
    content = picture(form)

    for at in range(0, len(content), 7):
        list(exif_times(io.BytesIO(content[:at])))
        list(exif_times(io.BytesIO(content[:at] + b"\xff\0" + content[at + 2 :])))


@given(some.sampled_from([b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x0cftypheic"]), some.binary())
def test_noise_has_no_exif(start, noise):
    """Whatever it begins like."""
    assert all(begin >= 0 for begin in blocks(io.BytesIO(start + noise)))
