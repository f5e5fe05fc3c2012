"""What lies between photos in an album and is none: screenshots, receipts, notes, plain walls."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, box, disc, turned, varied
from .indoors import wall
from .table import table

PAPERS = ("chat", "list", "receipt", "note", "wall", "chart")
_INK = (54, 56, 62)


def paper(canvas: Canvas, rng: np.random.Generator, kind: str) -> None:
    """Paint one of PAPERS."""
    _PAINTERS[kind](canvas, rng)


def _words(
    canvas: Canvas,
    rng: np.random.Generator,
    left: float,
    y: float,
    right: float,
    size: float,
    ink: tuple[int, int, int] | np.ndarray = _INK,
) -> None:
    """A line of text too small to read."""
    x = left
    while x < right - size:
        wide = min(float(rng.uniform(1, 5)) * size * 0.6, right - x)
        canvas.fill(box(x, y, x + wide, y + size * 0.55), ink)
        x += wide + size * 0.45


def _bar(canvas: Canvas, rng: np.random.Generator, ground: np.ndarray, ink: np.ndarray) -> None:
    canvas.fill(canvas.whole, ground)
    _words(canvas, rng, 0.05, 0.03, 0.16, 0.03, ink)
    for step in range(3):
        canvas.fill(box(canvas.wide - 0.06 - 0.05 * step, 0.025, canvas.wide - 0.03 - 0.05 * step, 0.05), ink)


def _theme(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ground, ink and accent of a screen."""
    accent = varied(rng, ((52, 120, 220), (40, 160, 110), (216, 80, 70), (130, 90, 200)))
    if rng.random() < 0.35:
        return np.array((24.0, 26, 30)), np.array((214.0, 216, 220)), accent
    return np.array((248.0, 248, 250)), np.array((60.0, 62, 68)), accent


def _chat(canvas: Canvas, rng: np.random.Generator) -> None:
    ground, ink, accent = _theme(rng)
    _bar(canvas, rng, ground, ink)
    canvas.fill(box(0, 0.08, canvas.wide, 0.18), accent)
    canvas.fill(disc(0.1, 0.13, 0.035), (236, 236, 240))
    _words(canvas, rng, 0.17, 0.12, 0.5, 0.04, np.array((250, 250, 250)))
    y = 0.24
    while y < canvas.high - 0.16:
        mine, lines = bool(rng.random() < 0.5), int(rng.integers(1, 4))
        wide = float(rng.uniform(0.35, 0.7)) * canvas.wide
        left = canvas.wide - 0.05 - wide if mine else 0.05
        bubble = accent * 0.4 + ground * 0.6 if mine else ground * 0.8 + 38
        canvas.fill(box(left, y, left + wide, y + 0.05 + 0.05 * lines), bubble, soft=0.006)
        for line in range(lines):
            _words(canvas, rng, left + 0.03, y + 0.035 + 0.05 * line, left + wide - 0.03, 0.036, ink)
        y += 0.1 + 0.05 * lines
    canvas.fill(box(0.04, canvas.high - 0.11, canvas.wide - 0.16, canvas.high - 0.04), ground * 0.85 + 20)
    canvas.fill(disc(canvas.wide - 0.09, canvas.high - 0.075, 0.04), accent)


def _list(canvas: Canvas, rng: np.random.Generator) -> None:
    ground, ink, accent = _theme(rng)
    _bar(canvas, rng, ground, ink)
    _words(canvas, rng, 0.06, 0.11, 0.6, 0.07, ink)
    for y in np.arange(0.24, canvas.high - 0.12, 0.14):
        canvas.fill(
            box(0.05, y, 0.15, y + 0.1), varied(rng, (tuple(accent), (200, 204, 210), (226, 190, 120)))
        )
        _words(canvas, rng, 0.2, y + 0.015, canvas.wide * 0.8, 0.042, ink)
        _words(canvas, rng, 0.2, y + 0.065, canvas.wide * 0.6, 0.03, (ink + ground) / 2)
        canvas.line(
            np.array([[0.05, y + 0.12], [canvas.wide - 0.05, y + 0.12]]), 0.003, (ink + 4 * ground) / 5
        )
    for x in np.linspace(0.12, 0.88, 4):
        canvas.fill(
            disc(canvas.wide * x, canvas.high - 0.05, 0.025), accent if x < 0.2 else (ink + ground) / 2
        )


