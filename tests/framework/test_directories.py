"""Directories of tags."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imgfw import PictureError
from imgfw.directories import MOST_FRAMES, frames_of, layout_of, refuse_bloated


def pages(count: int, form: str = "TIFF", **options: object) -> bytes:
    """A TIFF of so many pages."""
    file = io.BytesIO()
    first, *others = (Image.new("L", (4, 3), n % 256) for n in range(count))
    first.save(file, form, save_all=True, append_images=others, **options)
    return file.getvalue()


def chained(*places: int, order: str = "<") -> bytes:
    """A TIFF of empty directories of 6 bytes, each of which names the place of the next; 0 ends it."""
    begin = b"II*\0" if order == "<" else b"MM\0*"
    return begin + struct.pack(f"{order}I", 8) + b"".join(struct.pack(f"{order}HI", 0, at) for at in places)


def shared(count: int, size: int, order: str = "<", inside: bool = False) -> bytes:
    """EXIF of many tags that refer to the same bytes; `inside` = in the directory of EXIF's own tags."""
    begin = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    if inside:
        begin += struct.pack(f"{order}HHHIII", 1, 0x8769, 4, 1, 26, 0)
    tags = b"".join(struct.pack(f"{order}HHII", 1000 + n, 7, size, 8) for n in range(count))
    return begin + struct.pack(f"{order}H", count) + tags + bytes(size)


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("big", [False, True])
def test_pages_are_counted(count: int, big: bool) -> None:
    """As many as Pillow wrote, in both kinds of TIFF."""
    assert frames_of(pages(count, big_tiff=big)) == count


def test_the_other_order_of_bytes_is_read() -> None:
    """Big-endian directories are followed as well."""
    assert frames_of(chained(14, 20, 0, order=">")) == 3


@pytest.mark.parametrize("places", [(8,), (14, 8), (14, 20, 14)])
def test_a_circle_ends(places: tuple[int, ...]) -> None:
    """Directories that come back to one that was there are counted once."""
    assert frames_of(chained(*places)) == len(places)


def test_the_count_ends_somewhere() -> None:
    """Nobody wants to know more."""
    places = [8 + 6 * n for n in range(1, MOST_FRAMES + 50)]

    assert frames_of(chained(*places, 0)) == MOST_FRAMES


@given(st.binary(max_size=120), st.sampled_from([b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]))
def test_any_bytes_are_walked_through(tail: bytes, begin: bytes) -> None:
    """Whatever stands behind the beginning, there is a count, and tags are read as far as there are any."""
    content = begin + tail

    assert frames_of(content) >= 1
    tags = layout_of(memoryview(content))
    assert all(len(entry) == 4 for entry in tags.entries(tags.first))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("before", [b"", b"Exif\0\0", bytes(999)])
def test_tags_that_share_their_bytes_are_refused(order: str, inside: bool, before: bytes) -> None:
    """A thousand tags that refer to the same 4 kB would take 4 MB; the reason says so."""
    content = before + shared(1000, 4096, order, inside)

    with pytest.raises(PictureError, match="tags claim 4,096,000 bytes"):
        refuse_bloated(content)


def test_behind_the_end_of_metadata_nothing_is_searched() -> None:
    """What looks like tags in the middle of pixels is none."""
    content = bytes(100) + shared(1000, 4096)

    refuse_bloated(content, end=100)


@pytest.mark.parametrize("count", [1, 30])
def test_tags_that_refer_to_bytes_of_their_own_are_fine(count: int) -> None:
    """A large maker note, or pages of strips, refer to no more than there is."""
    refuse_bloated(shared(1, 100_000))
    refuse_bloated(pages(count))


@given(st.binary(max_size=300))
def test_noise_is_rarely_refused(noise: bytes) -> None:
    """What tags claim behind the end does not count, so that bytes which only look like tags do no harm."""
    refuse_bloated(b"II*\0\x08\0\0\0" + noise)
