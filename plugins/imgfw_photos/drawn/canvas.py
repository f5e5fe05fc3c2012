"""A canvas on which shapes are painted; places are told in parts of its shorter side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .noise import piece

Colour = Sequence[float] | np.ndarray
Points = Sequence[Sequence[float]] | np.ndarray
Place = Callable[[Points], np.ndarray]
"""Where points (N, 2) of something that is turned and scaled lie."""
Paint = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Colours float (h, w, 3) in 0..255 for places x (1, w) and y (h, 1)."""


class Canvas:
    """A picture in the making.

    image       what is painted so far, RGB
    wide, high  its sides, the shorter one being 1; x grows to the right and y down
    """

    def __init__(self, wide: int, high: int) -> None:
        self.image = Image.new("RGB", (wide, high))
        self.unit = min(wide, high)
        self.wide, self.high = wide / self.unit, high / self.unit
        self._draw = ImageDraw.Draw(self.image)

    @property
    def whole(self) -> np.ndarray:
        """The outline of the canvas (4, 2)."""
        return box(0, 0, self.wide, self.high)

    def fill(self, outline: np.ndarray, colour: Colour, *, soft: float = 0, strength: float = 1) -> None:
        """Fill an outline (N, 2) with a colour, its edge so soft."""
        if not soft and strength >= 1:
            self._draw.polygon(_pairs(outline * self.unit), fill=rgb(colour))
            return
        place = self._box(outline, 2 * soft)
        if place:
            self.image.paste(rgb(colour), place, self._mask(outline, place, soft, strength))

    def paint(self, outline: np.ndarray, paint: Paint, *, soft: float = 0, strength: float = 1) -> None:
        """Fill an outline (N, 2) with what a function of the place gives."""
        place = self._box(outline, 2 * soft)
        if place:
            left, top, right, bottom = place
            x, y = np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)
            colours = np.clip(paint(x[None] / self.unit, y[:, None] / self.unit), 0, 255).astype(np.uint8)
            self.image.paste(Image.fromarray(colours), place, self._mask(outline, place, soft, strength))

    def solid(
        self,
        outline: np.ndarray,
        colour: Colour,
        rng: np.random.Generator,
        *,
        shade: float = 0.22,
        side: float = -0.5,
        grain: float = 0.05,
        kind: str = "grain",
        soft: float = 0,
    ) -> None:
        """A body: lighter above and towards `side`, with a texture.

        shade  how much lighter and darker its edges are
        side   where light comes from, -1 left .. 1 right
        grain  how strong the texture is
        """
        (left, top), (right, bottom) = outline.min(0), outline.max(0)
        middle, over = (left + right) / 2, max(right - left, 1e-6) / 2

        def lit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
            down = 2 * (y - top) / max(bottom - top, 1e-6) - 1
            gain = 1 + shade * (side * (x - middle) / over - (1 - abs(side)) * down)
            gain = gain + grain * piece(kind, rng, len(y), x.shape[1], self.unit)
            return gain[..., None] * np.asarray(colour, np.float32)

        self.paint(outline, lit, soft=soft)

    def line(self, points: np.ndarray, width: float, colour: Colour) -> None:
        """A line through points (N, 2)."""
        pixels = max(1, round(width * self.unit))
        self._draw.line(_pairs(points * self.unit), fill=rgb(colour), width=pixels, joint="curve")

    def strokes(self, starts: np.ndarray, ends: np.ndarray, width: float, colours: np.ndarray) -> None:
        """Many short lines from (N, 2) to (N, 2), each in its colour (N, 3): grass, fur, rain."""
        pixels = max(1, round(width * self.unit))
        lines = np.hstack([starts, ends]) * self.unit
        shown = np.clip(colours, 0, 255).astype(int)
        for place, colour in zip(lines.tolist(), shown.tolist(), strict=True):
            self._draw.line(place, fill=tuple(colour), width=pixels)

    def array(self) -> np.ndarray:
        """What is painted, float32 (H, W, 3)."""
        return np.asarray(self.image, np.float32)

    def put(self, pixels: np.ndarray, top: int = 0) -> None:
        """Replace rows by float (h, W, 3), from `top` on."""
        self.image.paste(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), (0, top))

    def blur(self, radius: float) -> None:
        """Put all that is there out of focus."""
        self.image.paste(self.image.filter(ImageFilter.GaussianBlur(radius * self.unit)))

    def _box(self, outline: np.ndarray, margin: float) -> tuple[int, int, int, int] | None:
        left, top = np.floor((outline.min(0) - margin) * self.unit).astype(int)
        right, bottom = np.ceil((outline.max(0) + margin) * self.unit).astype(int) + 1
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.image.width), min(bottom, self.image.height)
        return (int(left), int(top), int(right), int(bottom)) if left < right and top < bottom else None

    def _mask(
        self, outline: np.ndarray, place: tuple[int, int, int, int], soft: float, strength: float
    ) -> Image.Image:
        left, top, right, bottom = place
        mask = Image.new("L", (right - left, bottom - top), 0)
        points = outline * self.unit - [left, top]
        ImageDraw.Draw(mask).polygon(_pairs(points), fill=round(255 * min(strength, 1)))
        return mask.filter(ImageFilter.GaussianBlur(soft * self.unit)) if soft else mask


def rgb(colour: Colour) -> tuple[int, int, int]:
    """A colour as Pillow wants it."""
    red, green, blue = (min(max(int(part), 0), 255) for part in colour)
    return red, green, blue


def mixed(one: Colour, other: Colour, share: float) -> np.ndarray:
    """A colour float (3,) between two."""
    return np.asarray(one, float) * (1 - share) + np.asarray(other, float) * share


def varied(rng: np.random.Generator, choices: Sequence[Colour], spread: float = 8) -> np.ndarray:
    """One of some colours, a little lighter or darker and of a little other hue."""
    base = np.asarray(choices[int(rng.integers(len(choices)))], float)
    return np.clip(base + rng.normal(0, spread) + rng.normal(0, spread / 3, 3), 4, 250)


def box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """Outline (4, 2) of a rectangle."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], float)


def disc(x: float, y: float, wide: float, high: float | None = None, turn: float = 0) -> np.ndarray:
    """Outline (40, 2) of an ellipse with the given half axes, turned by degrees."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    points = np.stack([wide * np.cos(angle), (wide if high is None else high) * np.sin(angle)], 1)
    return moved(turned(points, turn), x, y)


def spot(at: np.ndarray, wide: float, high: float | None = None) -> np.ndarray:
    """Outline (40, 2) of an ellipse about a place (2,)."""
    return disc(float(at[0]), float(at[1]), wide, high)


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    """Points (N, 2) turned clockwise about the origin."""
    a = np.radians(degrees)
    return points @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])


def moved(points: np.ndarray, x: float, y: float) -> np.ndarray:
    """Points (N, 2) so far to the right and down."""
    return points + np.array((x, y))


def smooth(points: Points, *, closed: bool = True, fine: int = 6) -> np.ndarray:
    """A smooth outline, or line, through points (N, 2)."""
    at = np.asarray(points, float)
    padded = np.vstack([at[-1:], at, at[:2]]) if closed else np.vstack([at[:1], at, at[-1:]])
    t = np.linspace(0, 1, fine, endpoint=False)[:, None]
    a, b, c, d = (padded[i : len(padded) - 3 + i, None] for i in range(4))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    found = curve.reshape(-1, 2)
    return found if closed else np.vstack([found, at[-1:]])


def _pairs(points: np.ndarray) -> list[tuple[float, float]]:
    return [(x, y) for x, y in points.tolist()]
