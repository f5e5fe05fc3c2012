"""What a picture costs to decode."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from imgfw import PictureError, cost
from imgfw.cost import memory_of, refuse_costly, scans_of
from imgfw.headers import opened


def stored(form: str = "JPEG", size: tuple[int, int] = (48, 32), mode: str = "RGB", **options: Any) -> bytes:
    """The bytes of a picture file."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, form, **options)
    return file.getvalue()


def apart() -> bytes:
    """What comes before the data of a JPEG whose three colours come in scans of their own."""
    frame = struct.pack(">BHHB", 8, 32, 48, 3) + b"\1\x22\0\2\x11\1\3\x11\1"
    scan = b"\1\1\0\0\x3f\0"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", 17) + frame + b"\xff\xda" + struct.pack(">H", 8) + scan


class Claims:
    """An opened picture that says what a header claims."""

    def __init__(self, form: str, size: tuple[int, int], mode: str = "RGB") -> None:
        self.format, self.size, self.mode = form, size, mode
        self.width, self.height = size


def test_a_plain_jpeg_keeps_nothing() -> None:
    """Its blocks are shown as they are read; metadata end where the first scan begins."""
    content = stored()

    found = scans_of(content)

    assert found.kept == 0
    assert content[found.start : found.start + 2] == b"\xff\xda"


@pytest.mark.parametrize(
    ("sampling", "mode", "kept"),
    [
        (0, "RGB", 48 * 32 * 2 * 3),
        (2, "RGB", 48 * 32 * 2 * 3 // 2),
        (1, "RGB", 48 * 32 * 2 * 2),
        (0, "L", 48 * 32 * 2),
    ],
)
def test_a_progressive_jpeg_keeps_all_coefficients(sampling: int, mode: str, kept: int) -> None:
    """Two bytes each, fewer where colours are stored at a lower resolution."""
    content = stored(mode=mode, progressive=True, **({"subsampling": sampling} if mode == "RGB" else {}))

    assert scans_of(content).kept == kept


def test_colours_in_scans_of_their_own_are_kept() -> None:
    """A JPEG that is not progressive, but gives one colour after another, is kept, too."""
    assert scans_of(apart()).kept == 48 * 32 * 2 * 3 // 2


@given(content=st.binary(max_size=200))
@example(content=b"\xff\xc0\0\2\xff\xda\0\2")
@example(content=b"\xff\xc2\0\x08\x08\0\1\0\1\3")
def test_any_bytes_have_scans(content: bytes) -> None:
    """Whatever stands there, the answer is a number of bytes and a place within the file."""
    found = scans_of(b"\xff\xd8" + content)

    assert found.kept >= 0
    assert 0 <= found.start <= len(content) + 2


@given(data=st.data())
def test_a_damaged_jpeg_has_scans(data: st.DataObject) -> None:
    """A JPEG cut off or changed anywhere is walked through to its end."""
    content = bytearray(stored(progressive=data.draw(st.booleans())))
    content[data.draw(st.integers(2, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(2, len(content)))]

    found = scans_of(bytes(content))

    assert found.kept >= 0
    assert 0 <= found.start <= len(content)


@pytest.mark.parametrize(
    ("form", "limit"),
    [
        ("PNG", cost.MAX_PIXELS),
        ("BMP", cost.MAX_PIXELS),
        ("GIF", cost.MAX_PIXELS),
        ("TIFF", cost.MAX_PIXELS),
        ("WEBP", 64_000_000),
        ("AVIF", 100_000_000),
        ("HEIF", 100_000_000),
        ("JPEG", cost.MAX_JPEG_PIXELS),
        ("MPO", cost.MAX_JPEG_PIXELS),
    ],
)
def test_every_format_has_its_limit(form: str, limit: int) -> None:
    """So many pixels are accepted, and a row more is refused with the size in the reason."""
    refuse_costly(Claims(form, (10_000, limit // 10_000)), b"")  # type: ignore[arg-type]

    with pytest.raises(PictureError, match=rf"too large: 10000 x {limit // 10_000 + 1} pixels"):
        refuse_costly(Claims(form, (10_000, limit // 10_000 + 1)), b"")  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(1, cost.MAX_SIDE + 1), (cost.MAX_SIDE + 1, 1)])
def test_no_side_is_endless(size: tuple[int, int]) -> None:
    """A strip of a pixel is refused by its length."""
    with pytest.raises(PictureError, match="no side may have more than 250,000"):
        refuse_costly(Claims("PNG", size), b"")  # type: ignore[arg-type]


def test_a_progressive_jpeg_is_refused_by_the_memory_it_takes() -> None:
    """200 megapixels of phones are accepted; with all colours at full resolution they are too much."""
    frame = bytearray(stored(progressive=True, subsampling=2))
    at = frame.index(b"\xff\xc2") + 5
    frame[at : at + 4] = struct.pack(">HH", 10_000, 20_000)
    full = bytes(frame).replace(b"\x01\x22\x00", b"\x01\x11\x00", 1)
    image: Any = Claims("JPEG", (20_000, 10_000))

    refuse_costly(image, bytes(frame))

    with pytest.raises(PictureError, match=r"progressive JPEG take 1,200 MB .* at most 640"):
        refuse_costly(image, full)


def test_scans_without_end_are_refused() -> None:
    """A progressive JPEG may visit its blocks so often and not more; a small one as often as it likes."""
    frame = bytearray(stored(progressive=True))
    small = bytes(frame)
    frame[frame.index(b"\xff\xc2") + 5 :][:4] = b""
    at = frame.index(b"\xff\xc2") + 5
    frame[at : at + 4] = struct.pack(">HH", 3000, 3000)

    refuse_costly(Claims("JPEG", (48, 32)), small + b"\xff\xda" * 20_000)  # type: ignore[arg-type]

    with pytest.raises(PictureError, match="so many scans"):
        refuse_costly(Claims("JPEG", (3000, 3000)), bytes(frame) + b"\xff\xda" * 20_000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "mode", "each"), [("PNG", "RGB", 4), ("PNG", "L", 1), ("PNG", "I;16", 2), ("WEBP", "RGB", 16)]
)
def test_memory_grows_with_the_pixels(form: str, mode: str, each: int) -> None:
    """So many bytes a pixel, by format and kind of pixel."""
    content = stored(form, mode=mode)

    assert memory_of(opened(content), content) == 48 * 32 * each


def test_a_drafted_jpeg_takes_what_it_is_drafted_to() -> None:
    """Only a progressive one takes its coefficients besides."""
    plain, progressive = stored(size=(480, 320)), stored(size=(480, 320), progressive=True)

    taken = []
    for content in (plain, progressive):
        image = opened(content)
        image.draft(None, (60, 40))
        taken.append(memory_of(image, content))

    assert taken == [60 * 40 * 4, 60 * 40 * 4 + 480 * 320 * 3]