def _chart(canvas: Canvas, rng: np.random.Generator) -> None:
    ground, ink, accent = _theme(rng)
    _bar(canvas, rng, ground, ink)
    _words(canvas, rng, 0.06, 0.11, 0.6, 0.06, ink)
    foot = canvas.high * 0.62
    values = rng.uniform(0.1, 0.4, 7)
    for x, value in zip(np.linspace(0.08, canvas.wide - 0.16, 7), values, strict=True):
        canvas.fill(box(x, foot - value, x + 0.08, foot), accent)
    canvas.line(np.array([[0.06, foot], [canvas.wide - 0.06, foot]]), 0.004, ink)
    for y in np.arange(foot + 0.06, canvas.high - 0.08, 0.07):
        _words(canvas, rng, 0.06, y, canvas.wide - 0.1, 0.036, ink)


def _sheet(
    canvas: Canvas, rng: np.random.Generator, wide: float, high: float, colour: np.ndarray
) -> tuple[np.ndarray, float]:
    turn = float(rng.normal(0, 7))
    middle = np.array([canvas.wide / 2, canvas.high / 2]) + rng.normal(0, 0.03, 2)
    outline = turned(box(-wide, -high, wide, high), turn) + middle
    canvas.fill(outline + 0.015, (20, 16, 14), soft=0.02, strength=0.5)
    canvas.solid(outline, colour, rng, shade=0.06, grain=0.02, kind="cloud")
    return middle, turn


def _row(
    canvas: Canvas,
    rng: np.random.Generator,
    middle: np.ndarray,
    turn: float,
    span: tuple[float, float, float],
    size: float,
    ink: tuple[int, int, int],
) -> None:
    left, right, y = span
    x = left
    while x < right:
        end = min(x + float(rng.uniform(1, 5)) * size * 0.6, right)
        canvas.line(turned(np.array([[x, y], [end, y]]), turn) + middle, size * 0.5, ink)
        x = end + size * 0.5


def _receipt(canvas: Canvas, rng: np.random.Generator) -> None:
    table(canvas, rng)
    wide, high = float(rng.uniform(0.2, 0.28)), canvas.high * 0.44
    middle, turn = _sheet(canvas, rng, wide, high, varied(rng, ((244, 243, 238), (236, 238, 240)), 3))
    _row(canvas, rng, middle, turn, (-wide * 0.5, wide * 0.5, -high * 0.88), 0.06, _INK)
    for y in np.arange(-high * 0.7, high * 0.6, 0.055):
        _row(canvas, rng, middle, turn, (-wide * 0.85, wide * float(rng.uniform(-0.1, 0.4)), y), 0.03, _INK)
        _row(canvas, rng, middle, turn, (wide * 0.6, wide * 0.85, y), 0.03, _INK)
    for x in np.linspace(-wide * 0.7, wide * 0.7, 26):
        stripe = turned(np.array([[x, high * 0.72], [x, high * 0.9]]), turn) + middle
        canvas.line(stripe, float(rng.choice([0.004, 0.01])), _INK)


def _note(canvas: Canvas, rng: np.random.Generator) -> None:
    table(canvas, rng)
    wide, high = canvas.wide * 0.4, canvas.high * 0.42
    colour = varied(rng, ((248, 246, 238), (250, 236, 150), (238, 240, 244)), 3)
    middle, turn = _sheet(canvas, rng, wide, high, colour)
    ink = ((40, 60, 130), _INK, (130, 40, 50))[int(rng.integers(3))]
    for y in np.arange(-high * 0.8, high * 0.8, 0.1):
        canvas.line(
            turned(np.array([[-wide * 0.9, y + 0.03], [wide * 0.9, y + 0.03]]), turn) + middle,
            0.003,
            colour * 0.82,
        )
        if rng.random() < 0.85:
            x = np.linspace(-wide * 0.85, wide * float(rng.uniform(0.2, 0.85)), 70)
            hand = np.stack([x, y + rng.normal(0, 0.014, 70)], 1)
            canvas.line(turned(hand, turn) + middle, 0.007, ink)


def _wall(canvas: Canvas, rng: np.random.Generator) -> None:
    wall(canvas, rng)
    if rng.random() < 0.5:
        x, y = float(rng.uniform(0.2, 0.8)) * canvas.wide, float(rng.uniform(0.3, 0.7)) * canvas.high
        canvas.fill(box(x - 0.05, y - 0.07, x + 0.05, y + 0.07), (246, 246, 244))
        canvas.fill(box(x - 0.02, y - 0.04, x + 0.02, y + 0.04), (226, 226, 224))


_PAINTERS = {"chat": _chat, "list": _list, "receipt": _receipt, "note": _note, "wall": _wall, "chart": _chart}
