"""The 3-D head: one sheet of points with its landmarks, shaped by modes and moved by expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .modes import EXPRESSIONS, MODES, Places, closed_height
from .points import LANDMARKS
from .surface import BOTTOM, TOP, around_axis, surface


@dataclass(frozen=True)
class Head:
    """A head of R x C points.

    angle, height     (R, C) its texture's own coordinates: radians around the axis, millimetres
    points            (R, C, 3) mm, rows from the crown down, columns from the picture's left to its right
    landmarks         (68, 3) mm
    texture_landmarks (68, 2) the landmarks as angle and height in the texture
    """

    angle: np.ndarray
    height: np.ndarray
    points: np.ndarray
    landmarks: np.ndarray
    texture_landmarks: np.ndarray

    def moved(self, weights: Mapping[str, float]) -> Head:
        """This head with modes and expressions added, by name."""
        points, landmarks = self.points.copy(), self.landmarks.copy()
        for name, weight in weights.items():
            if weight:
                on_points, on_landmarks = _fields()[name]
                points += weight * on_points
                landmarks += weight * on_landmarks
        return Head(self.angle, self.height, points, landmarks, self.texture_landmarks)

    def scaled(self, wide: float, high: float) -> Head:
        """This head made wider and higher."""
        size = np.array([wide, high, wide])
        return Head(
            self.angle, self.height, self.points * size, self.landmarks * size, self.texture_landmarks
        )


@lru_cache(maxsize=1)
def average_head() -> Head:
    """The head without any mode or expression."""
    angle, height = np.meshgrid(_columns(), _rows())
    flat = np.stack([angle.ravel(), height.ravel()], 1)
    points = _closed_surface(flat).reshape(*angle.shape, 3)
    marks = _texture_landmarks()
    return Head(angle, height, points, _closed_surface(marks), marks)


@lru_cache(maxsize=1)
def _fields() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Every mode and expression on the average head's points and on its landmarks."""
    head = average_head()
    on_sheet = Places(head.points.reshape(-1, 3), head.height.ravel())
    on_marks = Places(head.landmarks, head.texture_landmarks[:, 1])
    everything = {**MODES, **EXPRESSIONS}
    return {
        name: (field(on_sheet).reshape(head.points.shape), field(on_marks))
        for name, field in everything.items()
    }


def _columns() -> np.ndarray:
    """Angles of the sheet's columns, close together where the face is."""
    half = np.concatenate(
        [np.linspace(0, 0.72, 20)[1:], np.linspace(0.72, 1.5, 13)[1:], np.linspace(1.5, np.pi, 11)[1:]]
    )
    return np.concatenate([-half[::-1], [0.0], half])


def _rows() -> np.ndarray:
    """Heights of the sheet's rows, close together at eyes, nose and mouth."""
    crown = TOP - (TOP - 45) * (1 - np.cos(np.linspace(0.02, np.pi / 2, 12)))
    steps = [
        (45, 12, 7),
        (12, -9, 11),
        (-9, -32, 6),
        (-32, -60, 10),
        (-60, -86, 15),
        (-86, -126, 13),
        (-126, BOTTOM, 7),
    ]
    rest = [np.linspace(top, bottom, count, endpoint=False) for top, bottom, count in steps]
    return np.concatenate([crown[:-1], *rest, [BOTTOM]])


def _closed_surface(at: np.ndarray) -> np.ndarray:
    across = 78.0 * at[:, 0]
    height = closed_height(across, at[:, 1]) if len(at) else at[:, 1]
    return surface(np.stack([at[:, 0], height], 1))


def _texture_landmarks() -> np.ndarray:
    """Where in the parted texture each landmark of the closed mouth lies."""
    marks = around_axis(LANDMARKS)
    across = 78.0 * marks[:, 0]
    # closing is monotonous in height, so bisection finds the one place that closes onto the landmark
    low, high = marks[:, 1] - 8.0, marks[:, 1] + 8.0
    for _ in range(30):
        middle = (low + high) / 2
        above = closed_height(across, middle) > marks[:, 1]
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.stack([marks[:, 0], (low + high) / 2], 1)
