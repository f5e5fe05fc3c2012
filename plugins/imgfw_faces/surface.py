"""The surface of head and neck: how far it lies from the head's axis, for every angle and height."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .points import ANCHORS, LANDMARKS

AXIS_Z = -62.0
"""Depth of the upright axis that angles are measured around (mm)."""

TOP = 118.0
BOTTOM = -168.0
"""Heights between which the surface exists (mm)."""

_ARC = 78.0  # mm per radian where distances between anchors are taken
_CROWN_FROM = 25.0  # above it the cranium closes


def around_axis(points: np.ndarray) -> np.ndarray:
    """Angle and height (N, 2) of points (N, 3); angle 0 is the middle of the face, positive to the right."""
    return np.stack([np.arctan2(points[:, 0], points[:, 2] - AXIS_Z), points[:, 1]], 1)


def surface(at: np.ndarray) -> np.ndarray:
    """Points (N, 3) of the surface at angle and height (N, 2)."""
    angle, height = at.T
    edge = _jaw_edge(angle)
    face = _face_radius(np.stack([angle, np.maximum(height, edge)], 1))
    below = np.maximum(edge - height, 0)
    # past the jaw line the face is not continued but turns in: that keeps the jaw from bulging
    neck = _ellipse(angle, 54.0, 38.0, 70.0)
    soft = 8.0 + 10.0 * np.sin(np.minimum(np.abs(angle), np.pi / 2)) ** 2
    radius = neck + (face - neck) * np.exp(-((below / soft) ** 2))
    return _standing(angle, height, radius)


def mask_surface(at: np.ndarray) -> np.ndarray:
    """The same surface, but the face goes on below the jaw as if there were no neck."""
    angle, height = at.T
    return _standing(angle, height, _face_radius(at))


def cranium(angle: np.ndarray, height: np.ndarray) -> np.ndarray:
    """Radius of the plain skull, without a face: what hair and hats are built on."""
    up = np.clip((height - _CROWN_FROM) / (TOP - _CROWN_FROM), 0, 1)
    down = np.clip((_CROWN_FROM - height) / 135.0, 0, 1.4)
    size = np.where(height < _CROWN_FROM, 1 - 0.34 * down**2.2, np.clip(1 - up**2.3, 0, 1) ** (1 / 2.3))
    nape = np.where(height < -40, np.clip(1 - (-40 - height) / 110, 0.55, 1), 1)
    return size * np.where(
        np.cos(angle) > 0, _ellipse(angle, 76, 80, 115), _ellipse(angle, 76, 80, 115 * nape)
    )


def _standing(angle: np.ndarray, height: np.ndarray, radius: np.ndarray) -> np.ndarray:
    return np.stack([radius * np.sin(angle), height, AXIS_Z + radius * np.cos(angle)], 1)


def _ellipse(angle: np.ndarray, side: float, front: float, back: float | np.ndarray) -> np.ndarray:
    depth = np.where(np.cos(angle) > 0, front, back)
    return 1 / np.sqrt((np.sin(angle) / side) ** 2 + (np.cos(angle) / depth) ** 2)


def _jaw_edge(angle: np.ndarray) -> np.ndarray:
    """Height of the edge under which the neck begins."""
    jaw = around_axis(LANDMARKS[8:17])
    angles = np.concatenate([jaw[:-1, 0], [np.radians(95), np.radians(125), np.pi]])
    heights = np.concatenate([jaw[:-1, 1], [-30.0, -38.0, -42.0]])
    return np.interp(np.abs(angle), angles, heights)


def _face_radius(at: np.ndarray) -> np.ndarray:
    knots, weights, plane = _face_spline()
    place = _plane(at)
    bumps = _spline_kernel(place, knots) @ weights + plane[0] + place @ plane[1:]
    ends = np.abs(at[:, 0]) - np.radians(105)
    fade = 1 / (1 + np.exp(ends / np.radians(7))) / (1 + np.exp((at[:, 1] - 92) / 6))
    return cranium(at[:, 0], at[:, 1]) + bumps * fade


@lru_cache(maxsize=1)
def _face_spline() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A thin plate through the anchors' distances from the skull, flat away from the face."""
    anchors = around_axis(ANCHORS)
    radius = np.hypot(ANCHORS[:, 0], ANCHORS[:, 2] - AXIS_Z)
    rest = [(a, h) for a in (-180, -150, -115, 115, 150) for h in (-142, -60, 0, 60, 110)]
    rest += [(a, h) for a in (-60, -30, 0, 30, 60) for h in (100, 115)]
    far = np.array([(np.radians(a), h) for a, h in rest])
    height = np.concatenate([radius - cranium(anchors[:, 0], anchors[:, 1]), np.zeros(len(far))])
    knots = _plane(np.vstack([anchors, far]))
    count = len(knots)
    affine = np.hstack([np.ones((count, 1)), knots])
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _spline_kernel(knots, knots) + 1e-3 * np.eye(count)
    system[:count, count:], system[count:, :count] = affine, affine.T
    solved = np.linalg.solve(system, np.concatenate([height, np.zeros(3)]))
    return knots, solved[:count], solved[count:]


def _plane(at: np.ndarray) -> np.ndarray:
    return at * [_ARC / 100, 1 / 100]


def _spline_kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    distance = np.linalg.norm(a[:, None] - b[None], axis=2)
    return np.where(distance > 0, distance**2 * np.log(np.maximum(distance, 1e-9)), 0)
