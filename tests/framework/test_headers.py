"""Picture files before they are decoded."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from imgfw import images
from imgfw.errors import PictureError
from imgfw.headers import facts_of, opened, refusing


def stored(image: Image.Image, form: str, **options: Any) -> bytes:
    """The bytes of a picture file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its data does not have."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + data + chunk(b"IEND", b"")


def test_facts_are_plain_and_upright() -> None:
    """Size is given as the picture is seen; orientation and time come from EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2024:05:06 07:08:09"
    content = stored(Image.new("RGB", (30, 20)), "JPEG", exif=exif)

    facts = facts_of(opened(content))

    assert facts == {
        "width": 20,
        "height": 30,
        "format": "JPEG",
        "mode": "RGB",
        "orientation": 6,
        "frames": 1,
        "taken": "2024-05-06T07:08:09",
    }


@pytest.mark.parametrize("exif", [b"", b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff"])
def test_broken_exif_counts_as_none(exif: bytes) -> None:
    """A picture is not refused for what its EXIF holds."""
    content = stored(Image.new("RGB", (5, 4)), "JPEG", exif=exif)

    facts = images.header(content)

    assert facts["orientation"] == 1
    assert "taken" not in facts and "camera" not in facts


def test_a_time_that_is_none_is_left_out() -> None:
    """Cameras without a clock write zeros; that is no time."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "0000:00:00 00:00:00"
    content = stored(Image.new("RGB", (5, 4)), "JPEG", exif=exif)

    facts = facts_of(opened(content))

    assert "taken" not in facts


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
        ("CANON", "Canon EOS 5D", "Canon EOS 5D"),
        ("Apple", "iPhone 12", "Apple iPhone 12"),
        ("  NIKON\tCORPORATION ", "D90\n", "NIKON CORPORATION D90"),
        ("", "Pixel 7", "Pixel 7"),
        ("Apple", "", "Apple"),
        ("Make\0rubbish", "x" * 300, "Make " + "x" * 80),
        ("\0", " \x01 ", None),
        ("", "", None),
        (None, None, None),
    ],
)
def test_the_camera_is_make_and_model_in_one_text(make: str, model: str, camera: str | None) -> None:
    """The make is told once; line ends, zeros and what cannot be shown are left away."""
    exif = Image.Exif()
    if make is not None:
        exif[0x010F], exif[0x0110] = make, model

    facts = images.header(stored(Image.new("RGB", (5, 4)), "JPEG", exif=exif))

    assert facts.get("camera") == camera


def test_a_make_that_is_no_text_counts_as_none() -> None:
    """A number where a name belongs is no camera, and the rest is still known."""
    make, model = struct.pack("<HHIHH", 0x010F, 3, 1, 7, 0), struct.pack("<HHI4s", 0x0110, 2, 4, b"D90\0")
    turned = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 3) + make + model + turned + bytes(4)

    facts = images.header(stored(Image.new("RGB", (5, 4)), "JPEG", exif=exif))

    assert (facts["camera"], facts["orientation"]) == ("D90", 6)


