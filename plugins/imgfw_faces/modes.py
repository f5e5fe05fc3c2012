"""How heads differ and faces move: displacement fields over the head, one for every mode and expression.

A field takes the `Places` of points on the head (N of them) and gives millimetres, (N, 3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MOUTH_Y = -72.2
"""Height of the line between the lips (mm)."""

PARTED = 8.0
"""How far apart the texture shows the lips in the middle (mm); the closed mouth hides what is between."""


@dataclass(frozen=True)
class Places:
    """Points on the head: where they rest (N, 3) in mm, and their height (N,) in the texture's own sheet."""

    rest: np.ndarray
    height: np.ndarray

    @property
    def x(self) -> np.ndarray:
        """To the picture's right."""
        return self.rest[:, 0]

    @property
    def side(self) -> np.ndarray:
        """-1 in the picture's left half, 1 in its right."""
        return np.sign(self.x)

    def near(self, x: float, y: float, wide: float, high: float) -> np.ndarray:
        """1 at (x, y) and at its mirror place, falling off over `wide` and `high` mm."""
        return np.exp(-(((np.abs(self.x) - x) / wide) ** 2) - ((self.height - y) / high) ** 2)


Field = Callable[[Places], np.ndarray]


def _across(p: Places, amount: np.ndarray) -> np.ndarray:
    return np.stack([p.side * amount, 0 * amount, 0 * amount], 1)


def _up(amount: np.ndarray) -> np.ndarray:
    return np.stack([0 * amount, amount, 0 * amount], 1)


def _forward(amount: np.ndarray) -> np.ndarray:
    return np.stack([0 * amount, 0 * amount, amount], 1)


def mouth_gap(x: np.ndarray) -> np.ndarray:
    """How far the lips are apart in the texture at x (mm)."""
    return PARTED * np.sqrt(np.clip(1 - (x / 22.5) ** 2, 0, 1))


def slit(y: np.ndarray, upper: np.ndarray, lower: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights (N,) of an opening's upper and lower rim: 1 at the rim, blending inside, fading outside."""
    inside = np.clip((y - lower) / np.maximum(upper - lower, 1e-6), 0, 1)
    above = np.clip((y - upper) / reach, 0, 1)
    beneath = np.clip((lower - y) / reach, 0, 1)
    return inside * _fade(above), (1 - inside) * _fade(beneath)


def _fade(share: np.ndarray) -> np.ndarray:
    """From 1 at 0 to 0 at 1, smoothly."""
    return 0.5 + 0.5 * np.cos(np.pi * share)


def _lips(p: Places, reach: float) -> tuple[np.ndarray, np.ndarray]:
    half = mouth_gap(p.x) / 2
    return slit(p.height, MOUTH_Y + half, MOUTH_Y - half, reach)


def _lids(p: Places) -> tuple[np.ndarray, np.ndarray]:
    from_corner = np.clip(1 - ((np.abs(p.x) - 33) / 13.5) ** 2, 0, 1)
    upper, lower = slit(p.height, 1.4 + 4.8 * from_corner, 1.4 - 3.4 * from_corner, 9.0)
    return upper * from_corner, lower * from_corner


def closed_height(x: np.ndarray, height: np.ndarray) -> np.ndarray:
    """Height at which a point of the parted texture lies when the mouth is shut."""
    half = mouth_gap(x) / 2
    upper, lower = slit(height, MOUTH_Y + half, MOUTH_Y - half, 14.0)
    return height + half * (lower - upper)


def _jaw_drop(p: Places) -> np.ndarray:
    _, lip = _lips(p, 400.0)
    cheek = 0.5 + 0.5 * np.sin(np.pi * np.clip((MOUTH_Y - p.height) / 70, -0.5, 0.5))
    between_lips = mouth_gap(p.x) / PARTED
    below = between_lips * lip + (1 - between_lips) * cheek
    throat = np.clip((p.height + 150) / 26, 0, 1)
    amount = below * throat * np.exp(-((p.x / 62) ** 4)) * np.clip((p.rest[:, 2] + 60) / 30, 0, 1)
    return np.stack([0 * amount, -10.5 * amount, -3 * amount], 1)


def _smile(p: Places) -> np.ndarray:
    corner, beside = p.near(25, -71.5, 13, 10), p.near(14, -71, 9, 10)
    cheek, lid = p.near(44, -38, 17, 17), p.near(33, -3, 13, 4)
    _, lower = _lips(p, 10.0)
    across = p.side * (5.0 * corner + 1.6 * beside + 1.5 * cheek)
    up = 4.8 * corner + 1.4 * beside + 3.0 * cheek + 1.3 * lid - 3.2 * lower * (mouth_gap(p.x) / PARTED)
    return np.stack([across, up, 3.0 * cheek - 3.2 * corner - 1.2 * beside], 1)


def _pucker(p: Places) -> np.ndarray:
    ring = np.exp(-((p.x / 26) ** 4) - ((p.height - MOUTH_Y) / 15) ** 4)
    return np.stack([-0.3 * p.x * ring, 0 * ring, 4.0 * ring], 1)


def _blink(p: Places) -> np.ndarray:
    upper, lower = _lids(p)
    return _up(-7.2 * upper + 0.6 * lower)


MODES: dict[str, Field] = {
    "jaw-width": lambda p: _across(p, 3.6 * p.near(52, -75, 30, 30)),
    "cheek-full": lambda p: (
        _across(p, 3.0 * p.near(58, -40, 24, 28)) + _forward(2.4 * p.near(45, -42, 20, 25))
    ),
    "chin-long": lambda p: _up(-4.0 * p.near(0, -114, 42, 22)),
    "chin-forward": lambda p: _forward(3.2 * p.near(0, -108, 24, 16)),
    "eyes-apart": lambda p: _across(p, 1.9 * p.near(31, 0, 20, 16)),
    "eyes-open": lambda p: _up(1.0 * _lids(p)[0] - 0.5 * _lids(p)[1]),
    "eyes-slant": lambda p: _up(1.3 * (p.near(45, 1, 10, 9) - p.near(20, 1, 9, 9))),
    "brow-high": lambda p: _up(2.4 * p.near(38, 25, 26, 9)),
    "nose-long": lambda p: _up(-2.8 * p.near(0, -44, 20, 15)),
    "nose-wide": lambda p: _across(p, 2.4 * p.near(15, -44, 9, 9)),
    "nose-forward": lambda p: _forward(3.6 * p.near(0, -34, 11, 16)),
    "nose-bridge": lambda p: _forward(2.6 * p.near(0, -5, 9, 16)),
    "mouth-wide": lambda p: _across(p, 2.4 * p.near(25, -72, 14, 12)),
    "lips-full": lambda p: np.stack(
        [
            0 * p.x,
            1.3 * p.near(0, -65, 19, 4.5) - 1.5 * p.near(0, -81.5, 17, 5),
            1.2 * p.near(0, -66, 19, 5) + 1.4 * p.near(0, -79, 17, 6),
        ],
        1,
    ),
    "face-long": lambda p: _up(-2.4 * p.near(0, -78, 60, 34)),
    "brow-ridge": lambda p: _forward(2.0 * p.near(28, 24, 28, 9)),
}
"""Modes of identity; weights within about -2 to 2."""

EXPRESSIONS: dict[str, Field] = {
    "smile": _smile,
    "open": _jaw_drop,
    "brow-up": lambda p: _up(5.0 * p.near(38, 25, 30, 10) + 1.0 * _lids(p)[0]),
    "blink": _blink,
    "pucker": _pucker,
}
"""Movements of the face; weights from 0 to about 1."""
