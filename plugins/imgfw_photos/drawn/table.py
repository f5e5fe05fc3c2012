"""Tables, cloths, plates and what lies beside them."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, moved, turned, varied
from .noise import piece

_WOODS = ((150, 108, 72), (112, 78, 54), (186, 150, 110), (92, 66, 50), (204, 186, 160))
_CLOTHS = ((232, 226, 214), (186, 62, 58), (88, 120, 146), (206, 214, 196), (70, 74, 82), (226, 196, 120))
_CHINA = ((242, 240, 236), (236, 232, 222), (220, 228, 232), (74, 80, 90), (196, 206, 196), (226, 196, 170))


def table(canvas: Canvas, rng: np.random.Generator) -> None:
    """The top of a table that fills the picture: planks, a cloth with a pattern, or stone."""
    kind = rng.random()
    if kind < 0.5:
        _planks(canvas, rng)
    elif kind < 0.8:
        _cloth(canvas, rng)
    else:
        colour = varied(rng, ((206, 204, 200), (92, 94, 98), (168, 170, 172)))
        canvas.solid(canvas.whole, colour, rng, shade=0.08, grain=0.07, kind="cloud")


def _planks(canvas: Canvas, rng: np.random.Generator) -> None:
    colour, turn = varied(rng, _WOODS, 6), bool(rng.random() < 0.3)

    def paint(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        high, wide = len(y), x.shape[1]
        field = (
            piece("wood", rng, wide, high, canvas.unit).T
            if turn
            else piece("wood", rng, high, wide, canvas.unit)
        )
        along = (x if turn else y) * 3.4
        plank = np.sin(np.floor(along) * 12.9898) * 0.07
        seam = np.where(along % 1 < 0.03, -0.35, 0.0)
        return (1 + 0.09 * field + plank + seam + 0 * x * y)[..., None] * colour

    canvas.paint(canvas.whole, paint)


def _cloth(canvas: Canvas, rng: np.random.Generator) -> None:
    colour, other = varied(rng, _CLOTHS, 6), varied(rng, _CLOTHS, 6)
    kind, count, a = int(rng.integers(3)), float(rng.uniform(5, 12)), float(rng.uniform(-0.5, 0.5))

    def paint(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        u, v = (x * np.cos(a) + y * np.sin(a)) * count, (y * np.cos(a) - x * np.sin(a)) * count
        cover = [(u % 1 < 0.5) * 0.5 + (v % 1 < 0.5) * 0.5, (u % 1 < 0.4) * 0.8, 0.0 * u * v][kind]
        ground = colour + (other - colour) * np.asarray(cover * 1.0)[..., None]
        folds = piece("cloud", rng, len(y), x.shape[1], canvas.unit)
        thread = piece("grain", rng, len(y), x.shape[1], canvas.unit)
        return ground * (1 + 0.05 * folds + 0.035 * thread)[..., None]

    canvas.paint(canvas.whole, paint)


def shadow(canvas: Canvas, x: float, y: float, wide: float, high: float) -> None:
    """What stands on a table darkens it."""
    canvas.fill(disc(x + 0.03, y + 0.035, wide, high), (20, 14, 12), soft=0.03, strength=0.5)


def plate(canvas: Canvas, rng: np.random.Generator, x: float, y: float, radius: float, flat: float) -> None:
    """A plate; `flat` is its height over its width."""
    colour = varied(rng, _CHINA, 4)
    shadow(canvas, x, y, radius * 1.02, radius * flat * 1.02)
    canvas.solid(disc(x, y, radius, radius * flat), colour, rng, shade=0.12, grain=0.008)
    if rng.random() < 0.4:
        rim = varied(rng, ((60, 90, 150), (170, 60, 60), (80, 120, 90), (190, 160, 90)))
        canvas.fill(disc(x, y, radius * 0.96, radius * flat * 0.96), rim)
        canvas.fill(disc(x, y, radius * 0.92, radius * flat * 0.92), colour)
    canvas.fill(disc(x, y, radius * 0.74, radius * flat * 0.74), colour * 0.86, soft=0.006)
    canvas.solid(
        disc(x, y + 0.008, radius * 0.72, radius * flat * 0.72), colour, rng, shade=-0.06, grain=0.006
    )


def bowl(canvas: Canvas, rng: np.random.Generator, x: float, y: float, radius: float, flat: float) -> None:
    """A deep bowl, open above."""
    colour = varied(rng, (*_CHINA, (120, 70, 54), (60, 92, 96)), 6)
    shadow(canvas, x, y + radius * (1 - flat) * 0.5, radius * 0.95, radius * flat)
    depth = radius * (1 - flat) * 0.75
    half = disc(x, y, radius, radius * flat)
    canvas.solid(np.vstack([half[:20] * [1, 1] + [0, 0], half[20:]]), colour, rng)
    belly = np.stack(
        [
            x + radius * np.cos(np.linspace(0, np.pi, 24)),
            y + (radius * flat + depth) * np.sin(np.linspace(0, np.pi, 24)),
        ],
        1,
    )
    canvas.solid(belly, colour * 0.9, rng, shade=0.3, grain=0.01)
    canvas.fill(half, np.minimum(colour * 1.08, 250))
    canvas.fill(disc(x, y, radius * 0.93, radius * flat * 0.92), colour * 0.7)


def fork_and_knife(canvas: Canvas, rng: np.random.Generator, x: float, y: float, gap: float) -> None:
    """Cutlery on both sides of a plate."""
    steel = np.array((188, 190, 194)) + rng.normal(0, 8)
    left, right = x - gap, x + gap
    canvas.line(np.array([[left + 0.012, y - 0.18], [left + 0.012, y + 0.24]]), 0.02, (40, 34, 32))
    canvas.line(np.array([[left, y - 0.1], [left, y + 0.22]]), 0.02, steel)
    for tine in (-0.018, -0.006, 0.006, 0.018):
        canvas.line(np.array([[left + tine, y - 0.2], [left + tine, y - 0.1]]), 0.007, steel)
    canvas.fill(disc(left, y - 0.1, 0.024, 0.026), steel)
    canvas.line(np.array([[right + 0.012, y - 0.18], [right + 0.012, y + 0.24]]), 0.02, (40, 34, 32))
    canvas.line(np.array([[right, y], [right, y + 0.22]]), 0.022, steel * 0.9)
    blade = np.array(
        [
            [right - 0.012, y + 0.02],
            [right - 0.012, y - 0.2],
            [right + 0.016, y - 0.14],
            [right + 0.016, y + 0.02],
        ]
    )
    canvas.fill(blade, steel * 1.12)


def glass(canvas: Canvas, rng: np.random.Generator, x: float, y: float) -> None:
    """A glass seen from above at a slant, with a drink in it."""
    drink = varied(rng, ((120, 28, 40), (226, 160, 50), (206, 220, 226), (96, 60, 40), (232, 200, 120)), 6)
    shadow(canvas, x + 0.03, y + 0.1, 0.085, 0.06)
    canvas.fill(box(x - 0.075, y - 0.02, x + 0.075, y + 0.13), drink * 0.85)
    canvas.fill(disc(x, y + 0.13, 0.075, 0.035), drink * 0.75)
    canvas.fill(disc(x, y - 0.02, 0.075, 0.036), drink)
    canvas.fill(box(x - 0.08, y - 0.1, x + 0.08, y - 0.02), (236, 240, 242), strength=0.35)
    canvas.line(
        np.vstack([disc(x, y - 0.1, 0.08, 0.038), disc(x, y - 0.1, 0.08, 0.038)[:1]]), 0.006, (240, 244, 246)
    )
    canvas.fill(box(x - 0.06, y - 0.08, x - 0.045, y + 0.1), (255, 255, 255), soft=0.006, strength=0.6)


def napkin(canvas: Canvas, rng: np.random.Generator, x: float, y: float) -> None:
    """A folded cloth."""
    outline = moved(turned(box(-0.12, -0.2, 0.12, 0.2), float(rng.normal(0, 12))), x, y)
    canvas.fill(outline + 0.015, (30, 24, 22), soft=0.012, strength=0.4)
    canvas.solid(outline, varied(rng, _CLOTHS), rng, shade=0.1, grain=0.04)