@given(st.binary(max_size=200))
def test_any_bytes_as_exif_give_plain_facts(tail: bytes) -> None:
    """Whatever stands there, the header is read, and a camera is one short printable line."""
    content = stored(Image.new("RGB", (5, 4)), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0" + tail)

    camera = images.header(content).get("camera", "unknown")

    assert camera and camera.isprintable() and len(camera) <= 161


def test_a_header_that_claims_too_much_is_refused_before_decoding() -> None:
    """A few bytes that claim 1.6 gigapixels are refused with the size they claim."""
    content = claiming(40_000, 40_000)

    with pytest.raises(PictureError, match="too large: 40000 x 40000"):
        opened(content)


def test_a_large_but_real_size_is_accepted() -> None:
    """The size of a 100-megapixel camera passes."""
    content = claiming(11_648, 8_736)

    image = opened(content)

    assert image.size == (11_648, 8_736)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (bytes(500), "nothing but zeros"),
        (b"<!doctype html><p>Not found", "not a picture"),
        (b"P6 1 1 255 abc", "expected JPEG, PNG"),
        (b"\xff\xd8\xff", "damaged|cut off"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    """Empty files, zeros, web pages and other formats are refused in words for people."""
    with pytest.raises(PictureError, match=reason):
        images.header(content)


def test_content_decides_not_the_name() -> None:
    """There is no name: a format is known by its first bytes."""
    content = stored(Image.new("RGB", (5, 4)), "WEBP")

    facts = images.header(content)

    assert facts["format"] == "WEBP"


def test_any_error_becomes_a_reason() -> None:
    """What a decoder raises, an error without words included, becomes a PictureError that says something."""
    with pytest.raises(PictureError, match=r"damaged .KeyError"), refusing():
        raise KeyError


def test_running_out_of_memory_is_told_as_such() -> None:
    """Memory is the reason where it is."""
    with pytest.raises(PictureError, match="memory"), refusing():
        raise MemoryError


def test_libtiff_is_kept_quiet(assets: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What libtiff says of broken files does not reach the terminal, and the terminal is there afterwards."""
    broken = sorted((assets / "nasty" / "pillow").glob("crash-*.tif"))
    assert broken

    for file in broken:
        with (
            pytest.raises(PictureError) if "0da0" not in file.name and "74d2" not in file.name else refusing()
        ):
            images.decode(file.read_bytes())
    os.write(2, b"still here")

    assert capfd.readouterr().err == "still here"


def test_what_pillow_logs_is_not_printed() -> None:
    """Pillow logs an error of this TIFF, and Python would print it; the reason is enough."""
    tags = ((256, 4), (257, 4), (258, 8), (259, 1), (262, 1), (273, 8), (277, 65_535), (278, 4), (279, 16))
    lines = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    content = b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + lines + bytes(4)

    look = """
import sys
from imgfw import PictureError, decode
try:
    decode(sys.stdin.buffer.read())
except PictureError as error:
    print(error)
"""

    done = subprocess.run([sys.executable, "-c", look], input=content, capture_output=True, check=True)

    assert b"samples per pixel" in done.stdout
    assert done.stderr == b""


def test_exif_spelt_out_by_others_is_read() -> None:
    """ImageMagick writes EXIF into a PNG as hex digits; Pillow reads it, and so its orientation counts."""
    turned = b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0)
    about = PngInfo()
    about.add_text("Raw profile type exif", f"\nexif\n{len(turned)}\n{turned.hex()}\n")

    facts = images.header(stored(Image.new("RGB", (5, 4)), "PNG", pnginfo=about))

    assert (facts["orientation"], facts["width"]) == (6, 4)


def test_exif_that_would_unfold_is_refused_or_counts_as_none() -> None:
    """Tags that share their bytes would take gigabytes: no EXIF where they are spelt out, else refused."""
    tags = b"".join(struct.pack("<HHII", 1000 + n, 7, 2**17, 8) for n in range(9000))
    exif = b"II*\0\x08\0\0\0" + struct.pack("<H", 9000) + tags + bytes(2**17)
    about = PngInfo()
    about.add_text("Raw profile type exif", f"\nexif\n1\n{exif.hex()}\n", zip=True)
    plain = Image.new("RGB", (5, 4))

    assert images.header(stored(plain, "PNG", pnginfo=about))["orientation"] == 1
    with pytest.raises(PictureError, match="tags claim 1,179,648,000 bytes"):
        images.header(stored(plain, "PNG", exif=exif))


def test_pages_of_a_tiff_are_counted_without_reading_them() -> None:
    """A page whose tags make no sense is one more page, and the first is used."""
    file = io.BytesIO()
    Image.new("L", (4, 3)).save(file, "TIFF")
    content = bytearray(file.getvalue())
    (first,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, first)
    content += bytes(len(content) % 2)
    struct.pack_into("<I", content, first + 2 + 12 * count, len(content))
    content += struct.pack("<HI", 0, 0)

    facts = images.header(bytes(content))

    assert (facts["frames"], facts["width"]) == (2, 4)
