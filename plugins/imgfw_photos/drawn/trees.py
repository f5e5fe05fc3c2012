"""Trees, bushes, grass and flowers."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, disc, mixed
from .mood import Mood

GREENS = ((66, 96, 48), (84, 112, 52), (54, 82, 50), (98, 118, 60), (74, 92, 44))
AUTUMN = ((176, 112, 42), (190, 88, 40), (150, 104, 46), (124, 108, 50))
_BARK = ((86, 66, 50), (70, 56, 46), (104, 88, 72))
_PETALS = ((222, 72, 74), (244, 204, 66), (240, 240, 236), (196, 110, 190), (240, 150, 60))


def conifer(canvas: Canvas, mood: Mood, rng: np.random.Generator, x: float, foot: float, tall: float) -> None:
    """A spruce: a trunk and tiers of hanging branches."""
    colour = mood.lit(np.array((38, 62, 44)) + rng.normal(0, 7, 3))
    trunk = mood.lit(_BARK[1])
    canvas.line(np.array([[x, foot], [x, foot - 0.3 * tall]]), 0.05 * tall, trunk)
    tiers = 7
    for tier in range(tiers):
        share = tier / tiers
        y, half = foot - tall * (0.12 + 0.88 * share), tall * 0.24 * (1 - share) + 0.01
        high = tall * 0.3 * (1 - 0.5 * share)
        edge = np.linspace(-1, 1, 9)
        drop = np.where(np.arange(9) % 2, -0.06, 0.02) * tall + rng.normal(0, 0.01, 9) * tall
        points = np.stack([x + half * edge, y + drop], 1)
        outline = np.vstack([points, [[x, y - high]]])
        canvas.fill(outline, colour * (0.8 + 0.35 * share))
        lit = outline[:5] if mood.side < 0 else outline[4:9]
        canvas.fill(np.vstack([lit, [[x, y - high]]]), colour * (1.02 + 0.35 * share))


def leafy(
    canvas: Canvas,
    mood: Mood,
    rng: np.random.Generator,
    x: float,
    foot: float,
    tall: float,
    *,
    autumn: bool = False,
) -> None:
    """A tree with a crown of leaves, lit from the side of the sun."""
    trunk = mood.lit(_BARK[int(rng.integers(3))])
    lean = float(rng.normal(0, 0.04)) * tall
    canvas.line(np.array([[x, foot], [x + lean, foot - 0.5 * tall]]), 0.07 * tall, trunk)
    for side in (-1, 1):
        canvas.line(
            np.array([[x + lean / 2, foot - 0.35 * tall], [x + side * 0.2 * tall, foot - 0.62 * tall]]),
            0.035 * tall,
            trunk,
        )
    choices = AUTUMN if autumn else GREENS
    base = np.asarray(choices[int(rng.integers(len(choices)))], float)
    count = 34
    angle, radius = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0, 1, count))
    at = np.stack([np.cos(angle) * radius * 0.33, np.sin(angle) * radius * 0.27 - 0.68], 1)
    for dx, dy in at[np.argsort(-at[:, 1])]:
        gain = 0.82 - 0.55 * (dy + 0.68) + 0.45 * dx * mood.side + rng.normal(0, 0.09)
        blob = disc(x + lean + dx * tall, foot + dy * tall, tall * float(rng.uniform(0.07, 0.13)))
        blob = blob + rng.normal(0, 0.012 * tall, blob.shape)
        canvas.fill(blob, mood.lit(base * max(gain, 0.35)))


def palm(canvas: Canvas, mood: Mood, rng: np.random.Generator, x: float, foot: float, tall: float) -> None:
    """A palm: a bent trunk and leaves hanging over."""
    bend = float(rng.uniform(-0.25, 0.25)) * tall
    t = np.linspace(0, 1, 12)[:, None]
    trunk = np.hstack([x + bend * t**2, foot - tall * t])
    canvas.line(trunk, 0.045 * tall, mood.lit((122, 98, 74)))
    top = trunk[-1]
    for angle in np.radians(np.linspace(-200, 20, 10) + rng.normal(0, 8, 10)):
        s = np.linspace(0, 1, 8)
        leaf = top + tall * 0.42 * np.stack([np.cos(angle) * s, 0.75 * np.sin(angle) * s + 0.55 * s**2], 1)
        width = tall * 0.045 * np.sin(np.pi * np.clip(s + 0.08, 0, 1))[:, None] * [0.3, 1.0]
        gain = float(rng.uniform(0.75, 1.2))
        canvas.fill(np.vstack([leaf + width, (leaf - width)[::-1]]), mood.lit((72, 104, 52)) * gain)


def grass(
    canvas: Canvas, mood: Mood, rng: np.random.Generator, top: float, colour: np.ndarray, count: int = 260
) -> None:
    """Blades in front, longer towards the lower edge; now and then with flowers."""
    depth = np.sqrt(rng.uniform(0, 1, count))
    y = top + (canvas.high - top) * depth
    start = np.stack([rng.uniform(0, canvas.wide, count), y], 1)
    long = 0.012 + 0.05 * depth
    end = start + np.stack([rng.normal(0, 0.35, count) * long, -long], 1)
    gain = rng.uniform(0.65, 1.3, (count, 1))
    order = np.argsort(y)
    canvas.strokes(start[order], end[order], 0.006, (colour * gain)[order])
    if rng.random() < 0.35:
        petal = np.asarray(_PETALS[int(rng.integers(len(_PETALS)))], float)
        for x, y_, far in zip(end[::5, 0], end[::5, 1], depth[::5], strict=True):
            canvas.fill(disc(x, y_, 0.004 + 0.011 * far), mood.lit(petal * rng.uniform(0.8, 1.05)))


def treeline(
    canvas: Canvas, mood: Mood, rng: np.random.Generator, foot: float, haze: np.ndarray, far: float
) -> None:
    """A wood in the distance: many small trees."""
    autumn = bool(rng.random() < 0.2)
    x = 0.0
    while x < canvas.wide:
        tall = float(rng.uniform(0.05, 0.1))
        base = np.asarray((AUTUMN if autumn else GREENS)[int(rng.integers(4))], float) * 0.75
        colour = mixed(mood.lit(base), haze, far)
        for _ in range(3):
            dx, dy = rng.normal(0, 0.018), rng.uniform(0.2, 0.8) * tall
            blob = disc(x + dx, foot - dy, tall * 0.38, tall * 0.42)
            canvas.fill(blob + rng.normal(0, 0.004, blob.shape), colour * rng.uniform(0.85, 1.12))
        x += float(rng.uniform(0.02, 0.05))
