"""Turning the head: yaw, pitch and roll in degrees, to a rotation and back."""

from __future__ import annotations

import math

import numpy as np


def rotation(yaw: float, pitch: float, roll: float) -> np.ndarray:
    """Rotation matrix (3, 3).

    yaw > 0 turns the face to the picture's right, pitch > 0 up, roll > 0 leans it counter-clockwise as seen.
    """
    a, b, c = np.radians([yaw, -pitch, roll])
    turn = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    nod = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    lean = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return lean @ nod @ turn


def angles(matrix: np.ndarray) -> tuple[float, float, float]:
    """Yaw, pitch and roll of a rotation."""
    pitch = -math.asin(min(max(matrix[2, 1], -1.0), 1.0))
    yaw = math.atan2(-matrix[2, 0], matrix[2, 2])
    roll = math.atan2(-matrix[0, 1], matrix[1, 1])
    return math.degrees(yaw), math.degrees(pitch), math.degrees(roll)
