"""Fur and feathers: a body of short strokes that stand out at its edge."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, spot


def fur(
    canvas: Canvas,
    rng: np.random.Generator,
    outline: np.ndarray,
    colour: np.ndarray,
    long: float,
    *,
    stripes: bool = False,
    curly: bool = False,
) -> None:
    """Fill an outline (N, 2) with fur of a colour (3,), its hairs so long; curly is wool."""
    canvas.solid(outline, colour, rng, shade=0.24, grain=0.12, kind="leaf" if curly else "grain")
    middle = outline.mean(0)
    if curly:
        for point in outline[::2]:
            canvas.solid(
                spot(point, long * 1.1),
                colour * rng.uniform(0.88, 1.06),
                rng,
                shade=0.2,
                grain=0.1,
                kind="leaf",
            )
    count = 70
    which, share = rng.integers(0, len(outline), count), np.sqrt(rng.uniform(0.05, 1.0, (count, 1)))
    share[: count // 3] = 0.97  # these stand out at the edge
    start = middle + (outline[which] - middle) * share
    out = (outline[which] - middle) / np.maximum(np.linalg.norm(outline[which] - middle, axis=1), 1e-6)[
        :, None
    ]
    way = 0.6 * out + [0.0, 0.7] + rng.normal(0, 0.25, (count, 2))
    end = start + way * long * rng.uniform(0.5, 1.0, (count, 1))
    span = np.maximum(np.ptp(outline, axis=0), 1e-6)
    down = (start[:, 1:] - outline[:, 1].min()) / span[1]
    gain = rng.uniform(0.72, 1.22, (count, 1)) * (1.16 - 0.3 * down)
    canvas.strokes(start, end, 0.005, colour * gain)
    if stripes:
        for y in np.linspace(-0.36, 0.36, 5):
            half = span[0] * 0.26
            line = np.array(
                [[-half, 0.05 * span[1]], [-half * 0.5, 0], [half * 0.5, 0], [half, 0.05 * span[1]]]
            )
            keep = line[:2] if y < -0.2 else line
            for side in (-1, 1):
                canvas.line(keep[:2] * [side, 1] + middle + [0, y * span[1]], 0.06 * span[1], colour * 0.6)
