"""Hats and glasses."""

from __future__ import annotations

import numpy as np

from .atlas import cloth_place
from .person import Person
from .sheet import Material, Sheet, make_sheet, tube
from .surface import AXIS_Z, TOP, cranium

HATS = ("beanie", "cap")
_FRAMES = {
    "round": (2.0, 23.0, 20.5),
    "square": (3.6, 25.0, 17.5),
    "sun": (2.8, 26.5, 20.0),
}  # power, half sizes


def hat_sheets(person: Person, hat: str, colour: np.ndarray) -> tuple[Sheet, ...]:
    """A hat in a linear colour (3,)."""
    room = 15.0 if person.style in ("bob", "long", "curls") else 11.0
    dome = _dome(person, hat, colour, room)
    return (dome, _cuff(person, colour, room)) if hat == "beanie" else (dome, _brim(person, colour, room))


def glasses_sheets(kind: str, landmarks: np.ndarray) -> tuple[Sheet, ...]:
    """Glasses on a face with these landmarks (68, 3): rims, bridge, temples, and dark panes for `sun`."""
    dark = np.array([0.012, 0.011, 0.012]) if kind != "round" else np.array([0.10, 0.055, 0.03])
    sheets, rims = [], []
    for side, eye in ((-1.0, landmarks[36:42]), (1.0, landmarks[42:48])):
        rim = _rim(kind, eye.mean(0), side)
        rims.append(rim)
        sheets.append(_solid(tube(rim, 1.7, 6), dark))
        outer = rim[np.argmax(side * rim[:, 0])]
        ear = np.array([side * 73.0, outer[1] - 1, -74.0])
        bend = outer + (ear - outer) * [0.75, 0.5, 0.12]
        sheets.append(_solid(tube(np.stack([outer, bend, ear]), 1.6, 6), dark))
        if kind == "sun":
            sheets.append(_pane(rim))
    left, right = rims[0][np.argmax(rims[0][:, 0])], rims[1][np.argmin(rims[1][:, 0])]
    arch = np.linspace(left, right, 7) + np.sin(np.linspace(0, np.pi, 7))[:, None] * [0, 3.0, 3.0]
    return (*sheets, _solid(tube(arch, 1.7, 6), dark))


def _rim(kind: str, eye: np.ndarray, side: float) -> np.ndarray:
    power, wide, high = _FRAMES[kind]
    turn = np.linspace(0, 2 * np.pi, 33)
    x = wide * _squared(np.cos(turn), power)
    y = high * _squared(np.sin(turn), power) * (1 + 0.10 * np.clip(-np.sin(turn), 0, 1) * (kind == "sun"))
    centre = eye + np.array([side * 1.5, -3.0, 17.0])
    # the frame bends back around the face
    outward = side * x + 14
    return centre + np.stack([x, y, -0.0045 * np.clip(outward, 0, None) ** 2 - 0.12 * outward], 1)


def _squared(wave: np.ndarray, power: float) -> np.ndarray:
    """A circle's sine or cosine for an outline that is squarer, the higher the power above 2."""
    return np.sign(wave) * np.abs(wave) ** (2 / power)


def _pane(rim: np.ndarray) -> Sheet:
    share = np.linspace(0.02, 1, 6)[:, None, None]
    middle = rim[:-1].mean(0)
    points = middle + (rim - middle)[None] * share + [0, 0, 0.4]
    light = np.clip((points[..., 1] - middle[1]) / 40 + 0.5, 0, 1)[..., None]
    tint = np.array([0.030, 0.027, 0.030]) * (2.0 - 1.6 * light)
    place = cloth_place(np.full(points.shape[:2], 0.5), np.full(points.shape[:2], 0.5))
    return make_sheet(points, place, material=Material.CLOTH, tint=tint)


def _solid(points: np.ndarray, colour: np.ndarray) -> Sheet:
    place = cloth_place(np.full(points.shape[:2], 0.5), np.full(points.shape[:2], 0.5))
    return make_sheet(points, place, material=Material.SHINY, tint=colour)


def _line(angle: np.ndarray) -> np.ndarray:
    """Height of the hat's rim around the head: on the forehead in front, low behind."""
    return 22 + 27 * np.cos(angle)


def _around(angle: np.ndarray, height: np.ndarray, away: np.ndarray | float, person: Person) -> np.ndarray:
    up = np.clip((height - 25) / (TOP - 25), 0, 1)
    radius = cranium(angle, height) + away * np.sqrt(1 - 0.8 * up**2)
    x, z = radius * np.sin(angle), AXIS_Z + radius * np.cos(angle)
    return np.stack([x * person.wide, (height + away * up) * person.high, z * person.wide], -1)


def _dome(person: Person, hat: str, colour: np.ndarray, room: float) -> Sheet:
    share = 1 - np.cos(np.linspace(0.04, np.pi / 2, 22))
    angle, down = np.meshgrid(np.linspace(-np.pi, np.pi, 49), share)
    height = TOP + (_line(angle) - TOP) * down
    away = room + (7.0 * np.clip((height - 60) / 50, 0, 1) if hat == "beanie" else 3.0)
    points = _around(angle, height, away, person)
    if hat == "beanie":
        weave = 0.86 + 0.14 * np.cos(angle * 30)
    else:
        weave = 1 - 0.25 * np.exp(-((np.sin(angle * 3) / 0.12) ** 2))
    place = cloth_place((angle + np.pi) / (2 * np.pi), down)
    return make_sheet(points, place, material=Material.CLOTH, tint=colour * weave[..., None])


def _cuff(person: Person, colour: np.ndarray, room: float) -> Sheet:
    angle, down = np.meshgrid(np.linspace(-np.pi, np.pi, 97), np.linspace(0, 1, 9))
    height = _line(angle) + 26 - 32 * down
    swell = 6.0 * np.sin(np.pi * np.clip(down, 0.04, 0.96)) ** 0.5
    ribs = np.cos(angle * 34)
    points = _around(angle, height, room + swell + 0.5 * ribs, person)
    place = cloth_place((angle + np.pi) / (2 * np.pi), 0.2 + 0.4 * down)
    shade = (0.90 + 0.16 * ribs) * (1 - 0.35 * np.clip(down - 0.8, 0, 1) / 0.2)
    return make_sheet(points, place, material=Material.CLOTH, tint=colour * shade[..., None])


def _brim(person: Person, colour: np.ndarray, room: float) -> Sheet:
    """The peak of a cap: it starts on the rim and reaches forward, its sides bent down."""
    angle, out = np.meshgrid(np.linspace(-1.05, 1.05, 29), np.linspace(0, 1, 10))
    start = _around(angle, _line(angle) + 3, room + 2.5, person)
    reach = 64 * out * np.sqrt(np.clip(1 - (angle / 1.09) ** 2, 0, 1))
    bend = 16 * np.sin(angle) ** 2 * out + 0.42 * reach
    points = start + np.stack([0.10 * np.sin(angle) * reach, -bend, reach], -1)
    place = cloth_place(0.5 + 0.2 * angle, out)
    return make_sheet(points, place, material=Material.CLOTH, tint=colour * (0.9 - 0.1 * out)[..., None])
