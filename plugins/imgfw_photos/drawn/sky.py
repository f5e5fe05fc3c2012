"""Skies: clear, clouded, at sunset and by night, with sun, moon and stars."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, mixed
from .mood import Mood
from .noise import piece

_SKIES = {  # above, at the horizon, clouds
    "noon": ((74, 128, 196), (186, 212, 232), (246, 247, 249)),
    "golden": ((104, 128, 172), (248, 190, 128), (250, 208, 170)),
    "grey": ((146, 156, 168), (196, 202, 206), (214, 217, 220)),
    "dusk": ((44, 52, 98), (226, 132, 108), (146, 98, 122)),
    "night": ((14, 20, 46), (48, 60, 92), (50, 58, 80)),
}


def horizon_colour(mood: Mood) -> np.ndarray:
    """The colour (3,) into which distance fades."""
    return np.asarray(_SKIES[mood.hour][1], float)


def sky(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    """Paint the sky down to the horizon."""
    above, below, cloud = (np.asarray(colour, float) for colour in _SKIES[mood.hour])
    above, below = above + rng.normal(0, 7, 3), below + rng.normal(0, 5, 3)
    density = {"clear": 1.3, "cloudy": 0.15}.get(mood.weather, -0.7) + rng.normal(0, 0.25)

    def paint(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        share = np.clip(y / horizon, 0, 1) ** 1.2
        ground = above + (below - above) * (share + 0 * x)[..., None]
        field = piece("cloud", rng, ground.shape[0], ground.shape[1], canvas.unit)
        field = field * (0.5 + 0.5 * (1 - share)) + 0.3 * (share - 0.5)
        cover = np.clip((field - density) / 0.9, 0, 1) * 0.92
        thick = np.clip(field - density - 0.5, 0, 1.5)
        colour = cloud[None, None] * (1 - 0.14 * thick[..., None])
        return ground + (colour - ground) * cover[..., None]

    if mood.hour in ("golden", "dusk", "noon") and mood.weather == "clear":
        canvas.paint(box(0, 0, canvas.wide, horizon + 0.16), paint)
        _sun(canvas, mood, rng, horizon)
        return
    canvas.paint(box(0, 0, canvas.wide, horizon + 0.16), paint)
    if mood.hour == "night":
        _stars(canvas, mood, rng, horizon)


def _sun(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    low = mood.hour != "noon"
    x = canvas.wide * (0.5 + 0.42 * mood.side)
    y = horizon * float(rng.uniform(0.7, 0.95) if low else rng.uniform(0.08, 0.2))
    glow = (255, 214, 140) if low else (255, 252, 236)
    for radius, strength in ((0.34, 0.25), (0.16, 0.4), (0.07, 0.6)):
        canvas.fill(disc(x, y, radius), glow, soft=radius / 2, strength=strength)
    canvas.fill(disc(x, y, 0.035 if low else 0.03), (255, 246, 222), soft=0.006)


def _stars(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    if mood.weather == "clear":
        at = rng.uniform(0, 1, (60, 2)) * [canvas.wide, horizon]
        shine = rng.uniform(60, 220, (60, 1)) * np.ones(3)
        canvas.strokes(at, at + 0.002, 0.004, shine)
    if rng.random() < 0.5:
        x, y = canvas.wide * float(rng.uniform(0.15, 0.85)), horizon * float(rng.uniform(0.12, 0.4))
        canvas.fill(disc(x, y, 0.09), (120, 130, 150), soft=0.05, strength=0.4)
        canvas.fill(disc(x, y, 0.032), (236, 234, 220), soft=0.003)


def weather(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    """What lies between the lens and the scene: fog, rain or snow."""
    if mood.weather == "fog":
        haze = mixed(horizon_colour(mood), (214, 216, 218), 0.5)
        field = 0.45 + 0.12 * piece("cloud", rng, canvas.image.height, canvas.image.width, canvas.unit)
        down = np.linspace(0, canvas.high, canvas.image.height)[:, None]
        near = np.clip(1 - 0.9 * np.clip(down - horizon, 0, 1) / max(canvas.high - horizon, 0.1), 0, 1)
        share = np.clip(field * near, 0, 0.85)[..., None]
        seen = canvas.array()
        canvas.put(seen + (haze - seen) * share)
    elif mood.weather in ("rain", "snow"):
        count = int(rng.integers(90, 180))
        at = rng.uniform(0, 1, (count, 2)) * [canvas.wide, canvas.high]
        rain = mood.weather == "rain"
        long = rng.uniform(0.02, 0.06, (count, 1)) if rain else rng.uniform(0.002, 0.006, (count, 1))
        colours = np.full((count, 3), 205.0 if rain else 244.0) + rng.normal(0, 8, (count, 1))
        canvas.strokes(at, at + long * [0.25, 1.0], 0.003 if rain else 0.008, colours)
