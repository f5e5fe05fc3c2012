"""Faces, as they look into a camera."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, Place, Points, disc, mixed, moved, smooth, turned
from .hair import hair
from .looks import Looks

_HEAD = ((0, -0.5), (0.26, -0.45), (0.385, -0.2), (0.385, 0.05), (0.33, 0.28), (0.17, 0.47), (0, 0.5))


def face(
    canvas: Canvas,
    rng: np.random.Generator,
    looks: Looks,
    middle: np.ndarray,
    head: float,
    *,
    light: float,
    side: float,
    tilt: float,
) -> None:
    """Draw a face about its middle (2,), `head` high, leaning by `tilt` degrees."""

    def place(points: Points) -> np.ndarray:
        return turned(np.asarray(points, float) * [looks.wide, 1] * head, tilt) + middle

    skin = looks.skin * light
    right = np.array(_HEAD)
    outline = smooth(np.vstack([right, right[-2:0:-1] * [-1, 1]]))
    for way in (-1, 1):
        canvas.solid(place(disc(way * 0.39, 0.04, 0.06, 0.1)), skin * 0.9, rng, grain=0.01)
    canvas.solid(place(outline), skin, rng, shade=0.13, side=side, grain=0.012)
    shadow = smooth(
        [[0.36, -0.3], [0.385, 0.05], [0.33, 0.28], [0.17, 0.47], [0, 0.5], [0.2, 0.3], [0.26, 0]]
    )
    canvas.fill(place(shadow * [1 if side < 0 else -1, 1]), skin * 0.72, soft=0.05 * head, strength=0.55)
    for way in (-1, 1):
        canvas.fill(
            place(disc(way * 0.22, 0.17, 0.09, 0.07)),
            mixed(skin, (214, 92, 80), 0.45) * light,
            soft=0.03 * head,
            strength=0.45,
        )
    if looks.beard:
        _beard(canvas, looks, light, place, head)
    _eyes(canvas, rng, looks, light, place, head)
    nose = smooth([[0, -0.06], [0.05, 0.12], [0.065, 0.16], [0, 0.185], [-0.065, 0.16], [-0.05, 0.12]])
    canvas.fill(place(moved(nose, 0.015, 0.012)), skin * 0.78, soft=0.014 * head, strength=0.7)
    canvas.fill(
        place(disc(0, 0.12, 0.028, 0.035)), np.minimum(skin * 1.12, 250), soft=0.012 * head, strength=0.8
    )
    _mouth(canvas, rng, skin, place, head)
    hair(canvas, rng, looks, light, place, head)
    if looks.glasses:
        _glasses(canvas, light, place, head)


def _eyes(
    canvas: Canvas, rng: np.random.Generator, looks: Looks, light: float, place: Place, head: float
) -> None:
    iris = np.array(((86, 62, 44), (74, 102, 128), (84, 106, 74), (52, 40, 34))[int(rng.integers(4))]) * light
    look = float(rng.normal(0, 0.008))
    for way in (-1, 1):
        x = way * 0.155
        canvas.fill(
            place(disc(x, -0.02, 0.085, 0.06)), looks.skin * light * 0.76, soft=0.02 * head, strength=0.6
        )
        canvas.fill(place(disc(x, -0.01, 0.068, 0.037)), np.array((242, 240, 236)) * light)
        canvas.fill(place(disc(x + look, -0.01, 0.034, 0.036)), iris)
        canvas.fill(place(disc(x + look, -0.01, 0.016)), (16, 14, 14))
        canvas.fill(place(disc(x + look + 0.01, -0.022, 0.008)), (250, 250, 250))
        lid = place([[x - 0.075, -0.01], [x - 0.04, -0.045], [x + 0.04, -0.045], [x + 0.075, -0.01]])
        canvas.line(lid, 0.018 * head, looks.skin * light * 0.35)
        brow = place([[x - way * -0.085, -0.105], [x, -0.135], [x - way * 0.08, -0.11]])
        canvas.line(brow, 0.026 * head, looks.hair * light * 0.7)


def _mouth(canvas: Canvas, rng: np.random.Generator, skin: np.ndarray, place: Place, head: float) -> None:
    wide, smile = float(rng.uniform(0.1, 0.15)), float(rng.uniform(0.0, 0.05))
    lips = mixed(skin, (176, 60, 62), 0.5)
    if rng.random() < 0.55:
        opened = smooth([[-wide, 0.275 - smile], [0, 0.29], [wide, 0.275 - smile], [0, 0.335 + smile]])
        canvas.fill(place(opened * [1.12, 1.0]), lips)
        canvas.fill(
            place(
                smooth([[-wide * 0.85, 0.283 - smile], [0, 0.297], [wide * 0.85, 0.283 - smile], [0, 0.318]])
            ),
            (244, 240, 234),
        )
        return
    canvas.fill(place(smooth([[-wide, 0.29 - smile], [0, 0.27], [wide, 0.29 - smile], [0, 0.33]])), lips)
    canvas.line(place([[-wide, 0.29 - smile], [0, 0.3], [wide, 0.29 - smile]]), 0.012 * head, lips * 0.6)


def _beard(canvas: Canvas, looks: Looks, light: float, place: Place, head: float) -> None:
    outline = smooth(
        [
            [-0.37, 0.05],
            [-0.26, 0.2],
            [0, 0.2],
            [0.26, 0.2],
            [0.37, 0.05],
            [0.33, 0.32],
            [0.16, 0.53],
            [-0.16, 0.53],
            [-0.33, 0.32],
        ]
    )
    canvas.fill(place(outline), looks.hair * light * 0.9, soft=0.015 * head, strength=0.85)


def _glasses(canvas: Canvas, light: float, place: Place, head: float) -> None:
    frame = np.array((34, 30, 34)) * max(light, 0.5)
    for way in (-1, 1):
        rim = disc(way * 0.16, 0.0, 0.125)
        canvas.fill(place(rim), (214, 228, 236), strength=0.22)
        canvas.line(place(np.vstack([rim, rim[:2]])), 0.03 * head, frame)
        canvas.line(place([[way * 0.285, -0.02], [way * 0.39, -0.04]]), 0.025 * head, frame)
    canvas.line(place([[-0.04, -0.01], [0.04, -0.01]]), 0.025 * head, frame)
