"""Times in EXIF."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as some

from imgfw_photos.exif import exif_times

ORIGINAL, CREATED, OFFSET = 0x9003, 0x9004, 0x9011


def block(order: str, times: dict[int, str]) -> bytes:
    """A TIFF header with an EXIF directory."""
    entries, texts, at = b"", b"", 26 + 2 + 12 * len(times)
    for tag, text in times.items():
        entries += struct.pack(f"{order}HHII", tag, 2, len(text) + 1, at + len(texts))
        texts += text.encode() + b"\0"
    begin = b"II*\0" if order == "<" else b"MM\0*"
    first = struct.pack(f"{order}IHHHIII", 8, 1, 0x8769, 4, 1, 26, 0)
    return begin + first + struct.pack(f"{order}H", len(times)) + entries + texts


@pytest.mark.parametrize("order", ["<", ">"])
def test_times_come_with_their_offsets_the_best_first(order):
    """DateTimeOriginal, then CreateDate."""
    times = {CREATED: "2020:02:03 04:05:06", ORIGINAL: "2019:01:02 03:04:05", OFFSET: "+02:00"}

    assert list(exif_times(io.BytesIO(block(order, times)))) == [
        ("exif-original", "2019:01:02 03:04:05+02:00"),
        ("exif-created", "2020:02:03 04:05:06"),
    ]


@given(some.binary(max_size=200), some.integers(0, 120))
def test_a_broken_block_harms_nobody(noise, at):
    """It gives what can be read of it, or nothing."""
    whole = block("<", {ORIGINAL: "2019:01:02 03:04:05"})
    broken = whole[:at] + noise

    assert all(rule == "exif-original" for rule, _ in exif_times(io.BytesIO(broken)))


def test_real_pictures_say_when(assets):
    """Those of a camera, of a phone with its offset, and one whose EXIF is broken elsewhere."""
    names = ("frozenpond.mpo", "ultrahdr.jpg", "exif_typeerror.jpg", "hopper.jpg")
    found = []
    for name in names:
        with (assets / "nasty" / "pillow" / name).open("rb") as file:
            found.append(next(exif_times(file), None))

    assert found == [
        ("exif-original", "2014:03:02 13:30:00"),
        ("exif-original", "2024:05:07 09:33:04+08:00"),
        ("exif-original", "2010:07:11 13:53:00"),
        None,
    ]
