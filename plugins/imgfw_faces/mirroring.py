"""What a turned photo does not show of a face, and its other half does: where to take that instead."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .drape import Drape, drape, mirrored
from .lookup import Pose, cells_under, seen_at, table
from .pose import rotation

TURNED = 30.0
"""From so many degrees of yaw on a photo hides enough of a face for this to pay."""

_STEP = 5.0  # photos are taken to be turned by a multiple of it
_SLACK = 3.0  # turning back less than this reveals nothing
_BEYOND = 0.06  # how far out of the head's outline the mirrored half fades


def reveals(photo: float, yaw: float) -> bool:
    """Whether a face seen at one yaw shows enough at another that was hidden for filling to be worth it."""
    away = photo * yaw > 0 and abs(yaw) >= abs(photo) - _SLACK
    return abs(photo) >= TURNED and not away


@lru_cache(maxsize=64)
def share(photo: float, pose: Pose) -> np.ndarray:
    """How much of each cell of a pose's table to take from the other half: float32 (H, W) in 0..1."""
    cloth = drape(pose.shape)
    seen = _visible(cloth, rotation(photo, pose.pitch, 0))
    other = (1 - seen) * seen[mirrored()]
    fades = np.clip((1 + _BEYOND - cloth.out) / _BEYOND, 0, 1)
    amount = other / (other + seen + 1e-3) * fades
    shown = drape(pose.shown or pose.shape)
    return table(seen_at(shown, rotation(pose.yaw, pose.pitch, 0)), amount[:, None], cloth.faces)[0]


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
    towards = normals[:, 2] / np.maximum(np.linalg.norm(normals, axis=1), 1e-9)
    front = seen_at(cloth, turn)
    nearest = np.full(table(front, at[:, :1], cloth.faces).size, -np.inf)
    nearest[front.pixel] = front.depth
    behind = nearest[cells_under(at)] - at[:, 2]
    return np.clip((towards - 0.05) / 0.3, 0, 1) * np.clip(1 - (behind - 6) / 8, 0, 1)
