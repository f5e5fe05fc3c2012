"""A photo of a scene: its place, who is there, and the camera."""

from __future__ import annotations

import numpy as np

from .birds import bird
from .canvas import Canvas
from .city import city
from .food import DISHES, dish, food
from .indoors import room
from .land import land
from .lens import photographed, screen
from .paper import paper
from .people import person
from .pets import head_of, sitting
from .reef import reef
from .scene import Day, Scene
from .sky import weather
from .table import table
from .walkers import walking

_FINE = 2  # painted so much larger, for smooth edges


def draw(day: Day, scene: Scene, rng: np.random.Generator, size: int) -> np.ndarray:
    """The photo, uint8 (high, wide, 3), its longer side `size` pixels."""
    short = max(round(size * 0.75), 1)
    wide, high = (short, size) if scene.upright else (size, short)
    canvas = Canvas(wide * _FINE, high * _FINE)
    if scene.where == "paper":
        paper(canvas, rng, scene.detail)
        if scene.detail in ("chat", "list", "chart"):
            return screen(canvas, wide, high)
    else:
        _PLACES[scene.where](canvas, day, scene, rng)
    outside = scene.where in ("landscape", "city")
    return photographed(canvas, rng, wide, high, dark=day.mood.dark if outside else 0.1)


def _outside(canvas: Canvas, day: Day, scene: Scene, rng: np.random.Generator) -> None:
    horizon = canvas.high * float(rng.uniform(0.42, 0.6))
    paint = land if scene.where == "landscape" else city
    paint(canvas, day.mood, rng, scene.detail, horizon)
    weather(canvas, day.mood, rng, horizon)
    if "animal" in scene.parts:
        _animal_outside(canvas, day, scene, rng, horizon)
    elif scene.what:
        close = scene.what == "me" or rng.random() < 0.6
        light = 1.0 - 0.35 * day.mood.dark  # a flash at night
        _people(canvas, day, scene, rng, light=light, standing=not close or rng.random() < 0.3)


def _animal_outside(canvas: Canvas, day: Day, scene: Scene, rng: np.random.Generator, horizon: float) -> None:
    x = canvas.wide * float(rng.uniform(0.3, 0.7))
    foot = horizon + (canvas.high - horizon) * float(rng.uniform(0.5, 0.9))
    kind = str(
        rng.choice(("dog", "bird") if scene.where == "city" else ("dog", "sheep", "horse", "bird", "cat"))
    )
    tall = float(rng.uniform(0.26, 0.5))
    light = 1.0 - 0.45 * day.mood.dark
    if kind == "bird":
        bird(
            canvas,
            day.mood,
            rng,
            x,
            canvas.high * float(rng.uniform(0.35, 0.6)),
            float(rng.uniform(0.14, 0.26)),
        )
    elif kind == "cat" or (kind == "dog" and rng.random() < 0.4):
        sitting(canvas, rng, kind, x, foot, tall * 1.2, light)
    elif kind == "sheep":
        for near in np.sort(rng.uniform(0.15, 0.8, int(rng.integers(1, 5)))):
            at = canvas.wide * float(rng.uniform(0.15, 0.85))
            walking(
                canvas,
                day.mood,
                rng,
                kind,
                at,
                horizon + 0.08 + (canvas.high - horizon) * float(near),
                0.14 + 0.3 * float(near),
            )
    else:
        walking(canvas, day.mood, rng, kind, x, foot, tall)


def _inside(canvas: Canvas, day: Day, scene: Scene, rng: np.random.Generator) -> None:
    floor = canvas.high * float(rng.uniform(0.62, 0.78))
    room(canvas, rng, floor)
    if rng.random() < 0.5 and "animal" not in scene.parts:
        canvas.blur(float(rng.uniform(0.003, 0.012)))
    light = float(rng.uniform(0.86, 1.04))
    if scene.what != "animal":
        _people(canvas, day, scene, rng, light=light, standing=False)
    if "animal" in scene.parts:
        kind = str(rng.choice(("cat", "dog")))
        x = canvas.wide * float(rng.uniform(0.3, 0.7) if scene.what == "animal" else rng.choice([0.2, 0.8]))
        if rng.random() < 0.4 and scene.what == "animal":
            head_of(
                canvas,
                rng,
                kind,
                x,
                canvas.high * float(rng.uniform(0.4, 0.55)),
                float(rng.uniform(0.4, 0.62)),
                light,
            )
        else:
            sitting(
                canvas,
                rng,
                kind,
                x,
                canvas.high * float(rng.uniform(0.86, 1.02)),
                float(rng.uniform(0.5, 0.8)),
                light,
            )
    if "food" in scene.parts:
        _served(canvas, rng)


def _served(canvas: Canvas, rng: np.random.Generator) -> None:
    """A table before the people, with dishes on it."""
    cloth = Canvas(canvas.image.width, canvas.image.height)
    table(cloth, rng)
    top = round(canvas.image.height * float(rng.uniform(0.6, 0.68)))
    canvas.put(cloth.array()[top:], top)
    for x in (0.5, 0.18, 0.82)[: int(rng.integers(1, 4))]:
        kind = str(rng.choice(DISHES))
        y = (top / canvas.unit + canvas.high) / 2
        dish(canvas, rng, kind, canvas.wide * x, y, float(rng.uniform(0.17, 0.23)), 0.55)


def _people(
    canvas: Canvas, day: Day, scene: Scene, rng: np.random.Generator, *, light: float, standing: bool
) -> None:
    """Those who are in it, side by side; who stands further back is drawn first."""
    many = int(rng.integers(2, 6)) if "group" in scene.parts else 1
    others = [day.others[int(at)] for at in rng.permutation(len(day.others))[:many]]
    if "me" in scene.parts:
        others[int(rng.integers(many))] = day.me
    room_each = canvas.wide / many
    head = (
        min(float(rng.uniform(0.36, 0.56)), 0.62 * room_each) if not standing else min(0.09, 0.34 * room_each)
    )
    head *= 0.85 if "food" in scene.parts else 1.0
    spread = 1.0 if not standing else min(1.0, many * head * 2.4 / canvas.wide)
    places = canvas.wide * (0.5 + spread * ((np.arange(many) + 0.5) / many - 0.5))
    side = float(rng.uniform(-0.7, 0.7))
    for place in rng.permutation(many):
        size = head * float(rng.uniform(0.92, 1.06))
        x = float(places[place]) + float(rng.normal(0, 0.05)) * head
        foot = canvas.high * float(rng.uniform(0.9, 0.97)) if standing else None
        top = foot - 7.2 * size if foot else canvas.high * float(rng.uniform(0.16, 0.3)) + (0.5 - size) * 0.3
        reach = many == 1 and "me" in scene.parts and rng.random() < 0.5 and not standing
        person(canvas, rng, others[place], x, top, size, light=light, side=side, foot=foot, reach=reach)


def _laid(canvas: Canvas, day: Day, scene: Scene, rng: np.random.Generator) -> None:
    food(canvas, rng, scene.detail)


def _reef(canvas: Canvas, day: Day, scene: Scene, rng: np.random.Generator) -> None:
    reef(canvas, rng)


_PLACES = {"landscape": _outside, "city": _outside, "room": _inside, "food": _laid, "reef": _reef}
