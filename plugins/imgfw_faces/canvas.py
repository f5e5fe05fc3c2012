"""Painting soft shapes into a texture."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

_FINE = 4  # shapes are drawn this much larger, for smooth edges


class Canvas:
    """A texture in the making, painted in place.

    colour  float32 (H, W, 3) in 0..255
    gloss   float32 (H, W) in 0..255
    lips    float32 (H, W) in 0..1, where no beard grows
    """

    def __init__(self, colour: np.ndarray, gloss: np.ndarray) -> None:
        self.colour = colour
        self.gloss = gloss
        self.lips = np.zeros_like(gloss)

    def fill(
        self,
        outline: np.ndarray,
        colour: np.ndarray | tuple[float, ...],
        *,
        strength: float = 1.0,
        soft: float = 0.6,
        within: np.ndarray | None = None,
        gloss: float | None = None,
    ) -> None:
        """Fill an outline (N, 2) with a colour, its edge `soft` pixels wide, only inside another outline."""
        box = _box(outline, 3 * soft + 2, self.gloss.shape)
        if box is None:
            return
        cover = _mask(outline, box, soft)
        if within is not None:
            cover = cover * _mask(within, box, 0.5)
        cover = strength * cover
        left, top, right, bottom = box
        spot = self.colour[top:bottom, left:right]
        spot += (np.asarray(colour, np.float32) - spot) * cover[..., None]
        if gloss is not None:
            shine = self.gloss[top:bottom, left:right]
            shine += (gloss - shine) * cover

    def stroke(
        self,
        path: np.ndarray,
        widths: np.ndarray | float,
        colour: np.ndarray | tuple[float, ...],
        *,
        strength: float = 1.0,
        soft: float = 0.5,
        within: np.ndarray | None = None,
    ) -> None:
        """A line through a path (N, 2), its width in pixels given at each point."""
        along = np.gradient(path, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
        aside = np.stack([-along[:, 1], along[:, 0]], 1) * np.reshape(np.asarray(widths, float), (-1, 1)) / 2
        outline = np.vstack([path + aside, (path - aside)[::-1]])
        self.fill(outline, colour, strength=strength, soft=soft, within=within)


def disc(centre: np.ndarray, wide: float, high: float, turn: float = 0.0) -> np.ndarray:
    """Outline of an ellipse with the given half axes."""
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    x, y = wide * np.cos(angle), high * np.sin(angle)
    return centre + np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], 1)


def moved(points: np.ndarray, right: float, down: float) -> np.ndarray:
    """Points (..., 2) moved by so many pixels."""
    return points + np.array((right, down))


def curve(points: np.ndarray, *, closed: bool = False, fine: int = 6) -> np.ndarray:
    """A smooth line through points (N, 2)."""
    if closed:
        padded = np.vstack([points[-1:], points, points[:2]])
    else:
        padded = np.vstack([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, fine, endpoint=False)[:, None]
    a, b, c, d = (padded[i : len(padded) - 3 + i, None] for i in range(4))
    pieces = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    line = pieces.reshape(-1, 2)
    return line if closed else np.vstack([line, points[-1:]])


def _box(outline: np.ndarray, margin: float, shape: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    left, top = np.maximum(np.floor(outline.min(0) - margin), 0).astype(int)
    right, bottom = np.minimum(np.ceil(outline.max(0) + margin), [shape[1], shape[0]]).astype(int)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _mask(outline: np.ndarray, box: tuple[int, int, int, int], soft: float) -> np.ndarray:
    left, top, right, bottom = box
    fine = _FINE if soft < 4 else 1
    mask = Image.new("L", ((right - left) * fine, (bottom - top) * fine), 0)
    points = (outline - [left, top]) * fine
    ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in points], fill=255)
    if fine > 1:
        mask = mask.reduce(fine)
    if soft > 0.5:
        mask = mask.filter(ImageFilter.GaussianBlur(soft))
    return np.asarray(mask, np.float32) / 255
