"""Backgrounds: rooms, walls, parks, streets and lights at night, in quiet colours and out of focus."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .noise import clouds

SCENES = ("wall", "room", "shelf", "park", "shore", "street", "night")

_SIDE = 160  # backgrounds are painted at this size and brought to the picture's
_WALLS = (
    (214, 206, 194),
    (196, 202, 204),
    (206, 196, 182),
    (178, 188, 180),
    (188, 178, 172),
    (168, 178, 192),
    (222, 216, 208),
)
_WOODS = ((124, 92, 66), (94, 70, 54), (152, 120, 90))
_MUTED = (
    (126, 98, 88),
    (92, 112, 116),
    (150, 132, 104),
    (104, 116, 92),
    (88, 90, 108),
    (160, 146, 132),
    (132, 88, 80),
)
_PLANTS = ((84, 104, 70), (66, 88, 62), (104, 120, 82))


def scene(name: str, rng: np.random.Generator, size: int, tilt: float) -> np.ndarray:
    """A background float32 (size, size, 3) in linear light 0..1, leaning `tilt` degrees with the camera."""
    canvas = Image.new("RGB", (_SIDE, _SIDE))
    blur = _PAINTERS[name](canvas, rng)
    canvas = canvas.filter(ImageFilter.GaussianBlur(blur * float(rng.uniform(0.7, 1.3))))
    field = np.asarray(canvas, np.float32) * (1 + 0.02 * clouds(rng, _SIDE, _SIDE, (4, 9))[..., None])
    canvas = Image.fromarray(np.clip(field, 0, 255).astype(np.uint8))
    if tilt:
        canvas = canvas.rotate(tilt, Image.Resampling.BILINEAR)
    margin = int(_SIDE * 0.15)  # turning leaves empty corners; the middle never sees them
    canvas = canvas.resize(
        (size, size), Image.Resampling.BICUBIC, (margin, margin, _SIDE - margin, _SIDE - margin)
    )
    return (np.asarray(canvas, np.float32) / 255) ** 2


def _colour(
    rng: np.random.Generator, choices: tuple[tuple[int, int, int], ...], spread: float = 8
) -> tuple[int, int, int]:
    base = np.array(choices[int(rng.integers(len(choices)))]) + rng.normal(0, spread)
    red, green, blue = (int(v) for v in np.clip(base, 0, 255))
    return red, green, blue


def _gradient(
    canvas: Image.Image, top: tuple[int, ...], bottom: tuple[int, ...], start: int = 0, end: int = _SIDE
) -> None:
    share = np.linspace(0, 1, max(end - start, 1))[:, None, None]
    rows = np.array(top) + (np.array(bottom) - np.array(top)) * share
    strip = np.broadcast_to(rows, (max(end - start, 1), _SIDE, 3))
    canvas.paste(Image.fromarray(strip.astype(np.uint8)), (0, start))


def _darker(colour: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (int(v * share) for v in colour)
    return red, green, blue


def _wall(canvas: Image.Image, rng: np.random.Generator) -> float:
    base = _colour(rng, _WALLS)
    side = np.linspace(1.06, 0.80, _SIDE)[:: int(rng.choice([-1, 1]))][None, :, None]
    fall = np.linspace(1.02, 0.9, _SIDE)[:, None, None]
    canvas.paste(Image.fromarray(np.clip(np.array(base) * side * fall, 0, 255).astype(np.uint8)))
    draw = ImageDraw.Draw(canvas)
    if rng.random() < 0.6:
        x, y = int(rng.integers(24, 100)), int(rng.integers(22, 52))
        wide, high = int(rng.integers(26, 46)), int(rng.integers(26, 50))
        draw.rectangle((x - 2, y - 2, x + wide + 2, y + high + 2), fill=_colour(rng, _WOODS))
        draw.rectangle((x + 2, y + 2, x + wide - 2, y + high - 2), fill=(226, 222, 214))
        draw.rectangle((x + 8, y + 8, x + wide - 8, y + high - 8), fill=_colour(rng, _MUTED))
    return 1.8


def _room(canvas: Image.Image, rng: np.random.Generator) -> float:
    base = _colour(rng, _WALLS)
    _gradient(canvas, base, _darker(base, 0.82))
    draw = ImageDraw.Draw(canvas)
    x = int(rng.integers(16, 84))
    draw.rectangle((x, 16, x + 46, 86), fill=(240, 238, 230))
    draw.rectangle((x + 4, 20, x + 42, 82), fill=(206, 222, 232))
    draw.rectangle((x + 4, 58, x + 42, 82), fill=_colour(rng, ((160, 176, 152), (176, 184, 184))))
    draw.line((x + 23, 16, x + 23, 86), fill=(236, 232, 224), width=3)
    curtain = _colour(rng, _MUTED)
    for side in (x - 14, x + 46):
        for fold in range(4):
            draw.rectangle(
                (side + 4 * fold, 10, side + 4 * fold + 3, 118),
                fill=_darker(curtain, 1.25 - 0.12 * (fold % 2)),
            )
    draw.rectangle((0, 122, _SIDE, _SIDE), fill=_colour(rng, _WOODS))
    sofa = _colour(rng, _MUTED)
    left = int(rng.integers(-30, 50))
    draw.rounded_rectangle((left, 98, left + 90, 150), 10, fill=sofa)
    draw.rounded_rectangle((left + 8, 112, left + 84, 150), 8, fill=_darker(sofa, 1.12))
    return 2.6


def _shelf(canvas: Image.Image, rng: np.random.Generator) -> float:
    wood = _colour(rng, _WOODS)
    canvas.paste(_darker(wood, 0.6), (0, 0, _SIDE, _SIDE))
    draw = ImageDraw.Draw(canvas)
    for y in range(8, _SIDE, 38):
        x = int(rng.integers(0, 8))
        while x < _SIDE:
            wide, high = int(rng.integers(4, 10)), int(rng.integers(20, 32))
            if rng.random() < 0.86:
                draw.rectangle((x, y + 33 - high, x + wide - 1, y + 33), fill=_colour(rng, _MUTED, 16))
            x += wide
        draw.rectangle((0, y + 33, _SIDE, y + 37), fill=wood)
    return 2.2


def _park(canvas: Image.Image, rng: np.random.Generator) -> float:
    _gradient(canvas, (176, 200, 216), (222, 228, 222), 0, 100)
    _gradient(canvas, (134, 148, 96), (108, 126, 82), 100)
    draw = ImageDraw.Draw(canvas)
    for _ in range(26):
        x, y, size = rng.integers(-10, 170), rng.integers(40, 104), rng.integers(12, 30)
        leaf = _colour(rng, _PLANTS, 14)
        draw.ellipse((int(x - size), int(y - size), int(x + size), int(y + size * 0.8)), fill=leaf)
    for _ in range(40):
        x, y, size = rng.integers(0, 160), rng.integers(20, 96), rng.integers(2, 5)
        glint = _colour(rng, ((178, 188, 132), (196, 204, 168), (132, 148, 96)))
        draw.ellipse((int(x - size), int(y - size), int(x + size), int(y + size)), fill=glint)
    return 3.2


def _shore(canvas: Image.Image, rng: np.random.Generator) -> float:
    warm = rng.random() < 0.4
    sky = ((150, 168, 190), (232, 204, 178)) if warm else ((142, 178, 208), (214, 226, 232))
    line = int(rng.integers(78, 100))
    _gradient(canvas, *sky, 0, line)
    _gradient(canvas, (104, 142, 156), (134, 164, 166), line, 126)
    _gradient(canvas, (206, 190, 160), (186, 168, 138), 126)
    draw = ImageDraw.Draw(canvas)
    for _ in range(7):
        x, y, wide = (int(v) for v in (rng.integers(0, 150), rng.integers(14, 60), rng.integers(14, 40)))
        draw.ellipse((x, y, x + wide, y + wide // 4), fill=(232, 234, 234))
    return 2.4


def _street(canvas: Image.Image, rng: np.random.Generator) -> float:
    _gradient(canvas, (196, 206, 214), (224, 222, 216))
    draw = ImageDraw.Draw(canvas)
    x = 0
    while x < _SIDE:
        wide, top = int(rng.integers(22, 44)), int(rng.integers(8, 62))
        front = _colour(
            rng, ((176, 160, 146), (158, 148, 142), (190, 178, 160), (146, 118, 104), (150, 156, 162))
        )
        draw.rectangle((x, top, x + wide, 128), fill=front)
        for wy in range(top + 8, 118, 14):
            for wx in range(x + 4, x + wide - 5, 9):
                draw.rectangle((wx, wy, wx + 4, wy + 8), fill=_darker(front, 0.68))
        x += wide
    draw.rectangle((0, 126, _SIDE, _SIDE), fill=(142, 140, 138))
    return 2.8


def _night(canvas: Image.Image, rng: np.random.Generator) -> float:
    _gradient(canvas, (34, 36, 52), (58, 48, 50))
    lights = Image.new("RGB", canvas.size)
    draw = ImageDraw.Draw(lights)
    for _ in range(34):
        x, y, size = rng.integers(0, 160), rng.integers(10, 140), rng.uniform(3, 9)
        glow = _colour(
            rng, ((196, 150, 92), (206, 176, 124), (148, 92, 74), (108, 128, 148), (176, 168, 150)), 12
        )
        draw.ellipse(
            (x - size, y - size, x + size, y + size), fill=_darker(glow, float(rng.uniform(0.4, 0.95)))
        )
    field = np.maximum(np.asarray(canvas), np.asarray(lights))
    canvas.paste(Image.fromarray(field))
    return 1.3


_PAINTERS = {
    "wall": _wall,
    "room": _room,
    "shelf": _shelf,
    "park": _park,
    "shore": _shore,
    "street": _street,
    "night": _night,
}
