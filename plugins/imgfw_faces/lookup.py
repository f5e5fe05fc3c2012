"""Lookup tables: which point of the head each place shows when it is turned, the same for all photos.

A table is drawn once for every pose and kept. With a photo it takes one small matrix product to know where
each place comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .drape import Drape, drape
from .fitting import Fit
from .pose import rotation
from .raster import Fragments, rasterize
from .shapes import SHAPES, Shape

FINE = 0.5
"""Cells of a table per millimetre."""

LEFT, TOP, RIGHT, BOTTOM = -196.0, 346.0, 196.0, -240.0
"""What a table covers (mm from the pivot); beyond it nothing moves."""

_KEPT = 200  # tables kept; 0.7 MB each
_COLUMNS, _ROWS = int((RIGHT - LEFT) * FINE), int((TOP - BOTTOM) * FINE)


@dataclass(frozen=True)
class Pose:
    """What a table is of: a head turned by yaw and pitch in degrees.

    shape  of the head in the photo
    shown  of the head as it is shown, where its face moves
    """

    yaw: float
    pitch: float = 0.0
    shape: Shape = SHAPES[0]
    shown: Shape | None = None


@dataclass(frozen=True)
class Lookup:
    """A table for one pose.

    turn       rotation (3, 3) of the head
    cells      float32 (3, H, W): the point that each cell shows, as far as it turns with the head (x, y, z in
               mm from the pivot); 0 beyond the rim
    feeling    float32 (2, H, W): how far each point has moved with the face (x, y in mm), or None
    landmarks  (68, 3) mm from the pivot, of the head as it is shown
    """

    turn: np.ndarray
    cells: np.ndarray
    feeling: np.ndarray | None
    landmarks: np.ndarray

    def moves(
        self, fit: Fit, rows: slice = slice(0, _ROWS), *, other_half: np.ndarray | None = None
    ) -> np.ndarray:
        """How many pixels x, y from each cell a photo shows what the cell shows: float32 (2, rows, W).

        Points that turn by `fit.turn` in the photo and by `turn` here lie apart by the difference of both.

        rows        of cells that are asked for
        other_half  float32 (H, W), how far across what does not turn lies from its other half (mm): asks for
                    the same place of that
        """
        to_pixels = fit.scale * fit.lean[:2, :2] * [[1], [-1]]
        photo = fit.turn * [-1, 1, 1] if other_half is not None else fit.turn
        weights = (to_pixels @ (photo - self.turn)[:2]).astype(np.float32)
        some = slice(rows.start * _COLUMNS, rows.stop * _COLUMNS)
        moves = weights @ self.cells.reshape(3, -1)[:, some]
        if self.feeling is not None:
            moves -= to_pixels.astype(np.float32) @ self.feeling.reshape(2, -1)[:, some]
        if other_half is not None:
            moves += to_pixels[:, :1].astype(np.float32) * other_half.reshape(1, -1)[:, some]
        return moves.reshape(2, -1, _COLUMNS)


def cells_of(fit: Fit, window: tuple[int, int, int, int]) -> tuple[np.ndarray, slice]:
    """The affine map (2, 3) from column and row in a window to those of a table's cells, and which rows.

    window  left, top, right, bottom in pixels
    The map is to the cells of these rows only; others do not lie under the window.
    """
    left, top, right, bottom = window
    along, across = (FINE / fit.scale * fit.lean[:2, 0]).tolist()
    x, y = left + 0.5 - fit.pivot[0], top + 0.5 - fit.pivot[1]
    column, row = along * x - across * y - FINE * LEFT - 0.5, across * x + along * y + FINE * TOP - 0.5
    by_column, by_row = across * (right - left), along * (bottom - top)
    first, last = row + min(by_column, 0) + min(by_row, 0), row + max(by_column, 0) + max(by_row, 0)
    rows = slice(min(max(int(first) - 2, 0), _ROWS - 2), min(max(int(last) + 3, 2), _ROWS))
    return np.array([[along, -across, column], [across, along, row - rows.start]]), rows


@lru_cache(maxsize=_KEPT)
def lookup(pose: Pose) -> Lookup:
    """The table of a pose; drawn when it is first asked for."""
    cloth, shown = drape(pose.shape), drape(pose.shown or pose.shape)
    turn = rotation(pose.yaw, pose.pitch, 0)
    seen = seen_at(shown, turn)
    cells = table(seen, cloth.follow[:, None] * cloth.points, cloth.faces)
    feeling = (
        table(seen, (shown.turned(turn) - cloth.turned(turn))[:, :2], cloth.faces) if pose.shown else None
    )
    return Lookup(turn, cells, feeling, shown.landmarks)


def table(seen: Fragments, values: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """What the cells see of values (N, C) at a drape's points: float32 (C, H, W), 0 where they see none."""
    cells = np.zeros((values.shape[1], _ROWS * _COLUMNS), np.float32)
    cells[:, seen.pixel] = seen.between(values.astype(np.float32)[faces]).T
    return cells.reshape(-1, _ROWS, _COLUMNS)


def seen_at(cloth: Drape, turn: np.ndarray) -> Fragments:
    """What each cell sees of a drape when its head is turned."""
    at = cloth.turned(turn)
    corners = _on_table(at)[cloth.faces].astype(np.float32)
    depth = at[:, 2][cloth.faces].astype(np.float32)
    return rasterize(corners, depth, _COLUMNS, _ROWS).nearest(_ROWS * _COLUMNS)


def cells_under(points: np.ndarray) -> np.ndarray:
    """Which cell int (N,) lies under each of points (N, 3) in mm from the pivot; cells count row by row."""
    column, row = np.floor(_on_table(points)).astype(int).T
    return np.clip(row, 0, _ROWS - 1) * _COLUMNS + np.clip(column, 0, _COLUMNS - 1)


def _on_table(points: np.ndarray) -> np.ndarray:
    return np.stack([points[:, 0] - LEFT, TOP - points[:, 1]], 1) * FINE
