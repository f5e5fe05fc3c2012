"""The front of the head with a cloth around it: what a photo is laid over, to be turned.

The cloth starts at the head's outline and falls back to a plane behind. Near the head it turns along, hair
and ears with it; further out less and less, until it lies still. So a turned head tears no hole into the
picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .head import average_head
from .shapes import Shape, moved
from .surface import mask_surface

PIVOT = np.array([0.0, -35.0, -75.0])
"""What the head turns about (mm): its own middle, so that it stays where it is in the picture."""

STILL = 2.3
"""From so many times the head's outline on, nothing turns."""

_CENTRE = np.array([0.0, -12.0])  # of the outline
_ALONG = 1.1  # up to so many times the outline everything turns with the head
_SIDE, _TOP, _BOTTOM, _SQUARE = 84.0, 140.0, 112.0, 2.3  # half axes of the outline (mm), and its power
_BACK = -85.0  # depth of the plane behind (mm)
_FALLS = 0.55  # over so much of the outline's size the cloth falls to it
_NECK, _SHOULDERS = -122.0, -190.0  # heights between which the neck twists (mm)
_SPOKES, _INNER, _OUTER = 96, 40, 14


@dataclass(frozen=True)
class Drape:
    """A net of N points over head and cloth.

    points     (N, 3) mm from the pivot
    follow     (N,) how far each turns with the head: 1 on the head, 0 at the rim
    out        (N,) how far out it lies: 0 in the middle of the face, 1 on the head's outline
    faces      int (F, 3) triangles
    landmarks  (68, 3) mm from the pivot
    """

    points: np.ndarray
    follow: np.ndarray
    out: np.ndarray
    faces: np.ndarray
    landmarks: np.ndarray

    def turned(self, turn: np.ndarray) -> np.ndarray:
        """The points (N, 3) when the head turns by a rotation (3, 3)."""
        return self.points + self.follow[:, None] * (self.points @ (turn - np.eye(3)).T)


@lru_cache(maxsize=64)
def drape(shape: Shape) -> Drape:
    """The drape over a head of this shape."""
    rest, out, faces = _net()
    return Drape(
        points=moved(rest, shape) - PIVOT,
        follow=_follow(rest, out),
        out=out,
        faces=faces,
        landmarks=moved(average_head().landmarks, shape) - PIVOT,
    )


@lru_cache(maxsize=1)
def mirrored() -> np.ndarray:
    """int (N,): the point of a drape on the other side of each."""
    spoke, ring = np.divmod(np.arange(len(_net()[1])), _INNER + _OUTER)
    return (_SPOKES // 2 - spoke) % _SPOKES * (_INNER + _OUTER) + ring


@lru_cache(maxsize=1)
def _net() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points (N, 3) over the average head, how far out each lies (N,), and triangles (F, 3)."""
    inner = np.sin(np.linspace(0, np.pi / 2, _INNER))
    rings = np.concatenate([inner, 1 + (STILL - 1) * (np.arange(1, _OUTER + 1) / _OUTER) ** 1.4])
    angle, out = np.meshgrid(np.linspace(0, 2 * np.pi, _SPOKES, endpoint=False), rings, indexing="ij")
    reach = out * _outline(angle)
    direction = np.round(np.stack([np.cos(angle), np.sin(angle)], -1), 12)  # the middle has no side
    across = (reach[..., None] * direction).reshape(-1, 2) + _CENTRE
    out = out.ravel()
    fallen = _smooth((out - 1) / _FALLS)
    depth = np.maximum(_depth(across), _BACK) * (1 - fallen) + _BACK * fallen
    return np.column_stack([across, depth]), out, _triangles(len(rings))


def _follow(points: np.ndarray, out: np.ndarray) -> np.ndarray:
    """How far each point turns with the head (N,): the neck less and less towards the shoulders."""
    around = 1 - _smooth((out - _ALONG) / (STILL - _ALONG))
    return around * (1 - _smooth((_NECK - points[:, 1]) / (_NECK - _SHOULDERS)))


def _outline(angle: np.ndarray) -> np.ndarray:
    """How far the head's outline lies from its centre in a direction (mm)."""
    x, y = np.abs(np.cos(angle)), np.abs(np.sin(angle))
    high = np.where(np.sin(angle) > 0, _TOP, _BOTTOM)
    return ((x / _SIDE) ** _SQUARE + (y / high) ** _SQUARE) ** (-1 / _SQUARE)


def _depth(across: np.ndarray) -> np.ndarray:
    """Depth (N,) of the head's front at x and y (N, 2); beyond its sides, that of its sides."""
    heights, angles = np.linspace(-150, 117, 107), np.linspace(0, np.pi / 2, 91)
    grid = np.stack(np.meshgrid(heights, angles, indexing="ij"), -1)
    front = mask_surface(grid.reshape(-1, 2)[:, ::-1]).reshape(*grid.shape[:2], 3)
    row = np.clip((across[:, 1] - heights[0]) / (heights[1] - heights[0]), 0, len(heights) - 1.001)
    low = row.astype(int)
    part = row - low
    side = np.abs(across[:, 0])
    levels = []
    for level in (low, low + 1):
        depth = np.empty(len(across))
        for each in np.unique(level):
            here = level == each
            reach = np.maximum.accumulate(front[each, :, 0])
            depth[here] = np.interp(side[here], reach, front[each, :, 2])
        levels.append(depth)
    return levels[0] * (1 - part) + levels[1] * part


def _smooth(share: np.ndarray) -> np.ndarray:
    """From 0 at 0 to 1 at 1, level at both."""
    inside = np.clip(share, 0, 1)
    return inside * inside * (3 - 2 * inside)


def _triangles(rings: int) -> np.ndarray:
    spoke = np.arange(_SPOKES)[:, None] * rings + np.arange(rings - 1)
    beside = np.roll(spoke, -1, axis=0)
    pairs = [(spoke, spoke + 1, beside + 1), (spoke, beside + 1, beside)]
    return np.concatenate([np.stack(each, -1).reshape(-1, 3) for each in pairs])
