"""Cuts out of pictures, square and upright: shrunk without aliasing, landmarks and box along with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from imgfw import Picture, PictureError, resized

Border = Literal["edge", "black"]
"""What stands where a cut reaches beyond the picture: its outermost pixels, or black."""

MOST = 8
"""A cut is at most so many times as large as the picture; else its landmarks belong to another one."""


def cut(picture: Picture, centre: np.ndarray, side: float, size: int, border: Border) -> Picture:
    """The square of this side about a centre (2,), both in pixels, brought to (size, size)."""
    left, top = (int(edge) for edge in np.round(centre - side / 2))
    whole = max(1, round(side))
    image = _window(picture.image, (left, top, left + whole, top + whole), border)
    factor = size / whole
    return _moved(picture, resized(image, (size, size)), factor * np.eye(2), -factor * np.array([left, top]))


def upright(picture: Picture, turn: np.ndarray, shift: np.ndarray, size: int, border: Border) -> Picture:
    """The picture under a similarity, its (size, size) pixels from (0, 0) on.

    turn, shift  a point p of the picture comes to turn @ p + shift; (2, 2) and (2,)
    """
    from PIL import Image

    back = np.linalg.inv(turn)
    corners = (np.array([[0, 0], [size, 0], [size, size], [0, size]]) - shift) @ back.T
    (left, top), (right, bottom) = np.floor(corners.min(0)) - 2, np.ceil(corners.max(0)) + 2
    image = _window(picture.image, (int(left), int(top), int(right), int(bottom)), border)
    factor = min(1.0, float(np.sqrt(np.linalg.det(turn))))
    height, width = (max(1, round(each * factor)) for each in image.shape[:2])
    shrink = np.array([(right - left) / width, (bottom - top) / height])
    image = resized(image, (height, width))
    to_window = back / shrink[:, None]
    origin = (-back @ shift - [left, top]) / shrink
    coefficients = (*to_window[0], origin[0], *to_window[1], origin[1])
    turned = Image.fromarray(image).transform(
        (size, size), Image.Transform.AFFINE, coefficients, Image.Resampling.BICUBIC
    )
    return _moved(picture, np.array(turned), turn, shift)


def _window(image: np.ndarray, window: tuple[int, int, int, int], border: Border) -> np.ndarray:
    """The pixels from (left, top) up to (right, bottom), which may lie outside. Raises PictureError."""
    left, top, right, bottom = window
    height, width = image.shape[:2]
    if max(right - left, bottom - top) > MOST * max(height, width, 16):
        raise PictureError(
            f"expected a face that lies in the picture of {width} x {height} pixels, got one that needs "
            f"{right - left:,} x {bottom - top:,}; its landmarks or its box are of another picture"
        )
    rows, columns = np.arange(top, bottom), np.arange(left, right)
    found = image[np.clip(rows, 0, height - 1)[:, None], np.clip(columns, 0, width - 1)]
    if border == "black":
        found[(rows < 0) | (rows >= height)] = 0
        found[:, (columns < 0) | (columns >= width)] = 0
    return found


def _moved(picture: Picture, image: np.ndarray, turn: np.ndarray, shift: np.ndarray) -> Picture:
    """The picture with this image, and all that lies on it moved: of a turned box what surrounds it."""
    points, box = picture.landmarks, picture.box
    if box is not None:
        left, top, right, bottom = box
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ turn.T + shift
        (left, top), (right, bottom) = corners.min(0).tolist(), corners.max(0).tolist()
        box = left, top, right, bottom
    return replace(
        picture,
        image=image,
        scale=picture.scale * float(np.sqrt(np.linalg.det(turn))),
        box=box,
        landmarks=None if points is None else (points @ turn.T + shift).astype(np.float32),
    )
