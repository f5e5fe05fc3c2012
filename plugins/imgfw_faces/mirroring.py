"""What a turned photo does not show of a face, and its other half does: where to take that instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .drape import Drape, drape, mirrored
from .lookup import FINE, LEFT, TOP, Pose, cells_under, seen_at, table
from .pose import rotation
from .shapes import Shape

TURNED = 7.5
"""From so many degrees of yaw on a photo hides enough of a face for this to pay (measured)."""

_STEP = 5.0  # photos are taken to be turned by a multiple of it
_SLACK = 3.0  # turning back less than this reveals nothing
_STILL = 0.15  # what follows the head less than this fades to what the photo shows
_SEEN = 1 / 512  # of a share, less than half a grey level
_ASKEW, _WELL = 0.3, 0.5  # what looks aside is not trusted: real heads differ most there, and hair stands off
_THICK = 4.0  # what lies less behind another is not hidden (mm)


def reveals(photo: float, yaw: float) -> bool:
    """Whether a face seen at one yaw shows enough at another that was hidden for filling to be worth it."""
    away = photo * yaw > 0 and abs(yaw) >= abs(photo) - _SLACK
    return abs(photo) >= TURNED and not away


@dataclass(frozen=True)
class Filling:
    """What the cells of a table take from the other half.

    share   float32 (H, W): how much, 0..1
    across  float32 (H, W): how far what lies still is from its own other half (mm); 0 on the head
    box     left, top, right, bottom of what takes anything (mm from the pivot)
    """

    share: np.ndarray
    across: np.ndarray
    box: tuple[float, float, float, float]


@lru_cache(maxsize=128)
def filling(photo: float, pose: Pose) -> Filling:
    """The filling for a photo with this yaw, shown in a pose."""
    cloth = drape(pose.shape)
    across = -2 * (1 - cloth.follow) * cloth.points[:, 0]
    both = np.stack([_share(photo, pose.pitch, pose.shape), across], 1)
    front = seen_at(drape(pose.shown or pose.shape), rotation(pose.yaw, pose.pitch, 0))
    share, still = table(front, both, cloth.faces)
    return Filling(share, still, _box(share))


@lru_cache(maxsize=512)
def _share(photo: float, pitch: float, shape: Shape) -> np.ndarray:
    """How much each point (N,) of a drape is taken from its other half, with the photo in this pose."""
    cloth = drape(shape)
    seen = _visible(cloth, rotation(photo, pitch, 0))
    other = (1 - seen) * seen[mirrored()]
    return other / (other + seen**2 + 1e-3) * np.clip(cloth.follow / _STILL, 0, 1)


def _box(share: np.ndarray) -> tuple[float, float, float, float]:
    """What surrounds all cells that take more than can be seen, with a cell's margin."""
    takes = share > _SEEN
    (left, right), (top, bottom) = (
        (np.flatnonzero(takes.any(axis))[[0, -1]] + [-1, 2]) / FINE if takes.any() else (0.0, 0.0)
        for axis in (0, 1)
    )
    return LEFT + left, TOP - top, LEFT + right, TOP - bottom


def rounded(photo: float) -> float:
    """The yaw that a photo is taken to have here."""
    return float(_STEP * np.round(photo / _STEP))


def _visible(cloth: Drape, turn: np.ndarray) -> np.ndarray:
    """How well each point (N,) is seen in a turn: 0 where it looks away or lies behind another."""
    at = cloth.turned(turn)
    corners = at[cloth.faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(at)
    for corner in range(3):
        np.add.at(normals, cloth.faces[:, corner], across)
    towards = np.clip(
        (normals[:, 2] / np.maximum(np.linalg.norm(normals, axis=1), 1e-9) - _ASKEW) / _WELL, 0, 1
    )
    front = seen_at(cloth, turn)
    nearest = np.full(table(front, at[:, :1], cloth.faces).size, -np.inf)
    nearest[front.pixel] = front.depth
    behind = nearest[cells_under(at)] - at[:, 2]
    # the cloth falls steeply beside the head: of what lies there it says no more than that it is not covered
    return np.where(cloth.out <= 1, towards, 1) * np.clip(1 - (behind - _THICK) / _THICK, 0, 1)
