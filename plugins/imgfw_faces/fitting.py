"""How a head is turned in a picture: the pose that explains its landmarks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .drape import PIVOT
from .pose import angles, rotation

MESH_TO_IBUG = np.array(
    (
        *(127, 234, 93, 132, 58, 136, 150, 149, 152, 378, 379, 365, 288, 361, 323, 454, 356),
        *(71, 63, 105, 66, 107, 336, 296, 334, 293, 301, 168, 197, 5, 4, 75, 97, 2, 326, 305),
        *(33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380),
        *(61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87),
    )
)
"""int (68,): which of the 478 points of a face mesh is nearest to each of iBUG's."""

_DOWN = np.array([1.0, -1.0])  # pixels count downwards
_ROUNDS = 12
_JAW, _CHIN, _BRIDGE, _MOUTH = slice(0, 17), 8, slice(27, 31), slice(48, 68)


@dataclass(frozen=True)
class Fit:
    """A head before a camera far away (weak perspective).

    A point X of the head lies at pixel shift + scale * (R X as x, -y).

    scale      pixels per millimetre
    rotation   R (3, 3)
    shift      (2,) pixel of the head's origin
    residuals  (K, 2) pixels from where the head has each landmark to where it was found
    """

    scale: float
    rotation: np.ndarray
    shift: np.ndarray
    residuals: np.ndarray

    @cached_property
    def yaw(self) -> float:
        """Degrees, positive where the face is turned to the picture's right."""
        return angles(self.rotation)[0]

    @cached_property
    def pitch(self) -> float:
        """Degrees, positive where it looks up."""
        return angles(self.rotation)[1]

    @cached_property
    def lean(self) -> np.ndarray:
        """The part (3, 3) of the rotation that lies in the picture's plane: R = lean @ turn."""
        roll = math.radians(angles(self.rotation)[2])
        across, up = math.cos(roll), math.sin(roll)
        return np.array([[across, -up, 0.0], [up, across, 0.0], [0.0, 0.0, 1.0]])

    @cached_property
    def turn(self) -> np.ndarray:
        """The part (3, 3) of the rotation out of the picture's plane."""
        return self.lean.T @ self.rotation

    @cached_property
    def pivot(self) -> tuple[float, float]:
        """The pixel that the head turns about."""
        x, y = self.place(PIVOT[None])[0].tolist()
        return x, y

    def place(self, points: np.ndarray) -> np.ndarray:
        """Pixels (N, 2) of points (N, 3) of the head."""
        return self.shift + self.scale * (points @ self.rotation.T)[:, :2] * _DOWN

    def nodding(self, pitch: float, found: np.ndarray, head: np.ndarray) -> Fit:
        """The nearest fit of these landmarks with another pitch, in degrees; yaw and roll stay."""
        yaw, _, roll = angles(self.rotation)
        turn = rotation(yaw, pitch, roll)
        points = scheme_of(np.asarray(found, float)) * [1, -1]
        model, trust = _model(head, len(points))
        at = (model @ turn.T)[:, :2]
        middle, centre = (np.average(each, axis=0, weights=trust) for each in (at, points))
        away = trust[:, None] * (at - middle)
        scale = float((away * (points - centre)).sum() / (away * (at - middle)).sum())
        shift = centre - scale * middle
        return Fit(scale, turn, shift * [1, -1], (points - scale * at - shift) * [1, -1])


def five_of(points: np.ndarray) -> np.ndarray:
    """Eye centres, nose tip and mouth corners (5, n) of 68 landmarks (68, n)."""
    return np.stack([points[36:42].mean(0), points[42:48].mean(0), points[30], points[48], points[54]])


def scheme_of(points: np.ndarray) -> np.ndarray:
    """Landmarks in one of the two schemes that are fitted, (68, 2) or (5, 2); a mesh's 478 become 68."""
    return points[MESH_TO_IBUG] if len(points) == 478 else points


def fit_pose(points: np.ndarray, head: np.ndarray) -> Fit:
    """The pose of a head with landmarks (68, 3) in mm whose landmarks were found at `points` in pixels.

    points  (68, 2), (478, 2) or (5, 2) as x, y
    An affine camera starts, Gauss-Newton steps refine; what lies far off counts less. Never mirrors.
    Raises ValueError where all points lie on one another.
    """
    found = scheme_of(np.asarray(points, float)) * [1, -1]
    model, trust = _model(head, len(found))
    scale, turn, shift = _start(found, model, trust)
    for _ in range(_ROUNDS):
        turned = model @ turn.T
        miss = found - scale * turned[:, :2] - shift
        step = _step(scale, turned, miss, trust * _robust(miss))
        turn = _rotation_by(step[:3]) @ turn
        scale, shift = scale + step[3], shift + step[4:]
        if np.abs(step[:3]).max() < 1e-5 and abs(step[3]) < 1e-5 * scale:
            break
    residuals = (found - scale * (model @ turn.T)[:, :2] - shift) * [1, -1]
    return Fit(float(scale), turn, shift * [1, -1], residuals)


def _model(head: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The head's landmarks (count, 3), and what each counts: the jaw's slide with a turn, the mouth moves."""
    if count == 5:
        return five_of(head), np.ones(5)
    trust = np.ones(68)
    trust[_JAW], trust[_CHIN], trust[_BRIDGE], trust[_MOUTH] = 0.15, 0.5, 1.5, 0.5
    return head, trust


def _start(found: np.ndarray, model: np.ndarray, trust: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Scale, rotation and shift nearest to the affine camera that fits best."""
    middle, centre = (np.average(each, axis=0, weights=trust) for each in (model, found))
    root = np.sqrt(trust)[:, None]
    affine = np.linalg.lstsq((model - middle) * root, (found - centre) * root, rcond=None)[0].T
    left, size, right = np.linalg.svd(affine, full_matrices=False)
    if size[0] <= 1e-9:
        raise ValueError("all landmarks lie on one another")
    rows = left @ right
    turn = np.vstack([rows, np.cross(rows[0], rows[1])])
    scale = float(size.mean())
    return scale, turn, centre - scale * turn[:2] @ middle


def _robust(miss: np.ndarray) -> np.ndarray:
    """1 for points near enough, falling with distance for those far off (Huber)."""
    distance = np.linalg.norm(miss, axis=1)
    inner = distance[17:] if len(distance) == 68 else distance
    return np.minimum(1, 1.5 * max(np.median(inner), 1e-6) / np.maximum(distance, 1e-9))


def _step(scale: float, turned: np.ndarray, miss: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """One Gauss-Newton step (6,): rotation vector, scale, shift."""
    x, y, z = turned.T
    zero, one = np.zeros(len(x)), np.ones(len(x))
    across = np.stack([zero, scale * z, -scale * y, x, one, zero], 1)
    up = np.stack([-scale * z, zero, scale * x, y, zero, one], 1)
    slope = np.concatenate([across, up])
    weighted = slope * np.concatenate([weight, weight])[:, None]
    normal = weighted.T @ slope + 1e-9 * np.eye(6)
    return np.linalg.solve(normal, weighted.T @ miss.T.ravel())


def _rotation_by(vector: np.ndarray) -> np.ndarray:
    """The rotation (3, 3) by a vector's length about its direction (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    a, b, c = vector / angle
    cross = np.array([[0, -c, b], [c, 0, -a], [-b, a, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
