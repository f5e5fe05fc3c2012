"""The format of a picture, told by its first bytes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imgfw.formats import START, format_of, is_surely_picture

WRITTEN = {
    "JPEG": "JPEG", "PNG": "PNG", "GIF": "GIF", "BMP": "BMP", "TIFF": "TIFF", "WEBP": "WEBP", "AVIF": "AVIF",
    "MPO": "JPEG",
}  # fmt: skip
"""Pillow's name of a format -> ours."""


def start(name: str, **more) -> bytes:
    """The first bytes of a small picture in this format."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 90, 200)).save(file, name, **more)
    return file.getvalue()[:START]


def heic() -> bytes:
    """The first bytes of a HEIC file."""
    from pillow_heif import from_pillow

    file = io.BytesIO()
    from_pillow(Image.new("RGB", (64, 64))).save(file)
    return file.getvalue()[:START]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_is_told(name: str):
    """By what Pillow writes; all but TIFF are surely pictures."""
    assert format_of(start(name)) == WRITTEN[name]
    assert is_surely_picture(start(name)) == (name != "TIFF")


def test_heic_is_told():
    """By what libheif writes."""
    assert format_of(heic()) == "HEIC" and is_surely_picture(heic())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(START),
        b"BM",
        b"BMW is a maker of cars, and this is no picture of one.",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41",
        b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
        b"\xff\xd8",
        b"GIF",
        b"<svg xmlns=",
        b"%PDF-1.7",
        b"IIRO\x08\0\0\0",
    ],
)
def test_what_is_no_picture_is_not_taken_for_one(content: bytes):
    """Films, sounds, texts and raw files begin alike."""
    assert not is_surely_picture(content)


@given(st.binary(max_size=START))
def test_any_bytes_can_be_asked(content: bytes):
    """Whatever is surely a picture has a format."""
    assert not is_surely_picture(content) or format_of(content)


def test_the_real_raw_files_stay_out(assets: Path):
    """No file of the broken and odd ones that a viewer takes for a TIFF is surely a picture."""
    odd = [file for file in (assets / "nasty").rglob("*") if file.is_file()]

    tiffs = [file for file in odd if format_of(file.read_bytes()[:START]) == "TIFF"]

    assert tiffs and not any(is_surely_picture(file.read_bytes()[:START]) for file in tiffs)
