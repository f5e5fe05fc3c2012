"""Streets in perspective, with cars and lamps."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, moved, varied
from .fronts import FRONTS, GAY, LAMP, front, shop, towers
from .land import ground
from .mood import Mood

_CARS = ((172, 40, 38), (48, 70, 118), (226, 226, 222), (38, 40, 44), (150, 154, 158), (214, 170, 50))


def road(canvas: Canvas, mood: Mood, rng: np.random.Generator, top: float, vanish: float) -> None:
    """A road from where it vanishes to the lower edge, with its marks and cars."""
    high = canvas.high
    asphalt = mood.lit((92, 92, 96))
    wide = canvas.wide * 0.42
    canvas.solid(
        np.array(
            [[vanish - 0.015, top], [vanish + 0.015, top], [vanish + wide, high], [vanish - wide, high]]
        ),
        asphalt,
        rng,
        shade=0.12,
        side=0,
        grain=0.07,
    )
    for step in np.linspace(0.08, 0.95, 7) ** 1.6:
        y, long = top + (high - top) * step, (high - top) * 0.06 * (0.3 + step)
        half = 0.002 + 0.012 * step
        canvas.fill(box(vanish - half, y, vanish + half, y + long), mood.lit((232, 228, 214)))
    for _ in range(int(rng.integers(1, 4))):
        near = float(rng.uniform(0.12, 0.75))
        side = float(rng.choice([-1, 1]))
        car(
            canvas,
            mood,
            rng,
            vanish + side * wide * near * 0.5,
            top + (high - top) * near,
            0.05 + 0.24 * near,
        )


def car(canvas: Canvas, mood: Mood, rng: np.random.Generator, x: float, foot: float, wide: float) -> None:
    """A car from the front or from behind."""
    paint = mood.lit(varied(rng, _CARS))
    half, tall = wide / 2, wide * 0.72
    canvas.fill(disc(x, foot, half * 1.1, 0.1 * wide), (16, 16, 20), soft=0.012 + 0.02 * wide, strength=0.6)
    for side in (-1, 1):
        wheel = moved(box(-0.1 * wide, -0.2 * wide, 0.1 * wide, 0), x + side * half * 0.72, foot)
        canvas.fill(wheel, (22, 22, 24))
    roof = np.array(
        [
            [x - 0.34 * wide, foot - tall],
            [x + 0.34 * wide, foot - tall],
            [x + 0.46 * wide, foot - 0.42 * wide],
            [x - 0.46 * wide, foot - 0.42 * wide],
        ]
    )
    canvas.fill(roof, paint * 0.85)
    canvas.fill((roof - [x, foot - 0.57 * wide]) * 0.84 + [x, foot - 0.57 * wide], mood.lit((72, 92, 108)))
    canvas.solid(
        box(x - half, foot - 0.44 * wide, x + half, foot - 0.1 * wide), paint, rng, shade=0.2, grain=0.01
    )
    lamp = (255, 238, 190) if rng.random() < 0.5 else (226, 52, 44)
    for side in (-1, 1):
        at = disc(x + side * half * 0.72, foot - 0.31 * wide, 0.09 * wide, 0.06 * wide)
        canvas.fill(at, lamp if mood.dark else np.array(lamp) * 0.85)
        if mood.dark:
            canvas.fill(
                disc(x + side * half * 0.72, foot - 0.31 * wide, 0.2 * wide),
                lamp,
                soft=0.1 * wide,
                strength=0.5,
            )


def street(canvas: Canvas, mood: Mood, rng: np.random.Generator, horizon: float) -> None:
    """A street that vanishes in the distance, with shops on both sides."""
    vanish = canvas.wide * float(rng.uniform(0.38, 0.62))
    towers(canvas, mood, rng, horizon + 0.03, 0.16, 0.55)
    ground(canvas, mood, rng, horizon + 0.02, mood.lit((158, 152, 146)), bend=0.0)
    road(canvas, mood, rng, horizon + 0.02, vanish)
    gay = bool(rng.random() < 0.5)
    for side in (-1, 1):
        edge = vanish if side < 0 else canvas.wide - vanish
        shares = np.linspace(0.1, 1.12, int(rng.integers(5, 8))) ** 1.35
        for near, far in zip(shares[1:], shares[:-1], strict=True):
            height = float(rng.uniform(0.75, 1.25)) * canvas.high * 0.62
            at = [vanish + side * edge * share for share in (far, near)]
            top = [horizon - height * share for share in (far, near)]
            foot = [horizon + 0.02 + (canvas.high - horizon) * 0.62 * share for share in (far, near)]
            corners = np.array([[at[0], top[0]], [at[1], top[1]], [at[1], foot[1]], [at[0], foot[0]]])
            gain = 1.08 if side * mood.side < 0 else 0.78
            front(
                canvas,
                mood,
                rng,
                corners,
                varied(rng, GAY if gay else FRONTS, 10),
                floors=5,
                columns=4,
                gain=gain,
            )
            shop(canvas, mood, rng, corners, gain)
    for near in (0.3, 0.55, 0.95):
        for side in (-1, 1):
            lamp(
                canvas,
                mood,
                vanish + side * canvas.wide * 0.44 * near,
                horizon + (canvas.high - horizon) * 0.75 * near,
                0.42 * near,
            )


def lamp(canvas: Canvas, mood: Mood, x: float, foot: float, tall: float) -> None:
    """A street lamp, lit when it is dark."""
    canvas.line(np.array([[x, foot], [x, foot - tall]]), 0.02 * tall, mood.lit((60, 62, 64)))
    canvas.fill(disc(x, foot - tall, 0.035 * tall), LAMP if mood.dark else mood.lit((222, 220, 210)))
    if mood.dark:
        canvas.fill(disc(x, foot - tall, 0.16 * tall), LAMP, soft=0.09 * tall + 0.003, strength=0.6)
