"""Eyes, brows, nose and mouth, painted into the skin where the landmarks say."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, curve, disc, moved
from .person import EYES, Person

_MM = 1.75  # pixels of the texture per millimetre, about the same both ways


def paint_features(canvas: Canvas, person: Person, marks: np.ndarray, rng: np.random.Generator) -> None:
    """Paint everything; marks (68, 2) are the landmarks in the texture."""
    _nose(canvas, person, marks)
    _mouth(canvas, person, marks)
    for eye, inward in ((marks[36:42], 1.0), (marks[[45, 44, 43, 42, 47, 46]], -1.0)):
        _eye(canvas, person, eye, inward)
    for brow in (marks[17:22], marks[26:21:-1]):
        _brow(canvas, person, brow, rng)


def _eye(canvas: Canvas, person: Person, eye: np.ndarray, inward: float) -> None:
    """One eye given from its outer corner over the upper lid to the inner corner and back."""
    skin = person.skin_colour
    upper, lower = curve(eye[:4]), curve(eye[[3, 4, 5, 0]])
    outline = np.vstack([upper, lower[1:-1]])
    middle = eye.mean(0)
    canvas.fill(disc(moved(middle, 0, -6), 27, 13), skin * [0.72, 0.62, 0.58], strength=0.30, soft=5)
    canvas.stroke(moved(upper, 0, -6.5), _taper(len(upper), 2.4), skin * 0.5, strength=0.55, soft=0.9)
    canvas.fill(outline, (218, 210, 205), soft=0.7, gloss=90)
    canvas.fill(disc(eye[3] - [inward * 2, 0], 4, 3), (206, 150, 138), strength=0.7, soft=0.9, within=outline)
    _iris(canvas, person, moved(middle, 0, -0.6), outline)
    canvas.stroke(moved(upper, 0, 1.6), 5.0, (70, 52, 48), strength=0.38, soft=1.1, within=outline)
    lash = skin * 0.14 if person.lipstick else skin * 0.2
    wing = np.vstack([moved(eye[:1], -inward * 2.5, -1.0), upper])
    canvas.stroke(wing, _taper(len(wing), 3.8 if person.lipstick else 2.9), lash, strength=0.95)
    canvas.stroke(lower, 1.3, skin * 0.42, strength=0.55, soft=0.6)
    canvas.stroke(
        moved(lower, 0, 6.5), _taper(len(lower), 2.6), skin * 0.66, strength=0.2 + 0.3 * person.age, soft=1.6
    )


def _iris(canvas: Canvas, person: Person, at: np.ndarray, outline: np.ndarray) -> None:
    colour, size = np.array(EYES[person.eyes], float), 5.9 * _MM
    canvas.fill(disc(at, size, size), colour * 0.45, soft=0.7, within=outline, gloss=120)
    canvas.fill(disc(at, size * 0.84, size * 0.84), colour, soft=1.0, within=outline)
    canvas.fill(
        disc(moved(at, 0, size * 0.45), size * 0.5, size * 0.3),
        colour * 1.45,
        strength=0.6,
        soft=1.3,
        within=outline,
    )
    canvas.fill(disc(at, size * 0.42, size * 0.42), (12, 10, 10), soft=0.6, within=outline)
    canvas.fill(
        disc(moved(at, -size * 0.3, -size * 0.34), size * 0.24, size * 0.22), (255, 253, 248), within=outline
    )
    canvas.fill(
        disc(moved(at, size * 0.36, size * 0.36), size * 0.12, size * 0.1),
        (255, 253, 248),
        strength=0.6,
        within=outline,
    )


def _brow(canvas: Canvas, person: Person, brow: np.ndarray, rng: np.random.Generator) -> None:
    """One brow, from its outer to its inner end, as a soft body with single hairs."""
    colour = person.hair_colour * 0.62 + person.skin_colour * 0.1
    if person.hair == "grey":
        colour = colour * 0.8
    line = curve(brow)
    body = np.interp(np.linspace(0, 4, len(line)), np.arange(5), [1.5, 4.2, 6.4, 7.4, 6.2]) * person.brows
    canvas.stroke(line, body, colour, strength=0.72, soft=1.2)
    along = np.gradient(line, axis=0)
    for _ in range(34):
        i = int(rng.integers(1, len(line)))
        start = moved(line[i], 0, float(rng.uniform(-0.4, 0.5)) * body[i])
        lift = np.array([0, -rng.uniform(0.5, 3.0)])
        hair = np.stack([start, start - along[i] * 1.2 + lift * 0.6, start - along[i] * 2.4 + lift])
        canvas.stroke(hair, np.array([1.2, 1.0, 0.4]), colour * 0.8, strength=0.6, soft=0.4)


def _nose(canvas: Canvas, person: Person, marks: np.ndarray) -> None:
    skin = person.skin_colour
    canvas.fill(disc(moved(marks[33], 0, 1), 22, 6), skin * [0.66, 0.54, 0.5], strength=0.42, soft=3.0)
    for hole, wing, side in ((marks[32], marks[31], -1), (marks[34], marks[35], 1)):
        canvas.fill(
            disc(moved(hole, side * 0.5, -1.0), 5.2, 2.7, side * 0.35),
            skin * [0.3, 0.2, 0.18],
            strength=0.9,
            soft=1.0,
        )
        crease = wing + np.array([(side * 2, -13), (side * 7, -6), (side * 5, 2), (side * 1, 4)])
        canvas.stroke(curve(crease), 2.4, skin * [0.6, 0.48, 0.44], strength=0.42, soft=1.5)
    canvas.fill(disc(moved(marks[30], 0, -2), 6, 5), np.minimum(skin * 1.12, 255), strength=0.3, soft=3)


def _mouth(canvas: Canvas, person: Person, marks: np.ndarray) -> None:
    skin = person.skin_colour
    lip = skin * [0.86, 0.60, 0.60] + [4, 0, 2]
    if person.lipstick:
        lip = lip * 0.45 + np.array([(176, 38, 58), (168, 62, 74), (150, 40, 62)][person.seed % 3]) * 0.55
    outer = marks[48:60]
    top, bottom = curve(outer[:7]), curve(outer[[6, 7, 8, 9, 10, 11, 0]])
    whole = np.vstack([top, bottom[1:-1]])
    inner = np.vstack([curve(marks[60:65]), curve(marks[[64, 65, 66, 67, 60]])[1:-1]])
    canvas.fill(
        whole,
        lip,
        strength=0.95 if person.lipstick else 0.85,
        soft=1.1,
        gloss=150 if person.lipstick else 110,
    )
    canvas.fill(np.vstack([top, curve(marks[60:65])[::-1]]), lip * 0.82, strength=0.55, soft=1.0)
    canvas.fill(disc(moved(marks[57], 0, -6), 13, 3.2), np.minimum(lip * 1.22, 255), strength=0.45, soft=2.0)
    canvas.stroke(moved(bottom, 0, 3.4), _taper(len(bottom), 3), skin * 0.6, strength=0.28, soft=2.0)
    _inside(canvas, inner, marks)
    canvas.stroke(curve(marks[60:65]), 2.2, lip * 0.34, strength=0.75, soft=0.8)
    for corner in (marks[48], marks[54]):
        canvas.fill(disc(corner, 3.0, 2.2), skin * [0.45, 0.3, 0.28], strength=0.5, soft=1.3)
    cover = Canvas(np.zeros_like(canvas.colour), canvas.gloss)
    cover.fill(whole, (1.0, 1.0, 1.0), soft=0.8)
    canvas.lips = cover.colour[..., 0]


def _inside(canvas: Canvas, inner: np.ndarray, marks: np.ndarray) -> None:
    canvas.fill(inner, (70, 26, 28), soft=0.6, gloss=60)
    top = curve(marks[60:65])
    left, right = marks[60, 0] + 5, marks[64, 0] - 5
    depth = 9.5 * np.sqrt(np.clip(1 - ((top[:, 0] - (left + right) / 2) / ((right - left) / 2)) ** 2, 0, 1))
    teeth = np.vstack([top, (top + np.stack([0 * depth, depth], 1))[::-1]])
    canvas.fill(teeth, (238, 232, 222), strength=0.96, soft=0.7, within=inner, gloss=150)
    for x in np.linspace(left + 8, right - 8, 7):
        gap = np.array([[x, marks[62, 1] - 2], [x, marks[62, 1] + 8]])
        canvas.stroke(gap, 0.8, (196, 182, 172), strength=0.35, soft=0.5, within=teeth)
    canvas.stroke(moved(top, 0, 1.2), 3.0, (120, 84, 80), strength=0.5, soft=1.0, within=inner)


def _taper(count: int, width: float) -> np.ndarray:
    return width * (0.3 + 0.7 * np.sin(np.linspace(0.12, np.pi - 0.12, count)))
