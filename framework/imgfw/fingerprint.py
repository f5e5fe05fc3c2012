"""What tells a picture's near-duplicates: a perceptual hash to find them and a thumbnail to confirm them.

The hash is a pHash: the signs of the 64 lowest frequencies of a discrete cosine transform of the picture's
brightness, so small changes turn few of its bits. A turned or mirrored picture has the same bits at other
places and with other signs (`turned_hashes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

REVISION = 1
"""Raised when the same pixels would give another hash or thumbnail."""

SIDE, COLOUR_SIDE = 32, 8
"""Thumbnails are 32 x 32 in brightness, 8 x 8 in each of the two colour differences."""

THUMB_BYTES = SIDE**2 + 2 * COLOUR_SIDE**2

TURNS = 8
"""Ways to lay a picture: bit 2 exchanges its axes, then bit 0 flips it upside down and bit 1 mirrors it."""


@dataclass(frozen=True)
class Fingerprint:
    """What is kept of a picture to find its near-duplicates.

    hash   16 hex digits
    thumb  uint8 (1152,): brightness 32 x 32, then the blue and the red difference (YCbCr) 8 x 8 each
    """

    hash: str
    thumb: np.ndarray


def fingerprint(image: np.ndarray) -> Fingerprint:
    """Of an upright picture uint8 (h, w, 3) of any size; the same pixels give the same bits everywhere."""
    import numpy as np
    from PIL import Image
    from PIL.Image import Resampling

    small = Image.fromarray(image).resize((SIDE, SIDE), Resampling.BILINEAR, reducing_gap=3.0)
    light, blue, red = small.convert("YCbCr").split()
    colours = (np.asarray(band.reduce(SIDE // COLOUR_SIDE)).ravel() for band in (blue, red))
    thumb = np.concatenate([np.asarray(light).ravel(), *colours])
    return Fingerprint(f"{_bits(np.asarray(light)):016x}", thumb)


def planes(thumbs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """uint8 (K, 1152) to brightness (K, 32, 32) and colour differences (K, 2, 8, 8), both uint8 views."""
    light, colours = thumbs[:, : SIDE**2], thumbs[:, SIDE**2 :]
    return light.reshape(-1, SIDE, SIDE), colours.reshape(-1, 2, COLOUR_SIDE, COLOUR_SIDE)


def turned(images: np.ndarray, turn: int) -> np.ndarray:
    """Pictures (..., side, side) laid in one of the eight ways; a view."""
    if turn & 4:
        images = images.swapaxes(-1, -2)
    return images[..., :: -1 if turn & 1 else 1, :: -1 if turn & 2 else 1]


def turned_thumbs(thumbs: np.ndarray, turn: int) -> np.ndarray:
    """Thumbnails uint8 (K, 1152) of the same pictures laid in one of the eight ways."""
    import numpy as np

    light, colours = (turned(each, turn) for each in planes(thumbs))
    return np.concatenate([light.reshape(-1, SIDE**2), colours.reshape(-1, 2 * COLOUR_SIDE**2)], axis=1)


def turned_hashes(hashes: np.ndarray) -> np.ndarray:
    """uint64 (N,) to (8, N): the hashes of the same pictures laid in each of the eight ways.

    A mirrored picture has the opposite sign in every odd frequency of that axis; one whose axes were
    exchanged has its frequencies exchanged.
    """
    import numpy as np

    pairs = _frequencies()
    place = {pair: bit for bit, pair in enumerate(pairs)}
    exchanged = np.zeros_like(hashes)
    for bit, (down, across) in enumerate(pairs):
        exchanged |= ((hashes >> np.uint64(place[across, down])) & np.uint64(1)) << np.uint64(bit)
    masks = [sum(1 << bit for bit, pair in enumerate(pairs) if pair[axis] % 2) for axis in (0, 1)]
    flips = [(masks[0] if turn & 1 else 0) ^ (masks[1] if turn & 2 else 0) for turn in range(TURNS)]
    return np.stack([(exchanged if t & 4 else hashes) ^ np.uint64(flips[t]) for t in range(TURNS)])


def _bits(light: np.ndarray) -> int:
    """The hash of a brightness uint8 (32, 32); in integers, so that no machine rounds it otherwise."""
    import numpy as np

    window, waves = _tables()
    pixels = light.astype(np.int64)
    spread = (pixels * pixels.size - pixels.sum()) * window
    strength = waves @ spread @ waves.T  # (frequencies down, frequencies across)
    return sum(1 << bit for bit, pair in enumerate(_frequencies()) if strength[pair] > 0)


@cache
def _frequencies() -> tuple[tuple[int, int], ...]:
    """The 64 lowest (down, across) but for (0, 0), in the order of their bits; closed under exchange."""
    pairs = [(down, across) for down in range(10) for across in range(10)][1:]
    return tuple(sorted(pairs, key=lambda pair: (pair[0] ** 2 + pair[1] ** 2, abs(pair[0] - pair[1])))[:64])


@cache
def _tables() -> tuple[np.ndarray, np.ndarray]:
    """Integers: a window that falls off at the border, where a crop changes most, and the cosine waves."""
    import numpy as np

    place = np.arange(SIDE)
    fall = np.minimum(5, np.minimum(place, place[::-1]) + 1)
    waves = np.cos(np.pi * np.outer(np.arange(10), place + 0.5) / SIDE)
    return np.outer(fall, fall).astype(np.int64), np.rint(waves * 4096).astype(np.int64)
