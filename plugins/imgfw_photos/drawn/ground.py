"""Mountains, ground and water."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas
from .mood import Mood
from .noise import piece, rough
from .sky import horizon_colour


def ridge(
    canvas: Canvas,
    mood: Mood,
    rng: np.random.Generator,
    foot: float,
    tall: float,
    colour: np.ndarray,
    *,
    far: float,
    snow: float = 0.0,
) -> None:
    """A chain of mountains: rock lit from the side, snow above, haze with distance `far`, 0..1."""
    haze = horizon_colour(mood)
    count = 90
    x = np.linspace(-0.02, canvas.wide + 0.02, count)
    line = foot - tall * np.clip(0.55 + 0.36 * rough(rng, count, 4), 0.12, 1.2)
    outline = np.vstack([np.stack([x, line], 1), [[x[-1], foot + 0.03], [x[0], foot + 0.03]]])
    body, white = mood.lit(colour), mood.lit((240, 243, 248))
    side = 1.0 if mood.side < 0 else -1.0

    def paint(px: np.ndarray, py: np.ndarray) -> np.ndarray:
        rock = piece("rock", rng, py.shape[0], px.shape[1], canvas.unit)
        gain = np.clip(1 + 0.2 * side * rock, 0.45, 1.6)[..., None]
        below = (py - np.interp(px[0], x, line)[None]) / max(tall, 1e-3)
        cover = np.clip((snow * 0.75 - below + 0.16 * rock) * 9, 0, 1)[..., None] if snow else 0.0
        seen = (body + (white - body) * cover) * gain
        rising = np.clip(far + 0.35 * far * below, 0, 0.95)[..., None]
        return seen + (haze - seen) * rising

    canvas.paint(outline, paint)


def ground(
    canvas: Canvas,
    mood: Mood,
    rng: np.random.Generator,
    top: float,
    colour: np.ndarray,
    *,
    kind: str = "grain",
    bend: float = 0.015,
) -> None:
    """The ground from a bent line down, darker towards the viewer and lighter far away."""
    count = 24
    x = np.linspace(-0.02, canvas.wide + 0.02, count)
    line = top + bend * rough(rng, count, 3)
    outline = np.vstack([np.stack([x, line], 1), [[x[-1], canvas.high + 0.1], [x[0], canvas.high + 0.1]]])
    haze = horizon_colour(mood)

    def paint(px: np.ndarray, py: np.ndarray) -> np.ndarray:
        near = np.clip((py - top) / max(canvas.high - top, 0.05), 0, 1)
        texture = piece(kind, rng, py.shape[0], px.shape[1], canvas.unit)
        patches = piece("cloud", rng, py.shape[0], px.shape[1], canvas.unit)
        gain = 1 + 0.07 * texture * (0.4 + near) + 0.08 * patches - 0.16 * near
        seen = gain[..., None] * colour
        return seen + (haze - seen) * (0.3 * (1 - near) ** 2)[..., None]

    canvas.paint(outline, paint)


def water(canvas: Canvas, mood: Mood, rng: np.random.Generator, top: float, tint: np.ndarray) -> None:
    """Water from a line down: what is above it, upside down, broken by waves."""
    start = round(top * canvas.unit)
    seen = canvas.array()
    rows = len(seen) - start
    if rows < 2:
        return
    waves = piece("water", rng, rows, seen.shape[1], canvas.unit)
    depth = np.linspace(0, 1, rows)[:, None]
    source = np.clip(start - 1 - (np.arange(rows)[:, None] * 0.9 + 14 * depth * waves), 0, start - 1)
    aside = np.arange(seen.shape[1])[None] + (2.5 * depth * waves).astype(int)
    mirrored = seen[source.astype(int), np.clip(aside, 0, seen.shape[1] - 1)]
    share = (0.25 + 0.4 * depth)[..., None]
    found = mirrored * (1 - share) + mood.lit(tint) * share
    found *= (1 + 0.075 * waves * (0.3 + depth))[..., None]
    canvas.put(found, start)
