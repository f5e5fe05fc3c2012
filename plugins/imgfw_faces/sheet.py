"""Sheets: everything drawn is a grid of points with a texture place, a tint and a material at each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np

WHOLE = 9.0
"""Cover of what has no edge."""


class Material(IntEnum):
    """How a sheet answers to light."""

    SKIN = 0
    HAIR = 1
    CLOTH = 2
    SHINY = 3


@dataclass(frozen=True)
class Sheet:
    """A grid of R x C points.

    points   (R, C, 3) mm
    normals  (R, C, 3) unit, outwards
    along    (R, C, 3) unit, down the rows
    place    (R, C, 2) where in the atlas, in its pixels
    tint     (R, C, 3) linear factor on the atlas' colour, shadows of its own included
    follow   (R, C) how far each point turns with the head: 1 all the way, 0 not at all
    cover    (R, C) above 0 where there is anything; strands fray its edge
    material how it answers to light
    """

    points: np.ndarray
    normals: np.ndarray
    along: np.ndarray
    place: np.ndarray
    tint: np.ndarray
    follow: np.ndarray
    cover: np.ndarray
    material: Material


def make_sheet(
    points: np.ndarray,
    place: np.ndarray,
    *,
    material: Material,
    tint: np.ndarray | float = 1.0,
    follow: np.ndarray | float = 1.0,
    cover: np.ndarray | float = WHOLE,
) -> Sheet:
    """A sheet, with what is the same everywhere given once."""
    points = points.astype(np.float32)
    rows, columns = points.shape[:2]
    return Sheet(
        points,
        *grid_directions(points),
        _spread(place, rows, columns, 2),
        _spread(tint, rows, columns, 3),
        _spread(follow, rows, columns),
        _spread(cover, rows, columns),
        material,
    )


def _spread(value: np.ndarray | float, *shape: int) -> np.ndarray:
    return np.broadcast_to(np.asarray(value, np.float32), shape)


@lru_cache(maxsize=64)
def grid_faces(rows: int, columns: int) -> np.ndarray:
    """Triangles int32 (2 (R-1) (C-1), 3) of a grid, all turning the same way."""
    corner = np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)
    a, b, c, d = corner, corner + 1, corner + columns, corner + columns + 1
    pairs = np.stack([np.stack([a, c, b], -1), np.stack([b, c, d], -1)], 2)
    return pairs.reshape(-1, 3).astype(np.int32)


def grid_directions(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Unit normals and unit directions down the rows of a grid, both (R, C, 3)."""
    across, down = _steps(points, 1), _steps(points, 0)
    return _unit(np.cross(down, across)), _unit(down)


def tube(path: np.ndarray, radius: np.ndarray | float, sides: int) -> np.ndarray:
    """Points (len(path), sides + 1, 3) of a tube around a path (N, 3) that nowhere runs along the y axis."""
    along = _unit(_steps(path, 0))
    first = _unit(np.cross(along, [0.0, 1.0, 0.02]))
    second = np.cross(along, first)
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    ring = np.cos(turn)[:, None] * first[:, None] - np.sin(turn)[:, None] * second[:, None]
    return path[:, None] + np.reshape(radius, (-1, 1, 1)) * ring


def _steps(points: np.ndarray, axis: int) -> np.ndarray:
    first = np.take(
        points, [0, *range(len(points) - 1)] if axis == 0 else [0, *range(points.shape[1] - 1)], axis
    )
    last_index = points.shape[axis] - 1
    last = np.take(points, [*range(1, last_index + 1), last_index], axis)
    return last - first


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)
