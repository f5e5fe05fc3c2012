"""What a picture costs to decode, as its header tells it, and which cost too much."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import PictureError

if TYPE_CHECKING:
    from PIL import ImageFile

MAX_PIXELS = 128_000_000
"""More than this is never decoded; a larger JPEG is halved while it is read, others are refused."""

MAX_JPEG_PIXELS = 1_000_000_000
"""A JPEG of more pixels than this is refused by its header."""

MAX_SIDE = 250_000
"""No side of a picture is longer; every row costs memory, and a file of a few bytes may claim billions."""

MAX_KEPT = 640_000_000
"""Bytes of coefficients at most, of a JPEG that must be kept whole while it is read; see `Scans`."""

MAX_VISITS = 200_000_000
"""How many blocks at most all scans of such a JPEG visit; whoever claims more wants to keep us busy."""

_LIMITS = {"WEBP": 64_000_000, "AVIF": 100_000_000, "HEIF": 100_000_000}
_BYTES = {"WEBP": 16, "AVIF": 10, "HEIF": 9, "1": 1, "L": 1, "P": 1, "I;16": 2}
"""Bytes that loading takes a pixel, by format or mode, measured; all others take four."""

_BUFFERED = (0xC2, 0xC6, 0xCA, 0xCE)
_NO_FRAME = (0xC4, 0xC8, 0xCC)
_ALONE = (0x01, *range(0xD0, 0xD9))


@dataclass(frozen=True)
class Scans:
    """What a JPEG says before its first scan.

    kept   bytes of coefficients that are kept until its last scan was read: all of a progressive one, and of
           one whose colours come in scans of their own; else 0
    start  where its first scan begins, and its metadata ends
    """

    kept: int
    start: int


def refuse_costly(image: ImageFile.ImageFile, content: bytes) -> None:
    """Raise PictureError where decoding would take too much memory or time; `image` is opened, not loaded."""
    width, height = image.size
    jpeg = image.format in ("JPEG", "MPO")
    limit = MAX_JPEG_PIXELS if jpeg else _LIMITS.get(str(image.format), MAX_PIXELS)
    if width * height > limit:
        raise PictureError(f"is too large: {width} x {height} pixels; at most {limit // 10**6} million")
    if max(width, height) > MAX_SIDE:
        raise PictureError(
            f"is too large: {width} x {height} pixels; no side may have more than {MAX_SIDE:,}"
        )
    kept = scans_of(content).kept if jpeg else 0
    if kept > MAX_KEPT:
        raise PictureError(
            f"is too large: {width} x {height} pixels in a progressive JPEG take {kept // 10**6:,} MB to "
            f"decode; at most {MAX_KEPT // 10**6}"
        )
    if kept and kept // 128 * content.count(b"\xff\xda") > MAX_VISITS:
        raise PictureError("has so many scans that decoding it would take minutes")


def memory_of(image: ImageFile.ImageFile, content: bytes) -> int:
    """How many bytes it takes to load an opened picture, drafted or not."""
    kept = scans_of(content).kept if image.format in ("JPEG", "MPO") else 0
    each = _BYTES.get(str(image.format)) or _BYTES.get(image.mode, 4)
    return kept + image.width * image.height * each


def scans_of(content: bytes) -> Scans:
    """What stands before the first scan of a JPEG; where that cannot be made out nothing is kept of it."""
    at, kept, colours, progressive = 2, 0, 0, False
    while at + 4 <= len(content):
        marker = content[at + 1]
        if content[at] != 0xFF or marker in (0x00, 0xFF) or marker in _ALONE:
            at += 1 if content[at] != 0xFF or marker in (0x00, 0xFF) else 2
            continue
        body = content[at + 4 : at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")]
        if marker == 0xDA:
            whole = progressive or body[:1] < bytes([colours])
            return Scans(kept if whole else 0, at)
        if (
            0xC0 <= marker <= 0xCF
            and marker not in _NO_FRAME
            and len(body) >= 6 + 3 * (body[5:6] or b"\0")[0]
        ):
            progressive, colours, kept = marker in _BUFFERED, body[5], _coefficients(body)
        at += 4 + len(body)
    return Scans(0, len(content))


def _coefficients(frame: bytes) -> int:
    """Bytes of all coefficients, two each, that the header of a frame claims."""
    height, width = struct.unpack(">HH", frame[1:5])
    factors = [(b >> 4 or 1, b & 15 or 1) for b in frame[7 : 6 + 3 * frame[5] : 3]]
    across, down = (max((pair[axis] for pair in factors), default=1) for axis in (0, 1))
    units = -(-width // (8 * across)) * -(-height // (8 * down))
    return 128 * units * sum(x * y for x, y in factors)
